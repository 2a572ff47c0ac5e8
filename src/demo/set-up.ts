import { setTimeout } from "node:timers/promises";
import type { CompanyGuest } from "./company/company.ts";
import type { Driver, LocalChannel, LocalPerson, LocalSlack } from "./slack/server.ts";
import type { CompanyPerson } from "./company/account.ts";
import { addDays, type LocalDate } from "../kernel/business-time.ts";
import type { Role } from "../kernel/permissions.ts";

const GROUPS: readonly (readonly [Role, string])[] = [
  ["csm", "Customer Success Managers"],
  ["am", "Account Managers"],
  ["manager", "Managers"],
  ["exec", "Executives"],
  ["admin", "Administrators"],
  ["colleague", "Colleagues"],
];

/** The people of the company who have a user in the local Slack. */
export function chatPeople(people: readonly CompanyPerson[]): LocalPerson[] {
  const inChat = people.filter((person) => person.inChat);
  return GROUPS.flatMap(([role, group], at) =>
    inChat
      .filter(({ roles }) => GROUPS.findIndex(([each]) => roles.includes(each)) === at && roles.includes(role))
      .map(({ name, email, timezone, locale }) => ({ name, email, zone: timezone, locale, role: group })),
  );
}

/** Where the company talks. The executives and the administrators aren't in those that carry what customers pay or say. */
export function chatChannels(people: readonly CompanyPerson[]): LocalChannel[] {
  const inChat = people.filter((person) => person.inChat);
  const those = (...roles: Role[]): string[] =>
    inChat.filter((person) => person.roles.some((role) => roles.includes(role))).map((person) => person.email);
  return [
    { name: "customer-success", topic: "Who needs a look today", members: those("csm", "manager") },
    {
      name: "opportunities",
      topic: "Ideas for more, from the CSMs to the AMs",
      members: those("csm", "am", "manager"),
    },
    { name: "product", topic: "What customers say of it", members: those("csm", "manager", "colleague") },
    { name: "everyone", topic: "Everyone at Quillstone", members: inChat.map((person) => person.email) },
  ];
}

const DUE_IN_DAYS = 3;

const LOOKS = 100;
const LOOK_EVERY_MS = 50;

/** The form that a command opens; a busy machine may answer first, or open a placeholder, and show it a moment later. */
async function openedForm(person: Driver) {
  for (let look = 0; look < LOOKS; look++) {
    const view = person.views().at(-1);
    if (view?.submit) return view;
    await setTimeout(LOOK_EVERY_MS);
  }
  return undefined;
}

/** Somebody types a command that opens a form, and fills it in. @throws Error when the service refuses a step */
async function fillIn(
  slack: LocalSlack,
  email: string,
  channel: string,
  line: string,
  values: Record<string, readonly string[]>,
): Promise<void> {
  const user = slack.userIds.get(email);
  if (!user) throw new Error(`${email} isn't in the local Slack`);
  const person = slack.person(user);
  const id = slack.channelIds.get(channel) ?? "";
  const typed = await person.command(id, line);
  const view = typed.kind === "ok" ? await openedForm(person) : undefined;
  const outcome = typed.kind === "ok" && view ? await person.submit(view.id, values) : typed;
  if (outcome.kind === "ok" && view) return;
  const answer = (await person.messages(id)).at(-1)?.text ?? JSON.stringify(outcome);
  throw new Error(`${line} in #${channel} was not taken: ${answer}`);
}

/**
 * What an administrator does first, on their own screen: the company's zone, and a purpose for each channel.
 * @throws Error when the service refuses a step
 */
export async function setUp(slack: LocalSlack, admin: string, zone: string): Promise<void> {
  const set = (channel: string, line: string, values: Record<string, readonly string[]>): Promise<void> =>
    fillIn(slack, admin, channel, line, values);
  const purpose = "/tandem settings channel";
  await set("everyone", "/tandem settings defaults", { zone: [zone] });
  await set("customer-success", purpose, { purpose: ["csm"], clearance: ["commercial"] });
  await set("opportunities", purpose, { purpose: ["am"], clearance: ["commercial"] });
  await set("product", purpose, { purpose: ["product"], clearance: ["operations"] });
}

/** A first word of a customer's for product, from who looks after them. */
export async function passesOn(slack: LocalSlack, { account, with: [csm = ""] }: CompanyGuest): Promise<void> {
  await fillIn(slack, csm, "everyone", `/tandem feedback ${account}`, {
    theme: ["speed"],
    product: ["-"],
    words: ["The stock list takes a minute to open on Monday mornings, when everybody wants it."],
  });
}

/** What they were promised by their CSM: one that is broken on the next morning, and one that is soon due. */
export async function promises(
  slack: LocalSlack,
  { account, with: [csm = ""] }: CompanyGuest,
  today: LocalDate,
): Promise<void> {
  const promise = (words: string, due: LocalDate): Promise<void> =>
    fillIn(slack, csm, "everyone", `/tandem promise ${account}`, { words: [words], due: [due] });
  await promise("A date for the training of the night shift", today);
  await promise("An export that includes archived orders", addDays(today, DUE_IN_DAYS));
}
