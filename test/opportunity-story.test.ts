import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDemoClock } from "../src/demo/clock.ts";
import {
  addDays,
  instantOf,
  localDateOf,
  type LocalDate,
  type LocalTime,
  localTime,
} from "../src/kernel/business-time.ts";
import type { Tx } from "../src/kernel/deps.ts";
import type { AccountId } from "../src/kernel/ids.ts";
import { addAccount, addContract, ids, type TestPerson } from "./helpers/company.ts";
import { WON } from "./helpers/deal-house.ts";
import { lettersOf, MARTA, type MixedHouse, runMixed } from "./helpers/mixed-house.ts";
import { addMetric, addUse, day } from "./helpers/risk.ts";
import { NINE, wordsOf as answerOf } from "./helpers/running-app.ts";
import { opens } from "./helpers/teams-activity.ts";
import { wordsOf } from "./helpers/teams-talk.ts";

const ZONE = "Europe/Berlin";
const SEATS = 50;
const PEERS = 10;
/** Tuesday; what is known begins so many days before it */
const FROM = day("2026-11-24");
const HISTORY = 140;
const SOLD_ON = day("2026-12-21");

let house: MixedHouse;
let clock: ReturnType<typeof createDemoClock>;
let peers: AccountId[] = [];

beforeAll(async () => {
  house = await runMixed(NINE);
  const { app, company } = house;
  const { organisation } = company;
  peers = await app.db.write(organisation, async (tx) => {
    await addMetric(tx, "active", "active_users_day", "dense");
    await addMetric(tx, "seats", "seats_used", "dense");
    await addMetric(tx, "dispatch", "outcome", "dense");
    await tx.rows("update account set segment = 'mid', key_account = id = $1", [company.northwind]);
    const others: AccountId[] = [];
    for (let at = 0; at < PEERS; at++) {
      others.push(await addAccount(tx, `Peer ${String(at)}`, { csm: company.ben.id, segment: "mid" }));
    }
    for (const account of [company.northwind, ...others]) {
      await addContract(tx, account, { arrMinor: 4_800_000, seats: SEATS, renewsOn: "2027-09-01", noticeDays: 60 });
    }
    return others;
  });
  await use(addDays(FROM, -HISTORY), HISTORY);
  const night = (date: LocalDate) => use(date, 1);
  clock = createDemoClock({ app, clock: house.clock, zone: ZONE, night });
}, 60_000);
afterAll(() => house.stop());

/** Northwind's use rises by a third over four months, and by as much again once more seats are there. */
function usedOn(date: LocalDate): number {
  const days = (instantOf(date, noon, ZONE).getTime() - instantOf(FROM, noon, ZONE).getTime()) / 86_400_000;
  const weeks = Math.round(days / 7);
  return date > SOLD_ON ? 62 : Math.min(47, 46 + weeks / 2);
}
const noon = timeAt("12:00");
function timeAt(text: string): LocalTime {
  const time = localTime(text);
  if (!time) throw new Error(`${text} is no time`);
  return time;
}

async function use(from: LocalDate, days: number): Promise<void> {
  const { app, company } = house;
  await app.db.write(company.organisation, async (tx) => {
    for (const [at, account] of [company.northwind, ...peers].entries()) {
      const isOurs = account === company.northwind;
      const level = (date: LocalDate): number =>
        isOurs ? Math.round(usedOn(date)) : 30 + ((at + Number(date.slice(-2))) % 7);
      const value = (_: number, date: LocalDate): number => level(date);
      await addUse(tx, account, { metric: "active", from, days, value });
      await addUse(tx, account, { metric: "seats", from, days, value });
      const dispatched = (_: number, date: LocalDate): number => (isOurs ? 2 * level(date) : 80 + (level(date) % 9));
      await addUse(tx, account, { metric: "dispatch", from, days, value: dispatched });
    }
  });
}

const to = (date: string, time: string): Promise<void> => clock.runTo(instantOf(day(date), timeAt(time), ZONE));
/** Weeks in which nobody looks: of every day the night alone. */
async function nightsTo(last: string): Promise<void> {
  for (let date = localDateOf(house.clock.now(), ZONE); date < last;) {
    await use(date, 1);
    date = addDays(date, 1);
    house.clock.set(instantOf(date, timeAt("03:00"), ZONE));
    await house.app.settle();
  }
}
const rows = <T>(sql: string, values: unknown[] = []): Promise<T[]> =>
  house.app.db.read(house.company.organisation, (tx: Tx) => tx.rows<T & object>(sql, values));

