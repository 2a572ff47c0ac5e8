import { z } from "zod";

/** Block Kit's limits, in UTF-16 units, for the blocks that Tandem writes. */
export const LIMITS = {
  messageBlocks: 50,
  viewBlocks: 100,
  text: 3000,
  header: 150,
  elements: 25,
  buttonLabel: 75,
  spoken: 75,
  value: 2000,
  url: 3000,
  options: 100,
  optionLabel: 75,
  optionValue: 150,
  placeholder: 150,
  viewTitle: 24,
  label: 2000,
  inputLength: 3000,
  metadata: 3000,
  errorSentence: 2000,
  charts: 2,
  chartTitle: 50,
  chartName: 20,
  chartPoints: 20,
  id: 255,
} as const;

const text = (most: number): z.ZodString => z.string().min(1).max(most);
const id = text(LIMITS.id);
const plain = (most: number) =>
  z.strictObject({ type: z.literal("plain_text"), text: text(most), emoji: z.boolean().optional() });
const mrkdwn = z.strictObject({ type: z.literal("mrkdwn"), text: text(LIMITS.text) });

const option = z.strictObject({ text: plain(LIMITS.optionLabel), value: text(LIMITS.optionValue) });
const options = z.array(option).min(1).max(LIMITS.options);
const button = z.strictObject({
  type: z.literal("button"),
  text: plain(LIMITS.buttonLabel),
  action_id: id,
  value: text(LIMITS.value).optional(),
  url: text(LIMITS.url).optional(),
  style: z.enum(["primary", "danger"]).optional(),
  accessibility_label: text(LIMITS.spoken).optional(),
});
const menu = z.strictObject({
  type: z.literal("static_select"),
  action_id: id,
  placeholder: plain(LIMITS.placeholder),
  options,
  initial_option: option.optional(),
});

const style = z.strictObject({ bold: z.boolean().optional(), code: z.boolean().optional() }).optional();
const rich = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: text(LIMITS.text), style }),
  z.strictObject({ type: z.literal("user"), user_id: z.string().regex(/^[UW][A-Z0-9]+$/), style }),
  z.strictObject({ type: z.literal("link"), url: text(LIMITS.url), text: text(LIMITS.text), style }),
  z.strictObject({
    type: z.literal("date"),
    timestamp: z.number().int(),
    format: text(100),
    fallback: text(200),
    style,
  }),
]);
const section = z.strictObject({ type: z.literal("rich_text_section"), elements: z.array(rich).min(1) });
const list = z.strictObject({
  type: z.literal("rich_text_list"),
  style: z.enum(["bullet", "ordered"]),
  elements: z.array(section).min(1),
});

const actions = z
  .strictObject({
    type: z.literal("actions"),
    elements: z
      .array(z.discriminatedUnion("type", [button, menu]))
      .min(1)
      .max(LIMITS.elements),
  })
  .refine(
    ({ elements }) => new Set(elements.map((each) => each.action_id)).size === elements.length,
    "an action id twice",
  );
const input = z.strictObject({
  type: z.literal("input"),
  block_id: id,
  label: plain(LIMITS.label),
  hint: plain(LIMITS.label).optional(),
  optional: z.boolean(),
  element: z.discriminatedUnion("type", [
    menu,
    z.strictObject({
      type: z.literal("plain_text_input"),
      action_id: id,
      multiline: z.boolean(),
      min_length: z.number().int().min(0).max(LIMITS.inputLength).optional(),
      max_length: z.number().int().min(1).max(LIMITS.inputLength),
      initial_value: z.string().max(LIMITS.inputLength).optional(),
    }),
    z.strictObject({ type: z.literal("datepicker"), action_id: id, initial_date: z.iso.date().optional() }),
  ]),
});

const chartName = text(LIMITS.chartName);
const chart = z.strictObject({
  type: z.literal("data_visualization"),
  title: text(LIMITS.chartTitle),
  chart: z
    .strictObject({
      type: z.literal("line"),
      series: z.tuple([
        z.strictObject({
          name: chartName,
          data: z.array(z.strictObject({ label: chartName, value: z.number() })).max(LIMITS.chartPoints),
        }),
      ]),
      axis_config: z.strictObject({
        categories: z.array(chartName).min(1).max(LIMITS.chartPoints),
        y_label: text(LIMITS.chartTitle),
      }),
    })
    .refine(({ series: [{ data }], axis_config: { categories } }) => {
      const isSame = data.map(({ label }) => label).join("\n") === categories.join("\n");
      return isSame && new Set(categories).size === categories.length;
    }, "points that aren't those of the axis"),
});

const block = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("header"), text: plain(LIMITS.header) }),
  z.strictObject({ type: z.literal("section"), text: mrkdwn, accessory: button }),
  z.strictObject({
    type: z.literal("context"),
    elements: z
      .array(z.discriminatedUnion("type", [plain(LIMITS.text), mrkdwn]))
      .min(1)
      .max(10),
  }),
  z.strictObject({
    type: z.literal("rich_text"),
    elements: z.array(z.discriminatedUnion("type", [section, list])).min(1),
  }),
  z.strictObject({ type: z.literal("divider") }),
  chart,
  actions,
  input,
]);

const message = z
  .strictObject({
    text: z.string().min(1).max(40_000),
    blocks: z.array(block).min(1).max(LIMITS.messageBlocks),
  })
  .refine(
    ({ blocks }) => blocks.filter(({ type }) => type === "data_visualization").length <= LIMITS.charts,
    "too many charts",
  );
const view = z
  .strictObject({
    type: z.literal("modal"),
    callback_id: id,
    title: plain(LIMITS.viewTitle),
    submit: plain(LIMITS.viewTitle).optional(),
    close: plain(LIMITS.viewTitle),
    private_metadata: z.string().max(LIMITS.metadata),
    blocks: z.array(block).min(1).max(LIMITS.viewBlocks),
  })
  .refine(({ blocks }) => {
    const ids = blocks.flatMap((each) => (each.type === "input" ? [each.block_id] : []));
    return new Set(ids).size === ids.length;
  }, "a block id twice");

const home = z.strictObject({ type: z.literal("home"), blocks: z.array(block).min(1).max(LIMITS.viewBlocks) });

/** @returns what Slack would refuse and where, e.g. "blocks.2.text.text: …"; undefined when it is within the limits */
export function messageProblem(candidate: unknown): string | undefined {
  return problemOf(message.safeParse(candidate));
}

/** @returns what Slack would refuse in a modal, or undefined */
export function viewProblem(candidate: unknown): string | undefined {
  return problemOf(view.safeParse(candidate));
}

/** @returns what Slack would refuse in a home tab, or undefined */
export function homeProblem(candidate: unknown): string | undefined {
  return problemOf(home.safeParse(candidate));
}

function problemOf(result: z.ZodSafeParseResult<unknown>): string | undefined {
  const issue = result.error?.issues[0];
  return issue && `${issue.path.join(".")}: ${issue.message}`;
}
