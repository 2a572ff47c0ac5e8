import type { WallClock } from "../kernel/clock.ts";
import type { System } from "./system.ts";

/** A row of the shell: a conversation in Microsoft Teams that the bot was met in. */
export interface TeamsConversation {
  readonly tenant: string;
  readonly conversation: string;
  readonly sendTo: string;
  readonly kind: "personal" | "group" | "channel";
  readonly serviceUrl: string;
  readonly team: string | undefined;
}

interface Row {
  readonly tenant: string;
  readonly conversation: string;
  readonly send_to: string;
  readonly kind: TeamsConversation["kind"];
  readonly service_url: string;
  readonly team: string | null;
  readonly gone: boolean;
}

const SELECT = "select tenant, conversation, send_to, kind, service_url, team, gone from teams_conversation";

/** The conversations in Teams, for all replicas and over restarts. */
export function createTeamsConversations(system: System, wall: WallClock) {
  return {
    /** @returns true when it is new, or was gone */
    async keep(met: TeamsConversation): Promise<boolean> {
      const { tenant, conversation, sendTo, kind, serviceUrl, team } = met;
      const [kept] = await system.rows<{ news: boolean }>(
        `with before as (select gone from teams_conversation where tenant = $1 and conversation = $2)
         insert into teams_conversation (tenant, conversation, send_to, kind, service_url, team, met_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (tenant, conversation) do update
           set send_to = $3, kind = $4, service_url = $5, team = coalesce($6, teams_conversation.team), gone = false,
               gone_at = null, met_at = $7
         returning coalesce((select gone from before), true) as news`,
        [tenant, conversation, sendTo, kind, serviceUrl, team ?? null, wall.now()],
      );
      return kept?.news ?? false;
    },

    async find(
      tenant: string,
      conversation: string,
    ): Promise<(TeamsConversation & { readonly gone: boolean }) | undefined> {
      const [row] = await system.rows<Row>(`${SELECT} where tenant = $1 and conversation = $2`, [tenant, conversation]);
      return row && { ...asConversation(row), gone: row.gone };
    },

    /** Those of a tenant that aren't gone, the latest first. */
    async all(tenant: string): Promise<TeamsConversation[]> {
      const rows = await system.rows<Row>(
        `${SELECT} where tenant = $1 and not gone order by met_at desc, conversation`,
        [tenant],
      );
      return rows.map(asConversation);
    },

    /** The bot was sent away, or the conversations are gone. */
    async leave(tenant: string, ...conversations: readonly string[]): Promise<void> {
      await system.rows(
        `update teams_conversation set gone = true, gone_at = $3
          where tenant = $1 and conversation = any($2::text[]) and not gone`,
        [tenant, conversations, wall.now()],
      );
    },
  };
}

function asConversation({ tenant, conversation, send_to, kind, service_url, team }: Row): TeamsConversation {
  return { tenant, conversation, sendTo: send_to, kind, serviceUrl: service_url, team: team ?? undefined };
}
