import { cadenceForms } from "./cadence.ts";
import { checkInForms } from "./check-ins.ts";
import { campaignForm, endForm } from "../../src/features/nps/campaign-forms.ts";
import { favourForm } from "../../src/features/nps/loop-cards.ts";
import { referralForm } from "../../src/features/nps/referral-cards.ts";
import { whyForm } from "../../src/features/nps/question-cards.ts";
import { wordsForm } from "../../src/features/nps/words-cards.ts";
import { called as calledBack, campaign as npsCampaign, story as npsStory } from "./nps.ts";
import type { Form, Text } from "../../src/chat/card.ts";
import { contactForm, newContactForm } from "../../src/features/accounts/contact-cards.ts";
import { documentForm } from "../../src/features/accounts/document-cards.ts";
import { logForm, logProblemTexts, noteForm } from "../../src/features/accounts/log-cards.ts";
import { checkLog } from "../../src/features/accounts/log-decide.ts";
import { profileForm } from "../../src/features/accounts/profile-cards.ts";
import { pullInForm, stageForm } from "../../src/features/accounts/stage-cards.ts";
import { coverForm } from "../../src/features/covers/cards.ts";
import { decideProposal, UNTOUCHED } from "../../src/features/opportunities/decide.ts";
import {
  continueForm,
  loseForm,
  passForm,
  releaseForm,
  problemTexts,
  snoozeForm,
  confirmForm,
  winForm,
} from "../../src/features/opportunities/forms.ts";
import { spotForm } from "../../src/features/opportunities/spot-form.ts";
import { snoozeChoices } from "../../src/features/opportunities/written.ts";
import { answerForm, askForm } from "../../src/features/questions/cards.ts";
import { handForm, handToForm, requestForm, respondForm, timelineForm } from "../../src/features/requests/forms.ts";
import { churnOptions } from "../../src/features/risk/facts.ts";
import { holderForm, rowForm } from "../../src/features/responsibilities/cards.ts";
import { topicsIn } from "../../src/features/responsibilities/decide.ts";
import { channelForm, preferencesForm } from "../../src/features/settings/cards.ts";
import { defaultsForm, wrongDefaults } from "../../src/features/settings/defaults-cards.ts";
import { checkDefaults } from "../../src/features/settings/defaults-decide.ts";
import { knowsRegion } from "../../src/features/settings/holidays.ts";
import { notificationsForm } from "../../src/features/settings/notify-cards.ts";
import { personForm, wrongText } from "../../src/features/setup/cards.ts";
import { decidePerson } from "../../src/features/setup/person-decide.ts";
import { fixedDate, fixedTime } from "../../src/kernel/business-time.ts";
import type { View } from "../../src/locales/say.ts";
import { contacts, dana } from "./account-book.ts";
import { caseForms } from "./cases.ts";
import { csmChannel, northwind, profile, settings } from "./accounts.ts";
import { anna, CALENDAR, jonas, marta, NOW, olga, personId, privately, scopeOf } from "./fixed.ts";
import { feedbackForms } from "./feedback.ts";
import { failed, few, found, passed } from "./gate.ts";
import { contentForms } from "./content.ts";
import { planForms } from "./plans.ts";
import { peerForms } from "./peers.ts";
import { promiseForms } from "./promises.ts";
import { privacyForms } from "./privacy.ts";
import { asked } from "./questions.ts";
import { renewalForms } from "./renewals.ts";
import { wonForms } from "./won.ts";
import { story } from "./opportunities.ts";
import { open } from "./requests.ts";
import { holders, own } from "./responsibilities.ts";

/** A form as it is opened on a fixed day, or as it comes back. */
export interface FormExample {
  readonly name: string;
  draw(view: View): Form;
  /** what was typed and why it wasn't taken */
  refused?(view: View): {
    readonly typed: Readonly<Record<string, string>>;
    readonly problems: Readonly<Record<string, Text>>;
  };
}

const initial = { locale: settings.locale, zone: settings.zone, digestAt: settings.digestAt };
const choices = [
  { kind: "everyone" },
  { kind: "team", manager: olga.id, name: olga.name },
  { kind: "region", region: "dach" },
] as const;

const VISIBILITIES = ["internal", "customer"] as const;
const today = fixedDate("2026-11-24");
const moment = { on: today, at: fixedTime("09:00") };

