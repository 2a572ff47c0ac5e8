import type { Text } from "../../chat/card.ts";
import { localDateOf } from "../../kernel/business-time.ts";
import type { Person } from "../../kernel/directory.ts";
import { Visible } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import { type AccountRoster, accountsAbout } from "../accounts/facts.ts";
import { type AnyDigestSection, type DigestItem, type DigestLine, digestSection } from "../digest-section.ts";
import type { Context } from "../feature.ts";
import { aboutText } from "./cards.ts";
import { tellerOf } from "./decide.ts";
import { type Item, itemsById } from "./store.ts";
import { openTells, type Tell, type TellId, tellsById } from "./tell-store.ts";

interface TellLine {
  readonly line: DigestItem;
  readonly tell: Tell;
  readonly item: Item;
  readonly account: Pick<AccountRoster, "id" | "name" | "scope">;
}

/** Customers who wait to hear that what they asked for is there. */
export const tellDigest: AnyDigestSection = digestSection<readonly TellLine[]>({
  surface: "digest",
  name: "feedback-tells",
  digests: ["csm", "manager"],
  order: 27,
  isToday: true,
  counted: "feedback.n-tells",
  heading: "feedback.digest-heading",
  async gather({ tx, now, directory }, { kind, person, day }) {
    if (kind === "manager" && person.roles.includes("csm")) return [];
    const open = (await openTells(tx)).filter((tell) => !tell.snoozedUntil || tell.snoozedUntil <= now);
    if (open.length === 0) return [];
    const accounts = await accountsAbout(tx, open, day);
    const people = await directory.people(tx);
    const mine = open.filter(({ account }) => {
      const scope = accounts.get(account)?.scope;
      return scope !== undefined && tellerOf(scope, people)?.id === person.id;
    });
    return mine.map(({ id, dueAt }) => {
      const isLate = dueAt.getTime() <= now.getTime();
      return { id, grade: isLate ? "late" : "open", pressing: isLate, figures: { due: dueAt.toISOString() } };
    });
  },
  load: loadLines,
  changes: (lines) => lines.flatMap(({ tell }) => tell.closed?.at ?? []),
  draw: (lines, view) => lines.flatMap((each) => drawLine(each, view)),
});

async function loadLines(
  { tx, now }: Context,
  lines: readonly DigestItem[],
  { calendar }: Person,
): Promise<TellLine[]> {
  const tells = await tellsById(
    tx,
    lines.map(({ id }) => id as TellId),
  );
  const items = await itemsById(tx, [...new Set([...tells.values()].map(({ item }) => item))]);
  const accounts = await accountsAbout(tx, tells.values(), localDateOf(now, calendar.zone));
  return lines.flatMap((line) => {
    const tell = tells.get(line.id as TellId);
    const item = items.find(({ id }) => id === tell?.item);
    const account = tell && accounts.get(tell.account);
    return tell && item && account ? [{ line, tell, item, account }] : [];
  });
}

function drawLine({ line, tell, item, account }: TellLine, { say, audience }: View): DigestLine[] {
  if (!new Visible("feedback", account.scope, true).open(audience)) return [];
  const due = { date: new Date(String(line.figures["due"])), style: "day" } as const;
  const said = { account: account.name, about: aboutText(item, say), due };
  return [
    {
      id: line.id,
      name: [account.name],
      text: say(line.grade === "late" ? "feedback.digest-late" : "feedback.digest-line", said),
      button: { kind: "button", label: say("feedback.told"), opens: { name: "feedback.told", subject: line.id } },
      done: doneOf(tell, account.name, say),
    },
  ];
}

function doneOf({ closed }: Tell, account: string, say: View["say"]): Text | undefined {
  if (!closed) return undefined;
  const who = closed.by ? { mention: closed.by } : say("timeline.tandem");
  return say(`feedback.end-${closed.as}`, { account, who, on: { date: closed.at, style: "day" } });
}
