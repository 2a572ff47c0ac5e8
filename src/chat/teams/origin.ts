import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Place } from "../interaction.ts";

/** What a form is, and who has it. */
export interface Carried {
  readonly form: string;
  readonly subject: string;
  readonly user: string;
}

/** Where a form began, and by which input it was opened: sent twice, it is one form all the same. */
export interface Origin {
  readonly place: Place;
  readonly opened: string;
}

const SEALED = z.object({
  c: z.string().max(400),
  n: z.string().max(100).optional(),
  p: z.boolean(),
  m: z.string().max(700).optional(),
  e: z.literal(true).optional(),
  o: z.string().max(100),
  s: z.string().max(100),
});

/** Origins, sealed: they come back by way of somebody's client, and say where `done` and a setting belong. */
export interface Origins {
  seal(origin: Origin, carried: Carried): Readonly<Record<string, unknown>>;
  /** @returns undefined for what wasn't sealed for this form and person */
  open(sealed: unknown, carried: Carried): Origin | undefined;
}

export function createOrigins(secret: string | Uint8Array): Origins {
  const key = createHmac("sha256", secret).update("where a form began").digest();
  function signatureOf({ place, opened }: Origin, { form, subject, user }: Carried): Buffer {
    const { conversation, name, private: isPrivate, message, ephemeral } = place;
    const words = [form, subject, user, opened, conversation, name ?? null, isPrivate, message ?? null];
    if (ephemeral) words.push(ephemeral);
    return createHmac("sha256", key).update(JSON.stringify(words)).digest();
  }
  return {
    seal(origin, carried) {
      const { conversation: c, name: n, private: p, message: m, ephemeral } = origin.place;
      return {
        c,
        ...(n === undefined ? {} : { n }),
        p,
        ...(m === undefined ? {} : { m }),
        ...(ephemeral ? { e: true } : {}),
        o: origin.opened,
        s: signatureOf(origin, carried).toString("base64url"),
      };
    },
    open(sealed, carried) {
      const { data } = SEALED.safeParse(sealed);
      if (!data) return undefined;
      const { c, n, p, m, e, o, s } = data;
      const place = {
        conversation: c,
        ...(n === undefined ? {} : { name: n }),
        private: p,
        ...(m === undefined ? {} : { message: m }),
        ...(e === undefined ? {} : { ephemeral: e }),
      };
      const origin = { place, opened: o };
      const expected = signatureOf(origin, carried);
      const given = Buffer.from(s, "base64url");
      return given.length === expected.length && timingSafeEqual(given, expected) ? origin : undefined;
    },
  };
}
