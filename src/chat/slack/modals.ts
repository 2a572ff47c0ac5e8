import { z } from "zod";
import type { Interaction, Submission } from "../interaction.ts";
import type { Text } from "../card.ts";
import { contextBlock } from "./blocks.ts";
import type { Origin } from "./origin.ts";
import { outcomeOf } from "./outcome.ts";
import type { PrivateParts } from "./privately.ts";
import type { RenderContext } from "./render.ts";
import type { Modal } from "./render-form.ts";
import { runsOf } from "./text.ts";

type Calls = Pick<PrivateParts, "call" | "log">;

/** A modal as Slack shows it right now. */
export interface Shown {
  readonly id: string;
  readonly hash: string | undefined;
}

const SHOWN = z.object({ view: z.object({ id: z.string().min(1), hash: z.string().optional() }) });
const block = z.looseObject({
  block_id: z.string().optional(),
  element: z.looseObject({ type: z.string() }).optional(),
});
const SUBMITTED = z.object({
  callback_id: z.string(),
  title: z.unknown(),
  submit: z.unknown(),
  close: z.unknown(),
  private_metadata: z.string(),
  blocks: z.array(block),
});

/** The modal that a submission came from, as Slack sent it back. */
export type Submitted = z.infer<typeof SUBMITTED>;

export function submittedView(view: unknown): Submitted | undefined {
  return SUBMITTED.safeParse(view).data;
}

/** @returns undefined when Slack showed nothing, e.g. because the press was more than 3 s ago */
export async function openModal(parts: Calls, from: Interaction, view: Modal): Promise<Shown | undefined> {
  const { triggerId, viewId } = from.replyTo;
  if (triggerId === undefined) return undefined;
  return show(parts, from, viewId === undefined ? "views.open" : "views.push", { trigger_id: triggerId, view });
}

/** @returns false when the modal stands as it was, or was closed */
export async function redrawModal(parts: Calls, from: Interaction, shown: Shown, view: object): Promise<boolean> {
  const hash = shown.hash === undefined ? {} : { hash: shown.hash };
  return (await show(parts, from, "views.update", { view_id: shown.id, ...hash, view })) !== undefined;
}

async function show(
  { call, log }: Calls,
  from: Interaction,
  method: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<Shown | undefined> {
  try {
    const shown = SHOWN.parse(await call(from.sender.workspace, method, parameters));
    return { id: shown.view.id, hash: shown.view.hash };
  } catch (error) {
    log.warn({ outcome: outcomeOf(error), method }, "a form was not shown");
    return undefined;
  }
}

/** Where the form that answers an input will say that it is done. */
export function originOf({ place, replyTo }: Interaction): Origin {
  const responseUrl = replyTo["responseUrl"];
  return {
    conversation: place.conversation,
    ...(place.name === undefined ? {} : { name: place.name }),
    direct: place.private,
    ...(place.message === undefined ? {} : { message: place.message }),
    ...(place.ephemeral === undefined ? {} : { ephemeral: place.ephemeral }),
    ...(responseUrl === undefined ? {} : { responseUrl }),
  };
}

/** Sentences for Slack's `errors`: each under a field that the form has, the rest under its first. */
export function errorsOf(fields: ReadonlyMap<string, string>, view: Submitted): Record<string, string> {
  const names = view.blocks.flatMap((each) => (each.element && each.block_id !== undefined ? [each.block_id] : []));
  const errors = new Map<string, string>();
  for (const [field, sentence] of fields) {
    const name = names.includes(field) ? field : names[0];
    if (name === undefined) continue;
    const before = errors.get(name);
    errors.set(name, before === undefined ? sentence : `${before} ${sentence}`);
  }
  return Object.fromEntries(errors);
}

/** The form once more, with what was typed and why it wasn't taken: for an answer too late for `errors`. */
export function restored(view: Submitted, submission: Submission, problems: Text, context: RenderContext): object {
  return {
    type: "modal",
    callback_id: view.callback_id,
    title: view.title,
    ...(view.submit ? { submit: view.submit } : {}),
    ...(view.close ? { close: view.close } : {}),
    private_metadata: view.private_metadata,
    blocks: [
      contextBlock(runsOf([{ bold: context.say("chat.not-saved") }, " ", ...problems], context)),
      ...view.blocks.map((each) =>
        each.element ? { ...each, element: refilled(each.element, submission.values[each.block_id ?? ""]) } : each,
      ),
    ],
  };
}

const OPTIONS = z.array(z.looseObject({ value: z.string() }));

function refilled(
  element: Readonly<Record<string, unknown>>,
  value: string | undefined,
): Readonly<Record<string, unknown>> {
  const { initial_value, initial_option, initial_date, ...empty } = element;
  if (value === undefined) return empty;
  if (element["type"] === "plain_text_input") return { ...empty, initial_value: value };
  if (element["type"] === "datepicker") return { ...empty, initial_date: value };
  const option = OPTIONS.safeParse(element["options"]).data?.find((each) => each.value === value);
  return option ? { ...empty, initial_option: option } : empty;
}
