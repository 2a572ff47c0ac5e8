import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAction, parseChoice, parseOpening } from "../src/chat/action-id.ts";
import type { Block, Card, Form, Span, Text } from "../src/chat/card.ts";
import { clean } from "../src/chat/runs.ts";
import { choiceIn } from "../src/chat/teams/actions.ts";
import type { Element, Line } from "../src/chat/teams/elements.ts";
import { fieldId, fieldName, renderForm, SUBMIT, type FormParts } from "../src/chat/teams/render-form.ts";
import { renderMessage, type TeamsContext } from "../src/chat/teams/render.ts";
import { bytesOf, CARD_BYTES, mostThatFit } from "../src/chat/teams/size.ts";
import { addDays, fixedDate } from "../src/kernel/business-time.ts";
import type { PersonId } from "../src/kernel/ids.ts";
import { createSays } from "../src/locales/say.ts";
import { scaleCard } from "./examples/scale.ts";
import { readCard, type CardRead } from "./helpers/adaptive-cards.ts";
import { STRINGS } from "./helpers/corpus.ts";

const says = createSays();
const anna = { id: "019400d2-5b7a-7c31-9a52-0d8c2f6e1c01" as PersonId, name: "Anna Kurz" };
const namesake = { id: "019400d2-5b7a-7c31-9a52-0d8c2f6e1c02" as PersonId, name: "Anna Kurz" };
const marta = { id: "019400d2-5b7a-7c31-9a52-0d8c2f6e1c03" as PersonId, name: "Marta" };
const context: TeamsContext = {
  handles: new Map([
    [anna.id, "5a1f0c3e-7b42-4c19-9d08-000000000001"],
    [namesake.id, "29:1namesake"],
  ]),
  zone: "Europe/Berlin",
  say: says("en"),
  locale: "en",
};
const press = { name: "risk.own", subject: "019400d2-5b7a-7c31-9a52-0d8c2f6e1e01" };
const own = { kind: "button", label: ["Own it"], look: "primary", press } as const;
const snooze = {
  kind: "menu",
  label: ["Snooze"],
  press: { name: "risk.snooze", subject: "1" },
  options: [{ value: "1d", label: ["Tomorrow"] }],
} as const;

function bodyOf(body: readonly Block[], title: Text = []): readonly Element[] {
  return renderMessage({ title, body }, context).content.body;
}
function lineOf(...text: Span[]): Line {
  return bodyOf([{ kind: "text", text }])[0] as Line;
}
function readLine(...text: Span[]): CardRead {
  return readCard(renderMessage({ title: [], body: [{ kind: "text", text }] }, context).content);
}
function buttonsOf(...elements: Extract<Block, { kind: "buttons" }>["elements"]): CardRead["buttons"] {
  return readCard(renderMessage({ title: [], body: [{ kind: "buttons", elements }] }, context).content).buttons;
}

