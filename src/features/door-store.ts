import { createHash, randomBytes } from "node:crypto";
import { NPS } from "../kernel/defaults.ts";
import type { Tx } from "../kernel/deps.ts";
import type { Id, OrganisationId } from "../kernel/ids.ts";

/** The one question that is asked behind a door. */
export type DoorTo =
  { readonly what: "survey"; readonly id: Id<"survey"> } | { readonly what: "goal"; readonly id: Id<"goal-question"> };

/** link: is answered by once; answered: of who just did, to say why or to put it right; never: ends the asking, and nothing else */
export type DoorKind = "link" | "answered" | "never";

export interface Door {
  readonly organisation: OrganisationId;
  readonly to: DoorTo;
  readonly kind: DoorKind;
  /** since when its one answer is given */
  readonly usedAt: Date | undefined;
}

const TOKEN_BYTES = 16;
const COLUMNS = { survey: "survey_id", goal: "goal_question_id" } as const;
const TOKEN = /^[A-Za-z0-9_-]{22}$/;

/**
 * A new way to a question: a random token, of which the hash alone is kept.
 * @returns the token, base64url, 22 letters
 */
export function openDoor(
  tx: Tx,
  to: DoorTo,
  kind: Exclude<DoorKind, "never">,
  closesAt: Date,
  now: Date,
  token: string = newToken(),
): string {
  const brief = new Date(now.getTime() + NPS.answeredMinutes * 60_000);
  const expiresAt = kind === "answered" && brief.getTime() < closesAt.getTime() ? brief : closesAt;
  keepDoor(tx, { token, to, kind, expiresAt });
  return token;
}

/** 127 random bits and more: base64url, 22 letters, none of them "_", which no client then takes for a mark of markdown. */
export function newToken(): string {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  return token.includes("_") ? newToken() : token;
}

/**
 * What leads on from one form that was sent to one browser: whoever sends that form again is led there again, and nobody
 * else, as nobody else has its nonce.
 * @returns undefined for what isn't a nonce of ours
 */
export function onwardToken({ id }: DoorTo, nonce: string): string | undefined {
  if (!TOKEN.test(nonce)) return undefined;
  return hashOf(`${id} ${nonce}`).subarray(0, TOKEN_BYTES).toString("base64url");
}

/** A way to a question whose token is made already; kept again, it is the one that is there, used or not. */
export function keepDoor(
  tx: Tx,
  { token, to, kind, expiresAt }: { token: string; to: DoorTo; kind: DoorKind; expiresAt: Date },
): void {
  tx.run(
    `insert into survey_door (token_hash, organisation_id, ${COLUMNS[to.what]}, kind, expires_at) values ($1, $2, $3, $4, $5)
     on conflict (token_hash) do nothing`,
    [hashOf(token), tx.organisation, to.id, kind, expiresAt],
  );
}

interface Row {
  organisation_id: OrganisationId;
  survey_id: Id<"survey"> | null;
  goal_question_id: Id<"goal-question"> | null;
  kind: DoorKind;
  used_at: Date | null;
}

/** Where a token leads to; an unknown one and an expired one lead nowhere. */
export async function doorOf(system: Pick<Tx, "rows">, token: string, now: Date): Promise<Door | undefined> {
  if (!TOKEN.test(token)) return undefined;
  const [row] = await system.rows<Row>(
    `select organisation_id, survey_id, goal_question_id, kind, used_at from survey_door
      where token_hash = $1 and expires_at > $2`,
    [hashOf(token), now],
  );
  const to = row && leadsTo(row);
  return to && { organisation: row.organisation_id, to, kind: row.kind, usedAt: row.used_at ?? undefined };
}

function leadsTo({ survey_id: survey, goal_question_id: goal }: Row): DoorTo | undefined {
  if (survey !== null) return { what: "survey", id: survey };
  return goal === null ? undefined : { what: "goal", id: goal };
}

/** Uses up every link to a question, as one of them is answered. @returns false when they were used before */
export async function useDoors(tx: Tx, to: DoorTo, now: Date): Promise<boolean> {
  const used = await tx.rows(
    `update survey_door set used_at = $3
      where organisation_id = $1 and ${COLUMNS[to.what]} = $2 and kind = 'link' and used_at is null returning token_hash`,
    [tx.organisation, to.id, now],
  );
  return used.length > 0;
}

export function hashOf(token: string): Buffer {
  return createHash("sha256").update(token, "utf8").digest();
}
