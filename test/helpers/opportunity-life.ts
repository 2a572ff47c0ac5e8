import fc from "fast-check";
import { expect } from "vitest";
import { fixedDate, fixedTime, type WorkCalendar, workingMsBetween } from "../../src/kernel/business-time.ts";
import type { Person } from "../../src/kernel/directory.ts";
import type { AccountId, OpportunityId, PersonId } from "../../src/kernel/ids.ts";
import type { Role, Scope } from "../../src/kernel/permissions.ts";
import { isClosed, type Opportunity, type Stage } from "../../src/features/opportunities/decide.ts";
import type { Gate } from "../../src/features/opportunities/gate.ts";
import { decideLife } from "../../src/features/opportunities/life.ts";
import type { Happening, LifeOutcome, World } from "../../src/features/opportunities/life-model.ts";

/** A sample; 100,000 and more as in `LIFE_STEPS=200000 npx vitest run test/opportunity-life.test.ts`. */
export const STEPS = Number(process.env["LIFE_STEPS"] ?? 60_000);

const MONDAY = new Date("2026-11-23T08:00:00Z");
const HOUR_MS = 3_600_000;

export const berlin: WorkCalendar = {
  zone: "Europe/Berlin",
  workdays: [1, 2, 3, 4, 5],
  opens: fixedTime("09:00"),
  closes: fixedTime("17:00"),
  quietFrom: fixedTime("18:00"),
  quietTo: fixedTime("08:00"),
  holidays: new Set([fixedDate("2026-12-25"), fixedDate("2027-01-01")]),
};

export function personCalled(name: string, roles: Role[], more: Partial<Person> = {}): Person {
  return {
    id: name as PersonId,
    name,
    email: undefined,
    roles,
    region: "dach",
    manager: undefined,
    locale: "en",
    calendar: berlin,
    digestAt: fixedTime("08:00"),
    active: true,
    covers: [],
    cover: undefined,
    ...more,
  };
}

const PEOPLE = {
  csm: personCalled("anna", ["csm"]),
  am: personCalled("marta", ["am"]),
  pool: personCalled("jonas", ["am"]),
  other: personCalled("lena", ["am"]),
  elsewhere: personCalled("aiko", ["am"], { region: "apac" }),
  manager: personCalled("olga", ["manager"]),
  both: personCalled("wim", ["csm", "am"]),
  gone: personCalled("nils", ["am"], { active: false }),
  stranger: personCalled("kim", ["colleague"]),
};
type Who = keyof typeof PEOPLE;
const WHO = Object.keys(PEOPLE) as Who[];

/** Whose the account is: with an AM of its own, with a pool, or with one person in both slots. */
export type House = "own" | "pool" | "both";

/** What the model believes, by rules written down a second time, and the opportunity as life.ts has it. */
export interface Model {
  now: Date;
  scope: Scope;
  atRisk: boolean;
  overridden: boolean;
  stage: Stage | undefined;
  owner: PersonId | undefined;
  /** working time that was left on the clock when it stopped, and on that of the claim */
  leftMs: number | undefined;
  claimLeftMs: number | undefined;
  /** since when it is on hold */
  parkedAt: Date | undefined;
  wasAccepted: boolean;
  /** by what it may be offered: the customer asked, or the CSM's word and either the figures or a manager */
  word: { readonly asked: boolean; readonly said: Date | undefined; readonly passed: boolean };
}
export interface Real {
  life: Opportunity | undefined;
  steps: number;
  /** stands in for life.ts where a fault is planted */
  readonly decide: typeof decideLife;
}

export function begin(house: House): Model {
  const am = house === "own" ? PEOPLE.am.id : house === "both" ? PEOPLE.both.id : undefined;
  const scope: Scope = {
    account: "northwind" as AccountId,
    csm: house === "both" ? PEOPLE.both.id : PEOPLE.csm.id,
    am,
    managers: [PEOPLE.manager.id],
    others: [],
    engaged: [],
    region: "dach",
    poolOpen: house === "pool",
  };
  return {
    now: MONDAY,
    scope,
    atRisk: false,
    overridden: false,
    stage: undefined,
    owner: undefined,
    leftMs: undefined,
    claimLeftMs: undefined,
    parkedAt: undefined,
    wasAccepted: false,
    word: { asked: false, said: undefined, passed: false },
  };
}

