import { plain } from "../../../chat/card.ts";
import type { Reply } from "../../../chat/interaction.ts";
import { type Done, done } from "../../../chat/reply.ts";
import { NotFound } from "../../../kernel/errors.ts";
import type { Touch, Visibility } from "../../../kernel/events.ts";
import { brief } from "../../../kernel/text.ts";
import { hasMeetingNear, pressureOn } from "../../accounts/facts.ts";
import type { Acting, FormHandler, PressHandler } from "../../feature.ts";
import { keepContact } from "../../keeping-contact.ts";
import { writable } from "../../looking-after.ts";
import { namesPrice } from "../../priced.ts";
import { namesOf, NONE, otherForm } from "./cards.ts";
import type { Choice, MeetingSeenId, Suggestion } from "./model.ts";
import { removeEvent, removeSeen, seenById, writeAudit } from "./store.ts";
import { suggested } from "./story.ts";

/** Theirs alone, whoever stands in for them. @throws NotFound when it is answered, or isn't theirs */
async function theirs(acting: Acting, subject: string): Promise<Suggestion> {
  const row = await seenById(acting.tx, subject as MeetingSeenId);
  const [found] = row?.person === acting.person.id ? await suggested(acting, row.person, [row]) : [];
  if (!found) throw new NotFound("cadence.seen-gone");
  return found;
}

export const keepHandler: PressHandler = {
  changes: true,
  async run(acting, { subject, choice }) {
    const suggestion = await theirs(acting, subject);
    const [first] = suggestion.choices;
    const chosen = choice === undefined ? first : suggestion.choices.find(({ account }) => account.id === choice);
    if (chosen) return keep(acting, suggestion, chosen);
    acting.posts.redraw(subject);
    return done(acting.view.say("cadence.seen-changed"));
  },
};

export const noneHandler: PressHandler = {
  changes: true,
  async run(acting, { subject }) {
    const { seen } = await theirs(acting, subject);
    return none(acting, seen.id);
  },
};

/** Of the event nothing is left but that it isn't suggested. */
export const privateHandler: PressHandler = {
  changes: true,
  async run(acting, { subject }) {
    const { tx, person, posts, view } = acting;
    const { seen } = await theirs(acting, subject);
    posts.redraw(...(await removeEvent(tx, seen.id, person.id)));
    return done(view.say("cadence.seen-private-done"));
  },
};

export const otherHandler: FormHandler = {
  open: async (acting, subject) => otherForm(await theirs(acting, subject), acting.view),
  async submit(acting, { subject, values }) {
    const { view } = acting;
    const suggestion = await theirs(acting, subject);
    const value = values["account"] ?? "";
    if (value === NONE) return none(acting, suggestion.seen.id);
    const chosen = suggestion.choices.find(({ account }) => account.id === value);
    if (chosen) return keep(acting, suggestion, chosen);
    const key = value === "" ? "contacts.choice-needed" : "contacts.choice-wrong";
    return { kind: "invalid", fields: { account: view.say(key, { value: brief(value) }) } };
  },
};

async function none({ tx, posts, view }: Acting, id: MeetingSeenId): Promise<Done> {
  await removeSeen(tx, id);
  posts.redraw(id);
  return done(view.say("cadence.seen-none-done"));
}

/** To the timeline, as a contact that they log. */
async function keep(acting: Acting, { seen }: Suggestion, { account, contacts }: Choice): Promise<Reply> {
  const { tx, ids, now, person, via, posts, view } = acting;
  const { say, locale } = view;
  const visibilities = writable(acting, account.scope);
  if (visibilities.length === 0) {
    const whom = account.csm ?? account.am;
    return done(
      whom
        ? say("accounts.only-theirs", { account: account.name, whom: whom.name })
        : say("accounts.only-theirs-orphan", { account: account.name }),
    );
  }
  const isDouble = await hasMeetingNear(tx, account.id, seen.from, person.calendar.zone);
  if (!(await removeSeen(tx, seen.id))) throw new NotFound("cadence.seen-gone");
  posts.redraw(seen.id);
  if (isDouble) return done(say("cadence.seen-there", { account: account.name }));

  const touched = { by: person.id, at: seen.from };
  const pressures = await Promise.all(
    contacts.map(async (contact) => ({
      contact,
      ...(await pressureOn(acting, account.scope, contact.id, touched)),
    })),
  );
  const met = pressures.find(({ collision }) => collision) ?? pressures.find((each) => each.touches) ?? pressures[0];
  const others = contacts.length > 1 ? namesOf(contacts, locale) : "";
  const summary = summaryOf(seen.title, others, say);
  const action = "cadence.keep";
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action, subject: account.id, details: {} });
  posts.redraw(account.id);
  const touch: Touch = {
    account: account.id,
    what: "meeting",
    via,
    details: {},
    ...touched,
    direction: "out",
    proactive: true,
    visibility: visibilityOf(summary, visibilities),
    ...(met && { contact: met.contact.id }),
    ...(summary !== "" && { summary }),
  };
  const kept = say("cadence.seen-kept", { account: account.name });
  return done(await keepContact(acting, touch, { scope: account.scope, contact: met?.contact.name }, kept));
}

/** An entry has one contact; where there were several, its words name them. */
function summaryOf(title: string, names: string, say: Acting["view"]["say"]): string {
  if (names === "") return title;
  return title === "" ? names : plain(say("cadence.seen-summary", { title, names }));
}

/** What names a price is kept from who may read none, where its writer may. */
function visibilityOf(summary: string, visibilities: readonly Visibility[]): Visibility {
  const isPriced = visibilities.includes("commercial") && namesPrice(summary) !== undefined;
  return isPriced ? "commercial" : "internal";
}
