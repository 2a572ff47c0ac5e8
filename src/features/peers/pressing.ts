import type { Text } from "../../chat/card.ts";
import type { Press, Reply, Submission } from "../../chat/interaction.ts";
import { done, type Done, type Opened } from "../../chat/reply.ts";
import { PEERS } from "../../kernel/defaults.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { Touch } from "../../kernel/events.ts";
import { mayRead } from "../../kernel/permissions.ts";
import { daysAfter } from "../days-after.ts";
import type { Acting, FormHandler, PressHandler } from "../feature.ts";
import { keepContact } from "../keeping-contact.ts";
import { helpedText, stateText } from "./cards.ts";
import { type Action, agrees, checkAgreed, checkNotNow, checkRefused, decidePress, HELPED, mayAsk } from "./decide.ts";
import { peopleAt } from "./contact-store.ts";
import { agreeForm, notNowForm, problemTexts, refuseForm } from "./forms.ts";
import { goOn, REVIEW, settle, tell } from "./steps.ts";
import {
  type AuditAction,
  holdExchange,
  saveAnswer,
  saveEnded,
  saveHelped,
  saveIntroduced,
  saveJoined,
  saveSince,
  type SideId,
  writeAudit,
} from "./store.ts";
import { otherOf, ownSides, type SideStory, type Story } from "./reading.ts";
import { storyOf } from "./story.ts";

interface Allowed {
  readonly kind: "may";
  readonly story: Story;
  /** the customer that it is about */
  readonly side: SideStory;
}

/** The exchange, or why this can't be done with it. @param id of a side @param holds until the transaction ends @throws NotFound */
async function allowed(acting: Acting, id: string, action: Action, holds: boolean): Promise<Allowed | Done> {
  const { tx, audience, person, view } = acting;
  if (holds) await holdExchange(tx, id as SideId);
  const story = await storyOf(acting, id);
  const side = story && [story.learns, story.shares].find((each) => each.id === id);
  if (!story || !side || !ownSides(story, audience).includes(side)) throw new NotFound("peers.gone");
  const { phase, exchange } = story;
  const { part, helped } = side;
  const pressed = { phase, part, agrees: agrees(side), helped, reviewed: exchange.reviewedAt !== undefined };
  const outcome = decidePress(action, pressed, mayAsk(person, side.scope));
  switch (outcome.kind) {
    case "may":
      return { kind: "may", story, side };
    case "stands":
      return done(stateText(story, view));
    case "helped-already":
      return done(helpedText(side, helped ?? "nothing", view.say));
    case "for-csm":
      return done(view.say("peers.for-csm", { account: side.name }));
    case "early":
      return done(
        outcome.waits === "colleague"
          ? stateText(story, view)
          : view.say("peers.early-customers", { account: side.name }),
      );
  }
}

function press(
  action: Action,
  run: (acting: Acting, allowed: Allowed, press: Pick<Press, "choice">) => Promise<Reply>,
): PressHandler {
  return {
    changes: true,
    async run(acting, pressed) {
      const looked = await allowed(acting, pressed.subject, action, true);
      return looked.kind === "may" ? run(acting, looked, pressed) : looked;
    },
  };
}

function form(
  action: Action,
  draw: (acting: Acting, side: SideStory) => Opened | Promise<Opened>,
  submit: (acting: Acting, allowed: Allowed, values: Submission["values"]) => Promise<Reply>,
): FormHandler {
  return {
    async open(acting, subject) {
      const looked = await allowed(acting, subject, action, false);
      return looked.kind === "may" ? draw(acting, looked.side) : looked;
    },
    async submit(acting, { subject, values }) {
      const looked = await allowed(acting, subject, action, true);
      return looked.kind === "may" ? submit(acting, looked, values) : looked;
    },
  };
}

/** What every step leaves behind: the audit, an entry of that customer's timeline, the cards drawn anew. */
export async function noted(
  { tx, now, ids, person, via, posts, emit }: Acting,
  { exchange }: Pick<Story, "exchange">,
  side: Pick<SideStory, "account" | "contact">,
  action: AuditAction,
  what: string,
  more: { readonly summary?: string; readonly withWhom?: boolean } = {},
): Promise<void> {
  const details = { exchange: exchange.id };
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action, subject: side.account, details });
  posts.redraw(exchange.id);
  const { summary = "", withWhom = false } = more;
  await emit({
    kind: "account-touched",
    account: side.account,
    what,
    by: person.id,
    via,
    details: { feature: exchange.called },
    ...(summary !== "" && { summary }),
    ...(withWhom && side.contact && { contact: side.contact.id }),
  });
}

/** The other side's CSM learns of it by a card of their own; whoever pressed knows. */
async function tellOther(acting: Acting, id: string, side: SideStory, why: string): Promise<void> {
  const story = await storyOf(acting, id);
  if (!story) return;
  const other = otherOf(story, side);
  if (other.asker && other.asker.id !== acting.person.id) {
    await tell(acting, story, `${acting.now.toISOString()} ${why}`, [other.part]);
  }
}

const ask = press("ask", async (acting, { story, side }) => {
  const { tx, now, person, view } = acting;
  saveJoined(tx, story.exchange.id, person.id, now);
  await noted(acting, story, side, "peers.ask", "peers-joined");
  const joined = await storyOf(acting, side.id);
  if (joined) await goOn(acting, joined);
  await tellOther(acting, side.id, side, "joined");
  return done(view.say("peers.asked-done", { account: side.name }));
});

