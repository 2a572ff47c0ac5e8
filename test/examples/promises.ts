import { drawNudge, drawPromise, listCard } from "../../src/features/promises/cards.ts";
import { checkMade } from "../../src/features/promises/decide.ts";
import { handForm, makeForm, moveForm, problemTexts, withdrawForm } from "../../src/features/promises/forms.ts";
import { drawWaiting } from "../../src/features/promises/section.ts";
import type { Promised, PromiseId } from "../../src/features/promises/store.ts";
import type { Story } from "../../src/features/promises/story.ts";
import { fixedDate } from "../../src/kernel/business-time.ts";
import type { ContactId } from "../../src/kernel/ids.ts";
import type { View } from "../../src/locales/say.ts";
import { accountId, anna, ben, type Example, jonas, marta, NOW, olga, privately, scopeOf } from "./fixed.ts";

const fabrikam = accountId(5);
const TODAY = fixedDate("2026-11-24");
const idOf = <T>(n: number): T => `01900000-0000-7000-d400-${String(n).padStart(12, "0")}` as T;

const promise: Promised = {
  id: idOf<PromiseId>(1),
  account: fabrikam,
  contact: { id: idOf<ContactId>(2), name: "Dana Vogt" },
  words: "An export that includes archived orders",
  made: { by: anna, at: new Date("2026-11-10T09:00:00Z") },
  owner: jonas,
  dueOn: fixedDate("2026-11-26"),
  rung: 1,
  moved: undefined,
  untold: false,
  closed: undefined,
};
const story: Story = {
  promise,
  accountName: "Fabrikam",
  scope: scopeOf(fabrikam),
  keeper: jonas,
  daysLate: -2,
};
const late: Story = { ...story, promise: { ...promise, dueOn: fixedDate("2026-11-20"), rung: 2 }, daysLate: 4 };
const moved: Story = {
  ...story,
  promise: {
    ...promise,
    dueOn: fixedDate("2026-12-04"),
    moved: { by: jonas, at: NOW, from: fixedDate("2026-11-26"), reason: "The auditors ask for a change first" },
    untold: true,
  },
  daysLate: -10,
};
const mine: Story = {
  ...story,
  promise: {
    ...promise,
    id: idOf<PromiseId>(3),
    owner: anna,
    words: "A call about <!channel> =HYPERLINK(1)",
    dueOn: TODAY,
  },
  keeper: anna,
  daysLate: 0,
};
const ended = (closed: Promised["closed"]): Story => ({ ...late, promise: { ...late.promise, closed } });

const people = [anna, marta, jonas];
const forJonas = { audience: privately(jonas, "am") };
const forAnna = { audience: privately(anna, "csm") };
const forOlga = { audience: privately(olga, "manager") };

export const promiseForms = [
  {
    name: "form-promise",
    draw: (view: View) =>
      makeForm(
        {
          id: fabrikam,
          name: "Fabrikam",
          owners: people,
          contacts: [{ id: idOf<ContactId>(2), name: "Dana Vogt" }],
          open: 2,
        },
        view,
      ),
  },
  { name: "form-promise-move", draw: (view: View) => moveForm(story, view) },
  { name: "form-promise-withdraw", draw: (view: View) => withdrawForm(story, view) },
  { name: "form-promise-hand", draw: (view: View) => handForm(story, people, view) },
];

export const promiseExamples: readonly Example[] = [
  { name: "promise", draw: (view) => drawPromise(story, { ...view, ...forJonas }).card },
  { name: "promise-moved", draw: (view) => drawPromise(moved, { ...view, ...forAnna }).card },
  {
    name: "promise-kept",
    draw: (view) =>
      drawPromise(ended({ as: "kept", at: NOW, by: jonas, reason: undefined }), { ...view, ...forAnna }).card,
  },
  {
    name: "promise-withdrawn",
    draw: (view) =>
      drawPromise(ended({ as: "withdrawn", at: NOW, by: anna, reason: "They use another tool now" }), {
        ...view,
        ...forAnna,
      }).card,
  },
  {
    name: "promise-left",
    draw: (view) =>
      drawPromise(ended({ as: "left", at: NOW, by: undefined, reason: undefined }), { ...view, ...forAnna }).card,
  },
  {
    name: "promise-hidden",
    draw: (view) => drawPromise(story, { ...view, audience: privately(ben, "csm") }).card,
  },
  { name: "promise-remind", draw: (view) => drawNudge(story, "remind", { ...view, ...forJonas }).card },
  { name: "promise-broken", draw: (view) => drawNudge(late, "broken", { ...view, ...forJonas }).card },
  { name: "promise-escalated", draw: (view) => drawNudge(late, "escalate", { ...view, ...forOlga }).card },
  {
    name: "promise-list",
    draw: (view) => listCard([mine], [late, moved], { ...view, ...forAnna }),
  },
  { name: "promise-list-none", draw: (view) => listCard([], [late], { ...view, ...forAnna }) },
  {
    name: "promise-section",
    draw: (view) => ({ title: ["Fabrikam"], body: drawWaiting([late, mine, story, moved], { ...view, ...forAnna }) }),
  },
  {
    name: "promise-refused",
    draw: (view) => {
      const values = { words: "Ten more seats for 4,000 €", due: "2026-02-31", owner: "x" };
      const checked = checkMade(values, { owners: [], contacts: [], today: TODAY });
      const texts = checked.kind === "wrong" ? problemTexts(checked.problems, TODAY, view) : {};
      return { title: [], body: Object.values(texts).map((text) => ({ kind: "text", text }) as const) };
    },
  },
];
