import { done } from "../../chat/reply.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { CadenceItemId, CadencePairId } from "../../kernel/ids.ts";
import type { Acting, FormHandler, PressHandler } from "../feature.ts";
import { CADENCE } from "../../kernel/defaults-cadence.ts";
import { agendaLines, ITEM } from "./agenda-cards.ts";
import type { GatherAgenda } from "./agenda.ts";
import { type Circle, circleOf, pairOfReader } from "./circle.ts";
import { checkPoint } from "./checks.ts";
import { pointForm, problemTexts } from "./forms.ts";
import { closeItem, insertItem, itemById, openItems, removeLine } from "./item-store.ts";
import { openMeetings } from "./meeting-store.ts";
import type { Pair } from "./model.ts";
import { pairById } from "./pair-store.ts";

interface Theirs {
  readonly circle: Circle;
  /** the one that is theirs of those who meet at once */
  readonly mine: Pair;
}

/** @throws NotFound when it isn't there, is over, or isn't theirs, or of whom they stand in for */
export async function circleFor(acting: Acting, subject: string): Promise<Theirs> {
  const pair = await pairById(acting.tx, subject as CadencePairId);
  const circle = pair && pair.state !== "ended" ? await circleOf(acting, pair) : undefined;
  const mine = circle && pairOfReader(circle, acting.person);
  if (!circle || !mine) throw new NotFound("cadence.gone");
  return { circle, mine };
}

async function redraw(acting: Acting, { pairs }: Circle): Promise<void> {
  const ids = pairs.map(({ id }) => id);
  const open = await openMeetings(acting.tx, ids);
  acting.posts.redraw(...ids, ...open.map(({ id }) => id));
}

/** Each of them puts something on the agenda; it stays until somebody takes it off. */
export const pointHandler: FormHandler = {
  async open(acting, subject) {
    const { mine } = await circleFor(acting, subject);
    return pointForm(mine.id, acting.view);
  },
  async submit(acting, { subject, values }) {
    const { tx, ids, now, person, view } = acting;
    const { circle, mine } = await circleFor(acting, subject);
    const checked = checkPoint(values);
    if (checked.kind === "wrong") {
      return { kind: "invalid", fields: problemTexts(checked.problems, person.calendar, view) };
    }
    if ((await openItems(tx, [mine.id])).length >= CADENCE.openAtMost) {
      return { kind: "invalid", fields: { text: view.say("cadence.too-many", { most: CADENCE.openAtMost }) } };
    }
    insertItem(tx, {
      ...{ id: ids.next<"cadence-item">(), pair: mine.id, kind: "point", text: checked.value },
      ...{ owner: undefined, dueOn: undefined, addedBy: person.id, addedAt: now },
    });
    await redraw(acting, circle);
    return done(view.say("cadence.added"));
  },
};

/** A line is taken off: what they wrote is closed, what says itself comes back once it says something else. */
export function removeHandler(gather: GatherAgenda): PressHandler {
  return {
    changes: true,
    async run(acting, { subject, choice = "" }) {
      const { tx, now, person, view } = acting;
      const { circle, mine } = await circleFor(acting, subject);
      const lines = agendaLines(await gather(acting, circle), view).flatMap((part) => part.lines);
      if (!lines.some(({ key }) => key === choice)) return done(view.say("cadence.removed-already"));
      if (choice.startsWith(ITEM)) {
        const isClosed = await closeItem(tx, choice.slice(ITEM.length) as CadenceItemId, person.id, now);
        if (!isClosed) return done(view.say("cadence.removed-already"));
        await redraw(acting, circle);
        return done(view.say("cadence.closed"));
      }
      removeLine(tx, mine.id, choice, person.id, now);
      await redraw(acting, circle);
      return done(view.say("cadence.removed"));
    },
  };
}

/** An action is done. */
export const doneHandler: PressHandler = {
  changes: true,
  async run(acting, { subject }) {
    const { tx, now, person, view } = acting;
    const item = await itemById(tx, subject as CadenceItemId);
    if (!item) throw new NotFound("cadence.gone");
    const { circle } = await circleFor(acting, item.pair);
    if (!(await closeItem(tx, item.id, person.id, now))) return done(view.say("cadence.removed-already"));
    await redraw(acting, circle);
    return done(view.say("cadence.closed"));
  },
};
