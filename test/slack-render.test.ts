import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Block, Card, Chart, Form, Scale, Text } from "../src/chat/card.ts";
import { cut } from "../src/kernel/text.ts";
import { clean, webAddress } from "../src/chat/runs.ts";
import type { ChartBlock } from "../src/chat/slack/blocks.ts";
import { LIMITS, messageProblem, viewProblem } from "../src/chat/slack/limits.ts";
import { renderForm, renderNotice } from "../src/chat/slack/render-form.ts";
import { renderMessage, type Message, type RenderContext } from "../src/chat/slack/render.ts";
import { runsOf, toMrkdwn } from "../src/chat/slack/text.ts";
import { addDays, fixedDate } from "../src/kernel/business-time.ts";
import type { PersonId } from "../src/kernel/ids.ts";
import { createSays } from "../src/locales/say.ts";
import { scaleCard } from "./examples/scale.ts";

const says = createSays();
const anna = { id: "019400d2-5b7a-7c31-9a52-0d8c2f6e1c01" as PersonId, name: "Anna" };
const marta = { id: "019400d2-5b7a-7c31-9a52-0d8c2f6e1c02" as PersonId, name: "Marta" };
const context: RenderContext = {
  handles: new Map([[anna.id, "U0ANNA001"]]),
  zone: "Europe/Berlin",
  say: says("en"),
};
const press = { name: "risk.own", subject: "019400d2-5b7a-7c31-9a52-0d8c2f6e1e01" };
const own = { kind: "button", label: ["Own it"], look: "primary", press } as const;

function blocksOf(body: readonly Block[], title: Text = []): Message["blocks"] {
  return renderMessage({ title, body }, context).blocks;
}

