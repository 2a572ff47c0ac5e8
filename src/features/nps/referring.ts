import type { PersonRef, Text } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import { done, type Opened } from "../../chat/reply.ts";
import { afterQuietHours } from "../../kernel/business-time.ts";
import { NPS } from "../../kernel/defaults.ts";
import type { Person } from "../../kernel/directory.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { AccountId, ContactId, PersonId } from "../../kernel/ids.ts";
import { holds, leads, maySee, type Scope } from "../../kernel/permissions.ts";
import { oneLine } from "../../kernel/text.ts";
import { rosterOf } from "../accounts/facts.ts";
import type { Acting, Context, Standing } from "../feature.ts";
import { leadersReading } from "../leading.ts";
import {
  holdLoop,
  type LoopId,
  openReferrals,
  openReferralsAt,
  type Referral,
  saveReferral,
  saveReferralEnd,
  saveReferralTo,
} from "./loop-store.ts";
import { mayFollowUp, seen } from "./pressing.ts";
import { referralForm } from "./referral-cards.ts";
import { loopStory, type LoopStory } from "./story.ts";

const REFERRAL = "nps.referral";

type Written = Pick<Referral, "who" | "company" | "words">;

/** Whom a customer recommends us to is the Account Manager's, else whoever leads there (E5). @returns who it was given to */
export async function refer(acting: Acting, story: LoopStory, written: Written): Promise<PersonRef | undefined> {
  const { tx, person, via, emit, posts } = acting;
  const { survey, scope, loop } = story;
  const seller = sellerOf(scope, await acting.directory.people(tx));
  saveReferral(tx, loop.id, { ...written, to: seller?.id }, person.id);
  await emit({
    ...{ kind: "account-touched", what: "customer-referred", account: survey.account, by: person.id, via, details: {} },
    ...(survey.contact ? { contact: survey.contact.id } : {}),
    ...{ visibility: "commercial", summary: summaryOf(written) },
  });
  posts.redraw(loop.id);
  if (!seller) return undefined;
  announce(acting, loop.id, seller, "");
  return { id: seller.id, name: seller.name };
}

function sellerOf(scope: Scope, people: readonly Person[]): Person | undefined {
  return people.find(({ active, id }) => active && id === scope.am) ?? leadersReading("nps", scope, people)[0];
}

function announce({ now, posts }: Pick<Context, "now" | "posts">, id: LoopId, seller: Person, slot: string): void {
  const dueAt = afterQuietHours(now, seller.calendar);
  posts.announce({ card: REFERRAL, subject: id, address: `person:${seller.id}`, slot, dueAt });
}

/** The customer changed hands: what nobody has followed up yet is whose it is now, and is over for whose it was. */
export async function referralsHandedOver(context: Context, account: AccountId): Promise<void> {
  const { tx, now, directory, posts } = context;
  const open = await openReferralsAt(tx, account);
  const roster = open.length > 0 ? await rosterOf(tx, account) : undefined;
  const seller = roster && sellerOf(roster.scope, await directory.people(tx));
  if (!seller) return;
  for (const { id, referral } of open) {
    if (referral?.to === seller.id) continue;
    saveReferralTo(tx, id, seller.id);
    announce(context, id, seller, now.toISOString());
    posts.redraw(id);
  }
}

export interface ReferralStory extends LoopStory {
  /** this card is with somebody whose it isn't any more */
  readonly isElsewhere: boolean;
}

export async function referralStory(
  context: Context,
  id: string,
  { address, stands }: Standing,
): Promise<ReferralStory | "gone"> {
  const story = await loopStory(context, id as LoopId);
  const to = story?.loop.referral?.to;
  const isElsewhere = to !== undefined && address !== `person:${to}`;
  return !story || (isElsewhere && !stands) ? "gone" : { ...story, isElsewhere };
}

