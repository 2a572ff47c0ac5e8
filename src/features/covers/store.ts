export { writeAudit } from "../../db/audit.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { CoverId, PersonId } from "../../kernel/ids.ts";
import type { Cover } from "./decide.ts";

interface Row {
  id: CoverId;
  person_id: PersonId;
  cover_id: PersonId;
  from_on: LocalDate;
  until_on: LocalDate;
  ended_at: Date | null;
}

const SELECT = "select id, person_id, cover_id, from_on, until_on, ended_at from cover";

export async function coverById(tx: Tx, id: CoverId): Promise<Cover | undefined> {
  return (await tx.rows<Row>(`${SELECT} where id = $1`, [id])).map(asCover)[0];
}

/** Those that are not over on a day, of anybody, the earliest first. */
export async function standingCovers(tx: Tx, today: LocalDate): Promise<Cover[]> {
  const rows = await tx.rows<Row>(`${SELECT} where ended_at is null and until_on >= $1::date order by from_on, id`, [
    today,
  ]);
  return rows.map(asCover);
}

/** Two covers that one of them is in follow each other. */
export async function holdPeople(tx: Tx, people: readonly PersonId[]): Promise<void> {
  await tx.rows("select 1 from person where id = any($1::uuid[]) order by id for update", [people]);
}

export function insertCover(tx: Tx, cover: Omit<Cover, "ended">, by: PersonId, now: Date): void {
  tx.run(
    `insert into cover (organisation_id, id, person_id, cover_id, from_on, until_on, made_by, made_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [tx.organisation, cover.id, cover.person, cover.cover, cover.from, cover.until, by, now],
  );
}

/** @returns false when it was over already */
export async function endCover(tx: Tx, id: CoverId, now: Date): Promise<boolean> {
  const rows = await tx.rows("update cover set ended_at = $2 where id = $1 and ended_at is null returning id", [
    id,
    now,
  ]);
  return rows.length === 1;
}

function asCover(row: Row): Cover {
  const { id, person_id: person, cover_id: cover, from_on: from, until_on: until } = row;
  return { id, person, cover, from, until, ended: row.ended_at !== null };
}