describe("a card in Teams", () => {
  test("has its title as a heading on a band of its accent", () => {
    const card: Card = { title: ["Northwind is ", { bold: ["at risk"] }], accent: "alert", body: [] };
    expect(renderMessage(card, context)).toEqual({
      summary: "Northwind is at risk",
      content: {
        type: "AdaptiveCard",
        version: "1.5",
        lang: "en",
        fallbackText: "Northwind is at risk",
        body: [
          {
            type: "Container",
            style: "attention",
            bleed: true,
            items: [
              {
                type: "TextBlock",
                style: "heading",
                size: "Medium",
                weight: "Bolder",
                text: "Northwind is at risk",
                wrap: true,
              },
            ],
          },
        ],
      },
    });
  });

  test.each([
    ["alert", "attention"],
    ["warn", "warning"],
    ["good", "good"],
    ["calm", "emphasis"],
  ] as const)("that is %s has a band that Teams calls %s", (accent, style) => {
    expect(renderMessage({ title: ["x"], accent, body: [] }, context).content.body).toMatchObject([{ style }]);
  });

  test("has a line with its button below it, close by", () => {
    expect(bodyOf([{ kind: "text", text: [{ bold: ["Northwind"] }, " €48,000"], button: own }])).toMatchObject([
      { type: "TextBlock", text: "**Northwind** €48,000", spacing: "Medium" },
      { type: "ActionSet", spacing: "Small", actions: [{ title: "Own it" }] },
    ]);
  });

  test("has each item of a list on a line of its own, numbered or dotted with letters that no client reads", () => {
    const items: Text[] = [["One"], ["Two"]];
    const textsOf = (ordered: boolean): readonly string[] =>
      readCard({ body: bodyOf([{ kind: "list", ordered, items }]), type: "AdaptiveCard", version: "1.5" }).texts;
    expect(textsOf(true)).toEqual(["1.\u00a0One", "2.\u00a0Two"]);
    expect(textsOf(false)).toEqual(["•\u00a0One", "•\u00a0Two"]);
  });

  test("has a line under a divider apart from what is above it", () => {
    const [above, below, after] = bodyOf([
      { kind: "text", text: ["a"] },
      { kind: "divider" },
      { kind: "context", text: ["b"] },
      { kind: "text", text: ["c"] },
    ]);
    expect(above).not.toHaveProperty("separator");
    expect(after).not.toHaveProperty("separator");
    expect(below).toMatchObject({ separator: true, isSubtle: true, size: "Small" });
  });

  test("greys a line that is faint as a whole, and leaves a word of a line as it is", () => {
    expect(lineOf({ faint: ["quiet"] })).toMatchObject({ text: "quiet", isSubtle: true });
    expect(lineOf("loud ", { faint: ["quiet"] })).toEqual({ type: "TextBlock", text: "loud quiet", wrap: true });
  });

  test("breaks lines by elements, on which all clients agree", () => {
    expect(bodyOf([{ kind: "text", text: ["one\ntwo\r\n\nthree"] }])).toMatchObject([
      { text: "one" },
      { text: "two", spacing: "None" },
      { text: "three", spacing: "None" },
    ]);
  });

  test("has code in another type, letter for letter", () => {
    expect(lineOf("Say ", { code: "tandem *help*" })).toEqual({
      type: "RichTextBlock",
      inlines: [
        { type: "TextRun", text: "Say " },
        { type: "TextRun", text: "tandem *help*", fontType: "Monospace" },
      ],
    });
  });

  test.each(["_A_b-C*d*_", "A".repeat(22), "~a~__b__-", "a&amp;b"])(
    "shows an address that ends in %s whole, letter for letter, where it may break within a word",
    (token) => {
      const address = `https://tandem.example/s/${token}`;
      expect(lineOf({ address })).toMatchObject({ type: "TextBlock", wrap: true, fontType: "Monospace" });
      expect(readLine({ address })).toMatchObject({ texts: [address], live: [address], faults: [] });
    },
  );

  test("has an address among other words as code, and nothing for an address that is none", () => {
    const address = "https://tandem.example/s/A_b_C";
    expect(lineOf("Copy ", { address })).toMatchObject({
      type: "RichTextBlock",
      inlines: [{ text: "Copy " }, { text: address, fontType: "Monospace" }],
    });
    for (const none of ["javascript:alert(1)", "https://a:b@tandem.example/", "https://tandem.example/ [a](b)", "x"])
      expect(readLine({ address: none }), none).toMatchObject({ texts: [none], live: [], faults: [] });
  });

  test("leads to web pages alone", () => {
    expect(lineOf({ link: "https://tandem.example/a(b)", label: "Page" })).toMatchObject({
      text: "[Page](https://tandem.example/a%28b%29)",
    });
    expect(readLine({ link: "https://tandem.example/", label: "a [b](https://evil.example)" })).toMatchObject({
      texts: ["a [b](https://evil.example)"],
      live: ["https://tandem.example/"],
    });
    expect(readLine({ link: "javascript:alert(1)", label: "Page" })).toMatchObject({ texts: ["Page"], live: [] });
  });

  test("makes no image, link or quotation where two harmless pieces meet", () => {
    expect(lineOf("Wow!", { link: "https://tandem.example/", label: "Page" })).toMatchObject({
      text: "Wow\\![Page](https://tandem.example/)",
    });
    expect(lineOf({ mention: anna }, "[a]", { code: "(x)" })).toMatchObject({ text: "<at>Anna Kurz</at>\\[a\\]\\(x)" });
    expect(lineOf("> ", { mention: anna })).toMatchObject({ text: "\\> <at>Anna Kurz</at>" });
  });

  test("writes a time for each reader's zone, and a calendar date that no zone moves", () => {
    const at = new Date("2026-12-12T13:05:00.250Z");
    expect(lineOf("Call ", { date: at, style: "day-time" })).toMatchObject({
      text: "Call {{DATE(2026-12-12T13:05:00Z,SHORT)}} {{TIME(2026-12-12T13:05:00Z)}}",
    });
    expect(lineOf({ date: at, style: "time" })).toMatchObject({ text: "{{TIME(2026-12-12T13:05:00Z)}}" });
    const day: Card = { title: [{ date: new Date("2027-01-14T00:00:00Z"), style: "day" }], body: [] };
    const west: TeamsContext = { ...context, zone: "America/Los_Angeles" };
    expect(renderMessage(day, west).summary).toBe("14 January 2027");
    expect(renderMessage(day, { ...west, say: says("de"), locale: "de" }).summary).toBe("14. Januar 2027");
    expect(renderMessage({ title: [{ date: at, style: "time" }], body: [] }, context).summary).toBe("14:05");
  });

  test("makes bold stand out beside signs and in Chinese, where no spaces are", () => {
    expect(lineOf("有", { bold: ["12"] }, "个客户")).toMatchObject({ text: "有**12**个客户" });
    expect(lineOf("有", { bold: ["“x”"] }, "个")).toMatchObject({ text: "有\u200a**“x”**\u200a个" });
    expect(lineOf("a ", { bold: [" b "] }, "c")).toMatchObject({ text: "a **b** c" });
  });

  test("leaves what is written from right to left as it is", () => {
    expect(readLine("שלום עולם · ", { bold: ["مرحبا"] }).texts).toEqual(["שלום עולם · مرحبا"]);
  });

  test("draws a line of at most thirty points, with bars for clients that can't and its sentence below", () => {
    const points = Array.from({ length: 40 }, (_, at) => ({
      day: addDays(fixedDate("2026-11-01"), at),
      name: `day ${String(at)}`,
      value: at,
    }));
    const label: Text = ["Up from 0 % to 39 %."];
    const drawn = bodyOf([{ kind: "chart", title: ["Risk"], label, unit: "%", points }]);
    expect(drawn).toMatchObject([
      {
        type: "Chart.Line",
        title: "Risk",
        yAxisTitle: "%",
        fallback: { type: "TextBlock", text: expect.stringMatching(/^\*\*Risk\*\* ▁.*█$/) as unknown },
      },
      { type: "TextBlock", text: "Up from 0 % to 39 %." },
    ]);
    const values = drawn[0]?.type === "Chart.Line" ? drawn[0].data[0].values : [];
    expect([values.length, values[0], values.at(-1)]).toEqual([
      30,
      { x: "2026-11-11", y: 10 },
      { x: "2026-12-10", y: 39 },
    ]);
    expect(
      readCard(
        renderMessage({ title: [], body: [{ kind: "chart", title: ["Risk"], label, unit: "%", points }] }, context)
          .content,
      ).faults,
    ).toEqual([]);
    expect(bodyOf([{ kind: "chart", title: ["Risk"], label, unit: "%", points: [] }])).toMatchObject([
      { type: "TextBlock", text: "Up from 0 % to 39 %." },
    ]);
  });

  test("that says nothing is still a card", () => {
    const { summary, content } = renderMessage({ title: [], body: [] }, context);
    expect(summary).toBe("–");
    expect(readCard(content)).toMatchObject({ texts: ["–"], faults: [] });
  });
});

