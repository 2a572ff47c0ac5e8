import { daySpan } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import { done, type Opened } from "../../chat/reply.ts";
import { addDays, instantOf, type LocalDate, localDateOf } from "../../kernel/business-time.ts";
import { NotFound } from "../../kernel/errors.ts";
import { mayRead } from "../../kernel/permissions.ts";
import { accountsAbout } from "../accounts/facts.ts";
import { NPS } from "../../kernel/defaults.ts";
import type { Acting, Context } from "../feature.ts";
import { type Settings, settingsOf } from "../settings/facts.ts";
import { campaignsCard, noAddressCard, previewCard } from "./campaign-cards.ts";
import { checkCampaign, mayRunCampaigns } from "./campaign-decide.ts";
import { campaignForm, endForm, problemText } from "./campaign-forms.ts";
import {
  campaignById,
  campaigns,
  countWaiting,
  holdCampaign,
  insertCampaign,
  progressOf,
  saveState,
  withdrawPlanned,
  writeAudit,
} from "./campaign-store.ts";
import { type Campaign, type Move, moved } from "./campaign.ts";
import { sendAt } from "./decide.ts";
import { countPlan, listPlan } from "./plan-store.ts";
import type { CampaignId } from "./survey-store.ts";
import { countPlannedByLink, countWays, waysOf } from "./ways-store.ts";
import { planWave, setSends, WAVE } from "./waves.ts";

/** By which ways somebody can be asked who isn't met in chat. */
export interface Ways {
  readonly mails: boolean;
  /** the service knows its own address, so that there are links */
  readonly links: boolean;
}

/** `/tandem campaign` */
export async function showCampaigns(acting: Acting): Promise<Reply> {
  const refused = refusal(acting);
  if (refused) return refused;
  const all = await campaigns(acting.tx);
  const progress = await progressOf(
    acting.tx,
    all.map(({ id }) => id),
  );
  return {
    kind: "private",
    card: campaignsCard(
      all.map((campaign) => ({ campaign, progress: progress.get(campaign.id) })),
      acting.view,
    ),
  };
}

function refusal({ person, view }: Acting): Extract<Reply, { kind: "done" }> | undefined {
  return mayRunCampaigns(person) ? undefined : done(view.say("nps.managers-only"));
}

export async function openCampaign(acting: Acting): Promise<Opened> {
  const settings = await settingsOf(acting.tx);
  const tomorrow = addDays(localDateOf(acting.now, settings.zone), 1);
  return refusal(acting) ?? campaignForm(tomorrow, settings.locale, acting.view);
}

/** It is kept as a draft, and whoever made it sees whom it would ask before anybody is. */
export async function submitCampaign(acting: Acting, { values }: Submission, by: Ways): Promise<Reply> {
  const { tx, now, ids, person, view } = acting;
  const refused = refusal(acting);
  if (refused) return refused;
  const settings = await settingsOf(tx);
  const checked = checkCampaign(values, localDateOf(now, settings.zone), settings.locale);
  if (checked.kind === "wrong") {
    return {
      kind: "invalid",
      fields: Object.fromEntries(checked.problems.map((each) => [each.field, problemText(each, view)])),
    };
  }
  const { startsOn, ...wished } = checked.wished;
  const campaign: Campaign = { id: ids.next(), state: "draft", nextWaveOn: startsOn, ...wished };
  insertCampaign(tx, campaign, person.id, now);
  return preview(acting, campaign, settings, by);
}

export async function showPreview(acting: Acting, id: string, by: Ways): Promise<Reply> {
  const refused = refusal(acting);
  if (refused) return refused;
  const campaign = await campaignById(acting.tx, id as CampaignId);
  if (!campaign) throw new NotFound("nps.campaign-gone");
  return preview(acting, campaign, await settingsOf(acting.tx), by);
}

/** A dry run: who would be asked in the next wave, when, by which way, and who not. Nobody is written to. */
async function preview(
  { tx, now, view, audience }: Acting,
  campaign: Campaign,
  { zone, scoringAt }: Settings,
  { mails, links }: Ways,
): Promise<Reply> {
  const day = waveDay(campaign, localDateOf(now, zone));
  const planned = instantOf(day, scoringAt, zone);
  const at = planned > now ? planned : now;
  const counts = await countPlan(tx, campaign.asked, day, at);
  const first = await listPlan(tx, campaign.asked, day, at, NPS.previewed);
  const accounts = await accountsAbout(tx, first, day);
  // By name stands who the reader may know; the others are counted.
  const people = first.filter(({ account }) => {
    const scope = accounts.get(account)?.scope;
    return scope !== undefined && mayRead(audience, "contact-names", scope);
  });
  const ways = await countWays(tx, campaign.asked, day, at, mails);
  const contacts = people.map(({ contact }) => contact);
  const wayOf = await waysOf(tx, contacts, mails);
  const progress = (await progressOf(tx, [campaign.id])).get(campaign.id);
  const [firstAt, lastAt] = [sendAt(0, day, zone), sendAt(1, day, zone)];
  const card = previewCard(
    { campaign, day, progress, counts, people, ways, wayOf, hasLinks: links, firstAt, lastAt },
    view,
  );
  return { kind: "private", card };
}

