import { afterAll, beforeAll, expect, test } from "vitest";
import { type App, createApp } from "../src/app.ts";
import { readConfig } from "../src/config.ts";
import type { Database } from "../src/db/transaction.ts";
import { wallClock } from "../src/kernel/clock.ts";
import { type CadenceHouse, runCadence } from "./helpers/cadence-house.ts";
import type { TestPerson } from "./helpers/company.ts";
import { NINE, type RunningApp } from "./helpers/running-app.ts";
import { runSpoken, type SpokenHouse } from "./helpers/spoken-house.ts";

const HOUR_MS = 3_600_000;
/** Replicas hear of each other's jobs by their polls. */
const PATIENCE_MS = 120_000;

let cadence: CadenceHouse;
let spoken: SpokenHouse;
const others: App[] = [];
beforeAll(async () => {
  cadence = await runCadence();
  spoken = await runSpoken();
});
afterAll(async () => {
  for (const each of others) await each.stop();
  await cadence.stop();
  await spoken.stop();
});

/** Another service on the same database and platform. */
async function replica({ app, clock, slack }: RunningApp): Promise<App> {
  const { db } = app;
  const shared: Database = {
    read: (...given) => db.read(...given),
    write: (...given) => db.write(...given),
    executeSql: (...given) => db.executeSql(...given),
    system: db.system,
    close: () => Promise.resolve(),
  };
  const config = readConfig({ PORT: "0", LOG_LEVEL: "silent" });
  const made = await createApp({ config, db: shared, clock, wall: wallClock, platforms: [slack] });
  await made.start({ tick: false });
  return made;
}

/** Two services look at the clock in the same instant; one of them is stopped in the middle, and begins anew. */
async function fireAtOnce(house: RunningApp, instant: Date): Promise<void> {
  const other = await replica(house);
  house.clock.set(instant);
  await Promise.all([house.app.settle(), other.settle(), other.stop(), house.app.settle()]);
  const anew = await replica(house);
  others.push(anew);
  await Promise.all([anew.settle(), house.app.settle()]);
  await house.app.settle();
}

function sentTo(house: RunningApp, who: TestPerson, words: string): number {
  return house.slack.calls.filter(
    (call) =>
      call.call === "send" &&
      call.target.conversation === who.user &&
      call.words.includes(words) &&
      !call.words.startsWith("Your day"),
  ).length;
}

test(
  "of a meeting in a day both hear once, though two services look at once and one begins anew",
  async () => {
    cadence.clock.set(NINE);
    const two = await cadence.two(3, { key: true });
    await two.accept();
    const { id } = await two.open();
    await cadence.change("update cadence_meeting set state = 'offered', slots = $2 where id = $1", [
      id,
      [new Date("2026-11-27T09:00:00Z")],
    ]);
    await two.press(two.csm, "cadence.pick", id, String(Date.parse("2026-11-27T09:00:00Z")));
    await fireAtOnce(cadence, new Date("2026-11-26T09:00:00Z"));
    expect([two.csm, two.am].map((who) => sentTo(cadence, who, "you meet in 24 hours"))).toEqual([1, 1]);
    await fireAtOnce(cadence, new Date("2026-11-27T08:50:00Z"));
    expect([two.csm, two.am].map((who) => sentTo(cadence, who, "you meet in 10 minutes"))).toEqual([1, 1]);
  },
  PATIENCE_MS,
);

test(
  "of a check-in that is due its CSM hears once",
  async () => {
    spoken.clock.set(NINE);
    const account = await spoken.spoken("Due once", { key: true });
    const { due_on } = await spoken.waiting(account);
    await fireAtOnce(spoken, new Date(`${due_on}T08:00:00Z`));
    expect(sentTo(spoken, spoken.company.anna, "Check-in with Due once")).toBe(1);
  },
  PATIENCE_MS,
);

test(
  "of an agreed check-in the brief comes once",
  async () => {
    spoken.clock.set(NINE);
    const account = await spoken.spoken("Brief once", { key: true });
    const { id } = await spoken.waiting(account);
    await spoken.submit(spoken.company.anna, "checkins.reschedule", id, { on: "2026-11-25", at: "14:00" });
    await fireAtOnce(spoken, new Date(Date.parse("2026-11-25T13:00:00Z") - HOUR_MS / 2));
    expect(sentTo(spoken, spoken.company.anna, "13:00 UTC: Check-in with Brief once")).toBe(1);
  },
  PATIENCE_MS,
);
