import { type Block, type Card, daySpan, type Span, type Text } from "../../chat/card.ts";
import { localDate } from "../../kernel/business-time.ts";
import type { Touch, Visibility } from "../../kernel/events.ts";
import { cut, oneLine } from "../../kernel/text.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say, View } from "../../locales/say.ts";
import { quarterSaid } from "../quarter-said.ts";
import { CHECKINS_TOLD } from "./timeline-checkins.ts";
import { CODES } from "./timeline-codes.ts";
import type { Entry } from "./timeline-store.ts";

/** What a page of a timeline shows. */
export interface TimelinePage {
  readonly account: string;
  /** newest first */
  readonly entries: readonly Entry[];
  /** there is something before the last of them */
  readonly hasOlder: boolean;
}

const WORDS_AT_MOST = 300;

export function timelineCard({ account, entries, hasOlder }: TimelinePage, view: View): Card {
  const { say } = view;
  const body: Block[] = entries.map((entry) => ({ kind: "text", text: entryText(entry, account, view) }));
  const last = entries.at(-1);
  if (hasOlder && last) {
    const older = { name: "accounts.older", subject: last.id };
    body.push({ kind: "buttons", elements: [{ kind: "button", label: say("timeline.older"), press: older }] });
  }
  return { title: say("timeline.title", { account }), body };
}

/** Who did what, when, from where, and whether nobody had asked for it. */
export function entryText(entry: Entry, account: string, view: View): Text {
  const { say } = view;
  const at: Span = { date: entry.at, style: "day-time" };
  const text = say("timeline.entry", { at, what: happened(entry, account, view) });
  const words = entry.summary ? say("timeline.words", { text: cut(oneLine(entry.summary), WORDS_AT_MOST) }) : [];
  const facts = [
    ...(words.length > 0 ? [" ", ...words] : []),
    " ",
    { faint: say("accounts.aside", { text: around(entry, view) }) },
  ];
  return [...text, ...facts];
}

const VIA: Readonly<Record<Touch["via"], TextKey>> = {
  slack: "timeline.via-slack",
  teams: "timeline.via-teams",
  clock: "timeline.via-clock",
  import: "timeline.via-import",
  api: "timeline.via-api",
};

const FOR_WHOM: Readonly<Record<Exclude<Visibility, "internal">, TextKey>> = {
  commercial: "timeline.is-commercial",
  customer: "timeline.is-customer",
};

/** From where, and what else there is to know, as separate facts. */
function around({ via, proactive, visibility }: Entry, { say }: View): Text {
  const facts = [say(VIA[via])];
  if (proactive) facts.push(say("timeline.proactive"));
  if (visibility !== "internal") facts.push(say(FOR_WHOM[visibility]));
  return facts.flatMap((fact, at) => (at === 0 ? fact : [" · ", ...fact]));
}

const CONTACTS: Readonly<Record<string, TextKey>> = {
  "call out": "timeline.call-out",
  "call in": "timeline.call-in",
  "email out": "timeline.email-out",
  "email in": "timeline.email-in",
  "message out": "timeline.message-out",
  "message in": "timeline.message-in",
  "meeting out": "timeline.meeting-out",
  "meeting in": "timeline.meeting-in",
  "on-site out": "timeline.on-site-out",
  "on-site in": "timeline.on-site-in",
  "check-in out": "timeline.check-in-out",
  "review out": "checkins.told-review",
};

