import { asString } from "../../../src/demo/slack/shapes.ts";
import type { Consent, Json } from "./shapes.ts";
import { newHash, no, ok, type World } from "./world.ts";

export interface OAuth {
  register(clientId: string, clientSecret: string): void;
  consent(consent: Consent): string;
  access(args: Json): Json;
}

/** Slack's OAuth v2 from the consent on: a code is good once, for the app and the address it was given to. */
export function createOAuth(world: World): OAuth {
  const secrets = new Map<string, string>();
  const codes = new Map<string, Consent>();
  return {
    register: (clientId, clientSecret) => void secrets.set(clientId, clientSecret),
    consent(consent) {
      const code = newHash();
      codes.set(code, consent);
      return code;
    },
    access(args) {
      const clientId = asString(args["client_id"]);
      const secret = secrets.get(clientId);
      if (secret === undefined) return no("invalid_client_id");
      if (args["client_secret"] !== secret) return no("bad_client_secret");
      const code = asString(args["code"]);
      const consent = codes.get(code);
      if (consent?.clientId !== clientId) return no("invalid_code");
      codes.delete(code);
      if (args["redirect_uri"] !== consent.redirectUri) return no("bad_redirect_uri");
      const team = world.teams.get(consent.team);
      if (!team) return no("team_not_found");
      return ok({
        app_id: "A0TANDEM",
        authed_user: { id: consent.user },
        scope: consent.scopes.join(","),
        token_type: "bot",
        access_token: team.token,
        bot_user_id: team.botUser,
        team: consent.wholeEnterprise ? null : { id: team.id, name: team.name },
        enterprise: consent.wholeEnterprise ? { id: "E0WHOLE", name: "Whole" } : null,
        is_enterprise_install: consent.wholeEnterprise ?? false,
        ...consent.more,
      });
    },
  };
}