describe("a mention in Teams", () => {
  test("names its person by an entity of the card", () => {
    const { content } = renderMessage({ title: [], body: [{ kind: "text", text: [{ mention: anna }] }] }, context);
    expect(content.body).toMatchObject([{ text: "<at>Anna Kurz</at>" }]);
    expect(content.msteams).toEqual({
      entities: [
        {
          type: "mention",
          text: "<at>Anna Kurz</at>",
          mentioned: { id: "5a1f0c3e-7b42-4c19-9d08-000000000001", name: "Anna Kurz" },
        },
      ],
    });
  });

  test("keeps two people of one name apart, and is one entity however often a person is named", () => {
    const text = [{ mention: anna }, " ", { mention: namesake }, " ", { mention: anna }];
    const { content } = renderMessage({ title: [], body: [{ kind: "text", text }] }, context);
    expect(content.body).toMatchObject([{ text: "<at>Anna Kurz</at> <at>Anna Kurz 2</at> <at>Anna Kurz</at>" }]);
    expect(content.msteams?.entities.map(({ mentioned }) => mentioned)).toEqual([
      { id: "5a1f0c3e-7b42-4c19-9d08-000000000001", name: "Anna Kurz" },
      { id: "29:1namesake", name: "Anna Kurz" },
    ]);
  });

  test("of somebody whom Teams doesn't know, or by a handle that is none, is the name alone", () => {
    expect(lineOf({ mention: marta })).toMatchObject({ text: "Marta" });
    const odd: TeamsContext = { ...context, handles: new Map([[anna.id, "x</at><at>"]]) };
    const { content } = renderMessage({ title: [{ mention: anna }], body: [] }, odd);
    expect(content).not.toHaveProperty("msteams");
  });

  test("that was cut off takes its entity with it", () => {
    const long: Block = { kind: "text", text: ["x".repeat(2900)] };
    const body: Block[] = [long, long, long, long, long, { kind: "text", text: [{ mention: anna }] }];
    const { content } = renderMessage({ title: [], body }, context);
    expect(content).not.toHaveProperty("msteams");
    expect(readCard(content).faults).toEqual([]);
  });

  test("isn't made of letters that look like one, be the person on the card or not", () => {
    const read = readLine("<at>Anna Kurz</at> ", { mention: anna }, " <at>anna kurz</at>");
    expect(read.live).toEqual(["<at>Anna Kurz</at>"]);
    expect(read.texts).toEqual(["<at>Anna Kurz</at> Anna Kurz <at>anna kurz</at>"]);
    const body: Block[] = [
      { kind: "text", text: [{ mention: anna }] },
      { kind: "text", text: ["<at>Anna Kurz</at>"] },
    ];
    expect(readCard(renderMessage({ title: [], body }, context).content)).toMatchObject({
      texts: ["Anna Kurz", "<\u2060at>Anna Kurz</at>"],
      live: ["<at>Anna Kurz</at>"],
      faults: [],
    });
  });
});

