import { linkCard } from "../../src/features/link-card.ts";
import { campaignsCard, noAddressCard, type Preview, previewCard } from "../../src/features/nps/campaign-cards.ts";
import type { Campaign } from "../../src/features/nps/campaign.ts";
import { drawLinks, type LinkPerson, type LinksStory } from "../../src/features/nps/link-cards.ts";
import type { LinkState } from "../../src/features/nps/link-decide.ts";
import { drawAnswers, drawCalls, drawEscalated, drawFavours } from "../../src/features/nps/digest-cards.ts";
import { distributionOf, figuresOf } from "../../src/features/nps/figures.ts";
import { type Numbers, numbersCard } from "../../src/features/nps/figures-cards.ts";
import { drawLoop, drawNudge } from "../../src/features/nps/loop-cards.ts";
import { drawMail, type MailStory } from "../../src/features/nps/mail-cards.ts";
import { drawReferral } from "../../src/features/nps/referral-cards.ts";
import type { Loop, LoopId, Referral } from "../../src/features/nps/loop-store.ts";
import type { AskedPerson } from "../../src/features/nps/asked-store.ts";
import { type Asked, drawQuestion } from "../../src/features/nps/question-cards.ts";
import type { OpenCall } from "../../src/features/nps/named.ts";
import { drawLine } from "../../src/features/nps/section.ts";
import type { Silence } from "../../src/features/nps/silence.ts";
import type { ReferralStory } from "../../src/features/nps/referring.ts";
import type { LoopStory } from "../../src/features/nps/story.ts";
import type { CampaignId, Survey, SurveyId, WaveId } from "../../src/features/nps/survey-store.ts";
import { wordsCard } from "../../src/features/nps/words-cards.ts";
import { drawPersonal } from "../../src/features/risk/digests/personal-cards.ts";
import type { PersonalStory } from "../../src/features/risk/digests/story.ts";
import { fixedDate } from "../../src/kernel/business-time.ts";
import type { ContactId } from "../../src/kernel/ids.ts";
import { northwind } from "./accounts.ts";
import { item, part } from "./digest-parts.ts";
import { anna, type Example, marta, NOW, olga, privately, viewOf } from "./fixed.ts";
import { mine } from "./risk.ts";

const idOf = <T>(n: number): T => `01900000-0000-7000-e000-${String(n).padStart(12, "0")}` as T;
const DAY_MS = 86_400_000;
const CLOSES = new Date(NOW.getTime() + 14 * DAY_MS);

export const survey: Survey = {
  id: idOf<SurveyId>(1),
  wave: idOf<WaveId>(2),
  campaign: idOf<CampaignId>(3),
  account: northwind.id,
  contact: {
    id: idOf<ContactId>(4),
    name: "Dana Novak",
    email: "dana@northwind.example",
    locale: "en",
    zone: "Europe/Berlin",
  },
  state: "asked",
  reason: undefined,
  dueAt: NOW,
  askedAt: NOW,
  via: "slack",
  remindedAt: undefined,
  closesAt: CLOSES,
  answeredAt: undefined,
  score: undefined,
  comment: undefined,
  commentScore: undefined,
  questions: {},
  optedOut: false,
};

const loop: Loop = {
  id: idOf<LoopId>(5),
  survey: survey.id,
  account: northwind.id,
  contact: survey.contact?.id,
  kind: "call",
  score: undefined,
  owner: anna.id,
  openedAt: NOW,
  dueAt: new Date(NOW.getTime() + 2 * DAY_MS),
  rung: 0,
  rungDueAt: undefined,
  closedAt: undefined,
  closedBy: undefined,
  closedAs: undefined,
  referral: undefined,
};

export function story(more: Partial<Survey> = {}, loops: readonly Loop[] = []): Asked {
  return {
    survey: { ...survey, ...more },
    accountName: northwind.name,
    scope: northwind.scope,
    asker: anna,
    askerIsCsm: true,
    company: "Tailspin Tools",
    open: true,
    loops,
    privacyUrl: "https://tandem.example/privacy",
  };
}

const six = { state: "answered", score: 6, answeredAt: NOW } as const;
const slow = "The search is slow on Mondays, and <!channel> support answers late.";
export const called: LoopStory = {
  ...story({ ...six, comment: slow }, [loop]),
  loop,
  owner: anna,
  closer: undefined,
  seller: undefined,
  passedOn: undefined,
};
const favour: Loop = { ...loop, kind: "reference" };
const closed: Loop = { ...loop, closedAt: NOW, closedAs: "contact", closedBy: anna.id };

