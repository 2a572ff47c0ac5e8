import type { Tokens } from "../../db/tokens.ts";
import { NPS } from "../../kernel/defaults.ts";
import type { Context } from "../feature.ts";
import { keepDoor } from "../door-store.ts";
import type { MailStory } from "./mail-cards.ts";
import { storyOf } from "./story.ts";
import type { SurveyId } from "./survey-store.ts";

/** What a letter to who is asked needs. */
export interface Mailing {
  /** where its links lead */
  readonly baseUrl: string;
  readonly tokens: Tokens;
}

const DAY_MS = 86_400_000;

/**
 * The question as a letter, with a link to answer by and one that ends the asking. Loaded again it has the same links, so
 * that a letter that is sent twice is the same one.
 */
export async function loadMail(
  { baseUrl, tokens }: Mailing,
  context: Context,
  subject: string,
  slot: string,
): Promise<MailStory | "gone"> {
  const { tx, now, directory } = context;
  const story = await storyOf(context, subject as SurveyId);
  const { survey } = story ?? {};
  if (!story?.open || survey?.state !== "asked" || !survey.contact || !survey.closesAt) return "gone";
  const asker = story.asker && (await directory.person(tx, story.asker.id));
  const linkTo = (kind: "link" | "never", until: Date): string => {
    const token = tokens(tx.organisation, `survey ${kind} ${survey.id} ${slot}`);
    keepDoor(tx, { token, to: { what: "survey", id: survey.id }, kind, expiresAt: until });
    return `${baseUrl}/s/${token}`;
  };
  return {
    ...story,
    again: slot === "remind",
    closesAt: survey.closesAt,
    link: linkTo("link", survey.closesAt),
    unsubscribe: linkTo("never", new Date(now.getTime() + NPS.neverDays * DAY_MS)),
    privacyUrl: `${baseUrl}/privacy`,
    replyTo: asker?.email === undefined ? undefined : { name: asker.name, address: asker.email },
  };
}
