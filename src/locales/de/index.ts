import { accounts } from "./accounts.ts";
import { chat } from "./chat.ts";
import { deliveries } from "./deliveries.ts";
import { imports } from "./import.ts";
import { opportunities } from "./opportunities.ts";
import { risk } from "./risk.ts";
import { settings } from "./settings.ts";
import { shell } from "./shell.ts";
import { slack } from "./slack.ts";
import { teams } from "./teams.ts";

export const de = { shell, accounts, chat, deliveries, imports, opportunities, risk, settings, slack, teams } as const;