const OTHERS: Readonly<Record<string, TextKey>> = {
  note: "timeline.note",
  "opportunity-spotted": "timeline.opportunity-spotted",
  "opportunity-repeated": "timeline.opportunity-repeated",
  "opportunity-found": "timeline.opportunity-found",
  "opportunity-asked": "timeline.opportunity-asked",
  "opportunity-approved": "timeline.opportunity-approved",
  "opportunity-declined": "timeline.opportunity-declined",
  "opportunity-claimed": "timeline.opportunity-claimed",
  "opportunity-confirmed": "timeline.opportunity-confirmed",
  "opportunity-gate-failed": "timeline.opportunity-gate-failed",
  "opportunity-routed": "timeline.opportunity-routed",
  "opportunity-passed": "timeline.opportunity-passed",
  "opportunity-snoozed": "timeline.opportunity-snoozed",
  "opportunity-released": "timeline.opportunity-released",
  "opportunity-contacted": "timeline.opportunity-contacted",
  "opportunity-proposed": "timeline.opportunity-proposed",
  "opportunity-won": "timeline.opportunity-won",
  "opportunity-lost": "timeline.opportunity-lost",
  "opportunity-withdrawn": "timeline.opportunity-withdrawn",
  "opportunity-expired": "timeline.opportunity-expired",
  "opportunity-parked": "timeline.opportunity-parked",
  "opportunity-continued": "timeline.opportunity-continued",
  "opportunity-paused": "timeline.opportunity-paused",
  "opportunity-escalated": "timeline.opportunity-escalated",
  "opportunity-reassigned": "timeline.opportunity-reassigned",
  "opportunity-lapsed": "timeline.opportunity-lapsed",
  "opportunity-accepted": "timeline.opportunity-accepted",
  "opportunity-resumed": "timeline.opportunity-resumed",
  "handover-asked": "won.told-asked",
  "handover-answered": "won.told-answered",
  "handover-escalated": "won.told-escalated",
  "benefit-measured": "won.told-benefit",
  ...CHECKINS_TOLD,
  "risk-entered": "timeline.risk-entered",
  "risk-cause-joined": "timeline.risk-cause-joined",
  "risk-recovered": "timeline.risk-recovered",
  "risk-case-owned": "timeline.risk-case-owned",
  "risk-alerted": "cases.told-alerted",
  "risk-case-snoozed": "cases.told-snoozed",
  "risk-case-escalated": "cases.told-escalated",
  "risk-case-given-back": "cases.told-given-back",
  "risk-case-closed": "cases.told-closed",
  "risk-case-reopened": "cases.told-reopened",
  "risk-step-done": "cases.told-step",
  "risk-opinion": "cases.told-opinion",
  "touchpoint-planned": "touchpoints.told-planned",
  "touchpoint-moved": "touchpoints.told-moved",
  "touchpoint-cancelled": "touchpoints.told-cancelled",
  "survey-asked": "timeline.survey-asked",
  "survey-reminded": "timeline.survey-reminded",
  "survey-answered": "timeline.survey-answered",
  "survey-answer-changed": "timeline.survey-answer-changed",
  "survey-opted-out": "timeline.survey-opted-out",
  "reference-agreed": "timeline.reference-agreed",
  "customer-referred": "timeline.customer-referred",
  "value-summary-sent": "plans.entry-summary",
  "goal-added": "plans.entry-added",
  "goal-changed": "plans.entry-changed",
  "goal-confirmed": "plans.entry-confirmed",
  "goal-measured": "plans.entry-measured",
  "goal-answered": "plans.entry-answered",
  "goal-explained": "plans.entry-explained",
  "goal-asked": "plans.entry-asked",
  "goal-met": "plans.entry-met",
  "goal-given-up": "plans.entry-given-up",
  "goal-expected-missed": "plans.entry-missed",
  "goal-expected-met": "plans.entry-fulfilled",
  "goal-expected-exceeded": "plans.entry-exceeded",
  "promise-made": "promises.entry-made",
  "promise-kept": "promises.entry-kept",
  "promise-moved": "promises.entry-moved",
  "promise-withdrawn": "promises.entry-withdrawn",
  "promise-told": "promises.entry-told",
  "promise-handed": "promises.entry-handed",
  "promise-broken": "promises.entry-broken",
  "peers-proposed": "peers.entry-proposed",
  "peers-joined": "peers.entry-joined",
  "peers-not-now": "peers.entry-not-now",
  "peers-stopped": "peers.entry-stopped",
  "peers-agreed": "peers.entry-agreed",
  "peers-refused": "peers.entry-refused",
  "peers-introduced": "peers.entry-introduced",
  "peers-helped-yes": "peers.entry-helped-yes",
  "peers-helped-no": "peers.entry-helped-no",
  "peers-helped-nothing": "peers.entry-helped-nothing",
  "feedback-passed": "feedback.entry-passed",
  "feedback-planned": "feedback.entry-planned",
  "feedback-shipped": "feedback.entry-shipped",
  "feedback-declined": "feedback.entry-declined",
  "stage-changed": "timeline.stage-changed",
  "stage-set": "timeline.stage-set",
  "am-pulled-in": "timeline.am-pulled-in",
  "contact-added": "timeline.contact-added",
  "contact-changed": "timeline.contact-changed",
  "contact-left": "timeline.contact-left",
  "document-added": "timeline.document-added",
  "document-removed": "timeline.document-removed",
  "slot-changed": "timeline.slot-changed",
  "profile-changed": "timeline.profile-changed",
  "question-asked": "timeline.question-asked",
  "question-answered": "timeline.question-answered",
  "request-commercial": "timeline.request-commercial",
  "request-technical": "timeline.request-technical",
  "request-complaint": "timeline.request-complaint",
  "request-responded": "timeline.request-responded",
  "request-handed": "timeline.request-handed",
  "request-closed": "timeline.request-closed",
  "discount-approved": "timeline.discount-approved",
  "renewal-told": "renewals.told-step",
  "renewal-review": "renewals.told-review",
  "renewal-terms-sent": "renewals.told-sent",
  "renewal-signed": "renewals.told-signed",
  "renewal-notice": "renewals.told-notice",
  "renewal-lost": "renewals.told-lost",
};