const LEGS: Readonly<Record<"passes" | "fails" | "unknown", Gate>> = {
  passes: {
    usage: { state: "passed", days: 400, change: 0.2, slope: 0.01 },
    outcome: { state: "passed", name: "orders", change: 0.1 },
    benefit: { state: "passed", letters: 40 },
  },
  fails: {
    usage: { state: "failed", days: 400, change: -0.2, slope: 0.01 },
    outcome: { state: "passed", name: "orders", change: 0.1 },
    benefit: { state: "passed", letters: 40 },
  },
  unknown: {
    usage: { state: "too-little", days: 20, because: "days" },
    outcome: { state: "unknown" },
    benefit: { state: "passed", letters: 40 },
  },
};

const THIRTY_DAYS_MS = 30 * 24 * HOUR_MS;

/** D1 and D3, as they are written. */
function mayOffer({ word: { asked, said, passed }, now }: Model): boolean {
  return asked || (passed && said !== undefined && now.getTime() - said.getTime() < THIRTY_DAYS_MS);
}

/** D3: a word that nobody could act on begins when it is let go, if the figures of then allow it. */
function letGo(model: Model, what: Happening, before: Stage | undefined, after: Opportunity): void {
  const isEnd = what.kind === "hold-continue" || (what.kind === "resume" && what.because === "recovered");
  const { parkedAt, word, now } = model;
  if (after.parked) model.parkedAt ??= now;
  else model.parkedAt = undefined;
  if (!isEnd || !parkedAt || word.asked || !word.said || word.said < parkedAt) return;
  if (before !== "spotted" && before !== "gated") return;
  const { usage } = what.gate ?? LEGS.fails;
  model.word = { ...word, said: usage.state === "failed" ? undefined : now, passed: usage.state === "passed" };
}

/** D7, as it is written. */
const NEXT: Readonly<Record<string, readonly Stage[]>> = {
  spotted: ["spotted", "gate-failed", "gated", "lost", "withdrawn", "expired"],
  gated: ["gate-failed", "spotted", "gated", "routed", "lost", "withdrawn", "expired"],
  routed: ["routed", "gated", "claimed", "lost", "withdrawn", "expired"],
  claimed: ["claimed", "gated", "contacted", "proposed", "won", "lost", "withdrawn"],
  contacted: ["contacted", "gated", "proposed", "won", "lost", "withdrawn"],
  proposed: ["proposed", "gated", "won", "lost", "withdrawn"],
  won: ["won", "done", "lost", "withdrawn"],
};

function mayOwn(id: PersonId | undefined, { csm, am }: Scope): boolean {
  return id === undefined || id !== csm || id === am;
}

function happen(model: Model, real: Real, what: Happening): LifeOutcome {
  const { now, scope, atRisk, overridden } = model;
  const held = atRisk && !overridden && !model.word.asked ? ({ because: "at-risk", since: now } as const) : undefined;
  const world: World = { now, scope, held, calendar: berlin };
  const before = real.life;
  const outcome = real.decide(before, what, world);
  real.steps++;
  const after = outcome.kind === "moved" ? outcome.after : before;
  if (what.kind === "claim" && before && !isClosed(before.stage)) oneWinner(model, what.by, outcome);
  if (outcome.kind === "moved" && after) {
    if (before && isClosed(before.stage) && what.kind !== "spot")
      throw new Error(`${before.stage} reopened by ${what.kind}`);
    if (before && what.kind !== "spot") expect(NEXT[before.stage]).toContain(after.stage);
    if ("by" in what && what.by) expect(what.by.id).not.toBe(PEOPLE.stranger.id);
    if (what.kind === "route" || what.kind === "claim") expect(held, "nobody at risk gets an offer").toBeUndefined();
    if (after.stage === "routed" && before?.stage !== "routed")
      expect(mayOffer(model), "nobody gets an offer past the gate").toBe(true);
    if (after.stage === "routed" && isOfferedAnew(what))
      expect(mayOffer(model), "nobody keeps an offer past the gate").toBe(true);
    if (held && before?.stage === "gated") expect(after.stage).not.toBe("routed");
    if (after.stage === "done") {
      expect([what.kind, before?.stage]).toEqual(["accept", "won"]);
      model.wasAccepted = true;
    }
    clocksKept(model, before, after, what);
    claimKept(model, before, after, what);
    letGo(model, what, before?.stage, after);
    real.life = after;
    model.stage = after.stage;
    model.owner = after.claimed?.by;
    if (what.kind === "hold-continue") model.overridden = true;
  }
  const now_ = real.life;
  if (now_) {
    expect(mayOwn(now_.claimed?.by, scope), "the account's CSM owns nothing").toBe(true);
    expect(mayOwn(now_.assignee, scope), "the account's CSM is offered nothing").toBe(true);
    expect(now_.snoozes).toBeLessThanOrEqual(2);
    if (now_.stage === "done") expect(model.wasAccepted).toBe(true);
    if (now_.parked && !isClosed(now_.stage)) expect(now_.clocks.stoppedAt, "parked, the clocks stand").toBeDefined();
    expect(now_.clocks.claimBy !== undefined, "an offer, and nothing else, is to be claimed by a time").toBe(
      now_.stage === "routed",
    );
  }
  return outcome;
}

