import { type Activity, CloudAdapter, ConfigurationBotFrameworkAuthentication, type TurnContext } from "botbuilder";
import {
  type AuthenticateRequestResult,
  AuthenticationConstants as PUBLIC,
  type ClaimsIdentity,
  ConnectorFactory,
  PasswordServiceClientCredentialFactory,
  type ServiceClientCredentialsFactory,
  type UserTokenClient,
} from "botframework-connector";
import { z } from "zod";
import { type Deadline, within } from "../../kernel/within.ts";
import type { Connector } from "./connector.ts";

/** What an invoke is answered with. */
export interface TurnAnswer {
  readonly status: number;
  readonly body?: object;
}

export interface Adapter {
  /** @returns undefined for whoever can't prove by the deadline to be Teams */
  authenticate(
    activity: Activity,
    authorization: string,
    deadline: Deadline,
  ): Promise<AuthenticateRequestResult | undefined>;
  /** One turn of an authenticated activity. */
  run(who: AuthenticateRequestResult, activity: Activity, answer: () => Promise<TurnAnswer>): Promise<TurnAnswer>;
}

export interface AdapterParts {
  /** Microsoft's own when left out */
  readonly openIdMetadataUrl?: string | undefined;
  readonly credentials: ServiceClientCredentialsFactory;
  /** the only one that Tandem speaks to, in lower case */
  readonly tenant: string;
  readonly connector: Pick<Connector, "clientOf">;
}

const OK = 200;
const BOT_FRAMEWORK_TENANT = "d6d49420-f39b-4df7-a1dc-d59a935871db";
const CLAIMS = z.object({ iss: z.string(), tid: z.string().optional() });

/** The bot's identity at Microsoft; without an app id nobody is authenticated, neither they nor we. */
export function credentialsOf(app: {
  readonly appId: string;
  readonly password: string;
  readonly tenant: string;
}): ServiceClientCredentialsFactory {
  return new PasswordServiceClientCredentialFactory(app.appId, app.password, app.tenant);
}

/** Microsoft's CloudAdapter; it would make a client and its credentials anew for each request. */
export function createAdapter({ openIdMetadataUrl, credentials, tenant, connector }: AdapterParts): Adapter {
  const authentication = new Authentication(
    {
      ValidateAuthority: true,
      ToChannelFromBotLoginUrl: PUBLIC.ToChannelFromBotLoginUrl,
      ToChannelFromBotOAuthScope: PUBLIC.ToChannelFromBotOAuthScope,
      ToBotFromChannelTokenIssuer: PUBLIC.ToBotFromChannelTokenIssuer,
      OAuthUrl: PUBLIC.OAuthUrl,
      ToBotFromChannelOpenIdMetadataUrl: openIdMetadataUrl ?? PUBLIC.ToBotFromChannelOpenIdMetadataUrl,
      ToBotFromEmulatorOpenIdMetadataUrl: PUBLIC.ToBotFromEmulatorOpenIdMetadataUrl,
      CallerId: "",
    },
    credentials,
  );
  const adapter = new Turns(authentication);
  const connectorFactory = new Connectors(connector);

  return {
    authenticate(activity, authorization, deadline) {
      return within(deadline, proved(activity, authorization));
    },
    async run(who, activity, answer) {
      let answered: TurnAnswer = { status: OK };
      await adapter.run(who, activity, async () => {
        answered = await answer();
      });
      return answered;
    },
  };

  async function proved(activity: Activity, authorization: string): Promise<AuthenticateRequestResult | undefined> {
    if (!(await isWorthProving(authorization))) return undefined;
    const who = await authentication.authenticateRequest(activity, authorization).catch(() => undefined);
    if (!who || !(await isTeams(who.claimsIdentity))) return undefined;
    return { ...who, connectorFactory };
  }

  /** Of a token that nobody signed botbuilder keeps the tenant it names for good, so it gets to see few of them. */
  async function isWorthProving(authorization: string): Promise<boolean> {
    if (await credentials.isAuthenticationDisabled()) return true;
    const claims = claimsIn(authorization);
    if (claims?.iss !== PUBLIC.ToBotFromChannelTokenIssuer) return false;
    return claims.tid === undefined || claims.tid.toLowerCase() === tenant || claims.tid === BOT_FRAMEWORK_TENANT;
  }

  /** Tokens of Microsoft Entra, by which bots and emulators call, say nothing of the address to answer to. */
  async function isTeams(identity: ClaimsIdentity): Promise<boolean> {
    if (await credentials.isAuthenticationDisabled()) return true;
    return identity.getClaimValue(PUBLIC.IssuerClaim) === PUBLIC.ToBotFromChannelTokenIssuer;
  }
}

/** @returns undefined for what is no token; nothing in it is proved */
function claimsIn(authorization: string): z.output<typeof CLAIMS> | undefined {
  const [, payload = ""] = /^Bearer [\w-]+\.([\w-]+)\.[\w-]*$/.exec(authorization) ?? [];
  try {
    return CLAIMS.safeParse(JSON.parse(Buffer.from(payload, "base64url").toString())).data;
  } catch {
    return undefined;
  }
}

class Turns extends CloudAdapter {
  async run(
    who: AuthenticateRequestResult,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    await this.processActivity(who, activity, logic);
  }
}

class Authentication extends ConfigurationBotFrameworkAuthentication {
  #tokens: Promise<UserTokenClient> | undefined;

  /** Nobody signs in through Tandem, so one is enough. */
  override createUserTokenClient(identity: ClaimsIdentity): Promise<UserTokenClient> {
    return (this.#tokens ??= super.createUserTokenClient(identity));
  }
}

class Connectors extends ConnectorFactory {
  readonly #connector: AdapterParts["connector"];

  constructor(connector: AdapterParts["connector"]) {
    super();
    this.#connector = connector;
  }

  override create(serviceUrl: string): ReturnType<ConnectorFactory["create"]> {
    return this.#connector.clientOf(serviceUrl);
  }
}
