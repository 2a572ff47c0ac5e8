import { mentionsOf, type PersonRef } from "../chat/card.ts";
import type { Answer, Handle } from "../chat/handler.ts";
import type { Command, Interaction, PlatformName, Press, Reply } from "../chat/interaction.ts";
import { beginInput, keepReply, keptReply } from "../db/inputs.ts";
import type { Database } from "../db/transaction.ts";
import type { Acting, Context, Feature, FormHandler } from "../features/feature.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Tx } from "../kernel/deps.ts";
import { type Directory, handlesIn, type Locale, type Person } from "../kernel/directory.ts";
import { isSpoken } from "../kernel/errors.ts";
import { type Ids, isId, type OrganisationId, type PersonId } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";
import type { TextKey } from "../locales/keys.ts";
import type { Says } from "../locales/say.ts";
import { commandsOf, helpCard } from "./help.ts";

export interface RouterParts {
  readonly db: Database;
  readonly features: readonly Feature[];
  readonly directory: Directory;
  readonly context: (tx: Tx, now: Date) => Context;
  readonly organisationOf: (platform: PlatformName, workspace: string) => Promise<OrganisationId | undefined>;
  /** draws anew the post that a pressed message belongs to */
  readonly redrawMessage: (tx: Tx, conversation: string, message: string) => Promise<void>;
  readonly says: Says;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** A step that was found for an input: how to run it, and whether it changes anything. */
interface Step {
  readonly changes: boolean;
  run(acting: Acting): Promise<Reply>;
}

/**
 * Command | Press | Opening | Submission → its owner. The only place where an error becomes a sentence.
 * What changes something inserts its content key in the deciding transaction: a repeat gets the same reply.
 */
export function createRouter(parts: RouterParts): Handle {
  const commands = commandsOf(parts.features);
  const slices = new Map(parts.features.map((feature) => [feature.name, feature]));

  return async function handle(interaction: Interaction): Promise<Answer> {
    const { sender } = interaction;
    const organisation = await parts.organisationOf(sender.platform, sender.workspace);
    if (!organisation) return stranger("shell.not-connected");
    if (interaction.kind === "channel-change") {
      const change = interaction;
      await parts.db.write(organisation, async (tx) => {
        if (!(await beginInput(tx, change.contentKey, parts.clock.now()))) return;
        const context = parts.context(tx, parts.clock.now());
        for (const feature of parts.features) await feature.channelChanged?.(context, change);
      });
      return plainAnswer({ kind: "nothing" });
    }
    if (sender.home !== sender.workspace) return stranger("shell.outsider");

    const step = stepOf(interaction);
    let reader: Person | undefined;
    async function act(tx: Tx): Promise<Answer> {
      reader = await parts.directory.byHandle(tx, sender.platform, sender.workspace, sender.user);
      if (!reader?.active) return stranger("shell.stranger");
      const reply = await decide(tx, reader);
      return { reply, locale: reader.locale, zone: reader.calendar.zone, handles: await handlesOf(tx, reply) };
    }
    async function decide(tx: Tx, person: Person): Promise<Reply> {
      const acting = actingOf(tx, person, interaction);
      if (!step.changes) return step.run(acting);
      if (!(await beginInput(tx, interaction.contentKey, acting.now))) {
        return ((await keptReply(tx, interaction.contentKey)) as Reply | undefined) ?? { kind: "nothing" };
      }
      const reply = await step.run(acting);
      const { conversation, message } = interaction.place;
      if (interaction.kind === "press" && message) await parts.redrawMessage(tx, conversation, message);
      await keepReply(tx, interaction.contentKey, reply);
      return reply;
    }
    async function handlesOf(tx: Tx, reply: Reply): Promise<ReadonlyMap<PersonId, string>> {
      const people = mentionsIn(reply).map((person) => person.id);
      if (people.length === 0) return new Map();
      return handlesIn(await parts.directory.handles(tx, people), sender);
    }

    try {
      return await (step.changes ? parts.db.write(organisation, act) : parts.db.read(organisation, act));
    } catch (error) {
      const locale = reader?.locale ?? "en";
      return { ...plainAnswer(sentenceOf(error, locale)), locale };
    }
  };

  function actingOf(tx: Tx, person: Person, interaction: Interaction): Acting {
    const reader = { person: person.id, roles: person.roles, region: person.region, covers: person.covers };
    const audience = { kind: "person", reader } as const;
    return {
      ...parts.context(tx, parts.clock.now()),
      person,
      audience,
      view: { say: parts.says(person.locale), locale: person.locale, zone: person.calendar.zone, audience },
      place: interaction.place,
      via: interaction.sender.platform,
    };
  }

  function stepOf(interaction: Exclude<Interaction, { kind: "channel-change" }>): Step {
    switch (interaction.kind) {
      case "command":
        return commandStep(interaction);
      case "press":
        return pressStep(interaction);
      case "opening": {
        const form = formOf(interaction.action.name);
        if (!form || !isSubject(interaction.action.subject))
          return outOfDate(interaction.place.conversation, interaction.place.message);
        return { changes: false, run: (acting) => opened(form, acting, interaction.action.subject) };
      }
      case "submission": {
        const form = formOf(interaction.form);
        if (!form || !isSubject(interaction.subject))
          return outOfDate(interaction.place.conversation, interaction.place.message);
        return { changes: true, run: (acting) => form.submit(acting, interaction) };
      }
    }
  }

  function commandStep(command: Command): Step {
    const [first = "", ...rest] = command.text.trim().split(/\s+/);
    const isTandem = command.command === "tandem";
    const word = isTandem ? first.toLowerCase() : command.command;
    const words = isTandem ? rest.join(" ") : command.text.trim();
    if (word === "" || word === "help") {
      return {
        changes: false,
        run: ({ view }) => Promise.resolve({ kind: "private", card: helpCard(commands, words === "more", view.say) }),
      };
    }
    const owner = commands.find((each) => each.word === word);
    if (!owner) {
      return {
        changes: false,
        run: ({ view }) => Promise.resolve({ kind: "done", sentence: view.say("shell.unknown-command", { word }) }),
      };
    }
    return { changes: owner.changes, run: (acting) => owner.run(acting, words) };
  }

  function pressStep(press: Press): Step {
    const [slice = "", name = ""] = press.action?.name.split(".") ?? [];
    const handler = slices.get(slice)?.presses?.[name];
    if (!handler || !press.action || !isSubject(press.action.subject))
      return outOfDate(press.place.conversation, press.place.message);
    const subject = press.action.subject;
    return { changes: handler.changes, run: (acting) => handler.run(acting, { ...press, subject }) };
  }

  function formOf(action: string): FormHandler | undefined {
    const [slice = "", name = ""] = action.split(".");
    return slices.get(slice)?.forms?.[name];
  }

  function outOfDate(conversation: string, message: string | undefined): Step {
    return {
      changes: true,
      async run({ tx, view }) {
        if (message) await parts.redrawMessage(tx, conversation, message);
        return { kind: "done", sentence: view.say("shell.out-of-date") };
      },
    };
  }

  function sentenceOf(error: unknown, locale: Locale): Reply {
    const say = parts.says(locale);
    if (isSpoken(error)) return { kind: "done", sentence: say(error.key as TextKey, error.values) };
    const code = parts.ids.next().slice(-6);
    parts.log.error({ err: error, code }, "an input failed");
    return { kind: "done", sentence: say("shell.trouble", { code }) };
  }

  function stranger(key: TextKey): Answer {
    return plainAnswer({ kind: "done", sentence: parts.says("en")(key) });
  }
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

function isSubject(subject: string): boolean {
  return subject === "" || isId(subject);
}

async function opened(form: FormHandler, acting: Acting, subject: string): Promise<Reply> {
  const result = await form.open(acting, subject);
  return "kind" in result ? result : { kind: "form", form: result };
}

function plainAnswer(reply: Reply): Answer {
  return { reply, locale: "en", zone: "UTC", handles: new Map() };
}
