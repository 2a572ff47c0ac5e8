import type { LocalDate } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { CadenceMeetingId, CadencePairId, PersonId } from "../../kernel/ids.ts";
import type { Meeting, MeetingState } from "./model.ts";

interface Row {
  id: CadenceMeetingId;
  pair_id: CadencePairId;
  original_on: LocalDate;
  state: MeetingState;
  slots: Date[] | null;
  starts_at: Date | null;
  minutes: number;
  by_clock: boolean;
  booked_by: PersonId | null;
  sequence: number | null;
  invited_at: Date | null;
  asked_at: Date | null;
  settled_at: Date | null;
  settled_by: PersonId | null;
  notes: string | null;
  invited: PersonId[] | null;
}

const SELECT = "select m.* from cadence_meeting m";
const OPEN = "m.state in ('waiting', 'offered', 'booked')";

function meetingOf(row: Row): Meeting {
  return {
    id: row.id,
    pair: row.pair_id,
    originalOn: row.original_on,
    state: row.state,
    slots: row.slots ?? [],
    startsAt: row.starts_at ?? undefined,
    minutes: row.minutes,
    byClock: row.by_clock,
    bookedBy: row.booked_by ?? undefined,
    sequence: row.sequence ?? undefined,
    invitedAt: row.invited_at ?? undefined,
    askedAt: row.asked_at ?? undefined,
    settledAt: row.settled_at ?? undefined,
    settledBy: row.settled_by ?? undefined,
    notes: row.notes ?? undefined,
    invited: row.invited ?? undefined,
  };
}

export async function meetingById(tx: Tx, id: CadenceMeetingId): Promise<Meeting | undefined> {
  return (await tx.rows<Row>(`${SELECT} where m.id = $1`, [id])).map(meetingOf)[0];
}

export async function meetingsById(
  tx: Tx,
  ids: readonly CadenceMeetingId[],
): Promise<ReadonlyMap<CadenceMeetingId, Meeting>> {
  const rows = await tx.rows<Row>(`${SELECT} where m.id = any($1::uuid[])`, [ids]);
  return new Map(rows.map((row) => [row.id, meetingOf(row)]));
}

/** The meeting, held until the transaction ends. */
export async function holdMeeting(tx: Tx, id: CadenceMeetingId): Promise<Meeting | undefined> {
  return (await tx.rows<Row>(`${SELECT} where m.id = $1 for update`, [id])).map(meetingOf)[0];
}

/** What is open of pairs. */
export async function openMeetings(tx: Tx, pairs: readonly CadencePairId[]): Promise<Meeting[]> {
  return (await tx.rows<Row>(`${SELECT} where m.pair_id = any($1::uuid[]) and ${OPEN} order by m.id`, [pairs])).map(
    meetingOf,
  );
}

/** The same of one pair, held until the transaction ends. */
export async function holdOpen(tx: Tx, pair: CadencePairId): Promise<Meeting | undefined> {
  return (await tx.rows<Row>(`${SELECT} where m.pair_id = $1 and ${OPEN} for update`, [pair])).map(meetingOf)[0];
}

/** The last one that was held, and the last day that the pair's meetings had. */
export async function lastOf(
  tx: Tx,
  pair: CadencePairId,
): Promise<{ readonly held: Meeting | undefined; readonly day: LocalDate | undefined }> {
  const held = await tx.rows<Row>(
    `${SELECT} where m.pair_id = $1 and m.state = 'held' order by m.settled_at desc limit 1`,
    [pair],
  );
  const [row] = await tx.rows<{ day: LocalDate | null }>(
    "select max(original_on) as day from cadence_meeting where pair_id = $1",
    [pair],
  );
  return { held: held.map(meetingOf)[0], day: row?.day ?? undefined };
}

export function insertMeeting(tx: Tx, made: Pick<Meeting, "id" | "pair" | "originalOn" | "minutes">): void {
  tx.run(
    `insert into cadence_meeting (organisation_id, id, pair_id, original_on, state, slots, minutes)
     values ($1, $2, $3, $4, 'waiting', '{}', $5)`,
    [tx.organisation, made.id, made.pair, made.originalOn, made.minutes],
  );
}

export function saveOffered(tx: Tx, id: CadenceMeetingId, slots: readonly Date[]): void {
  tx.run(
    "update cadence_meeting set state = 'offered', slots = $2, by_clock = false, booked_by = null, asked_at = null where id = $1",
    [id, slots],
  );
}