/** One whose day went by while it wasn't running begins today. */
function waveDay({ nextWaveOn }: Campaign, today: LocalDate): LocalDate {
  return nextWaveOn < today ? today : nextWaveOn;
}

/** Where some can only be asked by a link and there are none, whoever starts it or goes on with it hears so first. */
export function starter(
  { mails, links }: Ways,
  move: "start" | "resume" = "start",
): (acting: Acting, id: string) => Promise<Reply> {
  return async (acting, id) => {
    const { tx, now, view } = acting;
    const campaign = links || refusal(acting) ? undefined : await holdCampaign(tx, id as CampaignId);
    if (campaign && moved(campaign.state, move)) {
      const day = waveDay(campaign, localDateOf(now, (await settingsOf(tx)).zone));
      const ways = await countWays(tx, campaign.asked, day, now, mails);
      const coming = ways.find(({ via }) => via === "link")?.people ?? 0;
      const byLink = (await countPlannedByLink(tx, campaign.id, mails)) || coming;
      if (byLink > 0) return { kind: "private", card: noAddressCard(campaign, byLink, move, view) };
    }
    return mover(move)(acting, id);
  };
}

/** Nothing brings it back, so it is asked once more, with how many wait. */
export async function openEnd(acting: Acting, id: string): Promise<Opened> {
  const { tx, view } = acting;
  const refused = refusal(acting);
  if (refused) return refused;
  const campaign = await campaignById(tx, id as CampaignId);
  if (!campaign) throw new NotFound("nps.campaign-gone");
  if (moved(campaign.state, "end") === undefined)
    return done(view.say(`nps.is-${campaign.state}`, { name: campaign.name }));
  return endForm(campaign, await countWaiting(tx, campaign.id), view);
}

export function mover(move: Move): (acting: Acting, id: string) => Promise<Reply> {
  return async (acting, id) => {
    const { tx, now, ids, person, view } = acting;
    const refused = refusal(acting);
    if (refused) return refused;
    const campaign = await holdCampaign(tx, id as CampaignId);
    if (!campaign) throw new NotFound("nps.campaign-gone");
    const state = moved(campaign.state, move);
    if (!state) return done(view.say(`nps.is-${campaign.state}`, { name: campaign.name }));
    saveState(tx, campaign.id, state);
    writeAudit(tx, {
      id: ids.next(),
      at: now,
      by: person.id,
      action: `nps.${move}`,
      subject: campaign.id,
      details: { name: campaign.name },
    });
    return after(acting, { ...campaign, state }, move);
  };
}

async function after(acting: Acting, campaign: Campaign, move: Move): Promise<Reply> {
  const { tx, view, reminders } = acting;
  const { name } = campaign;
  const settings = await settingsOf(tx);
  await setSends(acting, campaign);
  if (move === "pause") return done(view.say("nps.paused-now", { name }));
  if (move === "discard") return done(view.say("nps.discarded", { name }));
  if (move === "end") {
    reminders.drop(WAVE, campaign.id);
    const withdrawn = await withdrawPlanned(tx, campaign.id);
    acting.posts.redraw(...withdrawn);
    const count = withdrawn.length;
    return done(count === 0 ? view.say("nps.ended-now-none", { name }) : view.say("nps.ended-now", { name, count }));
  }
  const planned = await goOn(acting, campaign, settings);
  if (planned === undefined) return done(view.say("nps.runs-from", { name, on: daySpan(campaign.nextWaveOn) }));
  return done(
    planned === 0 ? view.say("nps.runs-now-none", { name }) : view.say("nps.runs-now", { name, count: planned }),
  );
}

/** The wave whose day has come is planned, and the next one's day is set. @returns how many are asked */
async function goOn(context: Context, campaign: Campaign, { zone, scoringAt }: Settings): Promise<number | undefined> {
  const { tx, now, reminders } = context;
  const today = localDateOf(now, zone);
  const isDue = campaign.nextWaveOn <= today;
  const counts = isDue ? await planWave(context, campaign, waveDay(campaign, today), zone) : undefined;
  const next = isDue ? await campaignById(tx, campaign.id) : campaign;
  if (next) reminders.set(WAVE, campaign.id, instantOf(next.nextWaveOn, scoringAt, zone));
  return isDue ? (counts?.["asked"] ?? 0) : undefined;
}

/** A wave's day has come. */
export async function wave(context: Context, subject: string): Promise<void> {
  const campaign = await holdCampaign(context.tx, subject as CampaignId);
  if (campaign?.state === "running") await goOn(context, campaign, await settingsOf(context.tx));
}
