import type { Database } from "../../src/db/transaction.ts";
import { readMessage } from "../helpers/corpus.ts";
import type { FakeSlack, SlackMessage } from "../helpers/fake-slack.ts";
import type { Stage } from "./outbox-stage.ts";

/** A message as people read it: where, and its words without the digits, for clocks differ from run to run. */
export function wordsOf(message: SlackMessage): string {
  const letters = readMessage(message).texts.map(({ letters }) => letters);
  return `${message.channel}: ${letters.join(" | ").replaceAll(/\d+/g, "#")}`;
}

/** Everything that stands, in an order of its own. */
export function standingIn(slack: FakeSlack): string[] {
  return [...slack.messages.values()].map(wordsOf).sort();
}

export interface PostRow {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly reason: string | null;
  readonly ref: string | null;
  /** it is still to be sent, drawn anew or looked up */
  readonly open: boolean;
}

export interface Rows {
  readonly posts: readonly PostRow[];
  /** which post a delivery id was for */
  readonly deliveries: ReadonlyMap<string, string>;
  readonly claimedBy: string | undefined;
}

export async function rowsOf(db: Database, { company, opportunity }: Stage): Promise<Rows> {
  const deliveries = await db.system.rows<{ delivery_id: string; post_id: string }>("select * from chaos_delivery");
  const { posts, claims } = await db.read(company.organisation, async (tx) => ({
    posts: await tx.rows<PostRow>(
      `select id, card || ' at ' || address || ' ' || slot as name, state, reason, ref ->> 'ref' as ref,
              state in ('wanted', 'sending') or state = 'ambiguous' and not_before is not null as open
         from post where organisation_id = $1 order by name`,
      [tx.organisation],
    ),
    claims: await tx.rows<{ by: string | null }>(
      "select claimed_by as by from opportunity where organisation_id = $1 and id = $2",
      [tx.organisation, opportunity],
    ),
  }));
  return {
    posts,
    deliveries: new Map(deliveries.map(({ delivery_id, post_id }) => [delivery_id, post_id])),
    claimedBy: claims[0]?.by ?? undefined,
  };
}

/**
 * What must be true once everything has come to an end. History may be read, so nothing stays in doubt.
 * @param expected of a run in which nobody was killed
 * @returns what isn't, in sentences that begin with the rule
 */
export function judge(
  stage: Stage,
  rows: Rows,
  slack: FakeSlack,
  expected: { readonly posts: readonly string[]; readonly standing: readonly string[] },
): string[] {
  const problems: string[] = [];
  for (const { name, state, reason, open } of rows.posts) {
    if (open) problems.push(`unfinished: ${name} is ${state} (${reason ?? "no reason"})`);
    else if (state !== "sent") problems.push(`lost: ${name} is ${state} (${reason ?? ""})`);
  }
  const wanted = rows.posts.map(({ name }) => name);
  for (const name of expected.posts) if (!wanted.includes(name)) problems.push(`lost: ${name} was never wanted`);
  for (const name of wanted) if (!expected.posts.includes(name)) problems.push(`wanted out of turn: ${name}`);
  if (rows.claimedBy !== stage.company.marta.id) problems.push(`the claim is ${rows.claimedBy ?? "nobody's"}`);

  const standing = new Map<string, SlackMessage[]>();
  for (const message of slack.messages.values()) {
    const post = rows.deliveries.get(deliveryOf(message));
    if (post === undefined) problems.push(`nobody's message: ${wordsOf(message)}`);
    else standing.set(post, [...(standing.get(post) ?? []), message]);
  }
  for (const { id, name, state, ref } of rows.posts) {
    const messages = standing.get(id) ?? [];
    if (messages.length > 1) problems.push(`doubled: ${name} stands ${String(messages.length)} times`);
    if (state !== "sent") continue;
    const [message] = messages;
    if (!message || `${message.channel}:${message.ts}` !== ref) problems.push(`lost: ${name} isn't where it was sent`);
    else if (!expected.standing.includes(wordsOf(message))) problems.push(`out of date: ${wordsOf(message)}`);
  }
  return problems;
}

/** The delivery id that a message carries; "" when it has none. */
export function deliveryOf({ metadata }: SlackMessage): string {
  const payload = metadata?.["event_payload"] as Record<string, string> | undefined;
  return payload?.["delivery_id"] ?? "";
}
