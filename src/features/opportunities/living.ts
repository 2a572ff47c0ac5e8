import type { PlatformName } from "../../chat/interaction.ts";
import type { WorkCalendar } from "../../kernel/business-time.ts";
import type { Person } from "../../kernel/directory.ts";
import type { OpportunityId, PersonId } from "../../kernel/ids.ts";
import type { AccountRoster } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { leadersOf } from "../leading.ts";
import { keepDecision } from "./auditing.ts";
import { isClosed, type Opportunity } from "./decide.ts";
import { lapsesAt, waitsOnItsWord } from "./gate.ts";
import { decideLife } from "./life.ts";
import type { Happening, LifeOutcome } from "./life-model.ts";
import { holdOpportunity, saveLife, saveRelease, type Why, type Written } from "./life-store.ts";
import type { Ended } from "./story-model.ts";
import { type Offer, offerById } from "./store.ts";

/** A Context, and from where it came when somebody acts. */
export type Living = Context & { readonly via?: PlatformName };

export interface Happened {
  readonly outcome: LifeOutcome;
  readonly before: Offer;
  /** as it is now; as before when nothing moved */
  readonly after: Offer;
}

/** What the timeline calls it; what is left out changes nothing that one would look up. */
const TOLD: Readonly<Partial<Record<Happening["kind"], string>>> = {
  confirm: "opportunity-confirmed",
  approve: "opportunity-approved",
  "not-now": "opportunity-gate-failed",
  decline: "opportunity-declined",
  ask: "opportunity-asked",
  route: "opportunity-routed",
  pass: "opportunity-passed",
  snooze: "opportunity-snoozed",
  release: "opportunity-released",
  contact: "opportunity-contacted",
  propose: "opportunity-proposed",
  win: "opportunity-won",
  lose: "opportunity-lost",
  withdraw: "opportunity-withdrawn",
  expire: "opportunity-expired",
  park: "opportunity-parked",
  "hold-continue": "opportunity-continued",
  "hold-pause": "opportunity-paused",
  escalate: "opportunity-escalated",
  reassign: "opportunity-reassigned",
  lapse: "opportunity-lapsed",
  accept: "opportunity-accepted",
};

export interface Telling {
  readonly written?: Written;
  /** further details of the timeline's entry */
  readonly details?: Readonly<Record<string, string>>;
  /** why a claim is given back */
  readonly why?: Why;
  /** the timeline tells of it already, unless it ends it */
  readonly quiet?: boolean;
}

/**
 * Lets something happen to an opportunity: holds it, decides, saves, sets its clock, tells the timeline and whoever
 * listens, and wants every card of it drawn anew.
 * @returns undefined when there is none
 */
export async function happen(
  context: Living,
  id: OpportunityId,
  what: Happening,
  { written, details = {}, why, quiet = false }: Telling = {},
): Promise<Happened | undefined> {
  const { tx, now, directory, posts } = context;
  await holdOpportunity(tx, id);
  const before = await offerById(tx, id);
  if (!before) return undefined;
  const { opportunity, account } = before;
  const people = await directory.people(tx);
  const calendar = whoseCalendar(opportunity, account, people, what);
  const { held, unapproved } = before;
  const outcome = decideLife(opportunity, what, { now, scope: account.scope, held, unapproved, calendar });
  if (outcome.kind !== "moved") return { outcome, before, after: before };
  await saveLife(tx, outcome.after, now, written);
  await noteEnd(context, opportunity, what, why);
  keepDecision(context, id, what, details);
  setClock(context, outcome.after);
  await tell(context, before, what, outcome.after, { details, quiet });
  posts.redraw(id);
  return { outcome, before, after: (await offerById(tx, id)) ?? before };
}

/** Whose working time counts: who claimed it or was offered it, or who covers for them; else who leads. */
function whoseCalendar(
  { claimed, assignee }: Opportunity,
  { scope }: AccountRoster,
  people: readonly Person[],
  what: Happening,
): WorkCalendar {
  const isGiven = what.kind === "route" || what.kind === "reassign";
  const who = (isGiven ? what.to : undefined) ?? claimed?.by ?? assignee ?? scope.csm;
  const person = actingFor(who, people) ?? leadersOf(scope, people)[0] ?? people[0];
  if (!person) throw new Error("an organisation without people");
  return person.calendar;
}

