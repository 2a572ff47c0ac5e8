import type { Reply } from "../../../chat/interaction.ts";
import { done } from "../../../chat/reply.ts";
import { NotFound } from "../../../kernel/errors.ts";
import type { AccountId } from "../../../kernel/ids.ts";
import { mayRead } from "../../../kernel/permissions.ts";
import { type AccountFacts, accountsById } from "../../accounts/facts.ts";
import type { Acting, Feature } from "../../feature.ts";
import { accountFirst, forAccount, whichAccount } from "../../naming.ts";
import { lastAskedText, personText } from "../../nps/facts.ts";
import { legTexts } from "../../opportunities/facts.ts";
import type { Holidays } from "../../settings/facts.ts";
import { organisationDay } from "../calendar.ts";
import { bandCard, drawRisk } from "./cards.ts";
import { type Topic, TOPICS } from "./decide.ts";
import { explained } from "./explaining.ts";
import { loadRisk } from "./story.ts";
import { drawWhy } from "./why-cards.ts";

/** What one may ask about an account's risk, and about what Tandem decided (B2 to B4, B10). */
export function createAsking(holidays: Holidays): Required<Pick<Feature, "commands" | "presses">> {
  const risk = (acting: Acting, id: AccountId): Promise<Reply> => showRisk(acting, id, holidays);
  const presses = TOPICS.map((topic) => [
    `why-${topic}`,
    {
      changes: false,
      run: (acting: Acting, { subject }: { readonly subject: string }) => showWhy(acting, subject as AccountId, topic),
    },
  ]);
  return {
    commands: [
      {
        word: "risk",
        order: 23,
        topic: "customer",
        help: "explain.risk-help",
        example: "explain.risk-example",
        changes: false,
        run: (acting, words) =>
          forAccount(acting, words, {
            which: "explain.risk-which",
            pick: { press: "risk.show" },
            found: ({ id }) => risk(acting, id),
          }),
      },
      {
        word: "why",
        order: 24,
        topic: "customer",
        help: "explain.why-help",
        example: "explain.why-example",
        changes: false,
        run: whyByWords,
      },
    ],
    presses: {
      show: { changes: false, run: (acting, { subject }) => risk(acting, subject as AccountId) },
      why: { changes: false, run: (acting, { subject }) => showWhy(acting, subject as AccountId, undefined) },
      ...(Object.fromEntries(presses) as Required<Feature>["presses"]),
    },
  };
}

/** @throws NotFound when it isn't there for this person */
async function seen({ tx, now, audience }: Acting, id: AccountId) {
  const today = await organisationDay(tx, now);
  const account = (await accountsById(tx, [id], today)).get(id);
  if (!account || !mayRead(audience, "risk-band", account.scope)) throw new NotFound("explain.nothing-to-show");
  return { account, today };
}

async function showRisk(acting: Acting, id: AccountId, holidays: Holidays): Promise<Reply> {
  const { view, audience } = acting;
  const { account, today } = await seen(acting, id);
  const story = await loadRisk(acting, account, today, holidays);
  if (!story) return done(view.say("explain.never-scored", { account: account.name }));
  const card = mayRead(audience, "risk", account.scope) ? drawRisk(story, view) : bandOnly(account, story, view);
  return { kind: "private", card };
}

function bandOnly(
  account: AccountFacts,
  { standing }: NonNullable<Awaited<ReturnType<typeof loadRisk>>>,
  view: Acting["view"],
) {
  return bandCard(view.say("explain.risk-title", { account: account.name }), standing.band, view);
}

/** `/tandem why <account> [topic]`; without a topic a line of each. */
async function whyByWords(acting: Acting, words: string): Promise<Reply> {
  const { say } = acting.view;
  if (words.trim() === "") return done(say("explain.why-which"));
  const { naming, rest } = await accountFirst(acting, words);
  const topic = TOPICS.find((each) => each === rest.trim().toLowerCase());
  if (naming.kind !== "found") return whichAccount(naming, { press: topic ? `risk.why-${topic}` : "risk.why" });
  if (rest !== "" && !topic) return done(say("explain.topic-unknown", { account: naming.account.name }));
  return showWhy(acting, naming.account.id, topic);
}

async function showWhy(acting: Acting, id: AccountId, topic: Topic | undefined): Promise<Reply> {
  const { view, audience, now } = acting;
  const { account, today } = await seen(acting, id);
  const told = await explained(acting, account, today);
  if (!mayRead(audience, "why", account.scope)) {
    const title = view.say("explain.why-title", { account: account.name });
    return { kind: "private", card: bandCard(title, told.band, view) };
  }
  return {
    kind: "private",
    card: drawWhy({ account, ...told, topic, now, legTexts, lastAskedText, personText }, view),
  };
}
