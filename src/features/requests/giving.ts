import { afterQuietHours } from "../../kernel/business-time.ts";
import { channelsFor, type Person } from "../../kernel/directory.ts";
import type { PersonId, RequestId } from "../../kernel/ids.ts";
import { accountOf, type AccountRoster } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { saleOf } from "../opportunities/facts.ts";
import { holderFor, slotFor } from "../responsibilities/facts.ts";
import { decideOwner, type Kind, needsApproval, type Owner, type Request } from "./decide.ts";
import { openByOwner, saveOwner, type StoredRequest, writeAudit } from "./store.ts";

interface Given {
  readonly owner: Owner;
  readonly people: readonly Person[];
  /** it is commercial, and its customer is at risk */
  readonly atRisk: boolean;
  /** who knows already */
  readonly by: PersonId;
}

/** Its card goes to who has it, the CSM where they are to know, and who approves what is asked for. */
export async function tellOfIt(
  { tx, now, directory, posts }: Context,
  account: AccountRoster,
  request: Pick<Request, "id" | "kind" | "discountPercent">,
  { owner, people, atRisk, by }: Given,
): Promise<void> {
  const told = new Set<PersonId>(owner.kind === "nobody" ? [] : [owner.person.id]);
  const card = { card: "requests.request", subject: request.id, slot: "" } as const;
  if (owner.kind === "pool") await offerToPool({ tx, now, directory, posts }, account, request.id);
  const csm = account.csm?.id;
  if (csm && csm !== by && (request.kind === "complaint" || atRisk)) told.add(csm);
  const approving = needsApproval({ ...request, approved: undefined, state: "open" });
  if (approving) account.scope.managers.forEach((manager) => told.add(manager));
  for (const each of people.filter(({ id }) => told.has(id))) {
    posts.announce({ ...card, address: `person:${each.id}`, dueAt: afterQuietHours(now, each.calendar) });
  }
}

/** What is about a deal that somebody has is theirs. */
export async function ownerFor(
  { tx }: Context,
  account: AccountRoster,
  { kind, product }: { readonly kind: Kind; readonly product?: string | undefined },
  people: readonly Person[],
): Promise<Owner> {
  const sale = kind === "commercial" && product !== undefined ? await saleOf(tx, account.id, product) : undefined;
  const claimer = people.find(({ id, active }) => active && id === sale?.claimer?.id);
  if (claimer) return { kind: "am", person: claimer };
  if (kind === "technical") {
    const slot = (await slotFor(tx, "technical", account.stage)) ?? "support";
    const addressee = await holderFor(tx, account, slot);
    const responsible = addressee.kind === "nobody" ? undefined : addressee.person.id;
    return decideOwner(kind, account.scope, people, { responsible, pool: [] });
  }
  const open = await openByOwner(tx);
  const pool = people.map((person) => ({ person, openRequests: open.get(person.id) ?? 0 }));
  return decideOwner(kind, account.scope, people, { responsible: undefined, pool });
}

/** In the channels where those read who may take it. */
async function offerToPool(
  { tx, now, directory, posts }: Pick<Context, "tx" | "now" | "directory" | "posts">,
  { scope }: AccountRoster,
  subject: RequestId,
): Promise<void> {
  for (const channel of channelsFor(await directory.channels(tx), "am", scope)) {
    const dueAt = afterQuietHours(now, channel.calendar);
    posts.announce({ card: "requests.request", subject, address: `channel:${channel.id}`, slot: "", dueAt });
  }
}

/**
 * Who has a request has left, and nobody covers for them: whoever would be given it now has it from now on.
 * @returns undefined where there is nobody
 */
export async function giveOn(context: Context, request: StoredRequest): Promise<Person | undefined> {
  const { tx, ids, now, directory, posts } = context;
  const { id, kind, owner: from } = request;
  const account = await accountOf(context, request.account);
  const owner = await ownerFor(context, account, { kind }, await directory.people(tx));
  if (owner.kind === "nobody" || !(await saveOwner(tx, id, from, owner.person.id))) return undefined;
  const { id: to, name } = owner.person;
  posts.redraw(id);
  if (owner.kind === "pool") await offerToPool(context, account, id);
  writeAudit(tx, {
    id: ids.next(),
    at: now,
    by: undefined,
    action: "requests.hand-to",
    subject: id,
    details: { from: from ?? null, to },
  });
  const details = { kind, to: name };
  await context.emit({
    kind: "account-touched",
    account: account.id,
    what: "request-handed",
    by: undefined,
    via: "clock",
    details,
  });
  return owner.person;
}
