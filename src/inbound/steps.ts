import type { Card } from "../chat/card.ts";
import type {
  ChannelChange,
  Command,
  Interaction,
  Overheard,
  Press,
  Reply,
  Shortcut,
  Upload,
} from "../chat/interaction.ts";
import { asReply } from "../chat/reply.ts";
import type { Acting, Context, Feature, FormHandler, Introducing, Responding } from "../features/feature.ts";
import type { Tx } from "../kernel/deps.ts";
import { isId } from "../kernel/ids.ts";
import { brief } from "../kernel/text.ts";
import type { TextKey } from "../locales/keys.ts";
import type { Say } from "../locales/say.ts";
import { commandsOf, helpCard, hintsOf } from "./help.ts";

/** What an input comes to. */
export type Step =
  /** tells nothing of anybody, so it needs no more of a person than their language */
  | { readonly kind: "says"; say(say: Say): Reply }
  | {
      readonly kind: "looks-up";
      run(acting: Acting): Promise<Reply>;
      readonly customer?: (responding: Responding) => Promise<Reply>;
    }
  /** what changes something; a repeat gets the first one's reply */
  | {
      readonly kind: "decides";
      run(acting: Acting): Promise<Reply>;
      /** what somebody whom nobody knows may do */
      readonly introduce?: (introducing: Introducing) => Promise<Reply>;
      /** what somebody of a customer's may do; left out: nothing */
      readonly customer?: (responding: Responding) => Promise<Reply>;
      /** in place of a reply that holds a secret, which isn't kept */
      readonly toldOnce?: TextKey;
    }
  /** nobody asked for it and nobody is answered */
  | { readonly kind: "hears"; hear(context: Context): Promise<void> }
  /** the same, and not even that it came is noted */
  | { readonly kind: "overhears"; hear(context: Context): Promise<void> };

type Helps = Readonly<Record<"first" | "all", Card>>;

/**
 * Command | Press | Opening | Shortcut | Submission | ChannelChange | Overheard → its owner's step.
 * @param redrawMessage draws anew the post that a pressed message belongs to
 */
