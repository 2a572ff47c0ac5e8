import { platformContract } from "./helpers/platform-contract.ts";
import { makeSlackHouse } from "./helpers/slack-house.ts";
import { makeTeamsHouse, TEAMS_UNTOLD } from "./helpers/teams-house.ts";

platformContract("Slack", makeSlackHouse);
platformContract("Teams", makeTeamsHouse, TEAMS_UNTOLD);