const notNow = form(
  "not-now",
  ({ view }, side) => notNowForm(side, view),
  async (acting, { story, side }, values) => {
    const { tx, now, person, view } = acting;
    const checked = checkNotNow(values, side.name);
    if (checked.kind === "wrong") return { kind: "invalid", fields: problemTexts(checked.problems, view) };
    saveEnded(tx, story.exchange.id, { as: "not-now", by: person.id, at: now, reason: checked.value });
    settle(acting, story);
    await noted(acting, story, side, "peers.not-now", "peers-not-now");
    await tellOther(acting, side.id, side, "over");
    return done(view.say("peers.not-now-done", { account: side.name, days: PEERS.restDays }));
  },
);

const stop = press("stop", async (acting, { story, side }) => {
  const { tx, now, person, view } = acting;
  saveEnded(tx, story.exchange.id, { as: "stopped", by: person.id, at: now });
  settle(acting, story);
  await noted(acting, story, side, "peers.stop", "peers-stopped");
  await tellOther(acting, side.id, side, "over");
  return done(view.say("peers.stopped-done", { days: PEERS.restDays }));
});

async function contactsOf({ tx, audience }: Acting, { account, scope }: SideStory): ReturnType<typeof peopleAt> {
  return mayRead(audience, "contact-names", scope) ? peopleAt(tx, account) : [];
}

const agree = form(
  "agree",
  async (acting, side) => {
    const people = await contactsOf(acting, side);
    return people.length > 0
      ? agreeForm(side, people, acting.view)
      : done(acting.view.say("peers.nobody-there", { account: side.name }));
  },
  async (acting, { story, side }, values) => {
    const { tx, now, person, view } = acting;
    const people = await contactsOf(acting, side);
    const checked = checkAgreed(
      values,
      people.map(({ id }) => id),
    );
    if (checked.kind === "wrong") return { kind: "invalid", fields: problemTexts(checked.problems, view) };
    const { contact: id, words } = checked.value;
    const contact = people.find((each) => each.id === id);
    saveAnswer(tx, side.id, { answer: "yes", contact: id, words, by: person.id, at: now });
    saveSince(tx, story.exchange.id, now);
    const answered = { account: side.account, contact };
    await noted(acting, story, answered, "peers.agree", "peers-agreed", { summary: words, withWhom: true });
    const after = await storyOf(acting, side.id);
    if (after) await goOn(acting, after);
    if (after?.phase !== "agreed") return done(view.say("peers.agreed-done", { account: side.name }));
    await tellOther(acting, side.id, side, "agreed");
    return done(view.say("peers.agreed-both", { account: after.learns.name, peer: after.shares.name }));
  },
);

const refuse = form(
  "refuse",
  ({ view }, side) => refuseForm(side, view),
  async (acting, { story, side }, values) => {
    const { tx, now, person, view } = acting;
    const checked = checkRefused(values);
    if (checked.kind === "wrong") return { kind: "invalid", fields: problemTexts(checked.problems, view) };
    const { again, words } = checked.value;
    const answer = again === "never" ? "never" : "no";
    saveAnswer(tx, side.id, { answer, contact: undefined, words, by: person.id, at: now });
    saveEnded(tx, story.exchange.id, { as: "refused", by: person.id, at: now });
    settle(acting, story);
    await noted(acting, story, side, "peers.refuse", "peers-refused", { summary: words });
    await tellOther(acting, side.id, side, "over");
    return done(view.say(`peers.refused-${again}`, { account: side.name }));
  },
);

/** They know each other: a contact that we made of our own accord, with both. */
const introduce = press("introduce", async (acting, { story, side }) => {
  const { tx, now, person, view, reminders, posts } = acting;
  const { exchange, learns, shares } = story;
  saveIntroduced(tx, exchange.id, person.id, now);
  settle(acting, story);
  reminders.set(REVIEW, exchange.id, daysAfter(now, PEERS.reviewAfterDays, person.calendar.zone));
  const introduced = view.say("peers.introduced-done", { account: learns.name, peer: shares.name });
  const said = await touch(acting, story, shares, await touch(acting, story, learns, introduced));
  posts.redraw(exchange.id);
  await tellOther(acting, side.id, side, "introduced");
  return done(said);
});

async function touch(acting: Acting, story: Story, side: SideStory, said: Text): Promise<Text> {
  const { tx, now, ids, person, via } = acting;
  const { exchange } = story;
  const { contact, scope, account, words } = side;
  if (!contact) return said;
  const details = { exchange: exchange.id };
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action: "peers.introduce", subject: account, details });
  const peer = otherOf(story, side).name;
  const touched: Touch = {
    account,
    what: "peers-introduced",
    by: person.id,
    via,
    contact: contact.id,
    direction: "out",
    proactive: true,
    details: { feature: exchange.called, peer },
    ...(words !== undefined && { summary: words }),
  };
  return keepContact(acting, touched, { scope, contact: contact.name, as: "csm" }, said);
}

const helped = press("helped", async (acting, { story, side }, { choice }) => {
  const { tx, now, person, view } = acting;
  const chosen = HELPED.find((each) => each === choice);
  if (!chosen) return done(view.say("contacts.choice-needed"));
  saveHelped(tx, side.id, chosen, person.id, now);
  await noted(acting, story, side, "peers.helped", `peers-helped-${chosen}`);
  return done(view.say("peers.helped-done", { account: side.name }));
});

export const peerForms: Readonly<Record<string, FormHandler>> = { "not-now": notNow, agree, refuse };
export const peerPresses: Readonly<Record<string, PressHandler>> = { ask, stop, introduce, helped };
