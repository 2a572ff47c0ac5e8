import { drawAnswer, drawAsked, drawNudge, type Story } from "../../src/features/questions/cards.ts";
import { fixedDate } from "../../src/kernel/business-time.ts";
import type { QuestionId } from "../../src/kernel/ids.ts";
import { accountId, anna, type Example, marta, NOW, olga, privately, scopeOf } from "./fixed.ts";

const northwind = accountId(2);
export const asked: Story = {
  question: {
    id: "01900000-0000-7000-b000-000000000001" as QuestionId,
    account: northwind,
    slot: "am",
    asker: anna.id,
    askee: marta.id,
    question: "Dana wants to know whether the offer covers the second warehouse. When does it go out?",
    askedAt: NOW,
    answered: undefined,
  },
  account: {
    id: northwind,
    name: "Northwind GmbH",
    scope: scopeOf(northwind),
    csm: anna,
    am: marta,
    arr: [{ amountMinor: 4_800_000, currency: "EUR" }],
    renewsOn: fixedDate("2027-03-31"),
  },
  asker: anna,
  askee: marta,
  answerer: undefined,
  atRiskSince: new Date("2026-11-20T02:00:00Z"),
};
const answered: Story = {
  ...asked,
  question: {
    ...asked.question,
    answered: { by: marta.id, at: new Date("2026-11-24T10:05:00Z"), text: "It does. It goes out on Thursday." },
  },
  answerer: marta,
};
const evil = "<!channel> *x* <https://evil|Acme>";
const toMarta = privately(marta, "am");
const toAnna = privately(anna, "csm");

export const questionExamples: readonly Example[] = [
  { name: "question-asked", draw: (view) => drawAsked(asked, { ...view, audience: toMarta }).card },
  { name: "question-answered", draw: (view) => drawAsked(answered, { ...view, audience: toMarta }).card },
  { name: "question-answer", draw: (view) => drawAnswer(answered, { ...view, audience: toAnna }).card },
  { name: "question-reminder", draw: (view) => drawNudge(asked, false, { ...view, audience: toMarta }).card },
  {
    name: "question-escalated",
    draw: (view) => drawNudge(asked, true, { ...view, audience: privately(olga, "manager") }).card,
  },
  {
    name: "question-hostile-names",
    draw: (view) =>
      drawAsked(
        {
          ...asked,
          asker: { ...anna, name: evil },
          account: { ...asked.account, name: evil },
          question: { ...asked.question, question: `${evil} @here\n> quote` },
        },
        { ...view, audience: toMarta },
      ).card,
  },
];
