import { type LocalDate, localTime } from "../../kernel/business-time.ts";
import type { Statement, Tx } from "../../kernel/deps.ts";
import type { AccountId, CadencePairId, PersonId } from "../../kernel/ids.ts";
import { CADENCE } from "../../kernel/defaults-cadence.ts";
import type { EndedBy, Frequency, Pair, PairState, Rhythm } from "./model.ts";

interface Row {
  id: CadencePairId;
  csm_id: PersonId;
  am_id: PersonId;
  state: PairState;
  frequency: Frequency;
  weekday: number;
  at: string;
  zone: string;
  minutes: number;
  starts_on: LocalDate | null;
  proposed_at: Date | null;
  csm_accepted_at: Date | null;
  am_accepted_at: Date | null;
  rests_until: LocalDate | null;
  rested_by: PersonId | null;
  joint_with: CadencePairId | null;
  ended_by: EndedBy | null;
}

const SELECT = "select p.* from cadence_pair p";

function pairOf(row: Row): Pair {
  return {
    id: row.id,
    csm: row.csm_id,
    am: row.am_id,
    state: row.state,
    rhythm: {
      frequency: row.frequency,
      weekday: row.weekday,
      at: localTime(row.at) ?? (CADENCE.at as Rhythm["at"]),
      zone: row.zone,
      minutes: row.minutes,
    },
    startsOn: row.starts_on ?? undefined,
    proposedAt: row.proposed_at ?? undefined,
    accepted: { csm: row.csm_accepted_at ?? undefined, am: row.am_accepted_at ?? undefined },
    restsUntil: row.rests_until ?? undefined,
    restedBy: row.rested_by ?? undefined,
    jointWith: row.joint_with ?? undefined,
    endedBy: row.ended_by ?? undefined,
  };
}

/** A customer that two people share. */
export interface SharedRow {
  readonly csm: PersonId;
  readonly am: PersonId;
  readonly account: AccountId;
  readonly churned: boolean;
}

const SHARED: Statement = {
  name: "cadence.shared",
  sql: `select c.person_id as csm, m.person_id as am, a.id as account, a.lifecycle_stage = 'churned' as churned
          from slot c
          join slot m on m.organisation_id = c.organisation_id and m.account_id = c.account_id and m.slot = 'am'
                     and m.person_id <> c.person_id
          join account a on a.organisation_id = c.organisation_id and a.id = c.account_id and a.merged_into is null
         where c.slot = 'csm' and ($1::uuid[] is null or c.person_id = any($1) or m.person_id = any($1))
         order by c.person_id, m.person_id, a.name, a.id`,
};

/** Who shares which customers, churned ones too. @param of left out: of everybody */
export function sharedRows(tx: Tx, of?: readonly PersonId[]): Promise<SharedRow[]> {
  return tx.rows<SharedRow>(SHARED, [of ?? null]);
}

/** The customers that a CSM, or several, share with an AM; none that are churned. */
export async function sharedBy(tx: Tx, csms: readonly PersonId[], am: PersonId): Promise<AccountId[]> {
  const rows = await sharedRows(tx, [am]);
  return rows.flatMap((row) => (row.am === am && csms.includes(row.csm) && !row.churned ? [row.account] : []));
}

/** How many customers each of these shares. */
export async function sharedCounts(
  tx: Tx,
  pairs: readonly Pick<Pair, "id" | "csm" | "am">[],
): Promise<Map<CadencePairId, number>> {
  const rows = await sharedRows(
    tx,
    pairs.map(({ am }) => am),
  );
  return new Map(
    pairs.map(({ id, csm, am }) => [id, rows.filter((row) => row.am === am && row.csm === csm && !row.churned).length]),
  );
}

/** What isn't ended, held until the transaction ends. @param of left out: of everybody */
export async function holdLive(tx: Tx, of?: readonly PersonId[]): Promise<Pair[]> {
  const rows = await tx.rows<Row>(
    `${SELECT} where p.ended_at is null and ($1::uuid[] is null or p.csm_id = any($1) or p.am_id = any($1))
      order by p.id for update`,
    [of ?? null],
  );
  return rows.map(pairOf);
}

export async function holdPair(tx: Tx, id: CadencePairId): Promise<Pair | undefined> {
  return (await tx.rows<Row>(`${SELECT} where p.id = $1 for update`, [id])).map(pairOf)[0];
}