describe("a card in Slack", () => {
  test("has its title as a header with the accent before it", () => {
    const { text, blocks } = renderMessage(
      { title: ["Northwind is ", { bold: ["at risk"] }], accent: "alert", body: [] },
      context,
    );
    expect(text).toBe("Northwind is at risk");
    expect(blocks).toEqual([
      { type: "header", text: { type: "plain_text", text: "🔴 Northwind is at risk", emoji: true } },
    ]);
  });

  test("has a title that mentions someone, or is too long for a header, as a bold line", () => {
    expect(blocksOf([], [{ mention: anna }, " and ", { mention: marta }])).toEqual([
      {
        type: "rich_text",
        elements: [
          {
            type: "rich_text_section",
            elements: [
              { type: "user", user_id: "U0ANNA001", style: { bold: true } },
              { type: "text", text: " and Marta", style: { bold: true } },
            ],
          },
        ],
      },
    ]);
    expect(blocksOf([], ["x".repeat(148)])[0]?.type).toBe("rich_text");
    expect(blocksOf([], ["x".repeat(147)])[0]?.type).toBe("header");
  });

  test("has a line with its button in one block", () => {
    expect(
      blocksOf([
        { kind: "text", text: [{ bold: ["Northwind"] }, " €48,000 & more · ", { mention: anna }], button: own },
      ]),
    ).toEqual([
      {
        type: "section",
        text: { type: "mrkdwn", text: "*Northwind* €48,000 &amp; more · <@U0ANNA001>" },
        accessory: {
          type: "button",
          text: { type: "plain_text", text: "Own it", emoji: true },
          style: "primary",
          action_id: `risk.own:${press.subject}`,
          value: `{"v":1,"id":"${press.subject}"}`,
        },
      },
    ]);
  });

  test("has a line that mrkdwn would read as mark-up letter for letter, its button below", () => {
    const [line, button] = blocksOf([{ kind: "text", text: ["Acme *Inc*"], button: own }]);
    expect(line).toMatchObject({ elements: [{ elements: [{ type: "text", text: "Acme *Inc*" }] }] });
    expect(button).toMatchObject({ type: "actions", elements: [{ type: "button" }] });
  });

  test("has a list in one block with the sentence above it", () => {
    const blocks = blocksOf([
      { kind: "text", text: [{ bold: ["Why"] }] },
      { kind: "list", ordered: false, items: [["One"], ["Two"]] },
    ]);
    expect(blocks).toHaveLength(1);
    expect(blocks[0]).toMatchObject({
      elements: [{ type: "rich_text_section" }, { type: "rich_text_list", style: "bullet" }],
    });
  });

  test("tells a press, an opening, a link and a menu apart", () => {
    const blocks = blocksOf([
      {
        kind: "buttons",
        elements: [
          own,
          { kind: "button", label: ["Log contact"], opens: { name: "risk.contact", subject: "1" } },
          { kind: "button", label: ["Page"], link: "https://tandem.example/s/1" },
          {
            kind: "menu",
            label: ["Snooze"],
            press: { name: "risk.snooze", subject: "1" },
            options: [{ value: "1d", label: ["Tomorrow"] }],
          },
          { kind: "menu", label: ["Empty"], press: { name: "risk.empty", subject: "1" }, options: [] },
        ],
      },
    ]);
    expect(blocks).toMatchObject([
      {
        elements: [
          { action_id: `risk.own:${press.subject}` },
          { action_id: "open:risk.contact:1", value: '{"v":1,"id":"1"}' },
          { action_id: "link:https://tandem.example/s/1", url: "https://tandem.example/s/1" },
          { type: "static_select", action_id: "risk.snooze:1", options: [{ value: "1:1d" }] },
        ],
      },
    ]);
  });

  test("never has one action twice in a row, which Slack refuses", () => {
    expect(blocksOf([{ kind: "buttons", elements: [own, own] }])).toHaveLength(2);
  });

  test("names whom Slack doesn't know, and takes no handle that is none", () => {
    const odd: RenderContext = { ...context, handles: new Map([[anna.id, "U1> <!channel"]]) };
    expect(
      JSON.stringify(renderMessage({ title: [], body: [{ kind: "text", text: [{ mention: anna }] }] }, odd).blocks),
    ).toContain('"text":"Anna"');
  });

  test("has a time in the reader's own zone, and a calendar date that no zone moves", () => {
    const at = new Date("2026-12-12T13:05:00Z");
    const [line] = blocksOf([{ kind: "text", text: ["Call ", { date: at, style: "day-time" }] }]);
    expect(line).toMatchObject({
      elements: [
        {
          elements: [
            {},
            {
              type: "date",
              timestamp: 1797080700,
              format: "{date_short} {time}",
              fallback: "12 December 2026 at 14:05",
            },
          ],
        },
      ],
    });
    const west: RenderContext = { ...context, zone: "America/Los_Angeles" };
    const day: Card = {
      title: [],
      body: [{ kind: "text", text: [{ date: new Date("2027-01-14T00:00:00Z"), style: "day" }] }],
    };
    expect(renderMessage(day, west).text).toBe("14 January 2027");
    expect(renderMessage(day, { ...west, say: createSays()("de") }).text).toBe("14. Januar 2027");
    expect(renderMessage(day, { ...west, say: createSays()("zh") }).text).toBe("2027年1月14日");
  });

  test("makes bold stand out in Chinese, where no spaces are", () => {
    expect(toMrkdwn(runsOf(["有", { bold: ["12"] }, "个客户"], context))).toBe("有\u200a*12*\u200a个客户");
    expect(toMrkdwn(runsOf(["3 <", { bold: ["12"] }, "!"], context))).toBe("3 &lt;\u200a*12*!");
    const link = { link: "https://tandem.example/", label: " here" };
    expect(toMrkdwn(runsOf([{ bold: [link] }], context))).toBe("*<https://tandem.example/|here>*");
    expect(toMrkdwn(runsOf(["(", { bold: [" 12 "] }, "), ", { bold: ["13"] }, "!"], context))).toBe("( *12* ), *13*!");
  });

  test("has a digest of five lines with a button each in no more than twelve blocks", () => {
    const line = (at: number): Block => ({
      kind: "text",
      text: [`${at}. `, { bold: ["Northwind"] }, " €48,000 · ", { mention: anna }],
      button: own,
    });
    const body: Block[] = [1, 2, 3, 4, 5].map(line);
    body.push(
      { kind: "text", text: [{ bold: ["By CSM"] }] },
      { kind: "context", text: ["Data until yesterday."] },
      { kind: "buttons", elements: [own] },
    );
    expect(blocksOf(body, ["Good morning."]).length).toBeLessThanOrEqual(12);
  });

  test("that says nothing is still a message", () => {
    expect(messageProblem(renderMessage({ title: [], body: [] }, context))).toBeUndefined();
  });
});

