import type { Form, Text } from "../../src/chat/card.ts";
import { problemTexts, spotForm } from "../../src/features/opportunities/cards.ts";
import { decideProposal } from "../../src/features/opportunities/decide.ts";
import { channelForm, preferencesForm } from "../../src/features/settings/cards.ts";
import type { View } from "../../src/locales/say.ts";
import { csmChannel, northwind, settings } from "./accounts.ts";
import { olga } from "./fixed.ts";

/** A form as it is opened on a fixed day, or as it comes back. */
export interface FormExample {
  readonly name: string;
  draw(view: View): Form;
  /** what was typed and why it wasn't taken */
  refused?(view: View): {
    readonly typed: Readonly<Record<string, string>>;
    readonly problems: Readonly<Record<string, Text>>;
  };
}

const initial = { locale: settings.locale, zone: settings.zone, digestAt: settings.digestAt };
const choices = [
  { kind: "everyone" },
  { kind: "team", manager: olga.id, name: olga.name },
  { kind: "region", region: "dach" },
] as const;

/** Every form, once: for the golden files and the preview. */
export const FORMS: readonly FormExample[] = [
  { name: "form-spot", draw: (view) => spotForm(northwind, false, view) },
  {
    name: "form-spot-refused",
    draw: (view) => spotForm(northwind, true, view),
    refused(view) {
      const typed = { product: "more seats", benefit: "More users.", word: "yes" };
      return { typed, problems: problemTexts(decideProposal(typed), view) };
    },
  },
  { name: "form-settings-mine", draw: (view) => preferencesForm("settings.mine", initial, view) },
  { name: "form-settings-defaults", draw: (view) => preferencesForm("settings.defaults", initial, view) },
  { name: "form-settings-channel", draw: (view) => channelForm(csmChannel, choices, initial, view) },
];
