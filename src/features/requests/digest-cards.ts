import type { Button, Text } from "../../chat/card.ts";
import { Visible } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import type { AccountRoster } from "../accounts/facts.ts";
import type { DigestItem, DigestLine } from "../digest-section.ts";
import { KIND } from "./cards.ts";
import { scopeFor } from "./decide.ts";
import type { Waiting } from "./digest-store.ts";

/** A request of the morning as it is now. */
export interface WaitingLine {
  readonly item: DigestItem;
  readonly request: Waiting;
  readonly account: Pick<AccountRoster, "id" | "name" | "scope">;
}

export function drawWaiting(lines: readonly WaitingLine[], view: View): DigestLine[] {
  const { say } = view;
  return linesOf(lines, view, ({ item, request, account }) => ({
    text: say(item.grade === "late" ? "digests.request-late" : "digests.request", {
      account: account.name,
      kind: say(KIND[request.kind]),
      due: dueOf(item),
    }),
    button: { kind: "button", label: say("requests.respond"), opens: { name: "requests.respond", subject: item.id } },
  }));
}

/** What a manager reads of first responses that are late. */
export function drawLate(lines: readonly WaitingLine[], view: View): DigestLine[] {
  const { say } = view;
  return linesOf(lines, view, ({ item, request, account }) => ({
    text: say("digests.request-late-with", {
      account: account.name,
      kind: say(KIND[request.kind]),
      due: dueOf(item),
      owner: request.owner
        ? [{ mention: { id: request.owner, name: request.ownerName ?? "" } }]
        : say("requests.nobody"),
    }),
    button: handButton(item, view),
  }));
}

function linesOf(
  lines: readonly WaitingLine[],
  view: View,
  draw: (line: WaitingLine) => Omit<DigestLine, "id" | "name" | "done">,
): DigestLine[] {
  return lines.flatMap((line) => {
    const scope = scopeFor(view.audience, line.account.scope, line.request.owner);
    const seen = new Visible("requests", scope, line).open(view.audience);
    if (!seen) return [];
    return [{ id: line.item.id, name: [line.account.name], ...draw(seen), done: doneOf(seen, view) }];
  });
}

function doneOf({ request }: WaitingLine, { say }: View): Text | undefined {
  const at = request.respondedAt;
  return at && say("digests.request-answered", { at: { date: at, style: "time" } });
}

function handButton({ id }: DigestItem, { say }: View): Button {
  return { kind: "button", label: say("requests.hand-to"), opens: { name: "requests.hand-to", subject: id } };
}

function dueOf({ figures }: DigestItem) {
  return { date: new Date(String(figures["due"])), style: "day-time" } as const;
}