function summaryOf({ who, company, words }: Written): string {
  const whom = company === undefined ? who : `${who}, ${company}`;
  return words === undefined ? whom : `${whom}: ${words}`;
}

async function openReferralOf(acting: Acting, id: string): Promise<LoopStory | Extract<Reply, { kind: "done" }>> {
  const { view } = acting;
  const story = seen(acting, await loopStory(acting, id as LoopId));
  if (!mayFollowUp(acting, story.scope)) return done(view.say("nps.only-theirs", { account: story.accountName }));
  if (story.loop.kind !== "reference") throw new NotFound("nps.gone");
  return story.loop.referral ? done(view.say("nps.referral-there", { referral: story.loop.referral.who })) : story;
}

export async function openReferral(acting: Acting, id: string): Promise<Opened> {
  const story = await openReferralOf(acting, id);
  return "kind" in story ? story : referralForm(story, acting.view);
}

/** The reference that is asked for stays as it is. */
export async function submitReferral(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { say } = acting.view;
  await holdLoop(acting.tx, subject as LoopId);
  const story = await openReferralOf(acting, subject);
  if ("kind" in story) return story;
  const written = { who: textIn(values["who"]), company: textIn(values["company"]), words: textIn(values["words"]) };
  const problems: Record<string, Text> = {};
  if (written.who === undefined) problems["who"] = say("nps.wrong-referral");
  for (const [field, typed] of Object.entries(written)) {
    if (typed !== undefined && typed.length > NPS.referralAtMost) {
      problems[field] = say("nps.wrong-long", { count: NPS.referralAtMost });
    }
  }
  if (written.who === undefined || Object.keys(problems).length > 0) return { kind: "invalid", fields: problems };
  const seller = await refer(acting, story, { ...written, who: written.who });
  const account = story.accountName;
  return done(seller ? say("nps.referred", { seller: { mention: seller } }) : say("nps.referred-nobody", { account }));
}

function textIn(typed: string | undefined): string | undefined {
  const text = oneLine(typed ?? "");
  return text === "" ? undefined : text;
}

/** Whoever it is for leaves it for now. */
export async function noReferral(acting: Acting, id: string): Promise<Reply> {
  const { tx, now, view, posts, audience, place, person } = acting;
  await holdLoop(tx, id as LoopId);
  const story = await loopStory(acting, id as LoopId);
  const referral = story?.loop.referral;
  if (!referral || !maySee(audience, place.private, "commercial", story.scope)) throw new NotFound("nps.gone");
  const reader = { person: person.id, covers: person.covers };
  const isTheirs = isFor(reader, referral, story.scope) || leads({ ...reader, roles: person.roles }, story.scope);
  if (!isTheirs) return done(view.say("nps.only-seller", { account: story.accountName }));
  if (referral.closedAt) return done(view.say("nps.favour-over"));
  saveReferralEnd(tx, story.loop.id, "no", now);
  posts.redraw(story.loop.id);
  return done(view.say("nps.referral-no"));
}

/** Whoever it is for spoke with the one who recommended us. */
export async function referrerMet(
  { tx, now, directory, posts }: Context,
  account: AccountId,
  contact: ContactId,
  by: PersonId,
): Promise<void> {
  const open = await openReferrals(tx, account, contact);
  const roster = open.length > 0 ? await rosterOf(tx, account) : undefined;
  const person = roster && (await directory.person(tx, by));
  if (!person) return;
  for (const { id, referral } of open) {
    if (!referral || !isFor({ person: by, covers: person.covers }, referral, roster.scope)) continue;
    saveReferralEnd(tx, id, "contact", now);
    posts.redraw(id);
  }
}

function isFor(
  reader: { readonly person: PersonId; readonly covers: readonly PersonId[] },
  { to }: Pick<Referral, "to">,
  scope: Scope,
): boolean {
  return reader.person === to || (to !== undefined && reader.covers.includes(to)) || holds("am", reader, scope);
}
