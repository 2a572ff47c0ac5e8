import { mentionsOf, type PersonRef } from "../chat/card.ts";
import type { Answer, Handle } from "../chat/handler.ts";
import type { Interaction, PlatformName, Reply, Sender } from "../chat/interaction.ts";
import { type Arrival, beginInput, keepReply, keptReply, noteSeen, seeing } from "../db/inputs.ts";
import { ConnectionLost } from "../db/lost.ts";
import type { Database } from "../db/transaction.ts";
import type { Acting, Context, Feature, Responding } from "../features/feature.ts";
import type { Clock, WallClock } from "../kernel/clock.ts";
import type { Tx } from "../kernel/deps.ts";
import { type Directory, handlesIn, type Locale, type Person } from "../kernel/directory.ts";
import { isSpoken } from "../kernel/errors.ts";
import type { Ids, OrganisationId, PersonId } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";
import { createBriefLru } from "../kernel/lru.ts";
import { NOBODY } from "../kernel/permissions.ts";
import type { TextKey } from "../locales/keys.ts";
import type { Say, Says } from "../locales/say.ts";
import { againWhenLost } from "./again.ts";
import { createSteps, type Step } from "./steps.ts";

export interface RouterParts {
  readonly db: Database;
  readonly features: readonly Feature[];
  readonly directory: Directory;
  readonly context: (tx: Tx, now: Date) => Context;
  readonly organisationOf: (platform: PlatformName, workspace: string) => Promise<OrganisationId | undefined>;
  /** draws anew the post that a pressed message belongs to */
  readonly redrawMessage: (tx: Tx, conversation: string, message: string) => void;
  readonly says: Says;
  readonly clock: Clock;
  readonly wall: WallClock;
  readonly ids: Ids;
  readonly log: Log;
}

type Heard = Extract<Step, { kind: "hears" }>;
type Overheard = Extract<Step, { kind: "overhears" }>;
type Answered = Exclude<Step, Heard | Overheard>;
type Decides = Extract<Step, { kind: "decides" }>;
type Reader = Pick<Answer, "locale" | "zone">;
type Contacts = Responding["contacts"];

const KEPT_MS = 300_000;
const MOST_WORKSPACES = 1000;
const MOST_READERS = 20_000;
const NO_HANDLES: Answer["handles"] = new Map();
const NOTHING: Reply = { kind: "nothing" };

/**
 * Runs each input's step. The only place where an error becomes a sentence.
 * What decides inserts its content key in the deciding transaction: a repeat gets the same reply, also when it is the
 * shell's own because the connection broke. What looks up is noted, so that a copy learns nothing.
 */