export function createSteps(
  features: readonly Feature[],
  redrawMessage: (tx: Tx, conversation: string, message: string) => void,
): (interaction: Interaction) => Step {
  const commands = commandsOf(features);
  const hints = hintsOf(features);
  const shortcuts = new Map(features.flatMap((feature) => feature.shortcuts ?? []).map((each) => [each.name, each]));
  const slices = new Map(features.map((feature) => [feature.name, feature]));
  const taker = features.find((feature) => feature.uploaded);
  const screen = features.find((feature) => feature.home);
  const helps = new Map<Say, Helps>();

  /** Both lists are made once a language. */
  function help(say: Say): Helps {
    const made = helps.get(say) ?? {
      first: helpCard(commands, hints, false, say),
      all: helpCard(commands, hints, true, say),
    };
    helps.set(say, made);
    return made;
  }

  function commandStep(command: Command): Step {
    const [first = "", ...rest] = command.text.trim().split(/\s+/);
    const isTandem = command.command === "tandem";
    const word = isTandem ? first.toLowerCase() : command.command;
    const words = isTandem ? rest.join(" ") : command.text.trim();
    if (word === "" || word === "help") {
      return { kind: "says", say: (say) => ({ kind: "private", card: help(say)[words === "more" ? "all" : "first"] }) };
    }
    const owner = commands.find((each) => each.word === word);
    if (!owner) {
      return {
        kind: "says",
        say: (say) => ({ kind: "done", sentence: say("shell.unknown-command", { word: brief(word) }) }),
      };
    }
    const { introduce } = owner;
    return {
      kind: owner.changes ? "decides" : "looks-up",
      run: (acting) => owner.run(acting, words),
      ...(introduce ? { introduce: (introducing: Introducing) => introduce(introducing, words) } : {}),
    };
  }

  function pressStep(press: Press): Step {
    const [slice = "", name = ""] = press.action?.name.split(".") ?? [];
    const handler = ownOf(slices.get(slice)?.presses, name);
    const subject = press.action?.subject;
    if (!handler || subject === undefined || !isId(subject)) return outOfDate(press);
    const { customer } = handler;
    return {
      kind: handler.changes ? "decides" : "looks-up",
      run: async (acting) => atHome(acting, press, await handler.run(acting, { ...press, subject })),
      ...(customer ? { customer: (responding: Responding) => customer(responding, { ...press, subject }) } : {}),
      ...(handler.toldOnce ? { toldOnce: handler.toldOnce } : {}),
    };
  }

  /** What stands in a message is drawn anew in its place; Slack's home tab is drawn anew by itself. */
  async function atHome(acting: Acting, { action }: Press, reply: Reply): Promise<Reply> {
    if (!action?.home || !acting.place.ephemeral || reply.kind !== "done") return reply;
    return (await screen?.home?.(acting, reply.sentence)) ?? reply;
  }

  function formOf(action: string): FormHandler | undefined {
    const [slice = "", name = ""] = action.split(".");
    return ownOf(slices.get(slice)?.forms, name);
  }

  function shortcutStep(shortcut: Shortcut): Step {
    const owner = shortcuts.get(shortcut.name);
    if (!owner) return { kind: "says", say: (say) => ({ kind: "done", sentence: say("shell.unknown-shortcut") }) };
    return { kind: "looks-up", run: async (acting) => asReply(await owner.open(acting, shortcut)) };
  }

  function uploadStep(upload: Upload): Step {
    return {
      kind: "decides",
      run: async (acting) => (await taker?.uploaded?.(acting, upload)) ?? { kind: "nothing" },
    };
  }

  function changeStep(change: ChannelChange): Step {
    return {
      kind: "hears",
      async hear(context) {
        for (const feature of features) await feature.channelChanged?.(context, change);
      },
    };
  }

  function overheardStep(overheard: Overheard): Step {
    return {
      kind: "overhears",
      async hear(context) {
        for (const feature of features) await feature.overheard?.(context, overheard);
      },
    };
  }

  function outOfDate({ place: { conversation, message } }: Interaction): Step {
    return {
      kind: "decides",
      async run({ tx, view }) {
        if (message) redrawMessage(tx, conversation, message);
        return { kind: "done", sentence: view.say("shell.out-of-date") };
      },
    };
  }

  return function stepOf(interaction) {
    switch (interaction.kind) {
      case "command":
        return commandStep(interaction);
      case "press":
        return pressStep(interaction);
      case "opening": {
        const { name, subject } = interaction.action;
        const form = formOf(name);
        if (!form || !isAbout(form, subject)) return outOfDate(interaction);
        const { customer } = form;
        return {
          kind: "looks-up",
          run: async (acting) => asReply(await form.open(acting, subject)),
          ...(customer
            ? { customer: async (responding: Responding) => asReply(await customer.open(responding, subject)) }
            : {}),
        };
      }
      case "shortcut":
        return shortcutStep(interaction);
      case "submission": {
        const form = formOf(interaction.form);
        if (!form || !isAbout(form, interaction.subject)) return outOfDate(interaction);
        const { customer } = form;
        return {
          kind: "decides",
          run: (acting) => form.submit(acting, interaction),
          ...(customer ? { customer: (responding: Responding) => customer.submit(responding, interaction) } : {}),
        };
      }
      case "home":
        return commandStep({ ...interaction, kind: "command", command: "tandem", text: "home" });
      case "upload":
        return uploadStep(interaction);
      case "channel-change":
        return changeStep(interaction);
      case "overheard":
        return overheardStep(interaction);
    }
  };
}

function isAbout({ about }: FormHandler, subject: string): boolean {
  if (about === "nothing") return subject === "";
  return about === "instant" ? isInstant(subject) : isId(subject);
}

function isInstant(text: string): boolean {
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text;
}

/** What a slice declared under a name from outside; never what every object has. */
function ownOf<T>(declared: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return declared && Object.hasOwn(declared, name) ? declared[name] : undefined;
}