describe("a scale in Slack", () => {
  const scale = scaleCard("en").body[1] as Scale;

  test("is one row of buttons that a screen reader tells apart, and a line that names its ends", () => {
    const [row, ends, ...rest] = blocksOf([scale]);
    expect(rest).toEqual([]);
    const { subject } = scale.buttons[0]?.press ?? { subject: "" };
    const seventh = row?.type === "actions" ? row.elements[7] : undefined;
    expect(row?.type === "actions" ? row.elements.length : 0).toBe(11);
    expect(seventh).toEqual({
      type: "button",
      text: { type: "plain_text", text: "7", emoji: true },
      accessibility_label: "7 of 10",
      action_id: `effort.answer:${subject}#7`,
      value: `{"v":1,"id":"${subject}","choice":"7"}`,
    });
    expect(ends).toEqual({ type: "context", elements: [{ type: "mrkdwn", text: "0: very hard · 10: very easy" }] });
  });

  test("is within Slack's limits, however long its words and however many its steps", () => {
    const [first] = scale.buttons;
    if (!first) throw new Error("a scale without steps");
    const buttons = Array.from({ length: 40 }, (_, at) => ({
      ...first,
      label: ["x".repeat(100)],
      spoken: ["y".repeat(100)],
      press: { ...first.press, choice: String(at) },
    }));
    const long: Scale = { kind: "scale", buttons, low: ["l".repeat(4000)], high: ["h".repeat(4000)] };
    expect(messageProblem(renderMessage({ title: [], body: [long] }, context))).toBeUndefined();
    expect(messageProblem(renderMessage({ title: [], body: [{ ...scale, buttons: [] }] }, context))).toBeUndefined();
  });
});

describe("a chart in Slack", () => {
  const chartOf = (days: number): Chart => ({
    kind: "chart",
    title: ["Money at risk"],
    label: ["Up from €1 to €3."],
    unit: "EUR",
    points: Array.from({ length: days }, (_, at) => ({
      day: addDays(fixedDate("2026-11-01"), at),
      name: `day ${String(at)}`,
      value: at,
    })),
  });
  const drawn = (chart: Chart) => renderMessage({ title: [], body: [chart] }, context, undefined, "drawn");
  const lettersOf = (blocks: Message["blocks"]): string[] =>
    blocks.flatMap((block) => {
      if (block.type !== "rich_text") return [];
      return block.elements.flatMap(({ elements }) =>
        elements.map((each) => ("text" in each ? String(each.text) : "")),
      );
    });

  test("is Slack's own line of at most twenty points, with its sentence below", () => {
    const message = drawn(chartOf(25));
    expect(messageProblem(message)).toBeUndefined();
    const [chart, ...rest] = message.blocks;
    expect(chart).toMatchObject({
      type: "data_visualization",
      title: "Money at risk",
      chart: { type: "line", series: [{ name: "Money at risk" }], axis_config: { y_label: "EUR" } },
    });
    const names = (chart as ChartBlock).chart.axis_config.categories;
    expect([names.length, names[0], names.at(-1)]).toEqual([20, "day 5", "day 24"]);
    expect(lettersOf(rest)).toEqual(["Up from €1 to €3."]);
  });

  test("is bars of letters where no chart may stand, and where there is nothing to draw", () => {
    const written = renderMessage({ title: [], body: [chartOf(3)] }, context).blocks;
    expect(lettersOf(written).join("")).toBe("Money at risk ▁▅█ Up from €1 to €3.");
    expect(drawn(chartOf(0)).blocks.map(({ type }) => type)).toEqual(["rich_text"]);
  });
});

