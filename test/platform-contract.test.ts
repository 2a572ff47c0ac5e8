import { answeringContract } from "./helpers/platform-contract-answering.ts";
import { platformContract } from "./helpers/platform-contract.ts";
import { makeSlackAnswers } from "./helpers/slack-answer-house.ts";
import { makeSlackHouse } from "./helpers/slack-house.ts";
import { makeTeamsAnswers } from "./helpers/teams-answer-house.ts";
import { makeTeamsHouse, TEAMS_UNTOLD } from "./helpers/teams-house.ts";

platformContract("Slack", makeSlackHouse);
platformContract("Teams", makeTeamsHouse, TEAMS_UNTOLD);

answeringContract("Slack", makeSlackAnswers);
answeringContract("Teams", makeTeamsAnswers);
