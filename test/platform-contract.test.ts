import { platformContract } from "./helpers/platform-contract.ts";
import { makeSlackHouse } from "./helpers/slack-house.ts";

platformContract("Slack", makeSlackHouse);
