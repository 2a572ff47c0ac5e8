import { en } from "./en/index.ts";
import { de } from "./de/index.ts";
import { zh } from "./zh/index.ts";

/** Every sentence of Tandem, by language, slice and key. */
export const TEXTS = { en, de, zh } as const;

type Stem<K extends string> = K extends `${infer S}_one` | `${infer S}_other` ? S : K;
type Slices = typeof en;

/** "<slice>.<key>"; a plural is one key. */
export type TextKey = {
  [S in keyof Slices & string]: `${S}.${Stem<keyof Slices[S] & string>}`;
}[keyof Slices & string];