/** The same with the reason that somebody chose. */
const WITH_REASON: Readonly<Record<string, TextKey>> = {
  "opportunity-passed": "timeline.opportunity-passed-why",
  "opportunity-released": "timeline.opportunity-released-why",
};

function happened(entry: Entry, account: string, view: View): Text {
  const { say } = view;
  const who = entry.by?.name ?? say(entry.via === "clock" ? "timeline.tandem" : "timeline.one-of-us");
  const contact = entry.contact ?? account;
  const told = CONTACTS[`${entry.kind} ${entry.direction ?? ""}`];
  if (told) return say(told, { who, contact });
  const known = (entry.details["reason"] && withReason(entry)) || OTHERS[entry.kind];
  if (known) return say(known, { ...detailsIn(entry, view), who, contact });
  return say("timeline.other", { who, kind: entry.kind.replaceAll("-", " ") });
}

function withReason({ kind, details }: Entry): TextKey | undefined {
  const isTakenBack = kind === "opportunity-released" && details["from"];
  return isTakenBack ? "timeline.opportunity-released-from" : WITH_REASON[kind];
}

/** A word stays one, which may be the name of a product that readers have in their own language. */
function detailSaid(value: string, say: Say): string | Text {
  const day = localDate(value);
  return day ? [daySpan(day)] : (quarterSaid(value, say) ?? value);
}

/** The details as a sentence may say them: codes in words, and nothing of a kind that a sentence lacks. */
function detailsIn({ details }: Entry, { say }: View): Readonly<Record<string, string | Text>> {
  const lacking = {
    product: "",
    causes: "",
    from: "",
    to: "",
    reason: "",
    field: "",
    title: "",
    discountPercent: "",
    until: "",
    touchpoint: "",
    outcome: "",
    opinion: "",
    step: "",
    clock: "",
    renewsOn: "",
    noticeOn: "",
    endsOn: "",
  };
  const said = Object.entries({ ...lacking, ...details }).map(([name, value]): [string, string | Text] => {
    const codes = CODES[name === "to" ? "from" : name];
    if (!codes) return [name, detailSaid(String(value), say)];
    const words = String(value)
      .split(", ")
      .map((code): Text => {
        const key = Object.hasOwn(codes, code) ? codes[code] : undefined;
        return key ? say(key) : [detailSaid(code, say)].flat();
      });
    return [name, words.flatMap((word, at) => (at === 0 ? word : [", ", ...word]))];
  });
  return Object.fromEntries(said);
}