export const campaign: Campaign = {
  id: idOf<CampaignId>(3),
  name: "Quarterly",
  state: "running",
  asked: { tier: "key", stages: [], segments: [], roles: ["buyer", "sponsor", "champion"] },
  questions: {},
  nextWaveOn: fixedDate("2027-02-23"),
};
const ended: Campaign = {
  ...campaign,
  name: "Spring",
  state: "ended",
  asked: { ...campaign.asked, tier: "all", roles: [] },
};

const scores = [10, 10, 9, 9, 9, 9, 9, 8, 8, 7, 7, 7, 6, 5, 3, 0].flatMap((score) => [score, score, score]);
const counts = distributionOf(scores.map((score) => ({ score, weight: 1 })));
const few = distributionOf([9, 10, 2].map((score) => ({ score, weight: 1 })));

const forAnna = { audience: privately(anna, "csm") };

export const mailed: MailStory = {
  ...story(),
  again: false,
  closesAt: CLOSES,
  link: "https://tandem.example/s/AAAAAAAAAAAAAAAAAAAAAA",
  unsubscribe: "https://tandem.example/s/BBBBBBBBBBBBBBBBBBBBBB",
  privacyUrl: "https://tandem.example/privacy",
  replyTo: { name: anna.name, address: "anna@tailspin.example" },
};
const previewed: Preview = {
  campaign: { ...campaign, state: "draft" },
  day: fixedDate("2026-11-24"),
  progress: undefined,
  hasLinks: true,
  counts: [
    { verdict: { kind: "asked" }, people: 48 },
    { verdict: { kind: "held", because: "escalation" }, people: 3 },
    { verdict: { kind: "held", because: "renewal-wave" }, people: 9 },
    { verdict: { kind: "excluded", because: "gap" }, people: 31 },
    { verdict: { kind: "excluded", because: "opted-out" }, people: 2 },
  ],
  people: [
    {
      contact: idOf<ContactId>(4),
      account: northwind.id,
      name: "Dana Novak",
      accountName: northwind.name,
      verdict: { kind: "asked" },
    },
    {
      contact: idOf<ContactId>(6),
      account: northwind.id,
      name: "Kim Lee",
      accountName: "Fourth Coffee",
      verdict: { kind: "asked" },
    },
  ],
  ways: [
    { via: "email", people: 31 },
    { via: "slack", people: 12 },
    { via: "teams", people: 3 },
    { via: "link", people: 2 },
  ],
  wayOf: new Map([
    [idOf<ContactId>(4), "slack"],
    [idOf<ContactId>(6), "email"],
  ]),
  firstAt: new Date("2026-11-25T09:00:00Z"),
  lastAt: new Date("2026-12-01T14:59:00Z"),
};
const worded: Campaign = {
  ...campaign,
  questions: { ask: { de: "Würden Sie uns empfehlen?" }, detractor: { de: "Woran lag es?", en: "What went wrong?" } },
};
const lineOf = (about: LoopStory, grade: string) => ({ item: item(about.loop.id, grade, "new"), story: about });
const lineLate = { ...lineOf(called, "late"), item: item(idOf(9), "late", "new", { late: 2 }) };
const favoured: LoopStory = { ...called, ...story({ ...six, score: 10 }), loop: favour };
const answers = item("nps-answers", "2026-11-24", undefined, { promoters: 5, passives: 2, detractors: 1 });
const digested = (parts: PersonalStory["parts"]): PersonalStory => ({ ...mine, parts });

const named: Referral = {
  who: "Kim Lee, kim@fourth.example",
  company: "Fourth Coffee",
  words: "They count their stock by hand.",
  to: marta.id,
  closedAt: undefined,
  closedAs: undefined,
};
const referredBy = (referral: Referral): ReferralStory => ({
  ...called,
  ...story({ ...six, score: 10 }),
  loop: { ...favour, referral },
  isElsewhere: false,
});
const toSend: LinkPerson = {
  survey: survey.id,
  who: "Dana Novak",
  accountName: northwind.name,
  scope: northwind.scope,
  state: "to-send",
  fetchedAt: undefined,
  closesAt: CLOSES,
};
const linked = (people: readonly LinkPerson[]): LinksStory => ({ wave: survey.wave, people, kind: undefined });
const STATES = {
  "to-send": "Dana Novak",
  undelivered: "Erik Sand",
  silent: "Fay Holt",
  fetched: "Gus Lund",
  answered: "Han Mei",
  left: "Ida Berg",
  "opted-out": "Jo Park",
  over: "Kai Moor",
  off: "Lea Roth",
} as const satisfies Record<LinkState, string>;
const eachState = Object.entries(STATES).map(([state, who]): LinkPerson => ({
  ...toSend,
  who,
  state: state as LinkState,
  fetchedAt: state === "fetched" ? NOW : undefined,
}));
/** Two days' worth of a wave where nobody is met in chat. */
export const manyLinks: LinksStory = linked(
  Array.from({ length: 90 }, (_, at): LinkPerson => ({
    ...toSend,
    survey: idOf<SurveyId>(100 + at),
    who: `Maximiliane Oberhauser-Lindqvist ${String(at + 1)}`,
    accountName: `Northwind Traders International Holding ${String((at % 30) + 1)}`,
    scope: { ...northwind.scope, account: idOf(300 + (at % 30)) },
    state: at < 65 ? "to-send" : "answered",
  })),
);