export async function pairById(tx: Tx, id: CadencePairId): Promise<Pair | undefined> {
  return (await tx.rows<Row>(`${SELECT} where p.id = $1`, [id])).map(pairOf)[0];
}

/** The live pairs of these people, those that meet first. */
export async function pairsOf(tx: Tx, people: readonly PersonId[]): Promise<Pair[]> {
  const rows = await tx.rows<Row>(
    `${SELECT} where p.ended_at is null and (p.csm_id = any($1::uuid[]) or p.am_id = any($1::uuid[]))
      order by array_position(array['active', 'proposed', 'paused', 'resting', 'agenda'], p.state), p.id`,
    [people],
  );
  return rows.map(pairOf);
}

/** The active pairs whose meetings this one's are. */
export async function joinedTo(tx: Tx, id: CadencePairId): Promise<Pair[]> {
  const rows = await tx.rows<Row>(
    `${SELECT} where p.joint_with = $1 and p.ended_at is null and p.state = 'active' order by p.id`,
    [id],
  );
  return rows.map(pairOf);
}

export function insertPair(
  tx: Tx,
  pair: Pick<Pair, "id" | "csm" | "am" | "state" | "rhythm" | "startsOn">,
  at: Date,
): void {
  const { id, csm, am, state, rhythm, startsOn } = pair;
  tx.run(
    `insert into cadence_pair (organisation_id, id, csm_id, am_id, state, frequency, weekday, at, zone, minutes, starts_on, proposed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, case when $5 = 'proposed' then $12::timestamptz end)`,
    [
      ...[
        tx.organisation,
        id,
        csm,
        am,
        state,
        rhythm.frequency,
        rhythm.weekday,
        rhythm.at,
        rhythm.zone,
        rhythm.minutes,
      ],
      ...[startsOn ?? null, at],
    ],
  );
}

/** It is proposed, perhaps anew: nobody has accepted it yet. */
export function saveProposed(tx: Tx, id: CadencePairId, rhythm: Rhythm, at: Date): void {
  const { frequency, weekday, at: time, zone, minutes } = rhythm;
  tx.run(
    `update cadence_pair set state = 'proposed', frequency = $2, weekday = $3, at = $4, zone = $5, minutes = $6,
            proposed_at = $7, csm_accepted_at = null, am_accepted_at = null, rests_until = null, rested_by = null, starts_on = null
      where id = $1`,
    [id, frequency, weekday, time, zone, minutes, at],
  );
}

export function saveAccepted(tx: Tx, id: CadencePairId, role: "csm" | "am", at: Date): void {
  const column = role === "csm" ? "csm_accepted_at" : "am_accepted_at";
  tx.run(`update cadence_pair set ${column} = $2 where id = $1`, [id, at]);
}

export function saveState(tx: Tx, id: CadencePairId, state: PairState, startsOn: LocalDate | undefined): void {
  tx.run("update cadence_pair set state = $2, starts_on = $3, joint_with = null where id = $1", [
    id,
    state,
    startsOn ?? null,
  ]);
}

export function saveRest(tx: Tx, id: CadencePairId, by: PersonId, until: LocalDate, startsOn: LocalDate): void {
  tx.run(
    `update cadence_pair set state = 'resting', rested_by = $2, rests_until = $3, starts_on = $4, joint_with = null where id = $1`,
    [id, by, until, startsOn],
  );
}

export function saveJoint(tx: Tx, id: CadencePairId, leader: CadencePairId | undefined): void {
  tx.run("update cadence_pair set joint_with = $2 where id = $1", [id, leader ?? null]);
}

export function saveEnded(tx: Tx, id: CadencePairId, by: EndedBy, at: Date): void {
  tx.run("update cadence_pair set state = 'ended', ended_by = $2, ended_at = $3, joint_with = null where id = $1", [
    id,
    by,
    at,
  ]);
}

const AMS_AT_ONCE = 10;
const AMS_AFTER: Statement = {
  name: "cadence.managers-after",
  sql: `select id from (select s.person_id as id from slot s where s.slot = 'am'
                        union select p.am_id from cadence_pair p where p.ended_at is null) m
         where id > $1::uuid order by id limit ${String(AMS_AT_ONCE)}`,
};

/** The next Account Managers who have, or have a pair about, accounts, in the order of their ids. */
export async function managersAfter(tx: Tx, after: PersonId): Promise<PersonId[]> {
  return (await tx.rows<{ id: PersonId }>(AMS_AFTER, [after])).map(({ id }) => id);
}
