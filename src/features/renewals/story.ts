import { done, type Done } from "../../chat/reply.ts";
import { type LocalDate, localDateOf } from "../../kernel/business-time.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { AccountId, ContractId, RenewalId } from "../../kernel/ids.ts";
import { maySee } from "../../kernel/permissions.ts";
import { type AccountRoster, type ContractClock, contractClocks, rosterOf } from "../accounts/facts.ts";
import { isComing, isShortTerm } from "../coming.ts";
import type { Acting, Context } from "../feature.ts";
import { atRiskAmong } from "../risk/facts.ts";
import { settingsOf } from "../settings/facts.ts";
import { scopeOf, type Story } from "./cards.ts";
import type { Clocks } from "./clock.ts";
import { actBy, NEW } from "./decide.ts";
import { mayAct, ownersIn, ownersNow, type Part } from "./owners.ts";
import { loadOf, renewalById, renewalsOf, settledOn, type StoredRenewal } from "./store.ts";
import { settledText } from "./texts.ts";

export async function loadStory(context: Context, clocks: Clocks, id: string): Promise<Story | "gone"> {
  const renewal = await renewalById(context.tx, id as RenewalId);
  const account = renewal && (await rosterOf(context.tx, renewal.account));
  if (!renewal || !account) return "gone";
  return (await storiesOf(context, clocks, account, [renewal]))[0] ?? "gone";
}

/** Renewals of one account with what is known of their contracts now. */
export async function storiesOf(
  { tx, now }: Context,
  clocks: Clocks,
  account: AccountRoster,
  renewals: readonly StoredRenewal[],
): Promise<Story[]> {
  const settings = await settingsOf(tx);
  const today = localDateOf(now, settings.zone);
  const running = await contractClocks(tx, [account.id], today);
  const atRiskSince = (await atRiskAmong(tx, [account.id])).get(account.id);
  const region = clocks.regionCalendar(settings, account.region);
  return renewals.map((renewal) => {
    const contract: ContractClock | undefined = running.find(({ id }) => id === renewal.contract);
    const { noticeUntil } = contract ?? {};
    return { renewal, account, contract, actBy: noticeUntil && actBy(noticeUntil, region), atRiskSince, today };
  });
}

/**
 * All of an account's renewals: the clocks that run or were settled since an instant, and what comes up of which the clock
 * begins with the next night; the earliest first.
 */
export async function storiesOfAccount(
  context: Context,
  clocks: Clocks,
  account: AccountRoster,
  since: Date,
): Promise<Story[]> {
  const { tx, now, directory } = context;
  const stories = await storiesOf(context, clocks, account, await renewalsOf(tx, account.id, since));
  const today = localDateOf(now, (await settingsOf(tx)).zone);
  const begun = new Set(stories.flatMap(({ renewal }) => (renewal.state === "open" ? [renewal.contract] : [])));
  const coming = (await contractClocks(tx, [account.id], today)).filter(
    (contract) => !begun.has(contract.id) && isComing(contract, today),
  );
  if (coming.length === 0) return stories;
  const settled = await settledOn(
    tx,
    coming.map(({ id }) => id),
  );
  const room = { people: await directory.people(tx), load: await loadOf(tx) };
  const ahead = coming.flatMap(({ id, renewsOn, ...term }): StoredRenewal[] => {
    if (renewsOn === undefined || settled.get(id)?.has(renewsOn)) return [];
    const owners = ownersNow(undefined, account.scope, room);
    return [aheadOf(id, account.id, isShortTerm(term) ? "review" : "term", renewsOn, owners)];
  });
  const upcoming = (await storiesOf(context, clocks, account, ahead)).map((story) => ({ ...story, ahead: true }));
  return [...stories, ...upcoming].toSorted(
    (one, other) =>
      Number(one.renewal.state !== "open") - Number(other.renewal.state !== "open") ||
      (one.renewal.dueOn < other.renewal.dueOn ? -1 : 1),
  );
}

/** What a contract's clock will say once it begins. */
function aheadOf(
  contract: ContractId,
  account: AccountId,
  kind: StoredRenewal["kind"],
  dueOn: LocalDate,
  { value, terms }: ReturnType<typeof ownersNow>,
): StoredRenewal {
  return {
    ...NEW,
    id: contract as string as RenewalId,
    account,
    contract,
    kind,
    dueOn,
    valueOwner: value?.id,
    termsOwner: terms?.id,
    people: { ...(value && { value }), ...(terms && { terms }) },
  };
}

/**
 * A renewal that the presser may see.
 * @throws NotFound
 */
export async function seen(acting: Acting, clocks: Clocks, id: string): Promise<Story> {
  const story = await loadStory(acting, clocks, id);
  if (story === "gone" || !maySee(acting.audience, acting.place.private, "contract-dates", scopeOf(story)))
    throw new NotFound("renewals.gone");
  return story;
}

/** First what is decided already, then whether this person may act. */
export function refuse({ person, view }: Acting, story: Story, part: Part): Done | undefined {
  const { renewal, account } = story;
  if (renewal.state !== "open") return done(settledText(renewal, account, view));
  if (mayAct(part, account.scope, ownersIn(renewal), person)) return undefined;
  const owner = part === "review" ? renewal.people.value : renewal.people.terms;
  const said = { account: account.name };
  return done(
    owner
      ? view.say("renewals.for-owner", { ...said, owner: { mention: owner } })
      : view.say("renewals.for-nobody", said),
  );
}
