import { z } from "zod";
import type { ChannelMember } from "../platform.ts";

/** A person's or channel's id in Teams, as far as Tandem stores one: it can be nothing else anywhere. */
export const TEAMS_ID = z.string().regex(/^[A-Za-z0-9][\w.:@-]{0,199}$/);

const MEMBER = z.object({
  id: z.string().max(200),
  aadObjectId: TEAMS_ID.optional(),
  objectId: TEAMS_ID.optional(),
  name: z.string().max(300).default(""),
  email: z.string().max(300).nullish(),
  userPrincipalName: z.string().max(300).nullish(),
  tenantId: z.string().max(100).nullish(),
  userRole: z.string().max(50).nullish(),
});
const MEMBERS = z.array(MEMBER);

/** A member of a conversation, with what makes them findable. */
export interface TeamsMember extends ChannelMember {
  readonly name: string;
  readonly emails: readonly string[];
  /** their own tenant, in small letters, where Teams names it */
  readonly home: string | undefined;
}

/**
 * A page of a conversation's members. Teams lists people only, no bots.
 * @throws ZodError when it isn't one; nobody is guessed at
 */
export function membersIn(page: unknown, tenant: string): TeamsMember[] {
  return MEMBERS.parse(page).map((member) => {
    const { userPrincipalName, email } = member;
    const emails = [email, userPrincipalName].filter((each) => typeof each === "string" && each.includes("@"));
    return {
      user: member.aadObjectId ?? member.objectId ?? member.id,
      kind: kindOf(member, tenant),
      name: member.name,
      emails: emails.map((each) => String(each).toLowerCase()),
      home: member.tenantId?.toLowerCase(),
    };
  });
}

/** Of whom Teams names no tenant, or another one, nobody can say that they are ours. */
function kindOf(
  { tenantId, userRole, userPrincipalName }: z.output<typeof MEMBER>,
  tenant: string,
): ChannelMember["kind"] {
  if (tenantId?.toLowerCase() !== tenant) return "external";
  if (userRole?.toLowerCase() === "anonymous") return "external";
  const isGuest = userRole?.toLowerCase() === "guest" || /#ext#/i.test(userPrincipalName ?? "");
  return isGuest ? "guest" : "member";
}