function isOfferedAnew(what: Happening): boolean {
  if (what.kind === "reassign") return what.to !== undefined;
  return what.kind === "hold-continue" || what.kind === "resume";
}

/** D6: by when it is to be claimed is put off by what it stands on hold or sleeps, and by nothing else. */
function claimKept(model: Model, before: Opportunity | undefined, after: Opportunity, what: Happening): void {
  const [was, is] = [before?.clocks, after.clocks];
  if (!was?.claimBy || !is.claimBy || (what.kind === "reassign" && what.to !== undefined)) {
    model.claimLeftMs = is.claimBy && is.stoppedAt ? leftUntil(is.claimBy, model) : undefined;
    return;
  }
  if (!was.stoppedAt && is.stoppedAt) model.claimLeftMs = leftUntil(is.claimBy, model);
  if (was.stoppedAt && !is.stoppedAt) expect(leftUntil(is.claimBy, model)).toBe(model.claimLeftMs);
  if (!was.stoppedAt && !is.stoppedAt) expect(is.claimBy).toEqual(was.claimBy);
}

/** Working time until then; calendar time that it is over. */
function leftUntil(due: Date, { now }: Model): number {
  return due > now ? workingMsBetween(now, due, berlin) : due.getTime() - now.getTime();
}

function oneWinner({ owner }: Model, by: Person, outcome: LifeOutcome): void {
  if (owner === undefined) return;
  expect(outcome.kind).toBe(owner === by.id ? "already" : "taken");
}

/** Nothing that the clock does happens while it stands, and what was left is left when it runs again. */
function clocksKept(model: Model, before: Opportunity | undefined, after: Opportunity, what: Happening): void {
  if (what.kind === "spot") {
    model.leftMs = undefined;
    model.wasAccepted = false;
    return;
  }
  const stood = before?.clocks.stoppedAt;
  const byClock = ["remind", "escalate", "lapse", "expire"].includes(what.kind);
  const isAsked = what.kind === "escalate" && after.stage !== "routed";
  if (byClock && !isAsked) expect(stood, `${what.kind} while the clocks stand`).toBeUndefined();
  const due = after.stage === "claimed" ? after.claimed?.contactBy : after.clocks.dueAt;
  if (!stood && after.clocks.stoppedAt) {
    model.leftMs = due && due > model.now ? workingMsBetween(model.now, due, berlin) : undefined;
  }
  if (stood && !after.clocks.stoppedAt && before.stage === after.stage && model.leftMs !== undefined && due) {
    const moves = ["resume", "hold-continue"].includes(what.kind);
    if (moves) expect(workingMsBetween(model.now, due, berlin)).toBe(model.leftMs);
  }
  if (what.kind === "reassign" && after.clocks.stoppedAt && due)
    model.leftMs = workingMsBetween(model.now, due, berlin);
}

class Step implements fc.Command<Model, Real> {
  readonly #name: string;
  readonly #run: (model: Model, real: Real) => void;
  constructor(name: string, run: (model: Model, real: Real) => void) {
    this.#name = name;
    this.#run = run;
  }
  check(): boolean {
    return true;
  }
  run(model: Model, real: Real): void {
    this.#run(model, real);
  }
  toString(): string {
    return this.#name;
  }
}

function pressed(kind: "claim" | "pass" | "contact" | "propose" | "win" | "lose" | "hold-pause") {
  return fc
    .constantFrom(...WHO)
    .map((who) => new Step(`${kind} ${who}`, (m, r) => void happen(m, r, { kind, by: PEOPLE[who] })));
}

const FIGURES = fc.constantFrom("passes" as const, "passes" as const, "fails" as const, "unknown" as const);

const goneOver = fc
  .tuple(fc.constantFrom(...WHO), FIGURES)
  .map(
    ([who, figures]) =>
      new Step(
        `hold-continue ${who}`,
        (m, r) => void happen(m, r, { kind: "hold-continue", by: PEOPLE[who], gate: LEGS[figures] }),
      ),
  );

const given = fc.constantFrom("release" as const, "withdraw" as const, "accept" as const, "ask-back" as const);

