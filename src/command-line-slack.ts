import type { Command } from "commander";
import { installLink } from "./chat/slack/install-state.ts";
import type { SlackOAuth } from "./config.ts";
import { wallClock } from "./kernel/clock.ts";
import type { OrganisationId } from "./kernel/ids.ts";

export interface SlackCommandsParts {
  readonly program: Command;
  readonly out: (text: string) => void;
  /** undefined: Slack isn't set up for many workspaces */
  readonly oauth: () => SlackOAuth | undefined;
  /** @throws Error with a sentence */
  readonly organisation: (slug: string | undefined) => Promise<OrganisationId>;
}

/** `tandem slack`: workspaces that are to be added. */
export function addSlackCommands({ program, out, oauth, organisation }: SlackCommandsParts): void {
  program
    .command("slack")
    .description("Slack workspaces")
    .command("install-link")
    .description("makes a link, good for a day, by which a workspace is added to an organisation")
    .option("--org <slug>", "the organisation; not needed while there is one")
    .action(async ({ org }: { org?: string }) => {
      const configured = oauth();
      if (!configured) {
        throw new Error(
          "A link needs SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SLACK_STATE_SECRET, SLACK_SIGNING_SECRET and BASE_URL, as the service has them. Set them and try again.",
        );
      }
      out(`${installLink(configured, await organisation(org), wallClock.now())}\n`);
    });
}