describe("a button in Teams", () => {
  test("is pressed in place, and by a message where a client can't do that", () => {
    const data = { v: 1, id: press.subject };
    expect(buttonsOf(own)).toEqual([
      {
        type: "Action.Execute",
        title: "Own it",
        style: "positive",
        verb: `risk.own:${press.subject}`,
        data,
        associatedInputs: "none",
        fallback: {
          type: "Action.Submit",
          title: "Own it",
          style: "positive",
          data: { verb: `risk.own:${press.subject}`, ...data },
          associatedInputs: "none",
        },
      },
    ]);
    expect(parseAction(`risk.own:${press.subject}`, JSON.stringify(data))).toEqual(press);
  });

  test("that opens a form asks for a task module and is never taken for a press", () => {
    const action = { name: "risk.contact", subject: "1" };
    const [button] = buttonsOf({ kind: "button", label: ["Log"], look: "danger", opens: action });
    expect(button).toMatchObject({
      type: "Action.Submit",
      style: "destructive",
      data: { msteams: { type: "task/fetch" }, verb: "open:risk.contact:1", v: 1, id: "1" },
    });
    expect(parseAction("open:risk.contact:1", undefined)).toBeUndefined();
    expect(parseOpening("open:risk.contact:1", '{"v":1,"id":"1"}')).toEqual(action);
  });

  test("that leads to a page leads to a web page, or isn't there", () => {
    expect(buttonsOf({ kind: "button", label: ["Page"], link: "https://tandem.example/s/1" })).toEqual([
      { type: "Action.OpenUrl", title: "Page", url: "https://tandem.example/s/1" },
    ]);
    expect(buttonsOf({ kind: "button", label: ["Page"], link: "javascript:alert(1)" })).toEqual([]);
  });

  test("of a menu opens its choices, whose press carries the one that was chosen", () => {
    const read = readCard(
      renderMessage({ title: [], body: [{ kind: "buttons", elements: [snooze] }] }, context).content,
    );
    expect(read.faults).toEqual([]);
    expect(read.buttons).toMatchObject([
      { type: "Action.ShowCard", title: "Snooze" },
      { type: "Action.Execute", verb: "risk.snooze:1", data: { v: 1, id: "1" } },
    ]);
    expect(read.buttons[1]).not.toHaveProperty("associatedInputs");
    expect(read.inputs).toMatchObject([{ isRequired: true, choices: [{ title: "Tomorrow" }] }]);
    const [choice] = read.inputs[0]?.["choices"] as { value: string }[];
    const sent = { v: 1, id: "1", [String(read.inputs[0]?.["id"])]: choice?.value };
    expect(parseChoice(choiceIn(sent) ?? "")).toBe("1d");
    expect(choiceIn({ v: 1, id: "1" })).toBeUndefined();
    expect(buttonsOf({ ...snooze, options: [] })).toEqual([]);
  });

  test("of a menu that stands twice asks twice", () => {
    const body: Block[] = [
      { kind: "buttons", elements: [snooze, snooze] },
      { kind: "buttons", elements: [snooze] },
    ];
    const { inputs, faults } = readCard(renderMessage({ title: [], body }, context).content);
    expect(faults).toEqual([]);
    expect(new Set(inputs.map(({ id }) => id)).size).toBe(3);
  });

  test("beside more than five others stands in the next row, where it can be seen", () => {
    const elements = Array.from({ length: 13 }, (_, at) => ({ ...own, label: [`Button ${String(at)}`] }));
    const rows = bodyOf([{ kind: "buttons", elements }]);
    expect(rows.map((row) => (row.type === "ActionSet" ? row.actions.length : 0))).toEqual([6, 6, 1]);
  });

  test("is labelled in one line that isn't empty", () => {
    expect(buttonsOf({ ...own, label: ["a\nb"] }, { ...own, label: ["\u200b"] })).toMatchObject([
      { title: "a b" },
      { title: "–" },
    ]);
  });
});

