import type { Answer, Handle } from "../chat/handler.ts";
import type { Interaction, PlatformName, Reply, Sender } from "../chat/interaction.ts";
import { type Arrival, beginInput, keepReply, noteSeen, seeing } from "../db/inputs.ts";
import { ConnectionLost } from "../db/lost.ts";
import type { Database } from "../db/transaction.ts";
import type { Acting, Context, Feature, Responding } from "../features/feature.ts";
import type { Clock, WallClock } from "../kernel/clock.ts";
import type { Tx } from "../kernel/deps.ts";
import type { Directory, Person } from "../kernel/directory.ts";
import { isSpoken } from "../kernel/errors.ts";
import type { Ids, OrganisationId } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";
import { createBriefLru } from "../kernel/lru.ts";
import { NOBODY } from "../kernel/permissions.ts";
import type { TextKey } from "../locales/keys.ts";
import type { Says } from "../locales/say.ts";
import { againWhenLost } from "./again.ts";
import { createCrowds } from "./crowd.ts";
import { createHandles } from "./mentioning.ts";
import { once, repeated } from "./once.ts";
import { createSteps, type Step } from "./steps.ts";
import { createTrouble } from "./trouble.ts";

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

interface Asked<S extends Answered = Answered> {
  readonly interaction: Interaction;
  readonly step: S;
}
type Deciding = Asked<Decides> & { readonly organisation: OrganisationId };

const KEPT_MS = 300_000;
const MOST_WORKSPACES = 1000;
const MOST_READERS = 20_000;
const MOST_IN_A_CROWD = 50;
const NO_HANDLES: Answer["handles"] = new Map();
const NOTHING: Reply = { kind: "nothing" };

/**
 * Runs each input's step. Here alone an error becomes a sentence (`trouble.ts`).
 * What decides inserts its content key in the deciding transaction: a repeat gets the same reply, also when it is the
 * shell's own because the connection broke. What looks up is noted, so that a copy learns nothing.
 */
