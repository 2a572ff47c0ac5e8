import type { Form, Text } from "../../chat/card.ts";
import { localDate, type LocalDate } from "../../kernel/business-time.ts";
import { RENEWAL } from "../../kernel/defaults.ts";
import type { View } from "../../locales/say.ts";
import { churnOptions } from "../risk/facts.ts";
import { type Brief, RENEWAL_PARTS } from "./brief.ts";
import type { Story } from "./cards.ts";
import { dayText } from "./texts.ts";

/** The value review, drafted from the record. */
export function reviewForm({ renewal, account }: Story, draft: Brief, { say }: View): Form {
  return {
    name: "renewals.review",
    subject: renewal.id,
    title: say("renewals.review-title"),
    submit: say("renewals.review-submit"),
    intro: [{ kind: "text", text: say("renewals.review-intro", { account: account.name }) }],
    fields: RENEWAL_PARTS.map(({ name, asked, needed }) => {
      const initial = draft[name];
      return {
        kind: "text",
        name,
        label: say(asked),
        multiline: true,
        maxLength: RENEWAL.partAtMost,
        ...(!needed && { optional: true }),
        ...(initial !== "" && { initial }),
      };
    }),
  };
}

export function signedForm({ renewal, account }: Story, { say }: View): Form {
  return {
    name: "renewals.signed",
    subject: renewal.id,
    title: say("renewals.signed-title"),
    submit: say("renewals.signed-submit"),
    intro: [
      { kind: "text", text: say("renewals.signed-intro", { account: account.name, due: dayText(renewal.dueOn) }) },
    ],
    fields: [
      {
        kind: "date",
        name: "renews_on",
        label: say("renewals.field-next"),
        hint: say("renewals.hint-next"),
        initial: yearAfter(renewal.dueOn),
      },
    ],
  };
}

/** The same day a year later; of 29 February the 28th. */
function yearAfter(day: LocalDate): LocalDate {
  const [year = "", ...rest] = day.split("-");
  const next = String(Number(year) + 1);
  return localDate([next, ...rest].join("-")) ?? (`${next}-02-28` as LocalDate);
}

export function noticeForm({ renewal, account, contract, today }: Story, { say }: View): Form {
  const until = contract?.noticeUntil;
  const intro =
    until && until < today
      ? say("renewals.notice-intro-late", { account: account.name, notice: dayText(until) })
      : say("renewals.notice-intro", { account: account.name });
  return {
    name: "renewals.notice",
    subject: renewal.id,
    title: say("renewals.notice-title"),
    submit: say("renewals.notice-submit"),
    intro: [{ kind: "text", text: intro }],
    fields: [
      { kind: "date", name: "on", label: say("renewals.field-notice-on"), initial: today },
      { kind: "date", name: "ends_on", label: say("renewals.field-ends-on"), initial: renewal.dueOn },
    ],
  };
}

/** Of the closed list why (B9). */
export function notRenewingForm({ renewal, account }: Story, view: View): Form {
  const { say } = view;
  return {
    name: "renewals.not-renewing",
    subject: renewal.id,
    title: say("renewals.not-renewing-title"),
    submit: say("renewals.not-renewing-submit"),
    intro: [
      {
        kind: "text",
        text: say("renewals.not-renewing-intro", { account: account.name, due: dayText(renewal.dueOn) }),
      },
    ],
    fields: [
      {
        kind: "choice",
        name: "reason",
        label: say("renewals.field-reason"),
        options: churnOptions(view),
      },
      {
        kind: "text",
        name: "note",
        label: say("renewals.field-note"),
        multiline: true,
        maxLength: RENEWAL.noteAtMost,
        optional: true,
      },
    ],
  };
}

/** A day that somebody chose, or what is wrong with it. */
export function dayIn(
  typed: string | undefined,
  { from, until }: { readonly from: LocalDate; readonly until: LocalDate },
  { say }: View,
): { readonly day: LocalDate } | { readonly problem: Text } {
  const value = (typed ?? "").trim();
  const day = localDate(value);
  if (!day) return { problem: say("renewals.day-wrong", { value }) };
  if (day < from || day > until)
    return {
      problem: say("renewals.day-outside", { value: dayText(day), from: dayText(from), until: dayText(until) }),
    };
  return { day };
}