describe("a card that is too long", () => {
  test("loses whole lines from its end and says how many", () => {
    const body: Block[] = Array.from({ length: 60 }, (_, at) => ({ kind: "text", text: [`line ${at}`], button: own }));
    const blocks = blocksOf(body, ["Long"]);
    expect(blocks).toHaveLength(50);
    expect(blocks[48]).toMatchObject({ text: { text: "line 47" } });
    expect(blocks[49]).toEqual({ type: "context", elements: [{ type: "mrkdwn", text: "Not shown: 12 more lines." }] });
  });

  test("of exactly fifty blocks loses nothing", () => {
    const body: Block[] = Array.from({ length: 49 }, (_, at) => ({ kind: "text", text: [`line ${at}`], button: own }));
    expect(blocksOf(body, ["Long"]).at(-1)).toMatchObject({ text: { text: "line 48" } });
  });

  test("by one line says so in the singular", () => {
    const blocks = blocksOf([{ kind: "text", text: [`${"a".repeat(1500)}\n${"b".repeat(1400)}\n${"c".repeat(200)}`] }]);
    expect(JSON.stringify(blocks)).not.toContain("ccc");
    expect(blocks.at(-1)).toMatchObject({ elements: [{ text: "Not shown: 1 more line." }] });
  });

  test("in a list loses items of the list", () => {
    const items: Text[] = Array.from({ length: 40 }, (_, at) => [`${at} ${"x".repeat(100)}`]);
    const blocks = blocksOf([{ kind: "list", ordered: true, items }]);
    expect(blocks.at(-1)).toMatchObject({ elements: [{ text: "Not shown: 11 more lines." }] });
  });

  test("in one item of a list shows its beginning and says so", () => {
    const blocks = blocksOf([
      { kind: "text", text: ["y".repeat(2000)] },
      { kind: "list", ordered: true, items: [["x".repeat(4000)], ["second"]] },
    ]);
    expect(JSON.stringify(blocks[1])).toContain("xxx…");
    expect(blocks[2]).toMatchObject({ elements: [{ text: "Not shown: 2 more lines." }] });
  });

  test("beyond what a whole message may hold loses its end, menus and all", () => {
    const body: Block[] = Array.from({ length: 6 }, (_, at) => ({ kind: "text", text: [`${at}${"x".repeat(2400)}`] }));
    const blocks = blocksOf([...body, { kind: "buttons", elements: [own] }]);
    expect(blocks).toHaveLength(5);
    expect(blocks[4]).toMatchObject({ elements: [{ text: "Not shown: 2 more lines." }] });
  });

  test("in one word is cut between two emoji, never inside one", () => {
    const family = "👨‍👩‍👧‍👦";
    const [block] = blocksOf([{ kind: "text", text: [family.repeat(400)] }]);
    const shown = JSON.stringify(block);
    expect(shown).toContain(`${family}…`);
    expect(cut(family.repeat(3), family.length * 2)).toBe(`${family}…`);
    expect(cut("abc", 3)).toBe("abc");
    expect(cut("abcd", 3)).toBe("ab…");
  });
});

