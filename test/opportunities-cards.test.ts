import { describe, expect, test } from "vitest";
import { plain } from "../src/chat/card.ts";
import { drawOffer } from "../src/features/opportunities/cards.ts";
import { UNTOUCHED } from "../src/features/opportunities/decide.ts";
import { drawHold, drawNudge } from "../src/features/opportunities/nudge-cards.ts";
import { drawPipeline, nextText } from "../src/features/opportunities/pipeline-cards.ts";
import type { Audience, Role } from "../src/kernel/permissions.ts";
import type { Card } from "../src/chat/card.ts";
import { anna, CHANNEL, jonas, marta, NOW, olga, privately, viewOf } from "./examples/fixed.ts";
import { claimed, story } from "./examples/opportunities.ts";

const value = { amountMinor: 900_000, currency: "EUR" };
const won = {
  ...claimed,
  opportunity: { ...claimed.opportunity, stage: "won" as const, wonAt: NOW, closedAt: NOW },
  promised: "Logins without waiting",
  value,
};

function words(card: Card): string {
  return card.body.map((block) => ("text" in block ? plain(block.text) : "")).join("\n");
}
function buttons(card: Card): string[] {
  return card.body.flatMap((block) =>
    block.kind === "buttons" ? block.elements.map(({ label }) => plain(label)) : [],
  );
}
const among = (...members: Role[][]): Audience => ({
  kind: "channel",
  clearance: "commercial",
  members,
  outsiders: false,
});

describe("the price of an opportunity", () => {
  test("stands for Account Managers and who leads, and for no CSM, in private or in a channel", () => {
    const sees = (audience: Audience): boolean => words(drawOffer(won, viewOf("en", audience)).card).includes("€9,000");
    expect(sees(privately(marta, "am"))).toBe(true);
    expect(sees(privately(olga, "manager"))).toBe(true);
    expect(sees(privately(anna, "csm"))).toBe(false);
    expect(sees(among(["am"], ["manager"]))).toBe(true);
    expect(sees(among(["am"], ["csm"]))).toBe(false);
    expect(sees(CHANNEL)).toBe(false);
  });

  test("isn't in the sums of who may not know it, though what was promised is on their card", () => {
    const pipeline = (audience: Audience): string =>
      words(drawPipeline({ stories: [won], isTeam: false, picked: [] }, viewOf("en", audience)));
    expect(pipeline(privately(marta, "am"))).toContain("(1), €9,000");
    expect(pipeline(privately(anna, "csm"))).not.toContain("9,000");
    expect(words(drawOffer(won, viewOf("en", privately(anna, "csm"))).card)).toContain("Logins without waiting");
  });

  test("is summed by currency", () => {
    const dollars = { ...won, value: { amountMinor: 100_000, currency: "USD" } };
    const card = drawPipeline(
      { stories: [won, won, dollars], isTeam: true, picked: [] },
      viewOf("en", privately(olga, "manager")),
    );
    expect(words(card)).toMatch(/\(3\), €18,000, (US)?\$1,000/);
  });
});

describe("the buttons of an offer", () => {
  const shown = (opportunity: Partial<typeof story.opportunity>, audience: Audience = CHANNEL): string[] =>
    buttons(
      drawOffer({ ...story, opportunity: { ...story.opportunity, ...opportunity } }, viewOf("en", audience)).card,
    );

  test("are Claim, Pass, Snooze and Ask CSM while nobody has it", () => {
    expect(shown({})).toEqual(["Claim", "Pass", "Snooze", "Ask CSM", "Open account"]);
    expect(shown({ snoozes: 2 })).toEqual(["Claim", "Pass", "Ask CSM", "Open account"]);
  });

  test("are off while it is on hold, and after the end", () => {
    expect(shown({ parked: { because: "at-risk", since: NOW } })).toEqual(["Open account"]);
    expect(shown({ stage: "expired", closedAt: NOW })).toEqual(["Open account"]);
  });

  test("are gone for whoever passed on it, in their own chat", () => {
    expect(shown({ pool: true, passed: [jonas.id] }, { ...privately(jonas, "am") })).not.toContain("Claim");
  });

  test("are those of a running deal once it is claimed", () => {
    expect(buttons(drawOffer(claimed, viewOf("en")).card)).toEqual([
      ...["Log contact", "Ask CSM", "Proposed", "Won", "Lost"],
      ...["Release", "Open account"],
    ]);
  });

  test("of a decision are there only while it waits for one", () => {
    const held = {
      ...claimed,
      opportunity: {
        ...UNTOUCHED,
        ...claimed.opportunity,
        stage: "contacted" as const,
        parked: { because: "at-risk" as const, since: NOW },
        hold: { decideBy: NOW, decided: undefined },
      },
    };
    const view = viewOf("en", privately(olga, "manager"));
    expect(buttons(drawHold(held, view).card)).toEqual(["Pause", "Continue", "Open account"]);
    const hers = viewOf("en", privately(marta, "am"));
    expect(buttons(drawHold(held, hers).card)).toEqual(["Pause", "Open account"]);
    expect(buttons(drawHold({ ...held, opportunity: { ...held.opportunity, parked: undefined } }, view).card)).toEqual([
      "Open account",
    ]);
  });
});

describe("what is told of an offer", () => {
  const passed = { ...story, opportunity: { ...story.opportunity, assignee: marta.id, passed: [olga.id] } };
  const nudge = (kind: "escalated" | "passed", about = passed): string =>
    words(drawNudge({ kind, story: about }, viewOf("en", privately(olga, "manager"))).card);

  test("tells nobody to claim what they passed on", () => {
    expect(nudge("escalated")).toContain("Ask them about it");
    for (const told of [nudge("escalated"), nudge("passed")]) {
      expect(told).toContain("You passed on this");
      expect(told).not.toMatch(/claim it/i);
    }
    expect(nudge("escalated", { ...passed, opportunity: { ...passed.opportunity, passed: [] } })).toContain(
      "or claim it yourself",
    );
  });

  test("says in the pipeline that its time is over", () => {
    const line = (rung: number): string => {
      const clocks = { ...story.opportunity.clocks, claimBy: NOW, rung };
      const late = { ...story, opportunity: { ...story.opportunity, clocks, pool: false }, assignee: marta };
      return plain(nextText(late, viewOf("en", privately(olga, "manager"))));
    };
    expect(line(1)).toBe("Marta Silva claims it");
    expect(line(2)).toBe("Marta Silva claims it; it was due by 2026-11-24 08:00 UTC");
  });
});