export function createRouter(parts: RouterParts): Handle {
  const stepOf = createSteps(parts.features, parts.redrawMessage);
  /** For minutes: whose workspace it is, in which words somebody reads. Who nobody knows isn't kept. */
  const organisations = createBriefLru<OrganisationId>(MOST_WORKSPACES, KEPT_MS, parts.wall);
  const readers = createBriefLru<Reader>(MOST_READERS, KEPT_MS, parts.wall);
  const customers = createBriefLru<Reader>(MOST_READERS, KEPT_MS, parts.wall);
  const troubleOf = createTrouble(parts);
  const handlesOf = createHandles(parts.directory, parts.wall);

  /** Pressers of one thing would wait for each other's rows: who comes while one is answered is answered with the next. */
  const pressed = createCrowds({
    decide: decideAll,
    isApart(error) {
      if (!isSpoken(error)) parts.log.warn({ err: error }, "presses of one thing could not be decided together");
      return !(error instanceof ConnectionLost);
    },
    most: MOST_IN_A_CROWD,
  });

  return async function handle(interaction: Interaction): Promise<Answer> {
    const step = stepOf(interaction);
    const arrived: Arrival = { key: interaction.contentKey, arrival: parts.ids.next(), at: parts.wall.now() };
    try {
      return await againWhenLost(() => answer(interaction, step, arrived));
    } catch (error) {
      const key = readerKey(interaction.sender);
      const reader = readers.get(key) ?? customers.get(key);
      return { ...plainAnswer(troubleOf(error, step.kind === "decides", reader?.locale ?? "en")), ...reader };
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
    const look = async (tx: Tx): Promise<Answer> => answerIn(tx, await knownIn(tx, sender), { interaction, step });
    switch (step.kind) {
      case "says": {
        const reader = readers.get(readerKey(sender));
        if (!reader) return parts.db.read(organisation, look);
        return { ...plainAnswer(step.say(parts.says(reader.locale))), ...reader };
      }
      case "looks-up": {
        let isFirst = true;
        const seen = seeing(arrived, (first) => (isFirst = first));
        const found = await parts.db.read(organisation, look, seen);
        return isFirst || interaction.answeredInPlace ? found : { ...found, reply: NOTHING };
      }
      case "decides": {
        const action = interaction.kind === "press" ? interaction.action : undefined;
        const about = action ? `${action.name} ${action.subject}` : arrived.arrival;
        return pressed(`${organisation} ${about}`, { organisation, interaction, step });
      }
    }
  }

  /** One after the other in one transaction; who they are and whether they repeat themselves is asked for all at once. */
  async function decideAll(all: readonly Deciding[]): Promise<readonly Answer[]> {
    const [first] = all;
    if (!first) return [];
    const answers = await parts.db.write(first.organisation, async (tx) => {
      const people = await Promise.all(all.map(({ interaction }) => knownIn(tx, interaction.sender)));
      const now = parts.clock.now();
      const begun = await Promise.all(
        all.map(async ({ interaction }, at) => people[at] && (await beginInput(tx, interaction.contentKey, now))),
      );
      const given: Answer[] = [];
      for (const [at, asked] of all.entries()) given.push(await answerIn(tx, people[at], asked, begun[at]));
      redrawPressed(
        tx,
        all.filter((_, at) => begun[at]).map(({ interaction }) => interaction),
      );
      return given;
    });
    // It may have changed their language.
    for (const { interaction } of all) readers.delete(readerKey(interaction.sender));
    return answers;
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
    if (organisation && !isOutside(sender)) {
      await parts.db.write(organisation, (tx) => step.hear(parts.context(tx, parts.clock.now())));
    }
    return plainAnswer(NOTHING);
  }

  /** A colleague who is with us. */
  async function knownIn(tx: Tx, sender: Sender): Promise<Person | undefined> {
    if (isOutside(sender)) return undefined;
    const person = await parts.directory.byHandle(tx, sender.platform, sender.workspace, sender.user);
    return person?.active ? person : undefined;
  }

  /** @param isFirst whether what decides was never decided for the same input; asked only for who is known */
  async function answerIn(tx: Tx, person: Person | undefined, asked: Asked, isFirst?: boolean): Promise<Answer> {
    const { interaction } = asked;
    const { sender } = interaction;
    if (!person) {
      readers.delete(readerKey(sender));
      const [contact, ...others] = await parts.directory.contactsByHandle(tx, sender);
      if (contact) return respondIn(tx, [contact, ...others], asked);
      return isOutside(sender) ? stranger("shell.outsider") : introduceIn(tx, asked);
    }
    readers.set(readerKey(sender), readerOf(person));
    const reply = await replyIn(tx, person, asked, isFirst);
    // What somebody fills in may be their own language.
    const after = interaction.kind === "submission" ? await parts.directory.person(tx, person.id) : person;
    return { reply, ...readerOf(after ?? person), handles: await handlesOf(tx, reply, sender) };
  }

  /** Somebody of a customer's gets what a handler declares for them, and else one sentence in their own words. */
  async function respondIn(tx: Tx, contacts: Contacts, { interaction, step }: Asked): Promise<Answer> {
    const { sender, contentKey } = interaction;
    const responding = respondingOf(tx, contacts, interaction);
    const { view, now } = responding;
    const reader = { locale: view.locale, zone: view.zone };
    customers.set(readerKey(sender), reader);
    const customer = step.kind === "says" ? undefined : step.customer;
    async function run(): Promise<Reply> {
      if (!customer) return { kind: "done", sentence: view.say("shell.customer") };
      const replied = await customer(responding);
      if (step.kind === "decides") redrawPressed(tx, [interaction]);
      return replied;
    }
    const reply =
      step.kind === "decides"
        ? await once(tx, contentKey, step, view.say, await beginInput(tx, contentKey, now), run)
        : await run();
    return { reply, ...reader, handles: await handlesOf(tx, reply, sender) };
  }

  /** Who isn't known gets help with that, and nothing else. */
  async function introduceIn(tx: Tx, { interaction: { sender, contentKey }, step }: Asked): Promise<Answer> {
    const introduce = step.kind === "decides" ? step.introduce : undefined;
    if (!introduce) return stranger("shell.stranger");
    const now = parts.clock.now();
    if (!(await beginInput(tx, contentKey, now))) return plainAnswer(await repeated(tx, contentKey));
    const reply = await introduce({ ...parts.context(tx, now), sender, say: parts.says("en") });
    keepReply(tx, contentKey, reply);
    return plainAnswer(reply);
  }

  async function replyIn(
    tx: Tx,
    person: Person,
    { interaction, step }: Asked,
    isFirst: boolean | undefined,
  ): Promise<Reply> {
    if (step.kind === "says") return step.say(parts.says(person.locale));
    const acting = actingOf(tx, person, interaction);
    if (step.kind === "looks-up") return step.run(acting);
    return once(tx, interaction.contentKey, step, acting.view.say, isFirst === true, () => step.run(acting));
  }

  /** Each message that was pressed, once. */
  function redrawPressed(tx: Tx, interactions: readonly Interaction[]): void {
    const messages = interactions.flatMap(({ kind, place: { conversation, message } }) =>
      kind === "press" && message ? [[message, conversation] as const] : [],
    );
    for (const [message, conversation] of new Map(messages)) parts.redrawMessage(tx, conversation, message);
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

  function stranger(key: TextKey): Answer {
    return plainAnswer({ kind: "done", sentence: parts.says("en")(key) });
  }
}

function isOutside({ home, workspace }: Sender): boolean {
  return home !== workspace;
}

function readerOf({ locale, calendar }: Person): Reader {
  return { locale, zone: calendar.zone };
}

function readerKey({ platform, workspace, user }: Sender): string {
  return `${platform} ${workspace} ${user}`;
}

function plainAnswer(reply: Reply): Answer {
  return { reply, locale: "en", zone: "UTC", handles: NO_HANDLES };
}
