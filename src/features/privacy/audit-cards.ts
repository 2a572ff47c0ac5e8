import type { Block, Card, Text } from "../../chat/card.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say, View } from "../../locales/say.ts";
import type { Decided } from "./audit-store.ts";

const DID: Readonly<Record<string, TextKey>> = {
  "covers.name": "privacy.did-covers-name",
  "covers.end": "privacy.did-covers-end",
  "deliveries.again": "privacy.did-deliveries-again",
  "deliveries.fine": "privacy.did-deliveries-fine",
  "keys.created": "privacy.did-keys-created",
  "keys.revoked": "privacy.did-keys-revoked",
  "keys.rotated": "privacy.did-keys-rotated",
  "links.make": "privacy.did-links-make",
  "links.link": "privacy.did-links-link",
  "opportunities.confirm": "privacy.did-opportunities-confirm",
  "opportunities.approve": "privacy.did-opportunities-approve",
  "opportunities.not-now": "privacy.did-opportunities-not-now",
  "opportunities.decline": "privacy.did-opportunities-decline",
  "opportunities.continue": "privacy.did-opportunities-continue",
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
};

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

function lineText({ at, by, action }: Decided, say: Say): Text {
  const who: Text = by ? [{ mention: by }] : say("privacy.nobody");
  const known = Object.hasOwn(DID, action) ? DID[action] : undefined;
  const what = known
    ? say(known, { who })
    : say("privacy.did-something", { who, action: action.replace(/[.-]/g, " ") });
  return say("privacy.audit-line", { at: { date: at, style: "day-time" }, what });
}