describe("a scale in Teams", () => {
  const card = scaleCard("en");
  const steps = bodyOf(card.body)[1];

  test("is pressed step by step, in place and in old clients alike, and each says which it is", () => {
    const { buttons, faults, texts } = readCard(renderMessage(card, context).content);
    expect(faults).toEqual([]);
    expect(buttons.map(({ title }) => title)).toEqual(Array.from({ length: 11 }, (_, step) => `${String(step)} of 10`));
    expect(buttons[7]).toMatchObject({
      type: "Action.Execute",
      data: { v: 1, choice: "7" },
      fallback: { type: "Action.Submit", data: { verb: buttons[7]?.["verb"], v: 1, choice: "7" } },
    });
    expect(texts.slice(-2)).toEqual(["0: very hard", "10: very easy"]);
  });

  test("is one row without gaps or frames, which a phone has room for", () => {
    const columns = steps?.type === "ColumnSet" ? steps.columns : [];
    expect(columns).toHaveLength(11);
    for (const column of columns) {
      expect(column).toMatchObject({ width: "stretch", spacing: "None" });
      expect(column).not.toHaveProperty("style");
    }
  });

  test("without steps isn't there", () => {
    expect(bodyOf([{ kind: "scale", buttons: [], low: ["low"], high: ["high"] }])).toEqual([
      { type: "TextBlock", text: "–", wrap: true },
    ]);
  });
});

