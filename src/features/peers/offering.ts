import { createHash } from "node:crypto";
import type { Press, Reply } from "../../chat/interaction.ts";
import { done } from "../../chat/reply.ts";
import { localDateOf } from "../../kernel/business-time.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { mayRead } from "../../kernel/permissions.ts";
import { accountOf, type AccountRoster, accountsById, holdAccount } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { forAccount } from "../naming.ts";
import { settingsOf } from "../settings/facts.ts";
import { drawExchange } from "./cards.ts";
import { mayAsk } from "./decide.ts";
import { nobodyText, type Offered, offersCard } from "./offer-cards.ts";
import { noted } from "./pressing.ts";
import { fit, noneBecause, type NoneBecause, type Offer, offersOf, type Unready, unready } from "./similar.ts";
import { calledOf, lessonsFrom, type Night, similarTo } from "./similar-store.ts";
import { goOn, tell } from "./steps.ts";
import { insertExchange, liveExchangesAt } from "./store.ts";
import { ownSides, type Story } from "./reading.ts";
import { storiesOf, storyOf } from "./story.ts";

/** `/tandem peers`: whom a customer may learn from, or the exchange that it is in. */
export function peersByWords(acting: Acting, words: string): Promise<Reply> {
  return forAccount(acting, words, {
    which: "peers.which",
    pick: { press: "peers.account" },
    found: (account) => showPeers(acting, account),
  });
}

export async function showPeers(acting: Acting, account: AccountRoster): Promise<Reply> {
  const { audience, person, view } = acting;
  const { name, scope } = account;
  if (!mayRead(audience, "usage", scope)) return done(view.say("peers.not-yours", { account: name }));
  const goesOn = await openStory(acting, account.id);
  if (goesOn && ownSides(goesOn, audience).length > 0)
    return { kind: "private", card: drawExchange(goesOn, view).card };
  if (!mayAsk(person, scope)) return done(view.say("peers.for-csm", { account: name }));
  const found = await offersFor(acting, account);
  if (found.kind === "nobody") return done(nobodyText(found.why, name, account.segment, view.say));
  return { kind: "private", card: offersCard(account, await offered(acting, account, found.offers), view) };
}

async function openStory(acting: Acting, account: AccountId): Promise<Story | undefined> {
  const live = await liveExchangesAt(acting.tx, [account]);
  const stories = await storiesOf(acting, live);
  return stories.find(({ phase }) => phase !== "introduced") ?? stories[0];
}

type Offers =
  | { readonly kind: "offers"; readonly offers: readonly Offer[] }
  | { readonly kind: "nobody"; readonly why: Unready | NoneBecause };

async function nightNow({ tx, now }: Acting): Promise<Night> {
  return { asOf: now, day: localDateOf(now, (await settingsOf(tx)).zone) };
}

async function offersFor(acting: Acting, account: Pick<AccountRoster, "id">): Promise<Offers> {
  const { tx } = acting;
  const night = await nightNow(acting);
  const similar = await similarTo(tx, account.id, night);
  if (!similar) return { kind: "nobody", why: "not-live" };
  const why = unready(similar.own);
  if (why) return { kind: "nobody", why };
  const fitting = fit(similar.found);
  const ids = fitting.map((each) => each.account);
  const offers = offersOf(fitting, await lessonsFrom(tx, account.id, ids, similar.products, night));
  return offers.length > 0
    ? { kind: "offers", offers }
    : { kind: "nobody", why: noneBecause(similar.inSegment, similar.found) };
}

/** Says which of the offers it is to this service alone: whoever reads it learns nothing of the customer. */
function keyOf(account: AccountId, { peer }: Offer): string {
  return createHash("sha256").update(`${account} ${peer.account}`).digest("hex").slice(0, 24);
}

async function offered(acting: Acting, account: AccountRoster, offers: readonly Offer[]): Promise<Offered[]> {
  const { tx, directory, audience } = acting;
  const night = await nightNow(acting);
  const facts = await accountsById(
    tx,
    offers.map(({ peer }) => peer.account),
    night.day,
  );
  const called = await calledOf(
    tx,
    offers.map(({ lesson }) => lesson.feature),
  );
  const people = await directory.people(tx);
  return offers.flatMap((offer): Offered[] => {
    const csm = people.find(({ id }) => id === offer.peer.csm);
    const peer = facts.get(offer.peer.account);
    if (!csm || !peer) return [];
    const { because, feature } = offer.lesson;
    return [
      {
        key: keyOf(account.id, offer),
        name: mayRead(audience, "usage", peer.scope) ? peer.name : undefined,
        segment: peer.segment,
        seats: offer.peer.seats,
        because,
        feature: called.get(feature) ?? feature,
        csm: { id: csm.id, name: csm.name },
      },
    ];
  });
}

/** The other CSM is asked first; who has both customers asks them at once. */
export async function propose(
  acting: Acting,
  { subject, choice }: Press & { readonly subject: string },
): Promise<Reply> {
  const { tx, now, ids, person, audience, view } = acting;
  const account = await accountOf(acting, subject as AccountId);
  const { name, scope } = account;
  if (!mayRead(audience, "usage", scope)) throw new NotFound("peers.gone");
  if (!mayAsk(person, scope)) return done(view.say("peers.for-csm", { account: name }));
  const before = await offersFor(acting, account);
  const chosen =
    before.kind === "offers" ? before.offers.find((each) => keyOf(account.id, each) === choice) : undefined;
  // Two who propose at once follow each other, always in one order; the second finds the first's exchange.
  for (const id of [account.id, ...(chosen ? [chosen.peer.account] : [])].toSorted()) await holdAccount(tx, id);
  const goesOn = await openStory(acting, account.id);
  if (goesOn && goesOn.phase !== "introduced") {
    return { kind: "private", card: drawExchange(goesOn, view).card };
  }
  const free = chosen && (await isFree(acting, chosen.peer.account));
  if (!chosen || !free) return done(view.say("peers.offer-gone", { account: name }));
  const { peer, lesson } = chosen;
  const made = {
    id: ids.next<"peer-exchange">(),
    because: lesson.because,
    feature: lesson.feature,
    state: peer.csm === scope.csm ? "open" : "asked",
    by: person.id,
    at: now,
    learns: { id: ids.next<"peer-side">(), account: account.id },
    shares: { id: ids.next<"peer-side">(), account: peer.account },
  } as const;
  insertExchange(tx, made);
  const story = await storyOf(acting, made.id);
  if (!story) throw new NotFound("peers.gone");
  await noted(acting, story, story.learns, "peers.propose", "peers-proposed");
  await goOn(acting, story);
  await tell(acting, story, "");
  if (made.state === "open") return done(view.say("peers.proposed-own", { account: name, peer: story.shares.name }));
  const csm = story.shares.asker;
  return done(view.say("peers.proposed", { account: name, csm: csm ? [{ mention: csm }] : view.say("peers.nobody") }));
}

async function isFree(acting: Acting, peer: AccountId): Promise<boolean> {
  const live = await liveExchangesAt(acting.tx, [peer]);
  return live.every(({ state }) => state === "introduced");
}
