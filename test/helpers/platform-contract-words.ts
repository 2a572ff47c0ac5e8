import { describe, expect, test } from "vitest";
import type { Card } from "../../src/chat/card.ts";
import type { Drawn } from "../../src/chat/platform.ts";
import { asPeopleSee, STRINGS } from "./corpus.ts";
import { ANNA, drawnFor, NILS, postedIn } from "./platform-drawn.ts";
import type { PlatformHouse } from "./platform-house.ts";

/** Whom a message mentions, where it leads, and that text from outside does neither. */
export function wordsContract(name: string, house: () => PlatformHouse): void {
  const carded = (card: Card, summary: Drawn["summary"] = ["Summary"]): Drawn =>
    drawnFor(house(), "", { card, summary });
  const posted = (drawn: Drawn): Promise<string> => postedIn(house(), house().channel, drawn);

  describe(`${name}: words`, () => {
    test("mention a person by the handle given, and by name where there is none", async () => {
      const people = [{ mention: { id: ANNA, name: "Anna" } }, " and ", { mention: { id: NILS, name: "Nils" } }];
      await posted(carded({ title: ["Two"], body: [{ kind: "text", text: people }] }));
      const [message] = house().standing(house().channel);
      expect(message).toMatchObject({ mentions: [house().anna.handle], links: [], odd: [] });
      expect(message?.letters).toContain("Nils");
    });

    test("from outside mention nobody and lead nowhere, wherever they stand, and are read as they are", async () => {
      for (const words of STRINGS) await posted(carded(everywhere(words), [words]));
      const standing = house().standing(house().channel);
      expect(standing).toHaveLength(STRINGS.length);
      for (const [at, message] of standing.entries()) {
        const words = STRINGS[at] ?? "";
        expect({ words, message }).toMatchObject({ words, message: { mentions: [], links: [], odd: [] } });
        expect(asPeopleSee(message.letters)).toContain(asPeopleSee(words).slice(0, 60));
      }
    });

    test.each(["en", "de", "zh"])("that lose their buttons for want of room say in %s what to type", async (locale) => {
      const press = { name: "risk.own", subject: "1" };
      const buttons = { kind: "buttons", elements: [{ kind: "button", label: ["Own it"], press }] } as const;
      const card: Card = { title: ["Northwind"], body: Array<typeof buttons>(120).fill(buttons) };
      await posted(drawnFor(house(), "", { card, locale }));
      const [message] = house().standing(house().channel);
      const typed = house().platform.name === "slack" ? "/tandem help" : "help";
      expect(message?.letters).toContain(typed);
    });

    test("lead to web addresses alone", async () => {
      const links = ["https://tandem.example/a?b=1&c=2", "javascript:alert(1)", "http://a:b@evil.example", "nonsense"];
      const text = links.map((link) => ({ link, label: "here" }));
      await posted(carded({ title: ["Links"], body: [{ kind: "text", text }] }));
      expect(house().standing(house().channel)).toMatchObject([{ links: [links[0]], odd: [] }]);
    });
  });
}

/** A card with the same words in every place that shows words. */
function everywhere(words: string): Card {
  const press = { name: "risk.own", subject: "1" };
  const button = { kind: "button", label: [words], press } as const;
  return {
    title: [words],
    body: [
      { kind: "text", text: [words] },
      { kind: "text", text: [{ bold: [words] }, { code: words }, { faint: [words] }], button },
      { kind: "text", text: [{ mention: { id: NILS, name: words } }] },
      { kind: "list", ordered: false, items: [[words], [words, { bold: ["!"] }]] },
      { kind: "context", text: [words] },
      {
        kind: "buttons",
        elements: [button, { kind: "menu", label: [words], press, options: [{ value: "1", label: [words] }] }],
      },
    ],
  };
}
