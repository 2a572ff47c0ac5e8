import { type Block, type Card, plain, type Text } from "../chat/card.ts";
import type { ChatCommand, Feature } from "../features/feature.ts";
import type { TextKey } from "../locales/keys.ts";
import type { Say } from "../locales/say.ts";

const FIRST = 8;

/** What one wants to do, and the commands for it. Who adds a command puts its word here; else it stands under the last. */
const GROUPS: readonly { readonly heading: TextKey; readonly words: readonly string[] }[] = [
  {
    heading: "shell.help-customer",
    words: ["account", "risk", "why", "timeline", "note", "contact", "document", "stage"],
  },
  { heading: "shell.help-together", words: ["opportunity", "ask", "request", "pull-in", "who"] },
  { heading: "shell.help-mine", words: ["home", "settings", "cover", "link"] },
  {
    heading: "shell.help-set-up",
    words: ["setup", "people", "slot", "matrix", "deliveries", "audit", "erase", "export"],
  },
];

/** The commands of all slices, the eight that matter first. */
export function commandsOf(features: readonly Feature[]): readonly ChatCommand[] {
  return features.flatMap((feature) => feature.commands ?? []).sort((a, b) => a.order - b.order);
}

/** Help, from the same table that registers the commands: the first of them, or all by what one wants to do. */
export function helpCard(commands: readonly ChatCommand[], more: boolean, say: Say): Card {
  const help = say("shell.help-line", { example: [{ command: "tandem help" }], help: say("shell.help-help") });
  const title = say("shell.help-title");
  if (more) return { title, body: groupsOf(commands, help, say) };
  const shown = commands.slice(0, FIRST);
  return {
    title,
    body: [
      { kind: "list", ordered: false, items: [...linesOf(shown, say), help] },
      ...(shown.length < commands.length ? [{ kind: "context" as const, text: say("shell.help-more") }] : []),
    ],
  };
}

function groupsOf(commands: readonly ChatCommand[], help: Text, say: Say): Block[] {
  const grouped = new Set(GROUPS.flatMap(({ words }) => words));
  const others = commands.filter(({ word }) => !grouped.has(word));
  const groups = GROUPS.map(({ heading, words }) => ({
    heading,
    items: linesOf(
      commands.filter(({ word }) => words.includes(word)),
      say,
    ),
  }));
  return [...groups, { heading: "shell.help-rest" as const, items: [...linesOf(others, say), help] }].flatMap(
    ({ heading, items }): Block[] =>
      items.length === 0
        ? []
        : [
            { kind: "text", text: [{ bold: say(heading) }] },
            { kind: "list", ordered: false, items },
          ],
  );
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
