import { addDays, fixedTime, instantOf, type LocalDate, localDateOf } from "../../kernel/business-time.ts";
import type { Context } from "../feature.ts";
import { insertWave, openWaves, saveCounts, saveNextWave, type WaveCounts, waveById } from "./campaign-store.ts";
import { settingsOf } from "../settings/facts.ts";
import type { Campaign } from "./campaign.ts";
import type { Asking } from "./asking.ts";
import { bringForward } from "./link-store.ts";
import { LEFT, nextWave, sendableFrom, sendAt, type Verdict } from "./decide.ts";
import { verdicts, wholePlan } from "./plan-store.ts";
import { holdTouchable } from "./reach-store.ts";
import {
  dueSurveys,
  forgetExcluded,
  insertSurveys,
  nextDue,
  saveDue,
  saveEnd,
  type NewSurvey,
  type Survey,
  type WaveId,
} from "./survey-store.ts";

export const WAVE = "nps.wave";
export const SEND = "nps.send";
const BATCH = 1000;
const AT_ONCE = 50;
const MIDNIGHT = fixedTime("00:00");

/** Decides of everybody whom a campaign is for, and spreads who is asked over the days that follow. */
export async function planWave(
  context: Context,
  campaign: Campaign,
  day: LocalDate,
  zone: string,
): Promise<WaveCounts | undefined> {
  const { tx, now, ids, emit } = context;
  const wave = await insertWave(tx, ids.next(), campaign.id, day, now);
  if (!wave) return undefined;
  const meant = await wholePlan(tx, campaign.asked, day, now);
  const surveys = meant.map(({ contact, account, verdict, place, zone: theirs }): NewSurvey => {
    const about = { id: ids.next<"survey">(), contact, account };
    if (verdict.kind !== "asked") return { ...about, state: verdict.kind, reason: verdict.because, dueAt: undefined };
    return { ...about, state: "planned", reason: undefined, dueAt: sendAt(place, day, theirs ?? zone) };
  });
  forgetExcluded(tx, campaign.id, wave);
  for (let at = 0; at < surveys.length; at += BATCH) {
    const some = surveys.slice(at, at + BATCH);
    insertSurveys(tx, wave, some);
    const contacts = some.filter(({ dueAt }) => dueAt).map(({ contact }) => contact);
    // Who is met in chat is asked there: they are looked for before their time comes.
    if (contacts.length > 0) await emit({ kind: "contacts-sought", contacts });
  }
  const counts: Record<string, number> = {};
  for (const { verdict } of meant) counts[verdictKey(verdict)] = (counts[verdictKey(verdict)] ?? 0) + 1;
  saveCounts(tx, wave, counts);
  saveNextWave(tx, campaign.id, nextWave(day));
  await setSend(context, wave);
  return counts;
}

function verdictKey(verdict: Verdict): string {
  return verdict.kind === "asked" ? "asked" : `${verdict.kind} ${verdict.because}`;
}

async function setSend({ tx, reminders }: Context, wave: WaveId): Promise<void> {
  const next = await nextDue(tx, wave);
  if (next) reminders.set(SEND, wave, next);
  else reminders.drop(SEND, wave);
}

/** Asks whose time has come, some at once, and sets the next. What speaks against it by now holds it back; who has left isn't asked. */
export async function send(context: Context, subject: string, { ask, mails }: Asking): Promise<void> {
  const { tx, now } = context;
  const wave = await waveById(tx, subject as WaveId);
  if (wave?.campaign.state !== "running") return;
  const { zone } = await settingsOf(tx);
  const today = localDateOf(now, zone);
  const brought = await bringForward(tx, wave.id, now, instantOf(addDays(today, 1), MIDNIGHT, zone), mails);
  const due = await dueSurveys(tx, wave.id, now, AT_ONCE);
  await holdTouchable(
    tx,
    due.flatMap(({ contact }) => contact ?? []),
  );
  const by = await verdicts(tx, [...new Set(due.map(({ account }) => account))], today, now);
  const asked: Survey[] = [];
  for (const survey of due) {
    const verdict = survey.contact && by.get(survey.contact.id);
    const from = sendableFrom(now, survey.contact?.zone ?? zone);
    if (!survey.contact) saveEnd(tx, survey.id, "withdrawn", "erased");
    else if (!verdict) saveEnd(tx, survey.id, "withdrawn", LEFT);
    else if (verdict.kind === "held") saveEnd(tx, survey.id, "held", verdict.because);
    else if (verdict.kind === "excluded") saveEnd(tx, survey.id, "withdrawn", verdict.because);
    else if (from.getTime() > now.getTime() && !brought.has(survey.id)) saveDue(tx, survey.id, from);
    else asked.push(survey);
  }
  await ask(context, asked);
  await setSend(context, wave.id);
}

/** Goes on after a pause, or stands still. */
export async function setSends(context: Context, campaign: Campaign): Promise<void> {
  for (const wave of await openWaves(context.tx, campaign.id)) {
    if (campaign.state === "running") await setSend(context, wave);
    else context.reminders.drop(SEND, wave);
  }
}
