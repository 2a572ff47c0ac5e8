import { localDateOf, localTimeOf, type LocalDate } from "../../src/kernel/business-time.ts";
import type { Tx } from "../../src/kernel/deps.ts";
import type { Company } from "./company.ts";

const ZONE = "Europe/Berlin";
const DAY = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "2-digit", month: "short", timeZone: "UTC" });

interface Standing {
  readonly name: string;
  readonly state: string;
  readonly causes: readonly string[];
  readonly frozen: boolean;
  readonly clear_days: number;
}
interface Case {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly causes: readonly string[];
  readonly owner: string | null;
  readonly snoozed: Date | null;
  readonly outcome: string | null;
}
interface Post {
  readonly id: string;
  readonly card: string;
  readonly subject: string;
  readonly address: string;
  readonly slot: string;
  readonly due_at: Date;
}
interface Edition {
  readonly id: string;
  readonly kind: string;
  readonly day: LocalDate;
  readonly figures: {
    readonly frozen: boolean;
    readonly dataUntil?: LocalDate;
    readonly accounts?: readonly string[];
    readonly items?: readonly { readonly account: string; readonly band: string; readonly was?: string }[];
  };
}

export interface Chronicle {
  /** writes down what has changed since the last look */
  look(tx: Tx, today: LocalDate): Promise<void>;
  /** "Wed 25 Nov, Northwind GmbH: at-risk (score)" and so on, as it happened; of several at once in one line */
  lines(): readonly string[];
  /** the days with a team digest */
  mornings(): readonly LocalDate[];
}

/** Writes down what the slice decides: states, cases, what people are told directly, what a digest says anew. */
export function createChronicle({ anna, ben, olga, ada, csmChannel }: Company): Chronicle {
  const lines: string[] = [];
  const mornings: LocalDate[] = [];
  const standings = new Map<string, Standing>();
  const cases = new Map<string, Case>();
  const posts = new Set<string>();
  const editions = new Set<string>();
  let digest: Edition | undefined;

  const addresses = new Map([
    [`channel:${csmChannel}`, "#csm"],
    ...[anna, ben, olga, ada].map(({ id, name }) => [`person:${id}`, name.split(" ")[0] ?? name] as const),
  ]);

  async function look(tx: Tx, today: LocalDate): Promise<void> {
    const noted = new Map<string, string[]>();
    const note = (who: string, what: string): void => void noted.set(what, [...(noted.get(what) ?? []), who]);
    const names = new Map<string, string>();
    const accounts = await tx.rows<{ id: string; name: string }>("select id, name from account");
    for (const { id, name } of accounts) names.set(id, name);

    const found = await tx.rows<Standing>(
      `select a.name, r.state, r.causes, r.frozen, r.clear_days from risk_state r join account a on a.id = r.account_id
        order by a.name`,
    );
    for (const each of found) {
      for (const what of movesOf(standings.get(each.name), each)) note(each.name, what);
      standings.set(each.name, each);
    }
    const open = await tx.rows<Case>(
      `select c.id, a.name, c.state, c.causes, p.name as owner, c.snoozed_until as snoozed, c.outcome
         from risk_case c join account a on a.id = c.account_id left join person p on p.id = c.owner_id
        order by a.name, c.opened_at`,
    );
    for (const each of open) {
      for (const what of stepsOf(cases.get(each.id), each)) note(each.name, what);
      cases.set(each.id, each);
    }
    const wanted = await tx.rows<Post>(
      "select id, card, subject, address, slot, due_at from post where card not like '%-digest' order by id",
    );
    for (const each of wanted.filter(({ id }) => !posts.has(id))) {
      posts.add(each.id);
      note(cases.get(each.subject)?.name ?? "the company", toldOf(each));
    }
    const kept = await tx.rows<Edition>("select id, kind, day, figures from edition where kind = 'risk.team'");
    for (const each of kept.filter(({ id }) => !editions.has(id))) {
      editions.add(each.id);
      morning(each, (account, what) => note(names.get(account) ?? account, what));
    }
    for (const [what, who] of noted) lines.push(`${dayOf(today)}, ${who.join(", ")}: ${what}`);
  }

  function morning(each: Edition, note: (account: string, what: string) => void): void {
    const { frozen, dataUntil = "" } = each.figures;
    mornings.push(each.day);
    if (frozen !== (digest?.figures.frozen ?? false)) {
      note("the digest", frozen ? `stands still, data until ${dataUntil}` : "is of today again");
    }
    for (const { account, was, band } of each.figures.items ?? []) {
      if (was === "new" || !digest) note(account, `in the digest, ${band}`);
      else if (was !== undefined && was !== "same") note(account, `in the digest, from ${was} to ${band}`);
    }
    const now = new Set(each.figures.accounts);
    for (const account of digest?.figures.accounts ?? []) if (!now.has(account)) note(account, "no more in the digest");
    digest = each;
  }

  function toldOf({ card, address, slot, due_at: due }: Post): string {
    const [, nudge] = slot.split(" ");
    const what = card === "risk.case" ? (slot === "" ? "alert" : "alert anew") : (nudge ?? card.replace("risk.", ""));
    const local = `${dayOf(localDateOf(due, ZONE))} ${localTimeOf(due, ZONE)}`;
    return `${what} to ${addresses.get(address) ?? address}, ${local}`;
  }

  return { look, lines: () => lines, mornings: () => mornings };
}

/** The first score says so where it isn't "ok"; after it what moved. */
function movesOf(before: Standing | undefined, now: Standing): string[] {
  const state = now.causes.length > 0 ? `${now.state} (${now.causes.join(", ")})` : now.state;
  if (!before) return now.state === "ok" ? [] : [`first score: ${state}`];
  const moved = before.state !== now.state || before.causes.join() !== now.causes.join();
  return [
    ...(moved ? [state] : []),
    ...(before.clear_days > 0 && now.clear_days === 0 && now.state === "at-risk"
      ? [`below clear for ${String(before.clear_days)} days, and no more`]
      : []),
    ...(before.frozen === now.frozen ? [] : [now.frozen ? "frozen" : "scored again"]),
  ];
}

function stepsOf(before: Case | undefined, now: Case): string[] {
  if (!before) return [`case opened (${now.causes.join(", ")})`];
  const joined = now.causes.filter((cause) => !before.causes.includes(cause));
  return [
    ...(joined.length > 0 ? [`joined its case: ${joined.join(", ")}`] : []),
    ...(before.owner === now.owner ? [] : [now.owner ? `owned by ${now.owner}` : "owned by nobody"]),
    ...(now.snoozed && now.snoozed.getTime() !== before.snoozed?.getTime()
      ? [`put off until ${dayOf(localDateOf(now.snoozed, ZONE))}`]
      : []),
    ...(before.state === now.state ? [] : [now.state === "closed" ? `case closed (${now.outcome ?? ""})` : "reopened"]),
  ];
}

function dayOf(day: LocalDate): string {
  return DAY.format(new Date(`${day}T00:00:00Z`)).replace(",", "");
}
