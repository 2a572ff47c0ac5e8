import { done, type Done } from "../../chat/reply.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { AccountId, RequestId } from "../../kernel/ids.ts";
import { mayRead, maySee } from "../../kernel/permissions.ts";
import { type AccountRoster, rosterOf } from "../accounts/facts.ts";
import type { Acting, Context } from "../feature.ts";
import { riskOf } from "../risk/facts.ts";
import type { Story } from "./cards.ts";
import { scopeFor } from "./decide.ts";
import { requestById, type StoredRequest } from "./store.ts";

export async function loadStory(context: Context, id: string): Promise<Story | "gone"> {
  const request = await requestById(context.tx, id as RequestId);
  const account = request && (await rosterOf(context.tx, request.account));
  return request && account ? storyOf(request, account, await atRiskSince(context, account.id)) : "gone";
}

export function storyOf(request: StoredRequest, account: AccountRoster, riskSince: Date | undefined): Story {
  return { request, account, contact: request.contact, ...request.people, atRiskSince: riskSince };
}

export async function atRiskSince({ tx }: Context, account: AccountId): Promise<Date | undefined> {
  const risk = await riskOf(tx, account);
  return risk?.atRisk ? risk.since : undefined;
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
