import type { AppOptions } from "../../src/app.ts";
import type { AccountId, CadenceMeetingId, CadencePairId } from "../../src/kernel/ids.ts";
import { addAccount, addPerson, type TestPerson } from "./company.ts";
import { runApp, type RunningApp, wordsOf } from "./running-app.ts";

/** A pair as it is kept. */
export interface KeptPair {
  readonly id: CadencePairId;
  readonly state: string;
  readonly frequency: string;
  readonly weekday: number;
  readonly ended_by: string | null;
  readonly joint_with: CadencePairId | null;
}

/** A meeting as it is kept. */
export interface KeptMeeting {
  readonly id: CadenceMeetingId;
  readonly state: string;
  readonly slots: Date[];
  readonly starts_at: Date | null;
  readonly sequence: number | null;
  readonly by_clock: boolean;
  readonly original_on: string;
}

/** The running service with CSMs and AMs who share customers. */
export interface CadenceHouse extends RunningApp {
  /** Two people of their own, who share so many customers. */
  two(share: number, more?: { readonly zones?: readonly [string, string]; readonly key?: boolean }): Promise<Two>;
  /** as a night does, whatever the clock says */
  night(): Promise<void>;
  at(instant: Date | string): Promise<void>;
  /** Whichever day of the week it is. */
  aWorkingDayLater(): Promise<void>;
  change(sql: string, values: unknown[]): Promise<void>;
  rows<T extends object>(sql: string, values: unknown[]): Promise<T[]>;
  told(who: TestPerson, about?: string): string;
}

export interface Two {
  readonly csm: TestPerson;
  readonly am: TestPerson;
  readonly accounts: readonly AccountId[];
  pair(): Promise<KeptPair>;
  meetings(): Promise<KeptMeeting[]>;
  /** the one that isn't over */
  open(): Promise<KeptMeeting>;
  /** both accept the meetings that are suggested */
  accept(): Promise<KeptMeeting>;
  /** what is pressed, and what is answered */
  press(who: TestPerson, name: string, subject: string, choice?: string): Promise<string>;
}

const HOUR_MS = 3_600_000;

let twos = 0;
let inputs = 0;

export async function runCadence(
  environment: Readonly<Record<string, string>> = {},
  calendars: AppOptions["calendars"] = {},
): Promise<CadenceHouse> {
  const house = await runApp({ environment, calendars });
  const { app, clock, company } = house;
  const write = <T>(work: Parameters<typeof app.db.write<T>>[1]): Promise<T> =>
    app.db.write(company.organisation, work);
  const self: CadenceHouse = {
    ...house,
    async two(share, { zones = ["Europe/Berlin", "Europe/Berlin"], key = false } = {}) {
      const n = String(++twos);
      const { csm, am, accounts } = await write(async (tx) => {
        const csm = await addPerson(tx, company.workspace, `Cora ${n}`, ["csm"], {
          zone: zones[0],
          manager: company.olga.id,
        });
        const am = await addPerson(tx, company.workspace, `Amir ${n}`, ["am"], { zone: zones[1] });
        const accounts: AccountId[] = [];
        for (let at = 1; at <= share; at++) {
          const id = await addAccount(tx, `Shared ${n}-${String(at)}`, { csm: csm.id, am: am.id, stage: "adoption" });
          if (key) await tx.rows("update account set key_account = true where id = $1", [id]);
          accounts.push(id);
        }
        return { csm, am, accounts };
      });
      const made: Two = {
        csm,
        am,
        accounts,
        async pair() {
          const [row] = await self.rows<KeptPair>(
            "select id, state, frequency, weekday, ended_by, joint_with from cadence_pair where csm_id = $1 and am_id = $2 order by id desc",
            [csm.id, am.id],
          );
          if (!row) throw new Error("there is no pair");
          return row;
        },
        async meetings() {
          const { id } = await made.pair();
          return self.rows<KeptMeeting>(
            "select id, state, slots, starts_at, sequence, by_clock, original_on from cadence_meeting where pair_id = $1 order by id",
            [id],
          );
        },
        async open() {
          const found = (await made.meetings()).find(({ state }) => ["waiting", "offered", "booked"].includes(state));
          if (!found) throw new Error("no meeting is open");
          return found;
        },
        async accept() {
          await self.night();
          const { id } = await made.pair();
          await house.press(csm, "cadence.accept", id);
          await house.press(am, "cadence.accept", id);
          await app.settle();
          return made.open();
        },
        async press(who, name, subject, choice) {
          const sender = {
            platform: "slack",
            workspace: company.workspace,
            user: who.user,
            home: company.workspace,
          } as const;
          const answer = await app.handle({
            ...{ kind: "press", sender, place: { conversation: who.user, private: true }, replyTo: {} },
            action: { name, subject, ...(choice !== undefined && { choice }) },
            ...(choice !== undefined && { choice }),
            contentKey: `cadence ${String(++inputs)}`,
          });
          await app.settle();
          return wordsOf(answer);
        },
      };
      return made;
    },
    async night() {
      await app.change(company.organisation, ({ jobs }) => jobs.start("cadence.pairs", { day: "2026-11-24" }));
      await app.settle();
    },
    async at(instant) {
      clock.set(new Date(instant));
      await app.settle();
    },
    async aWorkingDayLater() {
      let then = new Date(clock.now().getTime() + 25 * HOUR_MS);
      while ([0, 6].includes(then.getUTCDay())) then = new Date(then.getTime() + 24 * HOUR_MS);
      await self.at(then);
    },
    async change(sql, values) {
      await write((tx) => tx.rows(sql, values));
    },
    rows: <T extends object>(sql: string, values: unknown[]) =>
      app.db.read(company.organisation, (tx) => tx.rows<T>(sql, values)),
    told: (who, about = "") =>
      house
        .standingWith(who)
        .filter((card) => card.includes(about))
        .join("\n---\n"),
  };
  return self;
}

export interface Together {
  readonly am: TestPerson;
  /** as they were made; the first pair leads */
  readonly pairs: readonly { readonly id: string; readonly csm: TestPerson }[];
  readonly press: Two["press"];
}

/** An Account Manager who meets two CSMs each Wednesday at ten, both for so long. */
export async function together(house: CadenceHouse, minutes: number): Promise<Together> {
  const one = await house.two(1, { key: true });
  const other = await house.two(1, { key: true });
  const { am } = one;
  await house.change("update slot set person_id = $2 where person_id = $1", [other.am.id, am.id]);
  await house.night();
  const rows = await house.rows<{ id: string; csm: string }>(
    "select id, csm_id as csm from cadence_pair where am_id = $1 and ended_at is null order by id",
    [am.id],
  );
  const rhythm = { frequency: "weekly", weekday: "3", at: "10:00", minutes: String(minutes) };
  const pairs = rows.map(({ id, csm }) => ({ id, csm: csm === one.csm.id ? one.csm : other.csm }));
  for (const { id, csm } of pairs) {
    await house.submit(csm, "cadence.rhythm", id, rhythm);
    await one.press(am, "cadence.accept", id);
  }
  await house.app.settle();
  return { am, pairs, press: one.press };
}
