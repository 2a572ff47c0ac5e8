import { type Block, type Button, type Card, daySpan, type Text } from "../../chat/card.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { ContactId } from "../../kernel/ids.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say, View } from "../../locales/say.ts";
import type { Progress } from "./campaign-store.ts";
import { type Asked, type Campaign, type Move, movesFrom } from "./campaign.ts";
import type { Exclusion, Hold, Verdict } from "./decide.ts";
import type { Counted, Judged } from "./plan-store.ts";
import type { Via } from "./survey-store.ts";
import type { CountedWay } from "./ways-store.ts";

export interface CampaignLine {
  readonly campaign: Campaign;
  /** of its newest wave; undefined: it has had none */
  readonly progress: (Progress & { readonly startsOn: LocalDate }) | undefined;
}

const STATES = {
  draft: "nps.state-draft",
  running: "nps.state-running",
  paused: "nps.state-paused",
  ended: "nps.state-ended",
} as const satisfies Record<Campaign["state"], TextKey>;
const MOVES = {
  start: "nps.start",
  pause: "nps.pause",
  resume: "nps.resume",
  end: "nps.end",
  discard: "nps.discard",
} as const satisfies Record<Move, TextKey>;
const WHY_NOT = {
  "opted-out": "nps.not-opted-out",
  gap: "nps.not-gap",
  cap: "nps.not-cap",
  "not-live": "nps.not-not-live",
  "just-live": "nps.not-just-live",
  "near-notice": "nps.not-near-notice",
  elsewhere: "nps.not-elsewhere",
} as const satisfies Record<Exclusion, TextKey>;
const WHY_HELD = {
  escalation: "nps.held-escalation",
  detractor: "nps.held-detractor",
  negotiation: "nps.held-negotiation",
  "renewal-wave": "nps.held-renewal-wave",
  enough: "nps.held-enough",
} as const satisfies Record<Hold, TextKey>;

const ASKED_BY = {
  slack: "nps.by-slack",
  teams: "nps.by-teams",
  email: "nps.by-email",
  link: "nps.by-link",
} as const satisfies Record<Via, TextKey>;
const PERSON_BY = {
  slack: "nps.preview-person-slack",
  teams: "nps.preview-person-teams",
  email: "nps.preview-person-email",
  link: "nps.preview-person-link",
} as const satisfies Record<Via, TextKey>;

/** Every campaign, the newest first, with what may be done with it. */
export function campaignsCard(lines: readonly CampaignLine[], view: View): Card {
  const { say } = view;
  const plan: Button = {
    kind: "button",
    label: say("nps.new"),
    look: "primary",
    opens: { name: "nps.campaign", subject: "" },
  };
  return {
    title: say("nps.campaigns-title"),
    body: [
      ...(lines.length === 0 ? [{ kind: "text", text: say("nps.no-campaigns") } as const] : []),
      ...lines.flatMap((line) => campaignBlocks(line, view)),
      { kind: "buttons", elements: [plan] },
    ],
  };
}

function campaignBlocks({ campaign, progress }: CampaignLine, view: View): Block[] {
  const { say } = view;
  const { name, state, nextWaveOn, asked } = campaign;
  const buttons = [
    ...(state === "ended"
      ? []
      : [button(say("nps.preview"), "preview", campaign), button(say("nps.words"), "words", campaign)]),
    ...moveButtons(campaign, view, false),
  ];
  return [
    { kind: "text", text: say("nps.campaign-line", { name, state: say(STATES[state]), whom: whomText(asked, say) }) },
    ...(progress
      ? [
          {
            kind: "context",
            text: say("nps.progress", { on: daySpan(progress.startsOn), ...countsOf(progress) }),
          } as const,
        ]
      : []),
    ...(state === "running"
      ? [{ kind: "context", text: say("nps.next-wave", { on: daySpan(nextWaveOn) }) } as const]
      : []),
    ...(buttons.length > 0 ? [{ kind: "buttons", elements: buttons } as const] : []),
  ];
}

function countsOf({ planned, asked, answered, held }: Progress) {
  return { planned, asked, answered, held };
}

function button(label: Text, press: string, { id }: Campaign): Button {
  return { kind: "button", label, press: { name: `nps.${press}`, subject: id } };
}

/** One is the first; ending asks once more. */
function moveButtons(campaign: Campaign, { say }: View, isAlone: boolean): Button[] {
  return movesFrom(campaign.state).map((move): Button => {
    const label = say(MOVES[move]);
    if (move === "end") return { kind: "button", label, opens: { name: "nps.end", subject: campaign.id } };
    const isFirst = isAlone && (move === "start" || move === "resume");
    return { ...button(label, move, campaign), ...(isFirst && { look: "primary" }) };
  });
}

