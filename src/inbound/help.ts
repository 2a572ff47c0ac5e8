import { type Card, plain, type Text } from "../chat/card.ts";
import type { ChatCommand, Feature } from "../features/feature.ts";
import type { Say } from "../locales/say.ts";

const FIRST = 8;

/** The commands of all slices, the eight that matter first. */
export function commandsOf(features: readonly Feature[]): readonly ChatCommand[] {
  return features.flatMap((feature) => feature.commands ?? []).sort((a, b) => a.order - b.order);
}

/** Help, from the same table that registers the commands. */
export function helpCard(commands: readonly ChatCommand[], more: boolean, say: Say): Card {
  const shown = more ? commands : commands.slice(0, FIRST);
  const lines: Text[] = shown.map((command) =>
    say("shell.help-line", { example: [{ command: typed(command, say) }], help: say(command.help) }),
  );
  lines.push(say("shell.help-line", { example: [{ command: "tandem help" }], help: say("shell.help-help") }));
  return {
    title: say("shell.help-title"),
    body: [
      { kind: "list", ordered: false, items: lines },
      ...(shown.length < commands.length ? [{ kind: "context" as const, text: say("shell.help-more") }] : []),
    ],
  };
}

/** What to type, but for how a command is begun on a platform. */
export function typed(command: ChatCommand, say: Say): string {
  const example = plain(say(command.example));
  return command.word === "account" ? example : `tandem ${example}`;
}
