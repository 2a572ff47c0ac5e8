import { done } from "../../../chat/reply.ts";
import { createHash, randomBytes } from "node:crypto";
import type { Reply } from "../../../chat/interaction.ts";
import type { PersonId } from "../../../kernel/ids.ts";
import { adminOnly } from "../../settings/facts.ts";
import type { Acting, Feature, Introducing } from "../../feature.ts";
import { unmatchedCard } from "./cards.ts";
import { codeFrom, typedCode } from "./decide.ts";
import { matchPerson, saveCode, unmatchedAnywhere, useCode, writeAudit } from "./store.ts";

const GOOD_FOR_MINUTES = 15;
const MINUTE_MS = 60_000;
const RANDOM_BYTES = 32;

/** Who they are in chat, for people whom no e-mail address matches: a one-time code (A11). */
export const links: Feature = {
  name: "links",
  commands: [
    {
      word: "people",
      order: 32,
      topic: "set-up",
      help: "links.help-people",
      example: "links.example-people",
      changes: false,
      run: list,
    },
    {
      word: "link",
      order: 33,
      topic: "mine",
      help: "links.help",
      example: "links.example",
      changes: true,
      run: ({ person, view }) => Promise.resolve(done(view.say("links.known", { name: person.name }))),
      introduce,
    },
  ],
  presses: {
    make: {
      changes: true,
      toldOnce: "links.told-once",
      run: (acting, { subject }) => make(acting, subject as PersonId),
    },
  },
};

async function list(acting: Acting): Promise<Reply> {
  const refusal = await adminOnly(acting);
  return refusal ?? { kind: "private", card: unmatchedCard(await unmatchedAnywhere(acting.tx), acting.view) };
}

async function make(acting: Acting, id: PersonId): Promise<Reply> {
  const { tx, ids, now, person: admin, view, directory } = acting;
  const refusal = await adminOnly(acting);
  if (refusal) return refusal;
  const person = await directory.person(tx, id);
  if (!person?.active) return done(view.say("links.gone"));
  const code = newCode();
  const expiresAt = new Date(now.getTime() + GOOD_FOR_MINUTES * MINUTE_MS);
  await saveCode(tx, { hash: hashOf(code), person: id, by: admin.id, at: now, expiresAt });
  writeAudit(tx, { id: ids.next(), at: now, by: admin.id, action: "links.make", subject: id, details: {} });
  return done(
    view.say("links.code", { name: person.name, command: `/tandem link ${code}`, minutes: GOOD_FOR_MINUTES }),
  );
}

/** Somebody whom nobody knows says who they are. Whatever is wrong with a code is told in one and the same sentence. */
async function introduce({ tx, ids, now, sender, say }: Introducing, words: string): Promise<Reply> {
  const code = typedCode(words);
  const person = code === undefined ? undefined : await useCode(tx, hashOf(code), now);
  if (!person) return done(say("links.no-good"));
  const { platform, workspace, user } = sender;
  if (!(await matchPerson(tx, platform, workspace, user, person.id))) return done(say("links.other-user"));
  const details = { platform, workspace, user };
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action: "links.link", subject: person.id, details });
  return done(say("links.linked", { name: person.name }));
}

function newCode(): string {
  return codeFrom(randomBytes(RANDOM_BYTES)) ?? newCode();
}

function hashOf(code: string): string {
  return createHash("sha256").update(code).digest("hex");
}
