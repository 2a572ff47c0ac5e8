import type { CompanyPerson } from "../company/account.ts";

/** Somebody of the company as their Teams knows them. */
export interface TeamsPerson {
  /** their id at Microsoft Entra */
  readonly user: string;
  readonly name: string;
  readonly email: string;
}

/** Who is in Teams, and who sits at the screen. */
export interface Cast {
  readonly me: TeamsPerson;
  /** five, which is what the Playground asks for */
  readonly others: readonly TeamsPerson[];
  /** one of the others, who sets Tandem up */
  readonly admin: TeamsPerson;
}

export const MY_CHAT = "a:my-own-chat-with-tandem";
const TEAM = "19:account-managers@thread.tacv2";
/** The Playground's team has its General channel, which is the team's own id, and one more. */
export const CHANNEL = { id: "19:opportunities@thread.tacv2", name: "Opportunities" } as const;
const GROUP_CHAT = { id: "19:renewals@thread.v2", name: "Renewals" } as const;

/** The Account Managers and their manager. The first of them uses Teams and no Slack. */
export function teamsCast(people: readonly CompanyPerson[]): Cast {
  const admin = people.find(({ roles }) => roles.includes("manager") && roles.includes("admin"));
  const sellers = people.filter(({ roles }) => roles.includes("am"));
  const [me, ...others] = [...sellers, ...(admin ? [admin] : [])].map(inTeams);
  const last = others.at(-1);
  if (!me || !last || last.email !== admin?.email) throw new Error("the company has nobody for Teams");
  return { me, others, admin: last };
}

function inTeams({ name, email }: CompanyPerson, at: number): TeamsPerson {
  return { user: `00000000-0000-4000-8000-${String(at + 1).padStart(12, "0")}`, name, email };
}

/** What the Playground reads when it starts; JSON is YAML. */
export function playgroundFile(tenant: string, team: string, { me, others }: Cast): string {
  const file = {
    version: "0.1.1",
    tenantId: tenant,
    bot: { id: "28:tandem", name: "Tandem" },
    currentUser: userOf(me),
    users: others.map(userOf),
    personalChat: { id: MY_CHAT },
    groupChat: GROUP_CHAT,
    team: { id: TEAM, name: team, aadGroupId: "00000000-0000-4000-9000-000000000001", channels: [CHANNEL] },
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** Teams takes either id for a direct conversation, the Playground the first alone. */
function userOf({ user, name, email }: TeamsPerson) {
  const [givenName = "", ...surname] = name.split(" ");
  return {
    id: user,
    aadObjectId: user,
    name,
    givenName,
    surname: surname.join(" "),
    email,
    userPrincipleName: email,
  };
}
