import { accounts } from "./accounts.ts";
import { cadence } from "./cadence.ts";
import { cases } from "./cases.ts";
import { chat } from "./chat.ts";
import { contacts } from "./contacts.ts";
import { content } from "./content.ts";
import { covers } from "./covers.ts";
import { digests } from "./digests.ts";
import { deals } from "./deals.ts";
import { deliveries } from "./deliveries.ts";
import { documents } from "./documents.ts";
import { doctor } from "./doctor.ts";
import { explain } from "./explain.ts";
import { feedback } from "./feedback.ts";
import { gate } from "./gate.ts";
import { home } from "./home.ts";
import { imports } from "./import.ts";
import { ingest } from "./ingest.ts";
import { install } from "./install.ts";
import { links } from "./links.ts";
import { listening } from "./listening.ts";
import { nps } from "./nps.ts";
import { onboarding } from "./onboarding.ts";
import { opportunities } from "./opportunities.ts";
import { pages } from "./pages.ts";
import { plans } from "./plans.ts";
import { peers } from "./peers.ts";
import { promises } from "./promises.ts";
import { privacy } from "./privacy.ts";
import { questions } from "./questions.ts";
import { renewals } from "./renewals.ts";
import { requests } from "./requests.ts";
import { responsibilities } from "./responsibilities.ts";
import { risk } from "./risk.ts";
import { settings } from "./settings.ts";
import { shell } from "./shell.ts";
import { slack } from "./slack.ts";
import { survey } from "./survey.ts";
import { teams } from "./teams.ts";
import { timeline } from "./timeline.ts";
import { touchpoints } from "./touchpoints.ts";
import { recurrence } from "./recurrence.ts";
import { checkins } from "./checkins.ts";
import { well } from "./well.ts";
import { today } from "./today.ts";
import { setup } from "./setup.ts";
import { upload } from "./upload.ts";
import { why } from "./why.ts";
import { won } from "./won.ts";
import { workspaces } from "./workspaces.ts";

export const en = {
  shell,
  cadence,
  accounts,
  chat,
  contacts,
  deals,
  documents,
  deliveries,
  digests,
  feedback,
  plans,
  promises,
  content,
  peers,
  gate,
  home,
  imports,
  listening,
  nps,
  onboarding,
  opportunities,
  won,
  pages,
  privacy,
  questions,
  renewals,
  requests,
  responsibilities,
  risk,
  settings,
  slack,
  survey,
  teams,
  timeline,
  covers,
  links,
  install,
  ingest,
  workspaces,
  doctor,
  setup,
  upload,
  why,
  explain,
  cases,
  touchpoints,
  recurrence,
  checkins,
  well,
  today,
} as const;
