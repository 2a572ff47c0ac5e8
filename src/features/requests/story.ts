import type { Text } from "../../chat/card.ts";
import type { Reply } from "../../chat/interaction.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { AccountId, RequestId } from "../../kernel/ids.ts";
import { mayRead, maySee } from "../../kernel/permissions.ts";
import { type AccountRoster, rosterOf } from "../accounts/facts.ts";
import type { Acting, Context } from "../feature.ts";
import { riskOf } from "../risk/facts.ts";
import type { Story } from "./cards.ts";
import { scopeFor } from "./decide.ts";
import { requestById, type StoredRequest } from "./store.ts";

export type Done = Extract<Reply, { kind: "done" }>;

export function done(sentence: Text): Done {
  return { kind: "done", sentence };
}

export async function loadStory(context: Context, id: string): Promise<Story | "gone"> {
  const request = await requestById(context.tx, id as RequestId);
  const account = request && (await rosterOf(context.tx, request.account));
  return request && account ? storyOf(context, request, account) : "gone";
}

export async function storyOf({ tx }: Context, request: StoredRequest, account: AccountRoster): Promise<Story> {
  const risk = await riskOf(tx, account.id);
  const atRiskSince = risk?.atRisk ? risk.since : undefined;
  return { request, account, contact: request.contact, ...request.people, atRiskSince };
}

/**
 * A request that the presser may see.
 * @throws NotFound
 */
export async function seen(acting: Acting, id: string): Promise<Story> {
  const { audience, place } = acting;
  const story = await loadStory(acting, id);
  if (story === "gone") throw new NotFound("requests.gone");
  const scope = scopeFor(audience, story.account.scope, story.request.owner);
  if (!maySee(audience, place.private, "requests", scope)) throw new NotFound("requests.gone");
  return story;
}

/** @throws NotFound */
export async function accountOf({ tx }: Context, id: AccountId): Promise<AccountRoster> {
  const account = await rosterOf(tx, id);
  if (!account) throw new NotFound("accounts.gone");
  return account;
}

/** Whoever looks after the account logs what its people ask for. */
export function refuseLogger(
  { audience, view: { say } }: Acting,
  { scope, name, csm, am }: AccountRoster,
): Done | undefined {
  if (mayRead(audience, "requests", scope)) return undefined;
  const person = csm ?? am;
  return person
    ? done(say("requests.not-yours", { account: name, person: { mention: person } }))
    : done(say("requests.not-yours-orphan", { account: name }));
}
