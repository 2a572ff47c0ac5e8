import { type Block, type Card, daySpan, type Text } from "../../chat/card.ts";
import { NPS } from "../../kernel/defaults.ts";
import { never } from "../../kernel/errors.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say, View } from "../../locales/say.ts";
import { sentences } from "../../locales/sentences.ts";
import { bandOf } from "./decide.ts";
import type { Distribution, Figures } from "./figures.ts";
import type { Reach } from "./figures-store.ts";
import { namedBlocks } from "./named-cards.ts";
import type { Named } from "./named.ts";
import type { Open, Silence } from "./silence.ts";

/** A part of the answers: those of a quarter, a role, a tier. */
export interface Part {
  readonly label: Text;
  readonly figures: Figures;
}

export interface Numbers {
  readonly of: Text;
  readonly all: Figures;
  readonly counts: Distribution;
  /** each customer counts the same */
  readonly byAccount: Figures;
  readonly reach: Reach;
  readonly quarters: readonly Part[];
  readonly roles: readonly Part[];
  readonly tiers: readonly Part[];
  /** why nobody has answered, where nobody has */
  readonly silence: Silence | undefined;
  /** of a customer's people, for who may read it by name */
  readonly named?: Named | undefined;
}

const BAR = 16;

/** The figure with how sure it is, how it is spread, and how many were asked (E4). */
export function numbersCard(numbers: Numbers, view: View): Card {
  const { of, all, counts, byAccount, reach, quarters, roles, tiers, silence, named } = numbers;
  const { say } = view;
  const parts = (heading: TextKey, these: readonly Part[]): Block[] =>
    these.length === 0
      ? []
      : [
          { kind: "text", text: say(heading) },
          {
            kind: "list",
            ordered: false,
            items: these.map((part) => say("nps.part", { label: part.label, score: scoreText(part.figures, say) })),
          },
        ];
  return {
    title: say("nps.title", { of }),
    ...accentOf(all),
    body: [
      {
        kind: "text",
        text: all.n === 0 ? silenceText(silence, say) : say("nps.headline", { score: scoreText(all, say) }),
      },
      // The scores of a few would tell who gave which.
      ...(all.nps === undefined ? [] : [{ kind: "list", ordered: false, items: spread(counts, all, say) } as const]),
      ...(byAccount.nps === undefined
        ? []
        : [
            {
              kind: "context",
              text: say("nps.by-account", { score: scoreText(byAccount, say, "nps.score-customers") }),
            } as const,
          ]),
      ...(named ? namedBlocks(silenced(named, silence), view) : []),
      // One quarter alone says what the headline says.
      ...parts("nps.by-quarter", quarters.length > 1 ? quarters : []),
      ...parts("nps.by-role", roles),
      ...parts("nps.by-tier", tiers),
      { kind: "context", text: reachText(reach, say) },
      { kind: "context", text: say("nps.how", { days: NPS.windowDays }) },
    ],
  };
}

function silenceText(silence: Silence | undefined, say: Say): Text {
  switch (silence?.kind) {
    case "asked": {
      const { count, on, by } = silence;
      const said = say("nps.silent-asked", { count, on: daySpan(on), by: { date: by, style: "day" } });
      return sentences(said, reminderText(silence, say));
    }
    case "over":
      return say("nps.silent-over", { count: silence.count, on: daySpan(silence.on) });
    case "planned":
      return say("nps.silent-planned", { count: silence.count, on: { date: silence.on, style: "day" } });
    case "waiting":
      return say("nps.silent-waiting", { count: silence.count });
    case "campaign": {
      const { name, state, nextWaveOn } = silence.campaign;
      const said = { name, count: NPS.windowDays };
      if (state === "paused") return say("nps.silent-paused", said);
      return say("nps.silent-campaign", { ...said, on: daySpan(nextWaveOn) });
    }
    case "nothing":
    case undefined:
      return say("nps.no-answers", { count: NPS.windowDays });
    default:
      return never(silence);
  }
}

function reminderText({ count, reminded, toRemind }: Open, say: Say): Text {
  if (reminded === count) return say("nps.silent-reminded-all");
  if (reminded > 0) return say("nps.silent-reminded", { count: reminded });
  return toRemind > 0 ? say("nps.silent-reminder") : [];
}

/** By name stand those of whom the headline speaks. */
function silenced(named: Named, silence: Silence | undefined): Named {
  if (silence?.kind === "asked" || silence?.kind === "over")
    return { ...named, silent: named.silent.filter(({ askedAt }) => askedAt) };
  const isTurn = silence?.kind === "planned" || silence?.kind === "waiting";
  return { ...named, silent: isTurn ? named.silent.filter(({ askedAt }) => !askedAt) : [] };
}

/** Small n is never coloured (E4). */
function accentOf({ nps, coloured }: Figures): Pick<Card, "accent"> {
  if (nps === undefined || !coloured) return {};
  return { accent: nps >= 30 ? "good" : nps >= 0 ? "calm" : "warn" };
}

function scoreText(
  { nps, margin, n }: Figures,
  say: Say,
  key: "nps.score" | "nps.score-customers" = "nps.score",
): Text {
  if (n === 0) return say("nps.too-few-none");
  if (nps === undefined || margin === undefined) return say("nps.too-few", { count: n, least: NPS.shownFrom });
  return say(key, { score: signed(nps), margin: Math.round(margin), count: n });
}

function signed(nps: number): string {
  const rounded = Math.round(nps);
  return rounded > 0 ? `+${String(rounded)}` : String(rounded).replace("-", "−");
}

/** Three bars, and how often each score was given. */
function spread(counts: Distribution, { promoters, passives, detractors }: Figures, say: Say): Text[] {
  const most = Math.max(promoters, passives, detractors, 1);
  const bands = [
    ["promoter", promoters, "nps.spread-promoters"],
    ["passive", passives, "nps.spread-passives"],
    ["detractor", detractors, "nps.spread-detractors"],
  ] as const;
  return bands.map(([band, people, key]) => {
    const scores = counts.flatMap((times, score) =>
      times > 0 && bandOf(score) === band ? [`${String(score)}×${String(times)}`] : [],
    );
    const bar = "█".repeat(Math.round((people / most) * BAR));
    return say(key, {
      bar: { code: bar === "" ? "·" : bar },
      count: people,
      scores: scores.toReversed().join(", ") || "–",
    });
  });
}

function reachText({ eligible, asked, answered, heldBack, heldForTrouble }: Reach, say: Say): Text {
  if (eligible === 0) return say("nps.reach-none");
  const rate = asked === 0 ? 0 : Math.round((100 * answered) / asked);
  return say("nps.reach", { asked, eligible, answered, rate, held: heldBack, trouble: heldForTrouble });
}
