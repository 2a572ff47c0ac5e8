import { accountBookExamples } from "./account-book.ts";
import { accountExamples } from "./accounts.ts";
import { askingExamples } from "./asking.ts";
import { cadenceExamples } from "./cadence.ts";
import { caseExamples } from "./cases.ts";
import { checkInExamples } from "./check-ins.ts";
import { deliveryExamples } from "./deliveries.ts";
import { digestExamples } from "./digests.ts";
import { calibratedDigestExamples } from "./digests-calibrated.ts";
import { wonDigestExamples } from "./digests-won.ts";
import { feedbackExamples } from "./feedback.ts";
import type { Example } from "./fixed.ts";
import { gateExamples } from "./gate.ts";
import { homeExamples } from "./home.ts";
import { listeningExamples } from "./listening.ts";
import { npsExamples } from "./nps.ts";
import { opportunityExamples } from "./opportunities.ts";
import { wonExamples } from "./won.ts";
import { peopleExamples } from "./people.ts";
import { contentExamples } from "./content.ts";
import { planExamples } from "./plans.ts";
import { peerExamples } from "./peers.ts";
import { promiseExamples } from "./promises.ts";
import { privacyExamples } from "./privacy.ts";
import { questionExamples } from "./questions.ts";
import { renewalExamples } from "./renewals.ts";
import { requestExamples } from "./requests.ts";
import { responsibilityExamples } from "./responsibilities.ts";
import { riskExamples } from "./risk.ts";
import { scaleExamples } from "./scale.ts";
import { uploadExamples } from "./uploads.ts";
import { workspaceExamples } from "./workspaces.ts";

/** Every card, once: for the golden files, the preview and the README's pictures. */
export const EXAMPLES: readonly Example[] = [
  ...accountExamples,
  ...accountBookExamples,
  ...askingExamples,
  ...cadenceExamples,
  ...caseExamples,
  ...checkInExamples,
  ...deliveryExamples,
  ...digestExamples,
  ...calibratedDigestExamples,
  ...wonDigestExamples,
  ...homeExamples,
  ...listeningExamples,
  ...npsExamples,
  ...feedbackExamples,
  ...planExamples,
  ...promiseExamples,
  ...contentExamples,
  ...peerExamples,
  ...gateExamples,
  ...opportunityExamples,
  ...wonExamples,
  ...peopleExamples,
  ...privacyExamples,
  ...questionExamples,
  ...renewalExamples,
  ...requestExamples,
  ...responsibilityExamples,
  ...riskExamples,
  ...scaleExamples,
  ...uploadExamples,
  ...workspaceExamples,
];