const calls: readonly OpenCall[] = [
  { story: called, late: 2 },
  { story: { ...called, ...story({ ...six, contact: undefined }), loop }, late: 0 },
];
const silentOne: AskedPerson = {
  who: "Dana Novak",
  csm: anna.name,
  state: "asked",
  reason: undefined,
  dueAt: NOW,
  askedAt: NOW,
  via: "slack",
  remindedAt: undefined,
  answeredAt: undefined,
  score: undefined,
  loop: undefined,
};
const ofNorthwind: Numbers = {
  of: [northwind.name],
  all: figuresOf(few),
  counts: few,
  byAccount: figuresOf([]),
  reach: { eligible: 4, asked: 3, answered: 3, heldBack: 1, heldForTrouble: 1 },
  quarters: [],
  roles: [],
  tiers: [],
  silence: undefined,
  named: {
    silent: [],
    answers: [
      { who: "Dana Novak", score: 2, at: NOW, comment: slow, commentScore: 2 },
      { who: "Fay Holt", score: 10, at: NOW, comment: "It was hard at first.", commentScore: 5 },
      { who: "Gus Lund", score: 9, at: NOW, comment: undefined, commentScore: undefined },
    ],
    calls,
    held: [
      {
        ...{
          who: "Erik Sand",
          csm: anna.name,
          state: "held",
          reason: "escalation",
          dueAt: undefined,
          askedAt: undefined,
        },
        ...{ via: undefined, remindedAt: undefined, answeredAt: undefined, score: undefined, loop: undefined },
      },
    ],
  },
};

/** A customer nobody of whom has answered. */
const unanswered = (silence: Silence): Numbers => ({
  ...ofNorthwind,
  all: figuresOf([]),
  counts: [],
  reach: { eligible: 0, asked: 0, answered: 0, heldBack: 0, heldForTrouble: 0 },
  silence,
  named: undefined,
});
const withoutAnswer = (by: Date | undefined): Numbers => ({
  ...unanswered(
    by
      ? { kind: "asked", count: 2, on: fixedDate("2026-11-24"), by, reminded: 1, toRemind: 1 }
      : { kind: "over", count: 2, on: fixedDate("2026-11-24") },
  ),
  reach: { eligible: 2, asked: 2, answered: 0, heldBack: 0, heldForTrouble: 0 },
  named: {
    ...{ answers: [], calls: [], held: [] },
    silent: [silentOne, { ...silentOne, who: "Erik Sand", via: "link", remindedAt: NOW }],
  },
});

