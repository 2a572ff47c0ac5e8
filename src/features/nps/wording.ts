import type { Reply, Submission } from "../../chat/interaction.ts";
import { done, type Opened } from "../../chat/reply.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { Locale } from "../../kernel/directory.ts";
import type { Acting, FormHandler } from "../feature.ts";
import { checkWords, mayRunCampaigns } from "./campaign-decide.ts";
import { problemText } from "./campaign-forms.ts";
import { campaignById, holdCampaign, saveQuestions, writeAudit } from "./campaign-store.ts";
import type { Campaign } from "./campaign.ts";
import { organisationName } from "./campaign-store.ts";
import type { CampaignId } from "./survey-store.ts";
import { type Asking, LOCALES, wordsCard, wordsForm } from "./words-cards.ts";

/** What a campaign asks in its own words, language by language (E1, E6). */
export async function showWords(acting: Acting, id: string): Promise<Reply> {
  const found = await campaignFor(acting, id);
  return "kind" in found ? found : { kind: "private", card: wordsCard(found, await askingOf(acting), acting.view) };
}

/** One form a language, by its name: "words-de". */
export function wordsForms(): Readonly<Record<string, FormHandler>> {
  return Object.fromEntries(
    LOCALES.map((locale) => [
      `words-${locale}`,
      {
        async open(acting: Acting, id: string): Promise<Opened> {
          const found = await campaignFor(acting, id);
          return "kind" in found ? found : wordsForm(found, locale, acting.view);
        },
        submit: (acting: Acting, submission: Submission) => saveWords(acting, submission, locale),
      },
    ]),
  );
}

/** A question left empty is the usual one again. */
async function saveWords(acting: Acting, { subject, values }: Submission, locale: Locale): Promise<Reply> {
  const { tx, now, ids, person, view } = acting;
  await holdCampaign(tx, subject as CampaignId);
  const found = await campaignFor(acting, subject);
  if ("kind" in found) return found;
  const checked = checkWords(found.questions, values, locale);
  if (checked.kind === "wrong") {
    return {
      kind: "invalid",
      fields: Object.fromEntries(checked.problems.map((each) => [each.field, problemText(each, view)])),
    };
  }
  saveQuestions(tx, found.id, checked.questions);
  writeAudit(tx, {
    ...{ id: ids.next(), at: now, by: person.id, action: "nps.words" },
    ...{ subject: found.id, details: { name: found.name, locale } },
  });
  return { kind: "private", card: wordsCard({ ...found, questions: checked.questions }, await askingOf(acting), view) };
}

async function askingOf({ tx, says }: Acting): Promise<Asking> {
  return { company: await organisationName(tx), says };
}

async function campaignFor(acting: Acting, id: string): Promise<Campaign | Extract<Reply, { kind: "done" }>> {
  const { tx, person, view } = acting;
  if (!mayRunCampaigns(person)) return done(view.say("nps.managers-only"));
  const campaign = await campaignById(tx, id as CampaignId);
  if (!campaign) throw new NotFound("nps.campaign-gone");
  return campaign.state === "ended" ? done(view.say("nps.is-ended", { name: campaign.name })) : campaign;
}
