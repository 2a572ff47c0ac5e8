import type { Button } from "../../chat/card.ts";
import type { AccountId } from "../../kernel/ids.ts";
import type { Say } from "../../locales/say.ts";

export function openAccount(account: AccountId, say: Say): Button {
  return { kind: "button", label: say("digests.open"), press: { name: "accounts.open", subject: account } };
}
