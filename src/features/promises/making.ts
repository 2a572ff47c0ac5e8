import type { Reply, Submission } from "../../chat/interaction.ts";
import { asReply, done, type Done, type Opened } from "../../chat/reply.ts";
import { daySpan, type Text } from "../../chat/card.ts";
import { afterQuietHours, type LocalDate, localDateOf } from "../../kernel/business-time.ts";
import { PROMISE } from "../../kernel/defaults.ts";
import type { Person } from "../../kernel/directory.ts";
import type { AccountId, PersonId } from "../../kernel/ids.ts";
import { mayRead } from "../../kernel/permissions.ts";
import { accountOf, type AccountRoster } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { forAccount } from "../naming.ts";
import { checkMade, type Made, nextStep, rungFor } from "./decide.ts";
import { makeForm, problemTexts } from "./forms.ts";
import { goOn } from "./ladder.ts";
import { showList } from "./listing.ts";
import { insertPromise, openAt, peopleAt, writeAudit } from "./store.ts";

/** `/tandem promise`: what is open; with an account, the form. */
export async function promiseByWords(acting: Acting, words: string): Promise<Reply> {
  if (words.trim() === "") return showList(acting);
  return forAccount(acting, words, {
    which: "promises.which",
    pick: { opens: "promises.make" },
    found: async ({ id }) => asReply(await openMake(acting, id)),
  });
}

export async function openMake(acting: Acting, id: AccountId): Promise<Opened> {
  const account = await accountOf(acting, id);
  const refused = refusedMaker(acting, account);
  if (refused) return refused;
  const owners = ownersFor(account, acting.person.id, await acting.directory.people(acting.tx));
  const open = await openAt(acting.tx, [id]);
  const { name } = account;
  return makeForm({ id, name, owners, contacts: await whom(acting, account), open: open.length }, acting.view);
}

export async function submitMake(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { tx, now, person, view, directory } = acting;
  const account = await accountOf(acting, subject as AccountId);
  const refused = refusedMaker(acting, account);
  if (refused) return refused;
  const people = await directory.people(tx);
  const contacts = await whom(acting, account);
  const today = localDateOf(now, person.calendar.zone);
  const checked = checkMade(values, {
    owners: ownersFor(account, person.id, people).map(({ id }) => id),
    contacts: contacts.map(({ id }) => id),
    today,
  });
  if (checked.kind === "wrong") return { kind: "invalid", fields: problemTexts(checked.problems, today, view) };
  const owner = people.find(({ id }) => id === checked.value.owner);
  if (!owner) return done(view.say("promises.gone"));
  await make(acting, account, owner, checked.value, contacts.find(({ id }) => id === checked.value.contact)?.id);
  return done(madeText(account.name, checked.value.dueOn, owner, acting));
}

/** What is near is said once it is broken only. */
function madeText(account: string, dueOn: LocalDate, owner: Person, { now, person, view: { say } }: Acting): Text {
  const said = { account, due: daySpan(dueOn) };
  if (owner.id !== person.id)
    return say("promises.made-theirs", { ...said, owner: { mention: { id: owner.id, name: owner.name } } });
  const next = nextStep(rungFor(dueOn, owner.calendar, now), dueOn, owner.calendar, now);
  const on = daySpan(next ? localDateOf(next.at, owner.calendar.zone) : dueOn);
  return say(next?.rung === 1 ? "promises.made-mine" : "promises.made-mine-near", { ...said, on });
}

async function make(
  acting: Acting,
  account: AccountRoster,
  owner: Person,
  { words, dueOn }: Made,
  contact: Awaited<ReturnType<typeof peopleAt>>[number]["id"] | undefined,
): Promise<void> {
  const { tx, now, ids, person, via, posts } = acting;
  const id = ids.next<"promise">();
  const rung = rungFor(dueOn, owner.calendar, now);
  insertPromise(tx, {
    id,
    account: account.id,
    contact,
    words,
    by: person.id,
    at: now,
    owner: owner.id,
    dueOn,
    rung,
  });
  goOn(acting, id, { rung, dueOn }, owner);
  if (owner.id !== person.id) {
    posts.announce({
      card: "promises.promise",
      subject: id,
      address: `person:${owner.id}`,
      slot: "",
      dueAt: afterQuietHours(now, owner.calendar),
      shows: [account.id],
    });
  }
  posts.redraw(account.id);
  writeAudit(tx, {
    id: ids.next(),
    at: now,
    by: person.id,
    action: "promises.make",
    subject: account.id,
    details: { owner: owner.id, due: dueOn },
  });
  await acting.emit({
    kind: "account-touched",
    account: account.id,
    what: "promise-made",
    by: person.id,
    via,
    details: { owner: owner.name, due: dueOn },
    summary: words,
    ...(contact && { contact }),
  });
}

async function whom({ tx, audience }: Acting, { id, scope }: AccountRoster): ReturnType<typeof peopleAt> {
  return mayRead(audience, "contact-names", scope) ? peopleAt(tx, id) : [];
}

/** Whoever works with the customer promises it something. */
function refusedMaker(
  { audience, view: { say } }: Acting,
  { name, scope, csm, am, stage }: AccountRoster,
): Done | undefined {
  if (!mayRead(audience, "promises", scope)) {
    const person = csm ?? am;
    return done(
      person
        ? say("promises.not-yours", { account: name, person: { mention: person } })
        : say("promises.not-yours-orphan", { account: name }),
    );
  }
  return stage === "churned" ? done(say("promises.churned", { account: name })) : undefined;
}

/** Who may keep a promise: who makes it, who works with the customer, then everybody else by name. */
export function ownersFor(
  { scope }: Pick<AccountRoster, "scope">,
  maker: PersonId | undefined,
  people: readonly Person[],
): Person[] {
  const near = [maker, scope.csm, scope.am, ...scope.others];
  const nearness = ({ id }: Person): number => (near.includes(id) ? near.indexOf(id) : near.length);
  return people
    .filter(({ active, roles }) => active && roles.some((role) => role !== "admin" && role !== "exec"))
    .toSorted((one, other) => nearness(one) - nearness(other) || one.name.localeCompare(other.name, "en"))
    .slice(0, PROMISE.ownersListed);
}