const anna = (): TestPerson => house.company.anna;
const direct = (): string => house.slack.direct(house.company.workspace, anna().user);
/** What stands with Anna in Slack about Northwind, oldest first. */
const withAnna = (): string[] =>
  house.slack
    .standing(direct())
    .map(({ blocks }) => lettersOf(blocks))
    .filter((letters) => letters.includes("Northwind"));
/** The same in a conversation of Teams. */
const inTeams = (conversation: string): string[] =>
  house.teams
    .standing(conversation)
    .map((message) => wordsOf(message))
    .filter((words) => words.includes("Northwind"));
const withMarta = (): string[] => inTeams(house.teams.conversationOf(MARTA.id));
const inAms = (): string => inTeams(house.amInTeams).join("\n");

/** Anna presses on the message that has the button. */
function annaPresses(name: string): Promise<string> {
  const message = house.slack
    .standing(direct())
    .findLast(({ blocks }) => JSON.stringify(blocks).includes(`"${name}:${id}"`));
  return house.pressInSlack(anna(), name, id, { channel: direct(), message: message?.ts ?? "no such button" });
}

/** What Marta reads when she presses on what would open a form. */
async function martaOpens(form: string): Promise<string> {
  const opening = { verb: `open:${form}:${id}`, v: 1, id };
  const { body } = await house.arrive(opens(opening, { ...house.alone(MARTA), replyToId: "1", id: `look-${form}` }));
  return JSON.stringify(body);
}

async function change(fn: (tx: Tx) => Promise<unknown>): Promise<void> {
  await house.app.db.write(house.company.organisation, fn);
}

let id = "";
async function stage(): Promise<string> {
  const [row] = await rows<{ stage: string; parked: string | null }>(
    "select stage, parked from opportunity where id = $1",
    [id],
  );
  return [row?.stage, row?.parked].filter(Boolean).join(", ");
}

