import type { Database } from "../../src/db/transaction.ts";
import { nextDue } from "../../src/db/shell.ts";
import { plain } from "../../src/chat/card.ts";
import type { Acting } from "../../src/features/feature.ts";
import { own } from "../../src/features/risk/own.ts";
import { remindersOf } from "../../src/inbound/reminding.ts";
import { schedulesOf } from "../../src/inbound/ticker.ts";
import { addDays, instantOf, localDateOf, localTime, type LocalDate } from "../../src/kernel/business-time.ts";
import { createMovableClock } from "../../src/kernel/clock.ts";
import type { Tx } from "../../src/kernel/deps.ts";
import type { AccountId } from "../../src/kernel/ids.ts";
import { type Company, mintCompany, type TestPerson } from "./company.ts";
import { createLines } from "./outbox.ts";
import { risk, riskWorld } from "./risk.ts";
import { createChronicle } from "./risk-chronicle.ts";
import { tickerAlone } from "./ticker-alone.ts";

const ZONE = "Europe/Berlin";
/** What the nights start and a manager lets out; a month's learning is another story. */
const JOBS = ["risk.score", "risk.send-held"];

/** Somebody does something at a local time of a day of the story, which begins with day 0. */
export interface Deed {
  readonly day: number;
  readonly time: string;
  do(story: Story): Promise<unknown>;
}

export interface Story {
  readonly company: Company;
  readonly now: () => Date;
  /** something comes in from a source, or an account is signed */
  change<T>(fn: (tx: Tx) => Promise<T>): Promise<T>;
  own(who: TestPerson, account: string): Promise<string>;
  /** fills in a form about the account's newest case */
  submit(who: TestPerson, form: string, account: string, values: Record<string, string>): Promise<string>;
  /** a call with the customer is logged */
  call(who: TestPerson, account: string): Promise<void>;
}

/**
 * An organisation whose clock goes from one due instant to the next, with the ticker's own schedules and reminders of
 * the slice. What came of it is written down as lines "day, who, what"; nothing is sent.
 * @param feed brings in what was used on a day, at 00:30 of the next
 */
export async function tell(
  db: Database,
  from: LocalDate,
  {
    before,
    feed,
    days,
    deeds,
  }: {
    readonly before: (tx: Tx, company: Company) => Promise<void>;
    readonly feed: (tx: Tx, day: LocalDate, at: number) => Promise<void>;
    readonly days: number;
    readonly deeds: readonly Deed[];
  },
): Promise<{ readonly company: Company; readonly lines: readonly string[]; readonly mornings: readonly LocalDate[] }> {
  const company = await mintCompany(db);
  const { organisation } = company;
  const clock = createMovableClock(at(from, "00:00"));
  const world = riskWorld(db, organisation);
  const { log, lines: complaints } = createLines();
  const [schedules, reminders] = [schedulesOf([risk]), remindersOf([risk])];
  const ticker = tickerAlone({ db, schedules, reminders, context: world.contexts, clock, log });
  const chronicle = createChronicle(company);
  await db.write(organisation, (tx) => before(tx, company));
  await ticker.rearm(organisation);

  const idOf = (name: string): Promise<AccountId> => db.read(organisation, (tx) => accountIn(tx, name));
  const act = (who: TestPerson, fn: (acting: Acting) => ReturnType<typeof own>): Promise<string> =>
    world.act(clock.now(), who.id, async (acting) => {
      const reply = await fn(acting);
      return reply.kind === "done" ? plain(reply.sentence) : reply.kind;
    });
  const story: Story = {
    company,
    now: () => clock.now(),
    change: (fn) => db.write(organisation, fn),
    own: async (who, account) => {
      const id = await idOf(account);
      return act(who, (acting) => own(acting, id));
    },
    async submit(who, form, account, values) {
      const subject = await db.read(organisation, (tx) => newestCaseOf(tx, account));
      return act(who, (acting) => {
        const handler = risk.forms?.[form];
        if (!handler) throw new Error(`no form ${form}`);
        return handler.submit(acting, {
          kind: "submission",
          form: `risk.${form}`,
          subject,
          values,
          sender: { platform: "slack", workspace: company.workspace, user: who.user, home: company.workspace },
          place: { conversation: "C1", private: false },
          contentKey: `${form} ${clock.now().toISOString()}`,
          replyTo: {},
        });
      });
    },
    async call(who, account) {
      const id = await idOf(account);
      const touch = { what: "call", direction: "out", by: who.id, via: "slack", details: {} } as const;
      await world.at(clock.now(), (context) => context.emit({ kind: "account-touched", account: id, ...touch }));
    },
  };

  async function look(): Promise<void> {
    await db.read(organisation, (tx) => chronicle.look(tx, localDateOf(clock.now(), ZONE)));
  }
  async function tick(): Promise<void> {
    await ticker.tick(clock.now());
    await world.settle(clock.now(), JOBS);
    await look();
  }
  /** Whatever is due up to an instant happens at its own time. */
  async function runTo(target: Date): Promise<void> {
    for (let last: Date | undefined; ;) {
      const due = await nextDue(db.system);
      if (!due || due > target) break;
      if (due.getTime() === last?.getTime()) throw new Error(`nothing takes what is due at ${due.toISOString()}`);
      last = due;
      if (due > clock.now()) clock.set(due);
      await tick();
    }
    clock.set(target);
  }

  const end = addDays(from, days);
  const feeds: Deed[] = Array.from({ length: days }, (_, n) => ({
    day: n,
    time: "00:30",
    do: () => story.change((tx) => feed(tx, addDays(from, n - 1), n - 1)),
  }));
  const instant = (deed: Deed): Date => at(addDays(from, deed.day), deed.time);
  for (const deed of [...feeds, ...deeds].toSorted((a, b) => instant(a).getTime() - instant(b).getTime())) {
    await runTo(instant(deed));
    await deed.do(story);
    await look();
  }
  await runTo(at(addDays(end, -1), "09:00"));
  if (complaints.length > 0) throw new Error(`the ticker complains: ${JSON.stringify(complaints[0])}`);
  return { company, lines: chronicle.lines(), mornings: chronicle.mornings() };
}

async function accountIn(tx: Tx, name: string): Promise<AccountId> {
  const [row] = await tx.rows<{ id: AccountId }>("select id from account where name = $1", [name]);
  if (!row) throw new Error(`no account ${name}`);
  return row.id;
}

async function newestCaseOf(tx: Tx, account: string): Promise<string> {
  const id = await accountIn(tx, account);
  const sql = "select id from risk_case where account_id = $1 order by opened_at desc limit 1";
  const [row] = await tx.rows<{ id: string }>(sql, [id]);
  if (!row) throw new Error(`${account} has no case`);
  return row.id;
}

function at(day: LocalDate, time: string): Date {
  const found = localTime(time);
  if (!found) throw new Error(`${time} is no time`);
  return instantOf(day, found, ZONE);
}