export function createRouter(parts: RouterParts): Handle {
  const stepOf = createSteps(parts.features, parts.redrawMessage);
  /** For minutes: whose workspace it is, in which words somebody reads, how to mention them. Who nobody knows isn't kept. */
  const organisations = createBriefLru<OrganisationId>(MOST_WORKSPACES, KEPT_MS, parts.wall);
  const readers = createBriefLru<Reader>(MOST_READERS, KEPT_MS, parts.wall);
  const customers = createBriefLru<Reader>(MOST_READERS, KEPT_MS, parts.wall);
  const users = createBriefLru<string>(MOST_READERS, KEPT_MS, parts.wall);

  return async function handle(interaction: Interaction): Promise<Answer> {
    const step = stepOf(interaction);
    const arrived: Arrival = { key: interaction.contentKey, arrival: parts.ids.next(), at: parts.wall.now() };
    try {
      return await againWhenLost(() => answer(interaction, step, arrived));
    } catch (error) {
      const key = readerKey(interaction.sender);
      const reader = readers.get(key) ?? customers.get(key);
      return { ...plainAnswer(troubleOf(error, step, reader?.locale ?? "en")), ...reader };
    }
  };

  async function answer(interaction: Interaction, step: Step, arrived: Arrival): Promise<Answer> {
    const { sender } = interaction;
    const organisation = await organisationOf(sender);
    if (step.kind === "overhears") return overhear(organisation, sender, step);
    if (!organisation) return stranger("shell.not-connected");
    if (step.kind === "hears") return hear(organisation, interaction, step);
    const isNoted = step.kind !== "says" || !interaction.answeredByMessage;
    if (!isNoted && !(await noteSeen(parts.db.system, arrived))) return plainAnswer(NOTHING);
    const act = (tx: Tx): Promise<Answer> => answerIn(tx, interaction, step);
    switch (step.kind) {
      case "says": {
        const reader = readers.get(readerKey(sender));
        if (!reader) return parts.db.read(organisation, act);
        return { ...plainAnswer(step.say(parts.says(reader.locale))), ...reader };
      }
      case "looks-up": {
        let isFirst = true;
        const seen = seeing(arrived, (first) => (isFirst = first));
        const found = await parts.db.read(organisation, act, seen);
        return isFirst || interaction.answeredInPlace ? found : { ...found, reply: NOTHING };
      }
      case "decides": {
        const decided = await parts.db.write(organisation, act);
        // It may have changed their language.
        readers.delete(readerKey(sender));
        return decided;
      }
    }
  }

  async function organisationOf({ platform, workspace }: Sender): Promise<OrganisationId | undefined> {
    const key = `${platform} ${workspace}`;
    const known = organisations.get(key);
    if (known) return known;
    const found = await parts.organisationOf(platform, workspace);
    if (found) organisations.set(key, found);
    return found;
  }

  async function hear(organisation: OrganisationId, { contentKey }: Interaction, step: Heard): Promise<Answer> {
    await parts.db.write(organisation, async (tx) => {
      const now = parts.clock.now();
      if (await beginInput(tx, contentKey, now)) await step.hear(parts.context(tx, now));
    });
    return plainAnswer(NOTHING);
  }

  async function overhear(organisation: OrganisationId | undefined, sender: Sender, step: Overheard): Promise<Answer> {
    if (organisation && sender.home === sender.workspace) {
      await parts.db.write(organisation, (tx) => step.hear(parts.context(tx, parts.clock.now())));
    }
    return plainAnswer(NOTHING);
  }

  async function answerIn(tx: Tx, interaction: Interaction, step: Answered): Promise<Answer> {
    const { sender } = interaction;
    const isOutside = sender.home !== sender.workspace;
    const { directory } = parts;
    const person = isOutside ? undefined : await directory.byHandle(tx, sender.platform, sender.workspace, sender.user);
    if (!person?.active) {
      readers.delete(readerKey(sender));
      const [contact, ...others] = await directory.contactsByHandle(tx, sender);
      if (contact) return respondIn(tx, [contact, ...others], interaction, step);
      return isOutside ? stranger("shell.outsider") : introduceIn(tx, interaction, step);
    }
    readers.set(readerKey(sender), readerOf(person));
    const reply = await replyIn(tx, person, interaction, step);
    // What somebody fills in may be their own language.
    const after = interaction.kind === "submission" ? await parts.directory.person(tx, person.id) : person;
    return { reply, ...readerOf(after ?? person), handles: await handlesOf(tx, reply, sender) };
  }

  /** Somebody of a customer's gets what a handler declares for them, and else one sentence in their own words. */
  async function respondIn(tx: Tx, contacts: Contacts, interaction: Interaction, step: Answered): Promise<Answer> {
    const { sender } = interaction;
    const responding = respondingOf(tx, contacts, interaction);
    const { view, now } = responding;
    const reader = { locale: view.locale, zone: view.zone };
    customers.set(readerKey(sender), reader);
    const customer = step.kind === "says" ? undefined : step.customer;
    async function run(): Promise<Reply> {
      if (!customer) return { kind: "done", sentence: view.say("shell.outsider") };
      const replied = await customer(responding);
      if (step.kind === "decides") redrawPressed(tx, interaction);
      return replied;
    }
    const reply = step.kind === "decides" ? await onceIn(tx, interaction, step, view.say, now, run) : await run();
    return { reply, ...reader, handles: await handlesOf(tx, reply, sender) };
  }

  /** Who isn't known gets help with that, and nothing else. */
  async function introduceIn(tx: Tx, { sender, contentKey }: Interaction, step: Answered): Promise<Answer> {
    const introduce = step.kind === "decides" ? step.introduce : undefined;
    if (!introduce) return stranger("shell.stranger");
    const now = parts.clock.now();
    if (!(await beginInput(tx, contentKey, now))) return plainAnswer(await repeated(tx, contentKey));
    const reply = await introduce({ ...parts.context(tx, now), sender, say: parts.says("en") });
    keepReply(tx, contentKey, reply);
    return plainAnswer(reply);
  }

  async function repeated(tx: Tx, contentKey: string): Promise<Reply> {
    return ((await keptReply(tx, contentKey)) as Reply | undefined) ?? NOTHING;
  }

  async function replyIn(tx: Tx, person: Person, interaction: Interaction, step: Answered): Promise<Reply> {
    if (step.kind === "says") return step.say(parts.says(person.locale));
    const acting = actingOf(tx, person, interaction);
    if (step.kind === "looks-up") return step.run(acting);
    return onceIn(tx, interaction, step, acting.view.say, acting.now, async () => {
      const reply = await step.run(acting);
      redrawPressed(tx, interaction);
      return reply;
    });
  }

  /** Runs what decides, unless it was run for the same input: then its reply is said again. */
  async function onceIn(
    tx: Tx,
    { contentKey }: Interaction,
    { toldOnce }: Decides,
    say: Say,
    now: Date,
    run: () => Promise<Reply>,
  ): Promise<Reply> {
    if (!(await beginInput(tx, contentKey, now))) return repeated(tx, contentKey);
    const reply = await run();
    keepReply(tx, contentKey, toldOnce ? { kind: "done", sentence: say(toldOnce) } : reply);
    return reply;
  }

  function redrawPressed(tx: Tx, { kind, place: { conversation, message } }: Interaction): void {
    if (kind === "press" && message) parts.redrawMessage(tx, conversation, message);
  }

  async function handlesOf(tx: Tx, reply: Reply, sender: Sender): Promise<ReadonlyMap<PersonId, string>> {
    const people = mentionsIn(reply).map((person) => person.id);
    const known = new Map<PersonId, string>();
    for (const person of people) {
      const user = users.get(mentionKey(sender, person));
      if (user !== undefined) known.set(person, user);
    }
    const others = people.filter((person) => !known.has(person));
    if (others.length === 0) return known;
    for (const [person, user] of handlesIn(await parts.directory.handles(tx, others), sender)) {
      users.set(mentionKey(sender, person), user);
      known.set(person, user);
    }
    return known;
  }

  function actingOf(tx: Tx, person: Person, interaction: Interaction): Acting {
    const reader = { person: person.id, roles: person.roles, region: person.region, covers: person.covers };
    const audience = { kind: "person", reader } as const;
    return {
      ...parts.context(tx, parts.clock.now()),
      person,
      audience,
      view: { say: parts.says(person.locale), locale: person.locale, zone: person.calendar.zone, audience },
      says: parts.says,
      place: interaction.place,
      via: interaction.sender.platform,
      workspace: interaction.sender.workspace,
    };
  }

  function respondingOf(tx: Tx, contacts: Contacts, { place, sender }: Interaction): Responding {
    const [{ locale, zone }] = contacts;
    return {
      ...parts.context(tx, parts.clock.now()),
      contacts,
      view: { say: parts.says(locale), locale, zone, audience: NOBODY },
      says: parts.says,
      place,
      via: sender.platform,
      workspace: sender.workspace,
    };
  }

  function troubleOf(error: unknown, step: Step, locale: Locale): Reply {
    const say = parts.says(locale);
    if (isSpoken(error)) return { kind: "done", sentence: say(error.key as TextKey, error.values) };
    if (error instanceof ConnectionLost) {
      parts.log.error({ err: error }, "an input could not reach the database");
      const mayStand = step.kind === "decides" && error.committing;
      return { kind: "done", sentence: say(mayStand ? "shell.unsure" : "shell.away") };
    }
    const code = parts.ids.next().slice(-6);
    parts.log.error({ err: error, code }, "an input failed");
    return { kind: "done", sentence: say("shell.trouble", { code }) };
  }

  function stranger(key: TextKey): Answer {
    return plainAnswer({ kind: "done", sentence: parts.says("en")(key) });
  }
}

function readerOf({ locale, calendar }: Person): Reader {
  return { locale, zone: calendar.zone };
}

function readerKey({ platform, workspace, user }: Sender): string {
  return `${platform} ${workspace} ${user}`;
}

function mentionKey({ platform, workspace }: Sender, person: PersonId): string {
  return `${platform} ${workspace} ${person}`;
}

function mentionsIn(reply: Reply): PersonRef[] {
  switch (reply.kind) {
    case "private":
    case "replace":
      return mentionsOf(reply.card);
    case "done":
      return mentionsOf({ title: reply.sentence, body: [] });
    case "form":
      return mentionsOf({ title: [], body: reply.form.intro ?? [] });
    case "invalid":
    case "nothing":
      return [];
  }
}

function plainAnswer(reply: Reply): Answer {
  return { reply, locale: "en", zone: "UTC", handles: NO_HANDLES };
}