describe(
  "more seats for Northwind, whose Customer Success Manager is in Slack and whose Account Manager in Teams,",
  {
    timeout: 90_000,
  },
  () => {
    test("is found by night in what they use, and put to Anna with what speaks for it", async () => {
      await to("2026-11-25", "09:00");
      const card = withAnna().find((letters) => letters.includes("Confirm") && letters.includes("More seats?"));
      expect(card).toContain("46 of 50 seats in use, at least 80% on each known day of the last 14.");
      expect(inAms()).toBe("");
      const found = await rows<{ id: string; account: string }>("select id, account_id as account from opportunity");
      expect(found.map(({ account }) => account)).toEqual([house.company.northwind]);
      id = found[0]?.id ?? "";
    });

    test("passes the benefit gate with her word and what it is good for, and goes to Marta in Teams", async () => {
      const confirm = async (benefit: string): Promise<string> =>
        answerOf(await house.submitInSlack(anna(), "opportunities.confirm", id, { benefit, word: "yes" }));
      expect(await confirm("They need it.")).toContain("at least 30");
      expect(await stage()).toBe("spotted");
      const said = await confirm("The warehouse team waits for logins every Monday morning.");
      expect(said).toContain("Marta Silva");
      await house.app.settle();
      const [offer] = await rows<{ gate: object }>("select gate from opportunity where id = $1", [id]);
      expect(offer?.gate).toMatchObject({
        usage: { state: "passed" },
        outcome: { state: "passed", name: "dispatch" },
        benefit: { state: "passed" },
      });
      expect(inAms()).toContain("Marta Silva, from Anna Kurz");
      expect(inAms()).toContain("The warehouse team waits for logins every Monday morning.");
    });

    test("is put to Marta once more when she lets it lie", async () => {
      await to("2026-11-25", "12:59");
      expect(withMarta()).toEqual([]);
      await to("2026-11-25", "13:00");
      expect(withMarta().at(-1)).toContain("waits for your answer: claim it, pass, or put it off");
    });

    test("is claimed by her in Teams, of which Anna hears in Slack", async () => {
      await to("2026-11-26", "09:30");
      const card = house.teams.standing(house.amInTeams).find((message) => wordsOf(message).includes("More seats"));
      const at = { activityId: card?.activityId ?? "" };
      expect(await house.pressInTeams(MARTA, "opportunities.claim", id, at)).toContain("It's yours");
      expect(await house.pressInTeams(MARTA, "opportunities.claim", id, at)).toContain("already yours");
      await house.app.settle();
      expect(inAms()).toContain("Marta Silva has it since");
      expect(withAnna().join("\n")).toMatch(/Marta Silva has it since.*By 30 November 2026: contact the customer/);
    });

    test("becomes a talk with the customer when she logs her call", async () => {
      const call = {
        contact: "unlisted",
        kind: "call",
        direction: "out",
        proactive: "yes",
        on: "2026-11-26",
        at: "09:15",
      };
      const said = "They want ten more seats before the season.";
      await house.submitInTeams("accounts.log", house.company.northwind, { ...call, said, visibility: "internal" });
      await house.app.settle();
      expect(await stage()).toBe("contacted");
      expect(inAms()).toContain(
        "Marta Silva has it and spoke with the customer on 26 November 2026. Next: a proposal.",
      );
    });

    test("stops when Northwind comes to be at risk: both are asked, and Anna has it pause", async () => {
      await change((tx) =>
        tx.rows(
          `insert into ticket (organisation_id, id, external_id, account_id, opened_at, severity, escalated, ingested_at, known_at)
         values ($1, $2::uuid, 'T1', $3, $4, 1, true, $4, $4)`,
          [tx.organisation, ids.next(), house.company.northwind, house.clock.now()],
        ),
      );
      await to("2026-11-27", "10:00");
      expect(await stage()).toBe("contacted, at-risk");
      for (const told of [withAnna(), withMarta()]) {
        expect(told.join("\n")).toContain("Northwind GmbH: go on with More seats?");
        expect(told.join("\n")).toContain("Pause it, or ask a manager to let it go on");
      }
      expect(await martaOpens("opportunities.win")).toContain("On hold");
      expect(await annaPresses("opportunities.pause")).toContain("Paused");
      expect(await stage()).toBe("contacted, at-risk");
    });

    test("goes on when Northwind has recovered, seven quiet days and fourteen more after the ticket is closed", async () => {
      await change((tx) => tx.rows("update ticket set closed_at = $1, known_at = $1", [house.clock.now()]));
      await nightsTo("2026-12-16");
      expect(await stage()).toBe("contacted, at-risk");
      await to("2026-12-17", "09:00");
      expect(await stage()).toBe("contacted");
      expect(inAms()).toContain("Next: a proposal.");
    });

    test("is won by Marta; Anna reads what was promised and no price, and accepts", async () => {
      await to("2026-12-21", "10:00");
      expect(await house.submitInTeams("opportunities.win", id, WON)).toContain("Congratulations");
      await house.app.settle();
      expect(withAnna().at(-1)).toMatch(/Handover: More seats.*Logins without waiting.*31 March 2027/);
      expect(withAnna().join("\n")).not.toMatch(/9,000|9000/);
      expect(await annaPresses("opportunities.accept")).toContain("is yours now. Its onboarding plan is open");
      await house.app.settle();
      expect(await stage()).toBe("done");
      expect(withMarta().at(-1)).toContain("Anna Kurz took over More seats at Northwind GmbH. It is done for you.");
      expect(withAnna().at(-1)).toMatch(/Onboarding: More seats.*Kick-off.*Go-live.*First value/);
    });

    test("is measured after ninety days against ten customers like it, and both read what came of it", async () => {
      await change((tx) =>
        addContract(tx, house.company.northwind, {
          arrMinor: 900_000,
          seats: 30,
          startsOn: SOLD_ON,
          renewsOn: "2027-09-01",
        }),
      );
      await use(SOLD_ON, 91);
      house.clock.set(instantOf(day("2027-03-22"), timeAt("09:00"), ZONE));
      await house.app.settle();
      for (const told of [withAnna(), withMarta()]) {
        expect(told.at(-1)).toContain("Northwind GmbH, More seats: 90 days after the sale");
        expect(told.at(-1)).toMatch(/Benefit:\s+it rose/);
        expect(told.at(-1)).toContain("similar use before: 10");
      }
    });

    test("has left this story on the timeline", async () => {
      const told = await rows<{ kind: string }>(
        "select kind from timeline where account_id = $1 and kind <> 'check-in-missed' order by id",
        [house.company.northwind],
      );
      expect(told.map(({ kind }) => kind)).toEqual([
        "opportunity-found",
        "opportunity-confirmed",
        "opportunity-routed",
        "opportunity-escalated",
        "opportunity-claimed",
        "call",
        "opportunity-contacted",
        "risk-entered",
        "opportunity-parked",
        "risk-alerted",
        "opportunity-paused",
        "risk-case-escalated",
        "risk-recovered",
        "opportunity-resumed",
        "opportunity-won",
        "opportunity-accepted",
        "onboarding-opened",
        "onboarding-stalled",
        "benefit-measured",
      ]);
    });
  },
);
