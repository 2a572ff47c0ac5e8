import { REQUEST } from "../../kernel/defaults.ts";

export { approveFirst } from "./approving.ts";

/**
 * Whether a discount that was asked for with an opportunity waits for its approval. An expression for a statement that names
 * the opportunity's columns so.
 */
export function waitsForApproval(organisation: string, opportunity: string): string {
  return `exists (select from request q where q.organisation_id = ${organisation} and q.opportunity_id = ${opportunity}
             and q.state <> 'closed' and q.approved_by is null
             and q.discount_percent > ${String(REQUEST.discountPercentAtMost)})`;
}
