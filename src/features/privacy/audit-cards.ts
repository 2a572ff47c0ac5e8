import type { Block, Card, Text } from "../../chat/card.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say, View } from "../../locales/say.ts";
import type { AuditAction, Decided } from "./audit-store.ts";

const DID = {
  "accounts.stage": "privacy.did-accounts-stage",
  "cadence.suggest-on": "privacy.did-cadence-suggest-on",
  "cadence.suggest-off": "privacy.did-cadence-suggest-off",
  "cadence.keep": "privacy.did-cadence-keep",
  "accounts.churned": "privacy.did-accounts-churned",
  "accounts.back": "privacy.did-accounts-back",
  "nps.start": "privacy.did-nps-start",
  "nps.words": "privacy.did-nps-words",
  "nps.pause": "privacy.did-nps-pause",
  "nps.resume": "privacy.did-nps-resume",
  "nps.end": "privacy.did-nps-end",
  "nps.discard": "privacy.did-nps-discard",
  "renewals.signed": "privacy.did-renewals-signed",
  "renewals.notice": "privacy.did-renewals-notice",
  "renewals.not-renewing": "privacy.did-renewals-not-renewing",
  "risk.opinion": "privacy.did-risk-opinion",
  "risk.case-snoozed": "privacy.did-risk-case-snoozed",
  "risk.case-escalated": "privacy.did-risk-case-escalated",
  "risk.case-given-back": "privacy.did-risk-case-given-back",
  "risk.case-left": "privacy.did-risk-case-left",
  "risk.case-closed": "privacy.did-risk-case-closed",
  "risk.case-reopened": "privacy.did-risk-case-reopened",
  "risk.step-done": "privacy.did-risk-step-done",
  "risk.hold-sent": "privacy.did-risk-hold-sent",
  "risk.hold-kept-back": "privacy.did-risk-hold-kept-back",

  "covers.name": "privacy.did-covers-name",
  "covers.end": "privacy.did-covers-end",
  "deliveries.again": "privacy.did-deliveries-again",
  "deliveries.fine": "privacy.did-deliveries-fine",
  "checkins.template": "privacy.did-checkins-template",
  "checkins.template-remove": "privacy.did-checkins-template-remove",
  "plans.summary": "privacy.did-plans-summary",
  "plans.skip": "privacy.did-plans-skip",
  "plans.add": "privacy.did-plans-add",
  "plans.change": "privacy.did-plans-change",
  "plans.confirm": "privacy.did-plans-confirm",
  "plans.measure": "privacy.did-plans-measure",
  "plans.close": "privacy.did-plans-close",
  "plans.target": "privacy.did-plans-target",
  "plans.judge": "privacy.did-plans-judge",
  "plans.ask": "privacy.did-plans-ask",
  "promises.make": "privacy.did-promises-make",
  "promises.keep": "privacy.did-promises-keep",
  "promises.move": "privacy.did-promises-move",
  "promises.withdraw": "privacy.did-promises-withdraw",
  "promises.hand": "privacy.did-promises-hand",
  "promises.told": "privacy.did-promises-told",
  "content.add": "privacy.did-content-add",
  "content.retire": "privacy.did-content-retire",
  "content.send": "privacy.did-content-send",
  "content.decline": "privacy.did-content-decline",
  "peers.propose": "privacy.did-peers-propose",
  "peers.ask": "privacy.did-peers-ask",
  "peers.not-now": "privacy.did-peers-not-now",
  "peers.stop": "privacy.did-peers-stop",
  "peers.agree": "privacy.did-peers-agree",
  "peers.refuse": "privacy.did-peers-refuse",
  "peers.introduce": "privacy.did-peers-introduce",
  "peers.helped": "privacy.did-peers-helped",
  "feedback.pass": "privacy.did-feedback-pass",
  "feedback.plan": "privacy.did-feedback-plan",
  "feedback.ship": "privacy.did-feedback-ship",
  "feedback.decline": "privacy.did-feedback-decline",
  "feedback.told": "privacy.did-feedback-told",
  "feedback.snooze": "privacy.did-feedback-snooze",
  "feedback.not-needed": "privacy.did-feedback-not-needed",
  "keys.created": "privacy.did-keys-created",
  "keys.revoked": "privacy.did-keys-revoked",
  "keys.rotated": "privacy.did-keys-rotated",
  "links.make": "privacy.did-links-make",
  "links.link": "privacy.did-links-link",
  "listening.off": "privacy.did-listening-off",
  "listening.on": "privacy.did-listening-on",
  "opportunities.accept": "privacy.did-opportunities-accept",
  "opportunities.answer-back": "privacy.did-opportunities-answer-back",
  "opportunities.approve": "privacy.did-opportunities-approve",
  "opportunities.ask-back": "privacy.did-opportunities-ask-back",
  "opportunities.asked": "privacy.did-opportunities-asked",
  "opportunities.claim": "privacy.did-opportunities-claim",
  "opportunities.claim-both": "privacy.did-opportunities-claim-both",
  "opportunities.confirm": "privacy.did-opportunities-confirm",
  "opportunities.continue": "privacy.did-opportunities-continue",
  "opportunities.decline": "privacy.did-opportunities-decline",
  "opportunities.lose": "privacy.did-opportunities-lose",
  "opportunities.not-now": "privacy.did-opportunities-not-now",
  "opportunities.pass": "privacy.did-opportunities-pass",
  "opportunities.pause": "privacy.did-opportunities-pause",
  "opportunities.propose": "privacy.did-opportunities-propose",
  "opportunities.release": "privacy.did-opportunities-release",
  "opportunities.snooze": "privacy.did-opportunities-snooze",
  "opportunities.win": "privacy.did-opportunities-win",
  "privacy.erase": "privacy.did-privacy-erase",
  "privacy.export": "privacy.did-privacy-export",
  "requests.approve": "privacy.did-requests-approve",
  "requests.hand-to": "privacy.did-requests-hand-to",
  "responsibilities.holder": "privacy.did-responsibilities-holder",
  "responsibilities.row": "privacy.did-responsibilities-row",
  "risk.own": "privacy.did-risk-own",
  "settings.mine": "privacy.did-settings-mine",
  "settings.defaults": "privacy.did-settings-defaults",
  "settings.channel": "privacy.did-settings-channel",
  "settings.approve": "privacy.did-settings-approve",
  "settings.keep": "privacy.did-settings-keep",
  "settings.notifications": "privacy.did-settings-notifications",
  "setup.person": "privacy.did-setup-person",
  "uploads.file-accepted": "privacy.did-uploads-file-accepted",
  "uploads.file-declined": "privacy.did-uploads-file-declined",
  "uploads.file-refused": "privacy.did-uploads-file-refused",
  "uploads.import": "privacy.did-uploads-import",
  "workspaces.installed": "privacy.did-workspaces-installed",
  "workspaces.renewed": "privacy.did-workspaces-renewed",
  "workspaces.gone": "privacy.did-workspaces-gone",
} as const satisfies Readonly<Record<AuditAction, TextKey>>;

/** Who did what and when, newest first. */
export function auditCard(decided: readonly Decided[], hasOlder: boolean, { say }: View): Card {
  const body: Block[] = [
    { kind: "list", ordered: false, items: decided.map((each) => lineText(each, say)) },
    { kind: "context", text: say("privacy.audit-foot") },
  ];
  const last = decided.at(-1);
  if (hasOlder && last) {
    const press = { name: "privacy.older", subject: last.id };
    body.push({ kind: "buttons", elements: [{ kind: "button", label: say("privacy.older"), press }] });
  }
  return { title: say("privacy.audit-title"), body };
}

function lineText({ at: instant, by, action, kept, about }: Decided, say: Say): Text {
  const who: Text = by ? [{ mention: by }] : say("privacy.nobody");
  const what = action ? say(DID[action], { who }) : say("privacy.did-something", { who, action: kept });
  const at = { date: instant, style: "day-time" } as const;
  return about === undefined
    ? say("privacy.audit-line", { at, what })
    : say("privacy.audit-line-about", { at, what, about });
}
