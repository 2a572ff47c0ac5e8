import { localDateOf, type LocalDate, type WorkCalendar } from "../../kernel/business-time.ts";
import type { Person } from "../../kernel/directory.ts";
import type { AccountId, ContractId, PersonId, RenewalId } from "../../kernel/ids.ts";
import { type AccountFacts, accountsById, type ContractClock, contractClocks } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { calendarOf, type Holidays, type Settings, settingsOf } from "../settings/facts.ts";
import { decideSync, dueStep, NEW, nextAt, type Renewal, type Settled, stepsOf, toldAfterMove } from "./decide.ts";
import { decideOwners, timeOf } from "./owners.ts";
import {
  followContracts,
  holdRenewals,
  insertRenewal,
  loadOf,
  openRenewals,
  saveMoved,
  saveOwners,
  saveSettled,
  settledOn,
} from "./store.ts";
import { type Running, tell, tellNewOwners } from "./telling.ts";

/** What the clocks of a batch of accounts are looked at with. */
interface Room {
  readonly settings: Settings;
  readonly people: readonly Person[];
  readonly load: Map<PersonId, number>;
  readonly today: LocalDate;
}

export interface Clocks {
  /** Brings the clocks of accounts to where they ought to be by now: begun, moved, settled, owned, told of. */
  sync(context: Context, accounts: readonly AccountId[]): Promise<void>;
  /** by which the last day to act of an account is counted */
  regionCalendar(settings: Settings, region: string | undefined): WorkCalendar;
}

export function createClocks(holidays: Holidays): Clocks {
  function regionCalendar(settings: Settings, region: string | undefined): WorkCalendar {
    return calendarOf(settings, holidays, settings.zone, region ?? settings.region);
  }

  async function sync(context: Context, ids: readonly AccountId[]): Promise<void> {
    const { tx, now, directory } = context;
    await followContracts(tx, ids);
    await holdRenewals(tx, ids);
    const settings = await settingsOf(tx);
    const today = localDateOf(now, settings.zone);
    const clocks = await contractClocks(tx, ids, today);
    const open = await openRenewals(tx, ids);
    if (clocks.length === 0 && open.length === 0) return;
    const settled = await settledOn(tx, [...clocks.map(({ id }) => id), ...open.map(({ contract }) => contract)]);
    const accounts = await accountsById(tx, ids, today);
    const room: Room = { settings, people: await directory.people(tx), load: await loadOf(tx), today };
    for (const { contract, clock, renewal } of paired(clocks, open)) {
      const account = accounts.get(clock?.account ?? renewal?.account ?? ("" as AccountId));
      const days = settled.get(contract) ?? new Set<LocalDate>();
      if (account) await bring(context, room, { account, clock, renewal, settled: days });
      else if (renewal) await settle(context, renewal, "over");
    }
  }

  interface Found {
    readonly account: AccountFacts;
    readonly clock: ContractClock | undefined;
    readonly renewal: Renewal | undefined;
    readonly settled: ReadonlySet<LocalDate>;
  }

  async function bring(context: Context, room: Room, { account, clock, renewal, settled }: Found): Promise<void> {
    const sync = decideSync(clock, renewal, settled, room.today);
    switch (sync.kind) {
      case "nothing":
        return;
      case "settle":
        if (!renewal) return;
        await settle(context, renewal, sync.as);
        if (!sync.then) return;
        return bring(context, room, {
          account,
          clock,
          renewal: undefined,
          settled: new Set([...settled, renewal.dueOn]),
        });
      case "open":
        if (clock) await run(context, room, { account, clock, renewal: begin(context, account, clock, sync) });
        return;
      case "keep":
      case "move":
        if (!clock || !renewal) return;
        return run(context, room, { account, clock, renewal, ...(sync.kind === "move" && { movedTo: sync.dueOn }) });
    }
  }

  /** Its owners, its next step, and what is due of it. */
  async function run(
    context: Context,
    { settings, people, load, today }: Room,
    {
      account,
      clock,
      renewal: before,
      movedTo,
    }: { account: AccountFacts; clock: ContractClock; renewal: Renewal; movedTo?: LocalDate },
  ): Promise<void> {
    const { tx, now, posts, reminders } = context;
    const owners = decideOwners(account.scope, people, load, before.termsOwner);
    const calendars = {
      region: regionCalendar(settings, account.region),
      value: timeOf(owners.value, people) ?? regionCalendar(settings, account.region),
      terms: timeOf(owners.terms, people) ?? regionCalendar(settings, account.region),
    };
    const steps = stepsOf({ ...before, dueOn: movedTo ?? before.dueOn }, clock, calendars);
    let renewal: Renewal = before;
    if (movedTo !== undefined) {
      renewal = { ...before, dueOn: movedTo, told: toldAfterMove(steps, before.told, now) };
      saveMoved(tx, renewal.id, movedTo, renewal.told);
      posts.redraw(renewal.id);
    }
    const running: Running = { renewal, account, clock, owners, people, steps, today };
    const isPast = clock.noticeUntil !== undefined && clock.noticeUntil < today;
    const due = dueStep(steps, renewal.told, now, isPast);
    if (owners.value?.id !== before.valueOwner || owners.terms?.id !== before.termsOwner) {
      saveOwners(tx, renewal.id, { value: owners.value?.id, terms: owners.terms?.id });
      count(load, before.termsOwner, -1);
      count(load, owners.terms?.id, 1);
      if (!due) tellNewOwners(context, running, before);
      posts.redraw(renewal.id);
    }
    if (due) await tell(context, running, due);
    const next = nextAt(steps, due ?? renewal.told, now);
    if (next) reminders.set("renewals.step", renewal.id, next);
    else reminders.drop("renewals.step", renewal.id);
  }

  return { sync, regionCalendar };
}

/** A contract's clock, begun. */
function begin(
  { tx, ids, now }: Context,
  account: AccountFacts,
  clock: ContractClock,
  { as, dueOn }: { readonly as: Renewal["kind"]; readonly dueOn: LocalDate },
): Renewal {
  const id: RenewalId = ids.next();
  const made = { id, account: account.id, contract: clock.id, kind: as, dueOn };
  insertRenewal(tx, made, now);
  return { ...made, ...NEW };
}

async function settle({ tx, now, posts, reminders }: Context, { id }: Renewal, as: Settled): Promise<void> {
  await saveSettled(tx, id, { as, at: now, by: undefined });
  endClock({ posts, reminders }, id);
}

/** Nothing more is due of it, and what stands says so. */
export function endClock({ posts, reminders }: Pick<Context, "posts" | "reminders">, id: RenewalId): void {
  reminders.drop("renewals.step", id);
  reminders.drop("renewals.late", id);
  posts.redraw(id);
}

function count(load: Map<PersonId, number>, person: PersonId | undefined, by: number): void {
  if (person) load.set(person, (load.get(person) ?? 0) + by);
}

interface Pair {
  readonly contract: ContractId;
  readonly clock: ContractClock | undefined;
  readonly renewal: Renewal | undefined;
}

/** The earliest renewal first, so that an account's nearest one gets its value review. */
function paired(clocks: readonly ContractClock[], open: readonly Renewal[]): Pair[] {
  const running = new Map(open.map((each) => [each.contract, each]));
  const known = new Set(clocks.map(({ id }) => id));
  return [
    ...clocks.map((clock) => ({ contract: clock.id, clock, renewal: running.get(clock.id) })),
    ...open
      .filter(({ contract }) => !known.has(contract))
      .map((renewal) => ({ contract: renewal.contract, clock: undefined, renewal })),
  ];
}
