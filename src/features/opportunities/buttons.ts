import type { Button, Text } from "../../chat/card.ts";
import type { OpportunityId } from "../../kernel/ids.ts";

type Look = Button["look"];

/** Does something to an opportunity at once. @param name of this slice's press */
export function presses(label: Text, name: string, subject: OpportunityId, look?: Look): Button {
  return { kind: "button", label, ...(look && { look }), press: { name: `opportunities.${name}`, subject } };
}

/** Opens a form about an opportunity. @param name of this slice's form */
export function opens(label: Text, name: string, subject: OpportunityId, look?: Look): Button {
  return { kind: "button", label, ...(look && { look }), opens: { name: `opportunities.${name}`, subject } };
}