export const npsExamples: readonly Example[] = [
  { name: "nps-mail", draw: (view) => drawMail(mailed, view).card },
  { name: "nps-mail-again", draw: (view) => drawMail({ ...mailed, again: true }, view).card },
  {
    name: "nps-words",
    draw: (view) => wordsCard(worded, { company: "Tailspin Tools", says: (locale) => viewOf(locale).say }, view),
  },
  {
    name: "digest-csm-nps",
    draw: (view) => {
      const [calls, favours] = [[lineLate, lineOf(called, "open")], [lineOf(favoured, "open")]];
      const parts = [
        part(
          "nps.n-calls",
          "nps.calls",
          calls.map((each) => each.item),
          (seen) => drawCalls(calls, seen),
        ),
        part(
          "nps.n-favours",
          "nps.favours",
          favours.map((each) => each.item),
          (seen) => drawFavours(favours, seen),
        ),
        part("nps.n-answers", "nps.answers", [answers], (seen) => drawAnswers([answers], seen)),
      ];
      return drawPersonal(digested(parts), { ...view, ...forAnna }).card;
    },
  },
  {
    name: "digest-manager-nps",
    draw: (view) => {
      const late = [lineOf({ ...called, loop: { ...loop, rung: 2 } }, "escalated")];
      const escalated = part(
        "nps.n-escalated",
        "nps.escalated",
        late.map((each) => each.item),
        (seen) => drawEscalated(late, seen),
      );
      const digest: PersonalStory = { ...digested([escalated]), entries: [], reader: olga, manager: undefined };
      const ours = { ...view, audience: privately(olga, "manager") };
      return drawPersonal({ ...digest, edition: { ...mine.edition, kind: "manager" } }, ours).card;
    },
  },
  { name: "nps-question", draw: (view) => drawQuestion(story(), view).card },
  { name: "nps-answered-detractor", draw: (view) => drawQuestion(story(six, [loop]), view).card },
  {
    name: "nps-answered-promoter",
    draw: (view) => drawQuestion(story({ ...six, score: 10, comment: "The people." }, [favour]), view).card,
  },
  {
    name: "nps-answered-never",
    draw: (view) => drawQuestion(story({ ...six, comment: slow, optedOut: true }), view).card,
  },
  { name: "nps-over", draw: (view) => drawQuestion({ ...story(), open: false }, view).card },
  { name: "nps-never", draw: (view) => drawQuestion(story({ state: "withdrawn", reason: "opted-out" }), view).card },
  { name: "nps-link", draw: (view) => drawLinks(linked([toSend]), { ...view, ...forAnna }).card },
  {
    name: "nps-link-again",
    draw: (view) =>
      drawLinks({ ...linked([{ ...toSend, state: "silent" }]), kind: "again" }, { ...view, ...forAnna }).card,
  },
  { name: "nps-link-hidden", draw: (view) => drawLinks(linked([toSend]), view).card },
  { name: "nps-links", draw: (view) => drawLinks(linked(eachState), { ...view, ...forAnna }).card },
  {
    name: "nps-links-again",
    draw: (view) => drawLinks({ ...linked(eachState), kind: "again" }, { ...view, ...forAnna }).card,
  },
  {
    name: "nps-links-done",
    draw: (view) =>
      drawLinks(linked(eachState.filter(({ state }) => state === "answered" || state === "left")), {
        ...view,
        ...forAnna,
      }).card,
  },
  { name: "nps-links-elsewhere", draw: (view) => drawLinks(linked([]), { ...view, ...forAnna }).card },
  { name: "nps-links-many", draw: (view) => drawLinks(manyLinks, { ...view, ...forAnna }).card },
  {
    name: "nps-link-got",
    draw: ({ say }) =>
      linkCard(
        {
          who: "Dana Novak",
          words: say("nps.link-words", { who: "Dana Novak", company: "Tailspin Tools" }),
          link: "https://tandem.example/s/-lIO0-wWmM8zWvvQ-0Grn5",
          by: CLOSES,
        },
        say,
      ),
  },
  { name: "nps-loop-call", draw: (view) => drawLoop(called, { ...view, ...forAnna }).card },
  {
    name: "nps-loop-closed",
    draw: (view) => drawLoop({ ...called, closer: anna, loop: closed }, { ...view, ...forAnna }).card,
  },
  {
    name: "nps-loop-changed",
    draw: (view) =>
      drawLoop(
        { ...called, ...story({ ...six, score: 10, comment: slow, commentScore: 3 }), loop: { ...favour, score: 10 } },
        { ...view, ...forAnna },
      ).card,
  },
  {
    name: "nps-loop-closed-changed",
    draw: (view) =>
      drawNudge(
        { ...called, ...story({ ...six, score: 10 }), closer: anna, loop: { ...closed, score: 3 }, escalated: false },
        { ...view, ...forAnna },
      ).card,
  },
  {
    name: "nps-loop-reference",
    draw: (view) =>
      drawLoop({ ...called, ...story({ ...six, score: 10 }), loop: favour }, { ...view, ...forAnna }).card,
  },
  { name: "nps-loop-hidden", draw: (view) => drawLoop(called, view).card },
  { name: "nps-nudge", draw: (view) => drawNudge({ ...called, escalated: false }, { ...view, ...forAnna }).card },
  {
    name: "nps-nudge-escalated",
    draw: (view) => drawNudge({ ...called, escalated: true }, { ...view, audience: privately(olga, "manager") }).card,
  },
  {
    name: "nps-referral",
    draw: (view) => drawReferral(referredBy(named), { ...view, audience: privately(marta, "am") }).card,
  },
  {
    name: "nps-referral-short",
    draw: (view) =>
      drawReferral(referredBy({ ...named, company: undefined, words: undefined }), {
        ...view,
        audience: privately(marta, "am"),
      }).card,
  },
  {
    name: "nps-referral-done",
    draw: (view) =>
      drawReferral(referredBy({ ...named, closedAt: NOW, closedAs: "contact" }), {
        ...view,
        audience: privately(marta, "am"),
      }).card,
  },
  {
    name: "nps-referral-elsewhere",
    draw: (view) => drawReferral({ ...referredBy(named), seller: marta, isElsewhere: true }, view).card,
  },
  { name: "nps-referral-hidden", draw: (view) => drawReferral(referredBy(named), view).card },
  {
    name: "nps-loop-referred",
    draw: (view) => drawLoop({ ...referredBy(named), seller: marta }, { ...view, ...forAnna }).card,
  },
  {
    name: "nps-campaigns",
    draw: (view) =>
      campaignsCard(
        [
          { campaign, progress: { startsOn: fixedDate("2026-11-24"), planned: 12, asked: 48, answered: 19, held: 7 } },
          { campaign: { ...campaign, name: "Summer", state: "draft" }, progress: undefined },
          { campaign: ended, progress: undefined },
        ],
        view,
      ),
  },
  { name: "nps-campaigns-none", draw: (view) => campaignsCard([], view) },
  { name: "nps-preview", draw: (view) => previewCard(previewed, view) },
  {
    name: "nps-preview-running",
    draw: (view) =>
      previewCard(
        {
          ...previewed,
          campaign,
          day: fixedDate("2027-02-23"),
          progress: { startsOn: fixedDate("2026-11-24"), planned: 12, asked: 48, answered: 19, held: 7 },
        },
        view,
      ),
  },
  {
    name: "nps-preview-no-links",
    draw: (view) => previewCard({ ...previewed, hasLinks: false }, view),
  },
  { name: "nps-no-address", draw: (view) => noAddressCard({ ...campaign, state: "draft" }, 65, "start", view) },
  {
    name: "nps-no-address-resume",
    draw: (view) => noAddressCard({ ...campaign, state: "paused" }, 65, "resume", view),
  },
  {
    name: "nps-numbers",
    draw: (view) =>
      numbersCard(
        {
          of: view.say("nps.of-all"),
          all: figuresOf(counts),
          counts,
          byAccount: figuresOf(counts, 21),
          reach: { eligible: 80, asked: 60, answered: 48, heldBack: 12, heldForTrouble: 5 },
          quarters: [
            { label: view.say("nps.quarter", { year: "2026", quarter: 4 }), figures: figuresOf(counts) },
            { label: view.say("nps.quarter", { year: "2026", quarter: 3 }), figures: figuresOf(few) },
          ],
          roles: [
            { label: view.say("nps.role-buyer"), figures: figuresOf(few) },
            { label: view.say("nps.role-user"), figures: figuresOf(counts) },
          ],
          tiers: [],
          silence: undefined,
        },
        view,
      ),
  },
  { name: "nps-numbers-account", draw: (view) => numbersCard(ofNorthwind, view) },
  {
    name: "nps-line",
    draw: (view) => ({
      title: [northwind.name],
      body: drawLine(
        { scope: northwind.scope, answers: ofNorthwind.named?.answers ?? [], calls },
        { ...view, ...forAnna },
      ),
    }),
  },
  {
    name: "nps-numbers-none",
    draw: (view) => numbersCard(unanswered({ kind: "nothing" }), view),
  },
  { name: "nps-numbers-asked", draw: (view) => numbersCard(withoutAnswer(CLOSES), view) },
  { name: "nps-numbers-over", draw: (view) => numbersCard(withoutAnswer(undefined), view) },
  {
    name: "nps-numbers-planned",
    draw: (view) => numbersCard(unanswered({ kind: "planned", count: 1, on: CLOSES }), view),
  },
  {
    name: "nps-numbers-waiting",
    draw: (view) => numbersCard(unanswered({ kind: "waiting", count: 2 }), view),
  },
  {
    name: "nps-numbers-campaign",
    draw: (view) => numbersCard(unanswered({ kind: "campaign", campaign: { ...campaign, state: "running" } }), view),
  },
  {
    name: "nps-numbers-paused",
    draw: (view) => numbersCard(unanswered({ kind: "campaign", campaign: { ...campaign, state: "paused" } }), view),
  },
];