const spot = fc.boolean().map(
  (asked) =>
    new Step(asked ? "asked for" : "spot", (model, real) => {
      const made = {
        id: "more-seats" as OpportunityId,
        account: model.scope.account,
        product: "more seats",
        benefit: "the warehouse team waits for logins every Monday",
        spottedBy: PEOPLE.csm.id,
        region: "dach",
        asked,
      };
      if (happen(model, real, { kind: "spot", made }).kind === "moved")
        model.word = { asked, said: undefined, passed: false };
    }),
);

function offeredTo(model: Model, real: Real): { to: PersonId; pool: boolean } {
  const { am } = model.scope;
  const no = [...(real.life?.passed ?? []), ...(real.life?.tried ?? [])];
  if (am && !no.includes(am)) return { to: am, pool: false };
  const next = am ? undefined : [PEOPLE.pool, PEOPLE.other].find(({ id }) => !no.includes(id));
  return next ? { to: next.id, pool: true } : { to: PEOPLE.manager.id, pool: false };
}

const route = fc.constant(new Step("route", (m, r) => void happen(m, r, { kind: "route", ...offeredTo(m, r) })));
/** A bug of the caller's: the offer is meant for whoever comes, its CSM too. */
const misroute = fc
  .constantFrom<Who>("csm", "both", "elsewhere")
  .map(
    (who) =>
      new Step(`route to ${who}`, (m, r) => void happen(m, r, { kind: "route", to: PEOPLE[who].id, pool: true })),
  );

const clockwork = fc
  .constantFrom(
    "remind" as const,
    "escalate" as const,
    "lapse" as const,
    "expire" as const,
    "awake" as const,
    "turn" as const,
  )
  .map(
    (kind) =>
      new Step(kind, (model, real) => {
        if (kind === "awake") happen(model, real, { kind: "resume", because: "awake" });
        else if (kind === "turn") {
          const { to } = offeredTo(model, real);
          const next = to === real.life?.assignee || to === PEOPLE.manager.id ? undefined : to;
          happen(model, real, { kind: "reassign", because: "turn", to: next });
        } else happen(model, real, { kind });
      }),
  );

const hours = fc
  .oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 24, max: 500 }), fc.integer({ min: 300, max: 1500 }))
  .map(
    (count) =>
      new Step(`${String(count)} h`, (model) => void (model.now = new Date(model.now.getTime() + count * HOUR_MS))),
  );

const risk = fc.tuple(fc.constantFrom("on", "parked", "off"), FIGURES).map(
  ([to, figures]) =>
    new Step(`risk ${to}`, (model, real) => {
      if (to === "off") {
        model.atRisk = false;
        model.overridden = false;
        happen(model, real, { kind: "resume", because: "recovered", gate: LEGS[figures] });
        return;
      }
      model.atRisk = true;
      if (to === "parked") happen(model, real, { kind: "park", because: "at-risk" });
    }),
);

function passes(model: Model, count: number): void {
  model.now = new Date(model.now.getTime() + count * HOUR_MS);
}

/** On hold for a while, in which its CSM may give their word, and let go. */
const held = fc.tuple(fc.integer({ min: 1, max: 1200 }), FIGURES).map(
  ([count, figures]) =>
    new Step(`held ${String(count)} h`, (model, real) => {
      model.atRisk = true;
      const csm = model.scope.csm === PEOPLE.both.id ? PEOPLE.both : PEOPLE.csm;
      if (real.life?.stage === "spotted" && !real.life.confirmed) giveWord(model, real, csm, "passes");
      happen(model, real, { kind: "park", because: "at-risk" });
      passes(model, count);
      model.atRisk = false;
      model.overridden = false;
      happen(model, real, { kind: "resume", because: "recovered", gate: LEGS[figures] });
    }),
);

/** Put off by whom it is offered to, and awake at that time or when somebody looks. */
const sleep = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.constantFrom(0, 5, 700)).map(
  ([count, later]) =>
    new Step(`asleep ${String(count)} h`, (model, real) => {
      const by = Object.values(PEOPLE).find(({ id }) => id === real.life?.assignee) ?? PEOPLE.am;
      const until = new Date(model.now.getTime() + count * HOUR_MS);
      happen(model, real, { kind: "snooze", by, until });
      passes(model, count + later);
      happen(model, real, { kind: "resume", because: "awake" });
    }),
);

const snooze = fc.tuple(fc.constantFrom(...WHO), fc.integer({ min: -5, max: 500 })).map(
  ([who, count]) =>
    new Step(`snooze ${who} ${String(count)} h`, (model, real) => {
      const until = new Date(model.now.getTime() + count * HOUR_MS);
      happen(model, real, { kind: "snooze", by: PEOPLE[who], until });
    }),
);

