import type { OpportunityId, PersonId } from "../../kernel/ids.ts";
import { isAmQuiet } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { escalatedTo } from "../leading.ts";
import { askAgain, askManager } from "./asking.ts";
import type { Opportunity } from "./decide.ts";
import { lapsesAt, waitsOnItsWord } from "./gate.ts";
import { askToDecide, nudgeThem, resumed } from "./holding.ts";
import { happen, setClock } from "./living.ts";
import { route, routeOf } from "./routing.ts";
import { type Offer, offerById } from "./store.ts";
import { tidy } from "./tidying.ts";

type Due =
  "awake" | "undecided" | "expire" | "word" | "manager" | "remind" | "escalate" | "reassign" | "promise" | "lapse";

/** What is due of an opportunity, if anything; the clocks that stand are never. */
export function dueOf(opportunity: Opportunity, now: Date): Due | undefined {
  const { stage, clocks, snoozedUntil, hold } = opportunity;
  const isOver = (at: Date | undefined): boolean => at !== undefined && at <= now;
  if (isOver(snoozedUntil)) return "awake";
  if (hold && !hold.decided && isOver(hold.decideBy)) return "undecided";
  if (clocks.stoppedAt) return undefined;
  if (isOver(clocks.expiresAt)) return "expire";
  if (waitsOnItsWord(opportunity) && isOver(lapsesAt(opportunity.confirmed))) return "word";
  if (!isOver(clocks.dueAt)) return undefined;
  if (stage === "spotted") return "manager";
  if (stage === "claimed") return clocks.rung === 0 ? "promise" : "lapse";
  return stage === "routed" ? (["remind", "escalate", "reassign"] as const)[clocks.rung] : undefined;
}

/** Its clock ran out: what is due is done, and the clock is set anew (D6). */
export async function climb(context: Context, subject: string): Promise<void> {
  const { tx, now } = context;
  const id = subject as OpportunityId;
  const found = await offerById(tx, id);
  if (!found) return;
  await tidy(context, found.account.id);
  const offer = await offerById(tx, id);
  const due = offer && dueOf(offer.opportunity, now);
  if (offer && due) await rung(context, offer, due);
  else if (offer) setClock(context, offer.opportunity);
}

async function rung(context: Context, offer: Offer, due: Due): Promise<void> {
  const { opportunity, account } = offer;
  const { id, assignee, claimed } = opportunity;
  switch (due) {
    case "awake":
      return wake(context, id, assignee);
    case "undecided":
      return undecided(context, offer);
    case "expire":
      await happen(context, id, { kind: "expire" });
      return nudgeThem(context, "expired", id, [opportunity.spottedBy, assignee]);
    case "word":
      setClock(context, opportunity);
      context.posts.redraw(id);
      return askAgain(context, opportunity, account);
    case "manager":
      await happen(context, id, { kind: "remind" });
      await askManager(context, opportunity, account, true);
      return;
    case "remind":
      await happen(context, id, { kind: "remind" });
      return nudgeThem(context, "remind", id, [assignee]);
    case "escalate": {
      const manager = await managerFor(context, offer, assignee);
      await happen(context, id, { kind: "escalate" }, { details: { to: manager?.name ?? "" } });
      return nudgeThem(context, "escalated", id, [manager?.id]);
    }
    case "reassign":
      return nextInLine(context, offer);
    case "promise":
      await happen(context, id, { kind: "remind" });
      return nudgeThem(context, "promise", id, [claimed?.by]);
    case "lapse":
      await happen(context, id, { kind: "lapse" }, { details: { from: opportunity.people.claimer?.name ?? "" } });
      await nudgeThem(context, "lapsed", id, [claimed?.by]);
      if (!(await isAmQuiet(context.tx, account.id, context.now))) await route(context, id, account);
      return nudgeThem(context, "lapsed-manager", id, [(await managerFor(context, offer, claimed?.by))?.id]);
  }
}

/** Back with whom it is offered to; where its word has lapsed meanwhile, the CSM is asked first. */
async function wake(context: Context, id: OpportunityId, assignee: PersonId | undefined): Promise<void> {
  const happened = await happen(context, id, { kind: "resume", because: "awake" });
  if (happened?.after.opportunity.stage === "gated") await resumed(context, happened.after);
  else await nudgeThem(context, "awake", id, [assignee]);
}

async function managerFor({ tx, directory }: Context, { account }: Offer, late: PersonId | undefined) {
  return escalatedTo("opportunity", late, account.scope, await directory.people(tx));
}

/** A pool's offer goes to the next in line; when everybody had their turn it stays with the last, and the manager knows. */
async function nextInLine(context: Context, { opportunity, account }: Offer): Promise<void> {
  const { id, assignee } = opportunity;
  const tried = { passed: opportunity.passed, tried: assignee ? [...opportunity.tried, assignee] : opportunity.tried };
  const routed = await routeOf(context, account, tried);
  const next = routed.kind === "pool" && !tried.tried.includes(routed.first.id) ? routed.first : undefined;
  const what = { kind: "reassign", because: "turn", to: next?.id } as const;
  const happened = await happen(context, id, what, { details: { to: next?.name ?? "" } });
  if (!next || happened?.outcome.kind !== "moved") return;
  if (happened.after.opportunity.stage === "gated") await route(context, id, account);
  else await nudgeThem(context, "your-turn", id, [next.id]);
}

/** Nobody decided on a running deal: the manager is asked. */
async function undecided(context: Context, offer: Offer): Promise<void> {
  const { id, parked, claimed } = offer.opportunity;
  const manager = await managerFor(context, offer, claimed?.by);
  await happen(context, id, { kind: "escalate" }, { details: { to: manager?.name ?? "" } });
  if (manager) {
    const since = parked?.since ?? context.now;
    askToDecide(context, id, manager, `${since.toISOString()} ${context.now.toISOString()}`);
  }
}
