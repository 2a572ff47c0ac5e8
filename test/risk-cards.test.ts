import { describe, expect, test } from "vitest";
import { type Block, type Card, plain, type Text } from "../src/chat/card.ts";
import { protectingOf } from "../src/features/risk/agreeing.ts";
import { drawPart } from "../src/features/risk/account-section.ts";
import { drawCase } from "../src/features/risk/case-card.ts";
import { drawAll } from "../src/features/risk/digests/all-cards.ts";
import { drawTeam } from "../src/features/risk/digests/cards.ts";
import { drawPersonal } from "../src/features/risk/digests/personal-cards.ts";
import { drawRisks } from "../src/features/risk/home.ts";
import { sentences, toldText } from "../src/features/risk/texts.ts";
import type { Audience } from "../src/kernel/permissions.ts";
import { owned } from "./examples/cases.ts";
import { anna, ben, chen, marta, olga, privately, viewOf } from "./examples/fixed.ts";
import {
  aCase,
  closedAlone,
  crowded,
  entry,
  logins,
  mine,
  myEdition,
  part,
  riskExamples,
  team,
} from "./examples/risk.ts";

const LOCALES = ["en", "de", "zh"] as const;

function textsOf({ title, body }: Card): Text[] {
  const inside = (block: Block): readonly Text[] =>
    block.kind === "text" || block.kind === "context" ? [block.text] : block.kind === "list" ? block.items : [];
  return [title, ...body.flatMap(inside)];
}
function wordsOf(card: Card): string {
  return textsOf(card).map(plain).join("\n");
}