const handed = fc
  .tuple(given, fc.constantFrom(...WHO))
  .map(([kind, who]) => new Step(`${kind} ${who}`, (m, r) => void happen(m, r, { kind, by: PEOPLE[who] })));

function giveWord(model: Model, real: Real, by: Person, how: keyof typeof LEGS): void {
  const outcome = happen(model, real, { kind: "confirm", by, benefit: "they wait for logins", gate: LEGS[how] });
  if (outcome.kind !== "moved") return;
  model.word = { ...model.word, said: model.now, passed: how === "passes" };
  if (model.atRisk && !model.overridden) happen(model, real, { kind: "park", because: "at-risk" });
}

const gate = fc
  .tuple(fc.constantFrom(...WHO), fc.constantFrom("passes", "passes", "fails", "unknown"))
  .map(([who, how]) => new Step(`gate ${who} ${how}`, (model, real) => giveWord(model, real, PEOPLE[who], how)));

/** A manager on what nobody can measure, the CSM on what isn't worth it, and the customer who asks. */
const word = fc.tuple(fc.constantFrom("approve", "approve", "not-now", "decline", "ask"), fc.constantFrom(...WHO)).map(
  ([kind, who]) =>
    new Step(`${kind} ${who}`, (model, real) => {
      const what = kind === "ask" ? ({ kind } as const) : ({ kind, by: PEOPLE[who] } as const);
      if (happen(model, real, what).kind !== "moved") return;
      if (kind === "approve") model.word = { ...model.word, passed: true };
      if (kind === "ask") model.word = { ...model.word, asked: true };
    }),
);

/** The account gets another AM, or none. */
const slot = fc.constantFrom("am" as const, "other" as const, undefined).map(
  (who) =>
    new Step(`AM ${who ?? "nobody"}`, (model, real) => {
      if (model.scope.csm === PEOPLE.both.id) return;
      model.scope = { ...model.scope, am: who && PEOPLE[who].id, poolOpen: !who };
      if (real.life?.stage !== "routed") return;
      happen(model, real, { kind: "reassign", because: "slot", ...offeredTo(model, real) });
    }),
);

/** What the right one would do next, so that lives come to their end. */
const onward = fc.constant(
  new Step("onward", (model, real) => {
    const { life } = real;
    const csm = model.scope.csm === PEOPLE.both.id ? PEOPLE.both : PEOPLE.csm;
    const by = Object.values(PEOPLE).find(({ id }) => id === (life?.claimed?.by ?? life?.assignee)) ?? PEOPLE.manager;
    const next: Partial<Record<Stage, Happening>> = {
      gated: { kind: "route", ...offeredTo(model, real) },
      routed: { kind: "claim", by },
      claimed: { kind: "contact", by },
      contacted: { kind: "propose", by },
      proposed: { kind: "win", by },
      won: { kind: "accept", by: csm },
    };
    const what = life && next[life.stage];
    if (life?.stage === "spotted" || (life?.stage === "gated" && !mayOffer(model)))
      giveWord(model, real, csm, "passes");
    else if (what) happen(model, real, what);
  }),
);

const MANY = [
  spot,
  ...Array.from({ length: 6 }, () => onward),
  gate,
  word,
  ...Array.from({ length: 3 }, () => route),
  misroute,
  ...Array.from({ length: 3 }, () => pressed("claim")),
  pressed("pass"),
  pressed("contact"),
  pressed("propose"),
  pressed("win"),
  pressed("lose"),
  goneOver,
  pressed("hold-pause"),
  snooze,
  ...Array.from({ length: 4 }, () => held),
  sleep,
  sleep,
  handed,
  ...Array.from({ length: 3 }, () => clockwork),
  ...Array.from({ length: 3 }, () => hours),
  risk,
  slot,
];

/** Lets an opportunity live at random beside the model, for so many steps. @returns how many they were */
export function liveAtRandom(
  least: number,
  decide: typeof decideLife = decideLife,
): { steps: number; stages: Set<Stage> } {
  const stages = new Set<Stage>();
  let steps = 0;
  const watched: typeof decideLife = (...all) => {
    const outcome = decide(...all);
    if (outcome.kind === "moved") stages.add(outcome.after.stage);
    return outcome;
  };
  const lives = fc.commands(MANY, { maxCommands: 400, size: "max" });
  for (let seed = 1; steps < least; seed++) {
    fc.assert(
      fc.property(fc.constantFrom<House>("own", "pool", "both"), lives, (house, commands) => {
        const real: Real = { life: undefined, steps: 0, decide: watched };
        fc.modelRun(() => ({ model: begin(house), real }), commands);
        steps += real.steps;
      }),
      { numRuns: 50, seed },
    );
  }
  return { steps, stages };
}