describe("a card that is too long for Teams", () => {
  const lines = (count: number, letters: number): Block[] =>
    Array.from({ length: count }, (_, at) => ({ kind: "text", text: [`${String(at)} ${"x".repeat(letters)}`] }));

  test("is measured as UTF-16", () => {
    expect(bytesOf("aé寿")).toBe(Buffer.byteLength('"aé寿"', "utf16le"));
    expect(bytesOf({ a: "👍🏽" })).toBe(Buffer.byteLength('{"a":"👍🏽"}', "utf16le"));
  });

  test("loses whole lines from its end and says how many", () => {
    const { content } = renderMessage({ title: ["Long"], body: lines(60, 400) }, context);
    const { texts } = readCard(content);
    const shown = texts.length - 2;
    expect(bytesOf(content)).toBeLessThanOrEqual(CARD_BYTES);
    expect(bytesOf(content)).toBeGreaterThan(CARD_BYTES - 1200);
    expect(texts.at(-2)).toMatch(new RegExp(`^${String(shown - 1)} x+$`));
    expect(texts.at(-1)).toBe(`Not shown: ${String(60 - shown)} more lines.`);
  });

  test("by a byte loses its last line, and at the limit nothing", () => {
    const sized = (letters: number): CardRead & { bytes: number } => {
      const { content } = renderMessage({ title: [], body: [...lines(4, 2500), ...lines(1, letters)] }, context);
      return { ...readCard(content), bytes: bytesOf(content) };
    };
    const room = (CARD_BYTES - sized(1).bytes) / 2 + 1;
    expect(sized(room)).toMatchObject({ bytes: CARD_BYTES });
    expect(sized(room).texts).toHaveLength(5);
    expect(sized(room + 1).texts.at(-1)).toBe("Not shown: 1 more line.");
  });

  test("in one word of ten thousand letters shows its beginning, cut between two emoji", () => {
    const family = "👨‍👩‍👧‍👦";
    const { texts } = readLine(family.repeat(1000));
    expect(texts[0]).toMatch(new RegExp(`^(?:${family})+…$`, "u"));
    expect(texts[1]).toBe("Not shown: 1 more line.");
    expect(readLine("x".repeat(10_000)).texts[0]).toHaveLength(3000);
  });

  test("in a list loses items of the list", () => {
    const items: Text[] = Array.from({ length: 40 }, (_, at) => [`${String(at)} ${"x".repeat(100)}`]);
    const { texts } = readCard(
      renderMessage({ title: [], body: [{ kind: "list", ordered: true, items }] }, context).content,
    );
    expect(texts).toHaveLength(30);
    expect(texts.at(-1)).toBe("Not shown: 11 more lines.");
  });

  test("keeps the most that fits, and nothing when nothing does", () => {
    for (let limit = 0; limit <= 9; limit++) expect(mostThatFit(7, (count) => count <= limit)).toBe(Math.min(7, limit));
    expect(mostThatFit(3, () => false)).toBe(0);
  });
});