const customer = { ...open.account, scope: scopeOf(open.account.id) };
const buyer = { id: personId(20), name: "Dana Vogt" };
const message = { text: "We need 20 more seats <!channel> *now*", wroteIt: "in" } as const;
const said = (view: View): Text =>
  view.say("requests.message-of", { author: buyer.name, at: { date: NOW, style: "day-time" } });

const wrongWeek = { workdays: "2,3", opens: "09:00", closes: "08:00", quietFrom: "18:00", quietTo: "18:00" };
const kinds = [
  { card: "risk.case", called: "risk.called-case", direct: { why: "why.risk-case", insistent: true } },
  { card: "opportunities.offer", called: "opportunities.called-offer", direct: { why: "why.offer" } },
  { card: "opportunities.spotter", called: "opportunities.called-spotter", direct: { why: "why.spotter" } },
  { card: "requests.nudge", called: "requests.called-nudge", direct: { why: "why.request-nudge", insistent: true } },
] as const;

const deal = { opportunity: { ...story.opportunity, ...UNTOUCHED }, accountName: story.accountName };

/** Every form, once: for the golden files and the preview. */
export const FORMS: readonly FormExample[] = [
  ...cadenceForms,
  ...checkInForms,
  { name: "form-cover", draw: (view) => coverForm(true, fixedDate("2026-11-24"), view) },
  { name: "form-pass", draw: (view) => passForm(deal, view) },
  { name: "form-opportunity-snooze", draw: (view) => snoozeForm(deal, snoozeChoices(CALENDAR, NOW), view) },
  { name: "form-release", draw: (view) => releaseForm(deal, view) },
  { name: "form-win", draw: (view) => winForm(deal, "EUR", view) },
  { name: "form-lose", draw: (view) => loseForm(deal, view) },
  { name: "form-continue", draw: (view) => continueForm(deal, view) },
  { name: "form-campaign-end", draw: (view) => endForm(npsCampaign, 70, view) },
  { name: "form-campaign", draw: (view) => campaignForm(fixedDate("2026-11-25"), "de", view) },
  { name: "form-words", draw: (view) => wordsForm(npsCampaign, "de", view) },
  { name: "form-why", draw: (view) => whyForm(npsStory({ score: 6 }), view) },
  { name: "form-favour", draw: (view) => favourForm(calledBack, view) },
  { name: "form-confirm", draw: (view) => confirmForm(found, few, false, view) },
  { name: "form-confirm-failing", draw: (view) => confirmForm(found, failed, false, view) },
  { name: "form-opportunity-answer", draw: (view) => confirmForm(found, few, true, view) },
  {
    name: "form-spot",
    draw: (view) => {
      const [first] = found.evidence ?? [];
      const seats = first && { product: "More seats", evidence: [first] };
      return spotForm(northwind, { gate: passed, held: undefined, causes: [], found: seats }, view);
    },
  },
  {
    name: "form-spot-from-message",
    draw(view) {
      const draft = { product: "the archive", benefit: "They wait for logins every Monday." };
      return spotForm(northwind, { gate: passed, held: undefined, causes: [], found: undefined, draft }, view);
    },
  },
  {
    name: "form-spot-priced",
    draw(view) {
      const draft = { product: undefined, benefit: "They would pay 9,000 euros for it." };
      return spotForm(northwind, { gate: passed, held: undefined, causes: [], found: undefined, draft }, view);
    },
  },
  {
    name: "form-spot-detractor",
    draw(view) {
      const held = { because: "detractor", since: NOW } as const;
      return spotForm(northwind, { gate: few, held, causes: [], found: undefined }, view);
    },
  },
  {
    name: "form-spot-refused",
    draw(view) {
      const held = { because: "at-risk", since: NOW } as const;
      return spotForm(northwind, { gate: failed, held, causes: ["notice", "escalation"], found: undefined }, view);
    },
    refused(view) {
      const typed = { product: "more seats", benefit: "More users.", word: "yes" };
      return { typed, problems: problemTexts(decideProposal(typed), view) };
    },
  },
  { name: "form-settings-mine", draw: (view) => preferencesForm(initial, view) },
  { name: "form-settings-defaults", draw: (view) => defaultsForm(settings, view) },
  {
    name: "form-settings-defaults-refused",
    draw: (view) => defaultsForm({ ...settings, workdays: [2, 3] }, view),
    refused(view) {
      const typed = { ...wrongWeek, locale: "de", zone: "Mars/Base", region: "Mars", digestAt: "25:61" };
      const checked = checkDefaults(typed, "2,3", knowsRegion);
      return { typed, problems: "zone" in checked ? {} : wrongDefaults(checked, view) };
    },
  },
  {
    name: "form-settings-notifications",
    draw: (view) => notificationsForm(kinds, new Map([["opportunities.spotter", "digest"]]), view),
  },
  { name: "form-setup-person", draw: (view) => personForm(view) },
  {
    name: "form-setup-person-refused",
    draw: (view) => personForm(view),
    refused(view) {
      const typed = { name: "", email: "anna", role: "boss", manager: "Nobody", region: "" };
      const decided = decidePerson({ ...typed, roles: [typed.role] }, []);
      const problems =
        "roles" in decided ? [] : decided.map((each) => [each.field, wrongText(each, view.say)] as const);
      return { typed, problems: Object.fromEntries(problems) };
    },
  },
  { name: "form-settings-channel", draw: (view) => channelForm(csmChannel, choices, initial, view) },
  { name: "form-log", draw: (view) => logForm(northwind, contacts, VISIBILITIES, moment, view) },
  { name: "form-nps-referral", draw: (view) => referralForm(calledBack, view) },
  { name: "form-log-call", draw: (view) => logForm(northwind, contacts, VISIBILITIES, moment, view, dana.id) },
  {
    name: "form-log-refused",
    draw: (view) => logForm(northwind, contacts, VISIBILITIES, moment, view),
    refused(view) {
      const typed = { contact: dana.id, kind: "call", direction: "out", on: "2026-11-25", at: "9am", said: "" };
      const room = { contacts, visibilities: VISIBILITIES, zone: view.zone, now: NOW };
      const checked = checkLog(typed, room);
      return { typed, problems: checked.kind === "wrong" ? logProblemTexts(checked.problems, view) : {} };
    },
  },
  { name: "form-note", draw: (view) => noteForm([northwind], VISIBILITIES, "", undefined, view) },
  {
    name: "form-note-which",
    draw: (view) =>
      noteForm([northwind], VISIBILITIES, "Dana is on leave", view.say("accounts.several", { words: "north" }), view),
  },
  { name: "form-contact-add", draw: (view) => newContactForm(northwind, view) },
  { name: "form-contact", draw: (view) => contactForm(dana, view) },
  { name: "form-document-add", draw: (view) => documentForm(northwind, VISIBILITIES, today, view) },
  { name: "form-profile", draw: (view) => profileForm(northwind, profile.fields, today, view) },
  { name: "form-pull-in", draw: (view) => pullInForm(northwind, view) },
  { name: "form-stage", draw: (view) => stageForm(northwind, northwind.stage, churnOptions(view), view) },
  {
    name: "form-ask",
    draw: (view) => askForm({ slot: undefined, account: "", question: "" }, view),
  },
  {
    name: "form-ask-unclear",
    draw(view) {
      const because = view.say("shell.did-you-mean-account", { words: "nortwind", names: "Northwind GmbH" });
      return askForm({ slot: "am", account: "nortwind", question: "When does the offer go out?", because }, view);
    },
  },
  { name: "form-answer", draw: (view) => answerForm(asked, "internal", view) },
  {
    name: "form-request-nobody-known",
    draw: (view) => requestForm(customer, [], { ...view, audience: privately(anna, "csm") }),
  },
  {
    name: "form-request-csm",
    draw: (view) => requestForm(customer, [buyer], { ...view, audience: privately(anna, "csm") }),
  },
  {
    name: "form-request-am",
    draw: (view) => requestForm(customer, [buyer], { ...view, audience: privately(marta, "am") }),
  },
  { name: "form-respond", draw: (view) => respondForm(open.request, open.account.name, view) },
  { name: "form-hand-to", draw: (view) => handToForm(open.request, open.account.name, [jonas, olga], view) },
  {
    name: "form-shortcut-hand",
    draw: (view) => handForm(NOW.toISOString(), { ...message, said: said(view) }, view),
  },
  {
    name: "form-shortcut-timeline",
    draw: (view) => timelineForm(NOW.toISOString(), { ...message, said: said(view) }, view),
  },
  { name: "form-matrix-row", draw: (view) => rowForm(topicsIn(own), view) },
  { name: "form-slot", draw: (view) => holderForm(open.account, holders, view) },
  ...privacyForms,
  ...caseForms,
  ...renewalForms,
  ...feedbackForms,
  ...planForms,
  ...promiseForms,
  ...contentForms,
  ...peerForms,
  ...wonForms,
];