/** What is said before cards go out that can only refuse. @param people who could be asked by a link alone */
export function noAddressCard(campaign: Campaign, people: number, move: "start" | "resume", { say }: View): Card {
  return {
    title: say(`nps.no-address-title-${move}`, { name: campaign.name }),
    accent: "warn",
    body: [
      { kind: "text", text: say("nps.no-address", { count: people }) },
      { kind: "text", text: say(`nps.no-address-next-${move}`) },
      { kind: "buttons", elements: [button(say(`nps.${move}-anyway`), `${move}-anyway`, campaign)] },
    ],
  };
}

function whomText({ tier, roles }: Asked, say: Say): Text {
  const who = say(`nps.tier-${tier}`);
  return roles.length > 0 ? say("nps.whom-deciders", { who }) : who;
}

export interface Preview {
  readonly campaign: Campaign;
  readonly day: LocalDate;
  /** of its newest wave; undefined: it has had none */
  readonly progress: CampaignLine["progress"];
  readonly counts: readonly Counted[];
  readonly people: readonly Judged[];
  readonly ways: readonly CountedWay[];
  readonly wayOf: ReadonlyMap<ContactId, Via>;
  /** false: the service doesn't know its own address */
  readonly hasLinks: boolean;
  /** when the first and the last of them is asked, where the organisation is */
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** Who would be asked, and who not, with the reason; it says that nobody was written to. */
export function previewCard(preview: Preview, view: View): Card {
  const { campaign, day, progress, counts, people, ways, wayOf, hasLinks, firstAt, lastAt } = preview;
  const byLink = ways.find(({ via }) => via === "link")?.people ?? 0;
  const { say } = view;
  const peopleWhere = (kind: Verdict["kind"]): number =>
    counts.filter(({ verdict }) => verdict.kind === kind).reduce((sum, each) => sum + each.people, 0);
  const asked = peopleWhere("asked");
  const named = people.filter(({ verdict }) => verdict.kind === "asked");
  const lines = (kind: "held" | "excluded"): Text[] =>
    counts.flatMap(({ verdict, people: count }) => {
      if (verdict.kind === "asked" || verdict.kind !== kind) return [];
      return [say(verdict.kind === "held" ? WHY_HELD[verdict.because] : WHY_NOT[verdict.because], { count })];
    });
  const more = asked - named.length;
  return {
    title: say("nps.preview-title", { name: campaign.name }),
    body: [
      ...(progress
        ? [
            {
              kind: "text",
              text: say("nps.progress", { on: daySpan(progress.startsOn), ...countsOf(progress) }),
            } as const,
          ]
        : []),
      { kind: "text", text: askedText(asked, day, progress !== undefined, say) },
      ...(asked > 0
        ? [
            {
              kind: "context",
              text: say("nps.preview-when", {
                from: { date: firstAt, style: "day" },
                to: { date: lastAt, style: "day" },
              }),
            } as const,
            { kind: "text", text: say("nps.preview-ways") } as const,
            {
              kind: "list",
              ordered: false,
              items: ways.map(({ via, people: count }) => say(ASKED_BY[via], { count })),
            } as const,
            ...(named.length === 0
              ? []
              : [
                  { kind: "text", text: say("nps.preview-first") } as const,
                  {
                    kind: "list",
                    ordered: false,
                    items: named.map(({ contact, name, accountName: account }) =>
                      say(PERSON_BY[wayOf.get(contact) ?? "link"], { name, account }),
                    ),
                  } as const,
                ]),
            ...(byLink > 0 && !hasLinks
              ? [{ kind: "text", text: say("nps.preview-no-links", { count: byLink }) } as const]
              : []),
          ]
        : []),
      ...(named.length > 0 && more > 0
        ? [{ kind: "context", text: say("nps.preview-more", { count: more }) } as const]
        : []),
      ...reasons("nps.preview-held", peopleWhere("held"), lines("held"), say),
      ...reasons("nps.preview-excluded", peopleWhere("excluded"), lines("excluded"), say),
      { kind: "context", text: say(DRY[campaign.state], { on: daySpan(day) }) },
      { kind: "buttons", elements: moveButtons(campaign, view, true) },
    ],
  };
}

const DRY = {
  draft: "nps.preview-dry",
  running: "nps.preview-dry-running",
  paused: "nps.preview-dry-paused",
  ended: "nps.preview-dry-ended",
} as const satisfies Record<Campaign["state"], TextKey>;

function askedText(count: number, day: LocalDate, isNext: boolean, say: Say): Text {
  const on = daySpan(day);
  if (count === 0) return say(isNext ? "nps.preview-next-none" : "nps.preview-asked-none", { on });
  return say(isNext ? "nps.preview-next" : "nps.preview-asked", { count, on });
}

function reasons(
  key: "nps.preview-held" | "nps.preview-excluded",
  count: number,
  items: readonly Text[],
  say: Say,
): Block[] {
  if (items.length === 0) return [];
  return [
    { kind: "text", text: say(key, { count }) },
    { kind: "list", ordered: false, items },
  ];
}