describe("a form in Teams", () => {
  const form: Form = {
    name: "opportunities.spot",
    subject: "019400d2-5b7a-7c31-9a52-0d8c2f6e1a01",
    title: ["Spot an opportunity"],
    submit: ["Send"],
    intro: [{ kind: "text", text: ["Northwind"] }],
    fields: [
      {
        name: "benefit",
        kind: "text",
        label: ["Benefit"],
        hint: ["In a sentence"],
        multiline: true,
        maxLength: 9000,
        initial: "x",
      },
      {
        name: "kind",
        kind: "choice",
        label: ["Kind"],
        options: [{ value: "seats", label: ["More seats"] }],
        initial: "seats",
      },
      { name: "by", kind: "date", label: ["By"], optional: true, initial: "2026-12-18" },
    ],
  };
  const origin = { conversation: "19:team@thread.tacv2" };
  const drawn = (parts: Partial<FormParts> = {}): CardRead & { body: readonly Element[] } => {
    const card = renderForm(form, { place: "dialog", origin, ...parts }, context);
    return { ...readCard(card), body: card.body };
  };

  test("asks for each field with its label, what is allowed and what stands there", () => {
    const { inputs, faults, texts } = drawn();
    expect(faults).toEqual([]);
    expect(texts).toEqual(["Northwind", "In a sentence"]);
    expect(inputs).toMatchObject([
      {
        type: "Input.Text",
        id: "field:benefit",
        label: "Benefit",
        isRequired: true,
        errorMessage: "Please fill this in.",
        isMultiline: true,
        maxLength: 3000,
        value: "x",
      },
      { type: "Input.ChoiceSet", style: "compact", value: "seats", choices: [{ title: "More seats", value: "seats" }] },
      { type: "Input.Date", isRequired: false, value: "2026-12-18" },
    ]);
    expect(inputs[2]).not.toHaveProperty("errorMessage");
    expect([fieldName(fieldId("by")), fieldName("v")]).toEqual(["by", undefined]);
  });

  test("has its title as a heading where it is a message; a dialog has it in its frame", () => {
    const heading = { type: "TextBlock", style: "heading", text: "Spot an opportunity", wrap: true };
    expect(drawn({ place: "message" }).body[0]).toMatchObject(heading);
    expect(drawn({ place: "dialog" }).texts).not.toContain("Spot an opportunity");
  });

  test("sends its name, subject and origin, and is never taken for a press", () => {
    const data = { v: 1, form: form.name, id: form.subject, origin };
    expect(drawn().buttons).toEqual([
      { type: "Action.Submit", title: "Send", style: "positive", data: { verb: SUBMIT, ...data } },
    ]);
    expect(drawn({ place: "message" }).buttons).toMatchObject([
      { type: "Action.Execute", verb: SUBMIT, data, fallback: { data: { verb: SUBMIT, ...data } } },
    ]);
    expect(parseAction(SUBMIT, undefined)).toBeUndefined();
  });

  test("has its title in the card only where no frame has it", () => {
    expect(drawn().texts).not.toContain("Spot an opportunity");
    expect(drawn({ place: "message" }).texts[0]).toBe("Spot an opportunity");
  });

  test("drawn anew has what was typed, and why it wasn't taken above its field", () => {
    const problems = { benefit: ["That is *too* short."], gone: ["Northwind has left."] };
    const { body, inputs, faults } = drawn({ typed: { benefit: "seats", kind: "stranger", by: "" }, problems });
    expect(faults).toEqual([]);
    expect(inputs).toMatchObject([{ value: "seats" }, {}, {}]);
    expect(inputs[1]).not.toHaveProperty("value");
    expect(inputs[2]).not.toHaveProperty("value");
    expect(body).toMatchObject([
      { text: "Northwind has left.", color: "Attention" },
      { text: "Northwind" },
      { type: "RichTextBlock", inlines: [{ text: "That is *too* short.", color: "Attention" }] },
      { id: "field:benefit" },
      { text: "In a sentence" },
      { id: "field:kind" },
      { id: "field:by" },
      { type: "ActionSet" },
    ]);
  });

  test("with a long story before its fields keeps the fields", () => {
    const intro: Block[] = Array.from({ length: 20 }, () => ({ kind: "text", text: ["x".repeat(2000)] }));
    const card = renderForm({ ...form, intro }, { place: "dialog", origin }, context);
    expect(bytesOf(card)).toBeLessThanOrEqual(CARD_BYTES);
    expect(readCard(card).inputs).toHaveLength(3);
  });
});

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(...STRINGS.filter((text) => text.length < 40)),
      fc.constantFrom("(", ")", "[", "]", "!", "*", "**", "_", "`", "\\", "<", ">", "&", "amp;", "#", "-", "+", "1."),
      fc.constantFrom("{", "{{", "}}", "{{TIME(2026-01-01T00:00:00Z)}}", "<at>", "</at>", "Anna Kurz", " ", "\n"),
      fc.string({ unit: "binary", maxLength: 6 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

/** Room is the clients' own: they trim lines and draw rows of spaces as one. */
function seen(letters: string): string {
  return letters.replaceAll(/[\s\u2060]+/g, "");
}

describe("text from outside in Teams", () => {
  const places: [string, (text: string) => Card][] = [
    ["a title", (text) => ({ title: ["a", text, "z"], body: [] })],
    ["a line", (text) => ({ title: [], body: [{ kind: "text", text: [text, { bold: [text] }, text] }] })],
    ["a line with a button", (text) => ({ title: [], body: [{ kind: "text", text: ["a", text], button: own }] })],
    ["small print", (text) => ({ title: [], body: [{ kind: "context", text: [{ bold: [text] }, text, "z"] }] })],
    ["a list", (text) => ({ title: [], body: [{ kind: "list", ordered: true, items: [[{ faint: [text] }, "z"]] }] })],
    ["code", (text) => ({ title: [], body: [{ kind: "text", text: ["a", { code: text }] }] })],
    ["a name", (text) => ({ title: [], body: [{ kind: "text", text: [{ mention: { ...marta, name: text } }, "z"] }] })],
  ];
  test.each(places)("in %s is shown letter for letter and can become no mention, link or mark", (_place, cardOf) => {
    fc.assert(
      fc.property(hostile, (text) => {
        const frame = readCard(renderMessage(cardOf("§"), context).content).texts.join("");
        const { content, summary } = renderMessage(cardOf(text), context);
        const read = readCard(content);
        expect(read.faults).toEqual([]);
        expect(read.live).toEqual([]);
        expect(seen(read.texts.join(""))).toBe(seen(frame.replaceAll("§", () => clean(text))) || "–");
        expect(summary).not.toBe("");
      }),
      { numRuns: 400 },
    );
  });

  test("beside a mention leaves that mention the only one", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const read = readLine(text, { bold: [text] }, { mention: anna }, text, { code: text });
        expect(read.faults).toEqual([]);
        expect(read.live).toEqual(["<at>Anna Kurz</at>"]);
        expect(seen(read.texts.join(""))).toBe(seen(`${clean(text).repeat(2)}Anna Kurz${clean(text).repeat(2)}`));
      }),
      { numRuns: 800 },
    );
  });

  test("as the name of a person who is mentioned is that person's name and nothing else", () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const text = [{ mention: { ...anna, name } }, " ", { mention: { ...namesake, name } }];
        const { content } = renderMessage({ title: [], body: [{ kind: "text", text }] }, context);
        expect(readCard(content).faults).toEqual([]);
        expect(content.msteams?.entities).toHaveLength(2);
      }),
      { numRuns: 400 },
    );
  });

  test("as a link's label or address can't leave the link", () => {
    fc.assert(
      fc.property(hostile, hostile, (label, address) => {
        const read = readLine("a! ", { link: `https://tandem.example/${address}`, label }, " z");
        expect(read.faults).toEqual([]);
        expect(read.live.every((url) => url.startsWith("https://tandem.example/"))).toBe(true);
        expect(seen(read.texts.join(""))).toBe(seen(`a! ${clean(label)} z`));
      }),
      { numRuns: 400 },
    );
  });

  test("of any length and number stays within what Teams takes", () => {
    const long = fc.tuple(hostile, fc.integer({ min: 1, max: 600 })).map(([text, times]) => text.repeat(times));
    const block: fc.Arbitrary<Block> = fc.oneof(
      long.map((text): Block => ({ kind: "text", text: [{ bold: [text] }, { mention: anna }], button: own })),
      long.map((text): Block => ({ kind: "context", text: [text.slice(0, 8000)] })),
      fc
        .array(long, { maxLength: 5 })
        .map((items): Block => ({ kind: "list", ordered: false, items: items.map((item) => [item]) })),
      long.map((text): Block => ({
        kind: "buttons",
        elements: [
          { ...own, label: [text] },
          { ...snooze, label: [text] },
        ],
      })),
    );
    fc.assert(
      fc.property(long, fc.array(block, { maxLength: 40 }), (title, body) => {
        const { content } = renderMessage({ title: [title], body }, context);
        expect(bytesOf(content)).toBeLessThanOrEqual(CARD_BYTES);
        expect(readCard(content).faults).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