/** @param by undefined: nobody picked, so the clock did */
export function saveBooked(
  tx: Tx,
  id: CadenceMeetingId,
  {
    startsAt,
    by,
    sequence,
    at,
    invited,
  }: { startsAt: Date; by: PersonId | undefined; sequence: number; at: Date; invited: readonly PersonId[] },
): void {
  tx.run(
    `update cadence_meeting set state = 'booked', starts_at = $2, booked_by = $3, by_clock = $4, sequence = $5, invited_at = $6,
            asked_at = null, invited = $7
      where id = $1`,
    [id, startsAt, by ?? null, by === undefined, sequence, at, invited],
  );
}

/** Its invitation is taken back. */
export function saveTakenBack(tx: Tx, id: CadenceMeetingId, sequence: number, at: Date): void {
  tx.run("update cadence_meeting set sequence = $2, invited_at = $3 where id = $1", [id, sequence, at]);
}

/** Others are invited to it than before. */
export function saveInvited(
  tx: Tx,
  id: CadenceMeetingId,
  { invited, sequence, at }: { invited: readonly PersonId[]; sequence: number; at: Date },
): void {
  tx.run("update cadence_meeting set sequence = $2, invited_at = $3, invited = $4 where id = $1", [
    ...[id, sequence, at],
    invited,
  ]);
}

export function saveAsked(tx: Tx, id: CadenceMeetingId, at: Date): void {
  tx.run("update cadence_meeting set asked_at = $2 where id = $1", [id, at]);
}

export interface Settled {
  readonly state: Extract<MeetingState, "held" | "missed" | "skipped" | "cancelled">;
  readonly at: Date;
  /** undefined: the clock */
  readonly by: PersonId | undefined;
  readonly notes?: string | undefined;
}

export function saveSettled(tx: Tx, id: CadenceMeetingId, { state, at, by, notes }: Settled): void {
  tx.run(
    "update cadence_meeting set state = $2, settled_at = $3, settled_by = $4, notes = $5 where id = $1 and (state in ('waiting', 'offered', 'booked') or state = 'missed' and settled_by is null)",
    [id, state, at, by ?? null, notes ?? null],
  );
}

/** What was noted of one that was held. */
export function saveNotes(tx: Tx, id: CadenceMeetingId, notes: string): void {
  tx.run("update cadence_meeting set notes = $2 where id = $1 and state = 'held'", [id, notes]);
}

/** When the pair's next one behind an instant was said to be held; undefined: none was yet. */
export async function heldAfter(tx: Tx, pair: CadencePairId, at: Date): Promise<Date | undefined> {
  const [row] = await tx.rows<{ at: Date | null }>(
    "select min(settled_at) as at from cadence_meeting where pair_id = $1 and state = 'held' and settled_at > $2",
    [pair, at],
  );
  return row?.at ?? undefined;
}

/** Booked meetings of pairs that begin in a span, in order. */
export async function bookedBetween(tx: Tx, pairs: readonly CadencePairId[], from: Date, to: Date): Promise<Meeting[]> {
  const rows = await tx.rows<Row>(
    `${SELECT} where m.pair_id = any($1::uuid[]) and m.state = 'booked' and m.starts_at >= $2 and m.starts_at < $3 order by m.starts_at, m.id`,
    [pairs, from, to],
  );
  return rows.map(meetingOf);
}

/** Until the transaction ends nobody else books the time of these people, who are held in one order. */
export async function holdTimes(tx: Tx, people: readonly PersonId[]): Promise<void> {
  await tx.rows("select 1 from person where id = any($1::uuid[]) order by id for no key update", [people]);
}

/** When these people are taken by such a meeting, in a span. @param but a pair whose own meetings don't count */
export async function takenBetween(
  tx: Tx,
  people: readonly PersonId[],
  from: Date,
  to: Date,
  but: CadencePairId | undefined,
): Promise<{ readonly person: PersonId; readonly from: Date; readonly to: Date }[]> {
  return tx.rows(
    `select x.person, m.starts_at as "from", m.starts_at + m.minutes * interval '1 minute' as "to"
       from cadence_meeting m
       join cadence_pair p on p.organisation_id = m.organisation_id and (p.id = m.pair_id or p.joint_with = m.pair_id) and p.ended_at is null
       cross join lateral (values (p.csm_id), (p.am_id)) x (person)
      where m.state = 'booked' and m.starts_at between $2::timestamptz - interval '3 hours' and $3 and x.person = any($1::uuid[])
        and m.pair_id is distinct from $4`,
    [people, from, to, but ?? null],
  );
}