describe.each(LOCALES)("in %s", (locale) => {
  test("the digests of a team with forty risks and of a busy CSM have at most twelve blocks", () => {
    const full = drawTeam(crowded, viewOf(locale)).card;
    expect(full.body.length + 1).toBeLessThanOrEqual(12);
    expect(full.body.filter((block) => block.kind === "text" && block.button)).toHaveLength(5 + 1);
    const busy = drawPersonal(
      {
        ...mine,
        updatedAt: team.updatedAt,
        entries: crowded.entries,
        edition: { ...myEdition, count: 40, late: true },
      },
      viewOf(locale, privately(anna, "csm")),
    ).card;
    expect(busy.body.length + 1).toBeLessThanOrEqual(12);
  });

  test("no card shows a probability, and every amount comes with its band", () => {
    for (const { draw } of riskExamples) expect(wordsOf(draw(viewOf(locale)))).not.toMatch(/undefined|NaN|\{\{|0\.\d/);
  });

  test("the team's list stands by weight as its heading says, and what is new further down is named", () => {
    const { since } = myEdition;
    const entries = ["same", "same", "new", "same", "same", "same", "watch"].map((was, n) =>
      entry(n + 10, `Customer ${n + 1}`, { was: was as "same" | "new" | "watch" }),
    );
    const edition = { ...team.edition, count: 9, since: team.edition.since ?? since };
    const { card } = drawTeam({ ...team, edition, entries }, viewOf(locale));
    const lines = wordsOf(card).split("\n");
    const placed = lines.flatMap((text) => /^(\d)\. Customer (\d)/.exec(text)?.slice(1).join() ?? []);
    expect(placed).toEqual(["1,1", "2,2", "3,3", "4,4", "5,5"]);
    const isNew = { en: "New.", de: "Neu.", zh: "新增。" }[locale];
    expect(lines.filter((text) => text.includes(isNew)).join()).toContain("Customer 3");
    const rest = lines.find((text) => text.includes("Customer 7")) ?? "";
    expect(rest.indexOf("Customer 7")).toBeLessThan(rest.indexOf("Customer 6"));
  });

  test("an account's name stays text, whatever it says", () => {
    const evil = "<!channel> {{reason}} **x** <https://evil|Acme> \u0002account\u0003";
    const { card } = drawTeam({ ...team, entries: [entry(2, evil, {})] }, viewOf(locale));
    const spans = textsOf(card).flatMap((text) =>
      text.flatMap((span) => (typeof span === "object" && "bold" in span ? span.bold : [span])),
    );
    expect(spans).toContain(evil);
  });
});

describe("an audience", () => {
  const operations: Audience = { kind: "channel", clearance: "operations", members: [["csm"]], outsiders: false };
  const none: Audience = { kind: "channel", clearance: "none", members: [["csm"]], outsiders: false };
  const withColleague: Audience = {
    kind: "channel",
    clearance: "commercial",
    members: [["csm"], ["colleague"]],
    outsiders: false,
  };

  test("without clearance for amounts reads bands, and that amounts are hidden", () => {
    const words = wordsOf(drawTeam(team, viewOf("en", operations)).card);
    expect(words).not.toMatch(/[€£$]/);
    expect(words).toContain("Northwind GmbH (high risk): logins on 4 of 28 days");
    expect(words).toContain("Amounts are hidden");
  });

  test("with a colleague in it reads bands without reasons", () => {
    const words = wordsOf(drawTeam(team, viewOf("en", withColleague)).card);
    expect(words).toContain("Northwind GmbH (high risk).");
    expect(words).not.toMatch(/logins|[€£$]/);
  });

  test("without any clearance reads neither names, figures nor counts", () => {
    const words = wordsOf(drawTeam(team, viewOf("en", none)).card);
    expect(words).not.toMatch(/Northwind|Contoso|Anna|\d/);
  });

  test("of another CSM's digest reads nothing of its accounts", () => {
    const words = wordsOf(drawPersonal(mine, viewOf("en", privately(ben, "csm"))).card);
    expect(words).not.toMatch(/Northwind|Contoso|Fabrikam|Adatum/);
  });

  test("which may not know of a risk reads in the case's title and summary only that there is news", () => {
    const example = riskExamples.find(({ name }) => name === "risk-case-guests");
    expect(example && plain(example.draw(viewOf("en")).title)).toBe("There is news about a customer");
  });
});

describe("a reason", () => {
  const view = viewOf("en");
  test("says the value, the account's own normal and its peers, as far as they are known", () => {
    expect(plain(toldText(logins, view))).toBe("logins on 4 of 28 days, normal for them 15, comparable customers 14");
    const alone = { kind: "term", term: { feature: "login_days_28", c: 1, value: 4.2 } } as const;
    expect(plain(toldText(alone, view))).toBe("logins on 4 of 28 days");
  });
  test("says all of the peers in words, and never a hundred percent of them", () => {
    const told = (value: number, c: number) =>
      plain(
        toldText({ kind: "term", term: { feature: "peer_pct", c, value, group: "segment", peers: 15 } }, viewOf("en")),
      );
    expect(told(0, 0.3)).toBe("less use per seat than at all 15 comparable customers");
    expect(told(100, -0.3)).toBe("more use per seat than at all 15 comparable customers");
    expect(told(100, 0.3)).toBe("more use per seat than at all 15 comparable customers");
    expect(told(0.2, 0.3)).toMatch(/^less use per seat than at 99\s% of 15/);
    expect(told(99.9, -0.3)).toMatch(/^more use per seat than at 99\s% of 15/);
  });

  test("never calls a rise a fall", () => {
    const change = (c: number, share: number) =>
      plain(toldText({ kind: "term", term: { feature: "change_3m", c, value: Math.log(share) } }, view));
    expect(change(0.5, 0.22)).toBe("use down 78\u00a0% on the three months before");
    expect(change(0.1, 1.02)).toBe("use no higher than in the three months before");
    expect(change(-0.5, 1.22)).toBe("use up 22\u00a0% on the three months before");
    expect(change(-0.1, 0.98)).toBe("use as steady as in the three months before");
  });
});

describe("a case that somebody owns", () => {
  const at = (time: string): Date => new Date(`2026-11-24T${time}:00Z`);
  const mine = { ...owned, owner: { person: anna, at: at("09:00") } };
  const drawn = (found: Partial<(typeof mine)["found"]>): string =>
    JSON.stringify(
      drawCase({ ...mine, found: { ...mine.found, ...found } }, viewOf("en", privately(anna, "csm"))).card,
    );
  const late = (time: string, by?: typeof olga) => ({ escalated: { to: olga, at: at(time), by, note: undefined } });

  test("isn't with its manager any more, to whom the clock had given it; what somebody escalated still is", () => {
    expect(drawn(late("08:00"))).not.toContain("Escalated to");
    expect(drawn(late("10:00"))).toContain("Escalated to");
    expect(drawn(late("08:00", ben))).toContain("escalated it to");
  });

  test("can be closed once a contact is logged", () => {
    expect(drawn({ contactAt: undefined })).not.toContain("risk.close");
    expect(drawn({ contactAt: at("10:00") })).toContain("risk.close");
  });
});

describe("in private one is offered what one may press, and nothing else", () => {
  const closed = { ...aCase, closed: { ...closedAlone, by: anna, outcome: "saved" } } as const;
  const pressed = (blocks: readonly Block[]): string[] =>
    [...JSON.stringify(blocks).matchAll(/"(?:press|opens)":\{"name":"([^"]+)"/g)].map(([, name]) => name ?? "").sort();
  const offered = (audience: Audience): string[][] => {
    const view = viewOf("en", audience);
    const cards = [aCase, owned, closed].map((story) => drawCase(story, view).card.body);
    const all = drawAll({ ...team, entries: [entry(2, "Northwind", {})] }, view).body;
    const home = drawRisks({ entries: [entry(2, "Northwind", {})], today: myEdition.day }, view);
    return [...cards, all, home, drawPart(part, view)].map(pressed);
  };

  test("the Account Manager logs a contact", () => {
    const both = ["accounts.log", "accounts.open"];
    expect(offered(privately(marta, "am"))).toEqual([
      both,
      both,
      ["accounts.open"],
      ["accounts.open"],
      ["accounts.open"],
      [],
    ]);
  });

  test("who may act on it has all of it", () => {
    for (const audience of [privately(anna, "csm"), privately(olga, "manager")]) {
      const [fresh, own, over, all, home, section] = offered(audience);
      expect(fresh).toEqual(expect.arrayContaining(["risk.own", "risk.not-a-risk", "risk.escalate", "risk.snooze"]));
      expect(own).toEqual(expect.arrayContaining(["risk.step", "risk.close", "accounts.plan"]));
      expect(over).toContain("risk.reopen");
      for (const each of [all, home, section]) expect(each).toContain("risk.own");
    }
  });

  test("an executive opens it", () => {
    for (const each of offered(privately(chen, "exec")))
      expect(each.every((name) => name === "accounts.open")).toBe(true);
  });
});

test("what protects never speaks of use where a reason speaks of too little of it", () => {
  const unused = { feature: "recency_days", c: 0.4, value: 7 } as const;
  const broad = { feature: "breadth_28", c: -0.5, value: 1, of: 4 } as const;
  const live = { feature: "integrated", c: -0.2, value: 1 } as const;
  expect(protectingOf({ raising: [unused], lowering: [broad, live] })).toBe(live);
  expect(protectingOf({ raising: [unused], lowering: [broad] })).toBeUndefined();
  expect(protectingOf({ raising: [], lowering: [broad, live] })).toBe(broad);
  const words = [unused, broad].map((term) => plain(toldText({ kind: "term", term }, viewOf("en"))));
  expect(words).toEqual(["no use in the last 7 days", "4 of 4 key features used within 28 days"]);
});

test("sentences stand apart by a space, but not behind a full-width stop", () => {
  expect(plain(sentences(["一。"], ["二。"], [], ["A."], ["B."]))).toBe("一。二。A. B.");
});

test.each(LOCALES)("a mean of answers is told of five and more; of fewer no score, in %s", (locale) => {
  const said = (of: number, c: number) =>
    plain(toldText({ kind: "term", term: { feature: "nps_mean", c, value: 3.456, of } }, viewOf(locale)));
  expect(said(5, 0.3)).toMatch(/3[.,]5/);
  for (const count of [1, 2, 4]) {
    expect(said(count, 0.3)).not.toMatch(/3[.,]|10/);
    expect(said(count, 0.3)).not.toBe(said(count, -0.3));
  }
});