/** The person, or who covers for them today. */
export function actingFor(id: PersonId | undefined, people: readonly Person[]): Person | undefined {
  const found = people.find((person) => person.id === id);
  return people.find((person) => person.id === found?.cover) ?? found;
}

async function noteEnd(
  { tx, ids, now }: Context,
  { id: opportunity, claimed, stage, contactedAt, proposedAt }: Opportunity,
  what: Happening,
  why: Why | undefined,
): Promise<void> {
  if (!claimed || (what.kind !== "release" && what.kind !== "lapse")) return;
  const kind = what.kind === "lapse" ? "lapsed" : "released";
  const { by: person, at: claimedAt } = claimed;
  const stageAt = { claimed: claimedAt, contacted: contactedAt, proposed: proposedAt }[stage as Ended["stage"]];
  const by = "by" in what ? what.by?.id : undefined;
  const ended = {
    id: ids.next<"release">(),
    opportunity,
    person,
    by,
    claimedAt,
    kind,
    stage,
    stageAt,
    ...why,
  } as const;
  await saveRelease(tx, ended, now);
}

export const NEXT = "opportunities.next";

/** Sets when it is looked at next: whatever of its clocks runs out first. */
export function setClock({ reminders, now }: Pick<Context, "reminders" | "now">, o: Opportunity): void {
  const { dueAt, expiresAt, stoppedAt } = o.clocks;
  const lapses = waitsOnItsWord(o) ? lapsesAt(o.confirmed) : undefined;
  const runs = stoppedAt ? [] : [dueAt, expiresAt, lapses && lapses > now ? lapses : undefined];
  const undecided = o.hold?.decided ? undefined : o.hold?.decideBy;
  const [first] = [...runs, o.snoozedUntil, undecided]
    .filter((at) => at !== undefined)
    .toSorted((one, other) => one.getTime() - other.getTime());
  if (!first || isClosed(o.stage) || o.stage === "won") reminders.drop(NEXT, o.id);
  else reminders.set(NEXT, o.id, first);
}

async function tell(
  context: Living,
  { opportunity: before, account }: Offer,
  what: Happening,
  after: Opportunity,
  { details, quiet }: Required<Pick<Telling, "details" | "quiet">>,
): Promise<void> {
  const { id, product } = after;
  const told = toldOf(what, after);
  const by = "by" in what ? what.by?.id : undefined;
  if (
    told &&
    !(quiet && after.stage !== "gate-failed") &&
    !(what.kind === "escalate" && after.clocks === before.clocks)
  ) {
    const via = by === undefined ? "clock" : (context.via ?? "clock");
    await context.emit({
      kind: "account-touched",
      account: account.id,
      what: told,
      by,
      via,
      details: { product, ...takenFrom(what, before), ...details },
    });
  }
  if (after.stage === "won" && before.stage !== "won") {
    await context.emit({ kind: "opportunity-won", account: account.id, opportunity: id });
  }
  if (isClosed(after.stage)) {
    await context.emit({ kind: "opportunity-closed", account: account.id, opportunity: id, stage: after.stage });
  }
}

/** Who didn't give it back themselves. */
function takenFrom(what: Happening, { claimed, people }: Offer["opportunity"]): { readonly from?: string } {
  const isTaken = what.kind === "release" && claimed !== undefined && claimed.by !== what.by?.id;
  return isTaken && people.claimer ? { from: people.claimer.name } : {};
}

function toldOf(what: Happening, { stage }: Opportunity): string | undefined {
  if (what.kind === "confirm" && stage === "gate-failed") return "opportunity-gate-failed";
  if (what.kind === "reassign" && stage === "gated") return undefined;
  return (
    TOLD[what.kind] ?? (what.kind === "resume" && what.because === "recovered" ? "opportunity-resumed" : undefined)
  );
}
