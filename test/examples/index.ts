import { accountExamples } from "./accounts.ts";
import { deliveryExamples } from "./deliveries.ts";
import type { Example } from "./fixed.ts";
import { opportunityExamples } from "./opportunities.ts";
import { riskExamples } from "./risk.ts";

/** Every card, once: for the golden files, the preview and the README's pictures. */
export const EXAMPLES: readonly Example[] = [
  ...accountExamples,
  ...deliveryExamples,
  ...opportunityExamples,
  ...riskExamples,
];
