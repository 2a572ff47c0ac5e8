import type { CompanyGuest } from "./company/company.ts";
import type { LocalChannel, LocalPerson, LocalSlack } from "./slack/server.ts";

/** Somebody of a customer's, to whom Tandem says nothing of what it knows. */
export function guestOf({ name, email, timezone, locale, account }: CompanyGuest): LocalPerson {
  return { name, email, zone: timezone, locale, role: `Guest from ${account}`, guest: true };
}

/** @param people ours who are in the local Slack; who is in Teams isn't */
export function sharedChannel(
  { email, account, with: ours }: CompanyGuest,
  people: readonly { readonly email: string }[],
): LocalChannel {
  const here = ours.filter((each) => people.some((person) => person.email === each));
  return { name: channelName(account), topic: `Together with ${account}`, members: [...here, email] };
}

function channelName(account: string): string {
  return `with-${account.toLowerCase()}`;
}

/** What one may hand to the Account Manager, or keep on the timeline. */
export async function saysSomething(slack: LocalSlack, guest: CompanyGuest): Promise<void> {
  const user = slack.userIds.get(guest.email);
  const channel = slack.channelIds.get(channelName(guest.account));
  if (!user || !channel) throw new Error(`${guest.email} isn't in the local Slack`);
  await slack
    .person(user)
    .say(channel, "Hello! Our second warehouse starts in January. What would ten more seats cost us?");
}
