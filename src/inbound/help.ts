import { type Block, type Card, plain, type Text } from "../chat/card.ts";
import type { ChatCommand, Feature, HelpTopic, Hint } from "../features/feature.ts";
import type { TextKey } from "../locales/keys.ts";
import type { Say } from "../locales/say.ts";

const FIRST = 8;

/** In the order in which the whole help has them. */
const HEADINGS = {
  customer: "shell.help-customer",
  together: "shell.help-together",
  mine: "shell.help-mine",
  "set-up": "shell.help-set-up",
} as const satisfies Record<HelpTopic, TextKey>;

/** The commands of all slices, the eight that matter first. */
export function commandsOf(features: readonly Feature[]): readonly ChatCommand[] {
  return features.flatMap((feature) => feature.commands ?? []).sort((a, b) => a.order - b.order);
}

/** What one may do besides commands. */
export function hintsOf(features: readonly Feature[]): readonly Hint[] {
  return features.flatMap((feature) => feature.hints ?? []);
}

/** Help, from the same table that registers the commands: the first of them, or all by what one wants to do. */
export function helpCard(commands: readonly ChatCommand[], hints: readonly Hint[], more: boolean, say: Say): Card {
  const help = say("shell.help-line", { example: [{ command: "tandem help" }], help: say("shell.help-help") });
  const title = say("shell.help-title");
  if (more) return { title, body: groupsOf(commands, hints, help, say) };
  const shown = commands.slice(0, FIRST);
  return {
    title,
    body: [
      { kind: "list", ordered: false, items: [...linesOf(shown, say), help] },
      ...(shown.length < commands.length ? [{ kind: "context" as const, text: say("shell.help-more") }] : []),
    ],
  };
}

function groupsOf(commands: readonly ChatCommand[], hints: readonly Hint[], help: Text, say: Say): Block[] {
  return Object.entries(HEADINGS).flatMap(([topic, heading]): Block[] => {
    const lines = linesOf(
      commands.filter((command) => command.topic === topic),
      say,
    );
    const others = hints.filter((hint) => hint.topic === topic).map((hint) => say(hint.help));
    return [
      { kind: "text", text: [{ bold: say(heading) }] },
      { kind: "list", ordered: false, items: [...lines, ...others, ...(topic === "mine" ? [help] : [])] },
    ];
  });
}

function linesOf(commands: readonly ChatCommand[], say: Say): Text[] {
  return commands.map((command) =>
    say("shell.help-line", { example: [{ command: typed(command, say) }], help: say(command.help) }),
  );
}

/** What to type, but for how a command is begun on a platform. */
export function typed(command: ChatCommand, say: Say): string {
  const example = plain(say(command.example));
  return command.word === "account" ? example : `tandem ${example}`;
}
