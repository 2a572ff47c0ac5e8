import { accounts } from "./accounts.ts";
import { opportunities } from "./opportunities.ts";
import { settings } from "./settings.ts";
import { shell } from "./shell.ts";
import { slack } from "./slack.ts";

export const zh = { shell, accounts, opportunities, settings, slack } as const;