describe("a form in Slack", () => {
  const form: Form = {
    name: "opportunities.spot",
    subject: "019400d2-5b7a-7c31-9a52-0d8c2f6e1a01",
    title: ["Eine Verkaufschance erkennen"],
    submit: ["Send"],
    intro: [{ kind: "text", text: ["Northwind"] }],
    fields: [
      {
        name: "benefit",
        kind: "text",
        label: ["Benefit"],
        hint: ["In a sentence"],
        multiline: true,
        minLength: 10,
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

  test("is a modal within Slack's limits that carries its subject and origin", () => {
    const view = renderForm(form, { conversation: "C0CSMTEAM", direct: false }, context);
    expect(viewProblem(view)).toBeUndefined();
    expect(view).toMatchObject({
      callback_id: "opportunities.spot",
      title: { text: "Eine Verkaufschance erk…" },
      blocks: [
        { type: "rich_text" },
        {
          block_id: "benefit",
          hint: { text: "In a sentence" },
          element: { type: "plain_text_input", min_length: 10, max_length: 3000, initial_value: "x" },
        },
        { block_id: "kind", element: { type: "static_select", initial_option: { value: "seats" } } },
        { block_id: "by", optional: true, element: { type: "datepicker", initial_date: "2026-12-18" } },
      ],
    });
    expect(JSON.parse(view.private_metadata)).toEqual({
      v: 1,
      f: form.name,
      s: form.subject,
      c: "C0CSMTEAM",
      d: false,
    });
  });

  test("that only says something can't be sent", () => {
    const notice = renderNotice(["Still saving…"], "", context);
    expect(viewProblem(notice)).toBeUndefined();
    expect(notice).not.toHaveProperty("submit");
  });
});

describe("Slack's limits", () => {
  const message = (blocks: unknown[]): unknown => ({ text: "x", blocks });
  const section = (text: string): unknown => ({ type: "context", elements: [{ type: "mrkdwn", text }] });
  const buttonWith = (change: object): unknown => ({
    type: "actions",
    elements: [{ type: "button", text: { type: "plain_text", text: "x" }, action_id: "a", value: "v", ...change }],
  });
  test.each([
    ["no text", { text: "", blocks: [section("x")] }],
    ["an empty section", message([section("")])],
    ["3001 letters", message([section("x".repeat(3001))])],
    ["51 blocks", message(Array.from({ length: 51 }, () => ({ type: "divider" })))],
    ["a header of 151 letters", message([{ type: "header", text: { type: "plain_text", text: "x".repeat(151) } }])],
    ["a button of 76 letters", message([buttonWith({ text: { type: "plain_text", text: "x".repeat(76) } })])],
    ["a value of 2001 letters", message([buttonWith({ value: "x".repeat(2001) })])],
    ["an action id of 256 letters", message([buttonWith({ action_id: "x".repeat(256) })])],
    ["an unknown block", message([{ type: "nonsense" }])],
  ])("%s is refused before it is sent", (_what, candidate) => {
    expect(messageProblem(candidate)).toBeDefined();
  });

  test("everything at its limit is within it", () => {
    const full = [...Array.from({ length: 49 }, () => ({ type: "divider" })), section("x".repeat(LIMITS.text))];
    expect(messageProblem(message(full))).toBeUndefined();
    expect(
      messageProblem(message([buttonWith({ value: "x".repeat(2000), action_id: "x".repeat(255) })])),
    ).toBeUndefined();
  });
});

/** What Slack would show of a text object, and which control tokens it would obey. Fails on anything half-escaped. */
function readMrkdwn(text: string): { letters: string; tokens: string[] } {
  const tokens: string[] = [];
  const bare = text.replaceAll(/<([^<>]*)>/g, (_all, token: string) => {
    tokens.push(token);
    return "";
  });
  expect(bare).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
  expect((bare.match(/\*/g) ?? []).length % 2).toBe(0);
  expect(bare).not.toMatch(/[_~`]/);
  const letters = bare.replaceAll("*", "").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  return { letters, tokens };
}

function readBlocks(blocks: unknown): { letters: string; tokens: string[] } {
  const tokens: string[] = [];
  let letters = "";
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(walk);
    if (typeof node !== "object" || node === null) return;
    const { type, text } = node as { type?: string; text?: unknown };
    if (type === "button") return;
    if (type === "user") tokens.push(`@${(node as { user_id: string }).user_id}`);
    if ((type === "text" || type === "plain_text") && typeof text === "string") letters += text;
    else if (type === "mrkdwn" && typeof text === "string") {
      const read = readMrkdwn(text);
      letters += read.letters;
      tokens.push(...read.tokens);
    } else Object.values(node).forEach(walk);
  };
  walk(blocks);
  return { letters: letters.replaceAll("\u200a", ""), tokens };
}

const hostile = fc.constantFrom(
  "<!channel>",
  "<!here|x>",
  "<@U123>",
  "<#C1>",
  "<!subteam^S1>",
  "<!date^0^{date}|x>",
  "<https://evil.example|good>",
  "<mailto:a@b.c|x>",
  "&lt;!channel&gt;",
  "&#60;!channel&#62;",
  "&amp;lt;!here&amp;gt;",
  "<",
  ">",
  "&",
  "<!channel",
  "＜!channel＞",
  "@channel",
  "#general",
  "*",
  "_",
  "~",
  "`",
  "```",
  "*x*",
  "_x_",
  "~x~",
  "`x`",
  "\n> quote",
  "[APPROVED](https://evil.example)",
  ":smile:",
  "https://evil.example",
  "evil.example",
  "\u202e",
  "\u2066",
  "\u200d",
  "\u200b",
  "\u0000",
  "\ud800",
  "\udc00",
  "\u2028",
  "é",
  "e\u0301",
  "İ",
  "👨‍👩‍👧‍👦",
  "ไท",
  " ",
  "\n",
  "\r\n",
  "|",
  "^",
  "1. ",
  "- ",
);
const anyText = fc
  .array(
    fc.oneof(hostile, fc.string({ unit: "binary", maxLength: 8 }), fc.string({ unit: "grapheme", maxLength: 8 })),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

describe("text from outside", () => {
  const places: [string, (text: string) => Card][] = [
    ["a title", (text) => ({ title: ["a", text, "z"], body: [] })],
    ["a line", (text) => ({ title: [], body: [{ kind: "text", text: ["a", text, "z"] }] })],
    [
      "a line with a button",
      (text) => ({ title: [], body: [{ kind: "text", text: ["a", text, { bold: [text] }, "z"], button: own }] }),
    ],
    ["small print", (text) => ({ title: [], body: [{ kind: "context", text: ["a", { bold: [text] }, text, "z"] }] })],
    [
      "a list",
      (text) => ({ title: [], body: [{ kind: "list", ordered: true, items: [["a", { faint: [text] }, "z"]] }] }),
    ],
    [
      "a name",
      (text) => ({
        title: [],
        body: [{ kind: "text", text: ["a", { mention: { id: marta.id, name: text } }, "z"], button: own }],
      }),
    ],
  ];
  test.each(places)("in %s is shown letter for letter and can become no mention, link or command", (_place, cardOf) => {
    fc.assert(
      fc.property(anyText, (text) => {
        const twice = JSON.stringify(cardOf("§")).split("§").length - 1;
        const message = renderMessage(cardOf(text), context);
        expect(messageProblem(message)).toBeUndefined();
        const read = readBlocks(message.blocks);
        expect(read.tokens).toEqual([]);
        expect(read.letters).toBe(`a${clean(text).repeat(twice)}z`.replaceAll("\u200a", ""));
        expect(message.text).not.toMatch(/[<>]/);
        expect(JSON.stringify(message)).not.toMatch(/\\ud[89a-f]/i);
      }),
      { numRuns: 3000 },
    );
  });

  test("beside a mention leaves that mention the only one", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const body: Block[] = [{ kind: "text", text: [text, { mention: anna }, text], button: own }];
        expect(readBlocks(renderMessage({ title: [], body }, context).blocks).tokens).toEqual(["@U0ANNA001"]);
      }),
      { numRuns: 3000 },
    );
  });

  test("as a link's label or address can't leave the link", () => {
    fc.assert(
      fc.property(anyText, anyText, (label, address) => {
        const body: Block[] = [
          { kind: "text", text: ["a ", { link: `https://tandem.example/${address}`, label }, " z"], button: own },
        ];
        const { tokens } = readBlocks(renderMessage({ title: [], body }, context).blocks);
        expect(tokens.every((token) => token.startsWith("https://tandem.example/"))).toBe(true);
        expect(tokens.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    "javascript:alert(1)",
    "https://user:pass@evil.example",
    "data:text/html,x",
    "//evil.example",
    "not an address",
  ])("%s is no address for a link", (address) => {
    expect(webAddress(address)).toBeUndefined();
  });

  test("of any length and number stays within Slack's limits", () => {
    const long = fc
      .tuple(anyText, fc.integer({ min: 1, max: 1200 }))
      .map(([text, times]) => text.repeat(times).slice(0, 8000));
    const block: fc.Arbitrary<Block> = fc.oneof(
      long.map((text): Block => ({ kind: "text", text: [text] })),
      long.map((text): Block => ({ kind: "text", text: [{ bold: [text] }, "x"], button: own })),
      long.map((text): Block => ({ kind: "context", text: [text] })),
      fc
        .array(long, { maxLength: 5 })
        .map((items): Block => ({ kind: "list", ordered: false, items: items.map((item) => [item]) })),
      long.map((text): Block => ({
        kind: "buttons",
        elements: [
          { ...own, label: [text] },
          { kind: "menu", label: [text], press, options: [{ value: "1", label: [text] }] },
        ],
      })),
    );
    fc.assert(
      fc.property(long, fc.array(block, { maxLength: 70 }), (title, body) => {
        expect(messageProblem(renderMessage({ title: [title], body }, context))).toBeUndefined();
      }),
      { numRuns: 150 },
    );
  });
});
