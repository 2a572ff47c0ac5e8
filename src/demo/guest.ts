import type { CompanyGuest } from "./company/company.ts";
import type { LocalChannel, LocalPerson, LocalSlack } from "./slack/server.ts";

/** Somebody of a customer's, to whom Tandem says nothing of what it knows. */
export function guestOf({ name, email, timezone, locale, account }: CompanyGuest): LocalPerson {
  return { name, email, zone: timezone, locale, role: `Guest from ${account}`, guest: true };
}

export function sharedChannel({ email, account, with: ours }: CompanyGuest): LocalChannel {
  const name = `with-${account.toLowerCase()}`;
  return { name, topic: `Together with ${account}`, members: [...ours, email] };
}

/** What one may hand to the Account Manager, or keep on the timeline. */
export async function saysSomething(slack: LocalSlack, guest: CompanyGuest): Promise<void> {
  const user = slack.userIds.get(guest.email);
  const channel = slack.channelIds.get(sharedChannel(guest).name);
  if (!user || !channel) throw new Error(`${guest.email} isn't in the local Slack`);
  await slack
    .person(user)
    .say(channel, "Hello! Our second warehouse starts in January. What would ten more seats cost us?");
}
