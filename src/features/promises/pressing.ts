import { daySpan } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import { done, type Done, type Opened } from "../../chat/reply.ts";
import { afterQuietHours, localDateOf } from "../../kernel/business-time.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { Touch } from "../../kernel/events.ts";
import { mayRead } from "../../kernel/permissions.ts";
import type { Acting, FormHandler, PressHandler } from "../feature.ts";
import { keepContact } from "../keeping-contact.ts";
import { stateText } from "./cards.ts";
import { checkMove, checkReason, decidePress, type Deciding, mayAct, rungFor, scopeOf } from "./decide.ts";
import { handForm, moveForm, problemTexts, withdrawForm } from "./forms.ts";
import { goOn, LADDER } from "./ladder.ts";
import { ownersFor } from "./making.ts";
import {
  type AuditAction,
  holdPromise,
  type PromiseId,
  saveClosed,
  saveMoved,
  saveOwner,
  saveTold,
  writeAudit,
} from "./store.ts";
import { type Story, storyOf } from "./story.ts";

type Looked = { readonly kind: "may"; readonly story: Story } | Done;

/** The promise, or why this can't be done with it. @param holds until the transaction ends @throws NotFound */
async function look(acting: Acting, subject: string, action: Deciding, holds: boolean): Promise<Looked> {
  const { tx, audience, person, view } = acting;
  if (holds) await holdPromise(tx, subject as PromiseId);
  const story = await storyOf(acting, subject);
  if (!story || !mayRead(audience, "promises", scopeOf(story, audience))) throw new NotFound("promises.gone");
  const { promise, scope, accountName: account, keeper } = story;
  const may = mayAct(keeper?.id ?? promise.owner.id, scope, person);
  const outcome = decidePress({ closedAs: promise.closed?.as, untold: promise.untold }, action, may);
  switch (outcome.kind) {
    case "may":
      return { kind: "may", story };
    case "closed":
      return done(stateText(story, view.say));
    case "knows":
      return done(view.say("promises.knows-already", { account }));
    case "for-them":
      return done(view.say("promises.only-theirs", { account, keeper: keeper ? [{ mention: keeper }] : [account] }));
  }
}

function form(
  action: Deciding,
  draw: (acting: Acting, story: Story) => Opened | Promise<Opened>,
  submit: (acting: Acting, story: Story, values: Submission["values"]) => Promise<Reply>,
): FormHandler {
  return {
    async open(acting, subject) {
      const looked = await look(acting, subject, action, false);
      return looked.kind === "may" ? draw(acting, looked.story) : looked;
    },
    async submit(acting, { subject, values }) {
      const looked = await look(acting, subject, action, true);
      return looked.kind === "may" ? submit(acting, looked.story, values) : looked;
    },
  };
}

function press(action: Deciding, run: (acting: Acting, story: Story) => Promise<Reply>): PressHandler {
  return {
    changes: true,
    async run(acting, { subject }) {
      const looked = await look(acting, subject, action, true);
      return looked.kind === "may" ? run(acting, looked.story) : looked;
    },
  };
}

/** What every decision leaves behind: the audit, an entry of the timeline, cards drawn anew. */
async function noted(
  acting: Acting,
  { promise }: Story,
  action: AuditAction,
  what: string,
  more: {
    readonly details?: Readonly<Record<string, string>>;
    readonly summary?: string;
  } = {},
): Promise<void> {
  const { tx, now, ids, person, via, posts, emit } = acting;
  const { details = {}, summary = promise.words } = more;
  posts.redraw(promise.id, promise.account);
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action, subject: promise.account, details });
  await emit({
    kind: "account-touched",
    account: promise.account,
    what,
    by: person.id,
    via,
    details,
    summary,
  });
}

const keep = press("keep", async (acting, story) => {
  const { tx, now, person, view, reminders } = acting;
  const { promise, accountName: account, daysLate } = story;
  saveClosed(tx, promise.id, { as: "kept", at: now, by: person.id, reason: undefined });
  reminders.drop(LADDER, promise.id);
  await noted(acting, story, "promises.keep", "promise-kept", { details: { due: promise.dueOn } });
  return done(view.say(daysLate > 0 ? "promises.kept-late" : "promises.kept", { account, count: daysLate }));
});

/** The customer knows the new day: that is a contact that we made of our own accord. */
const told = press("told", async (acting, story) => {
  const { tx, now, ids, person, audience, via, view, posts } = acting;
  const { promise, accountName, scope } = story;
  const { id, account, contact, dueOn, words: summary } = promise;
  saveTold(tx, id, now);
  const details = { due: dueOn };
  posts.redraw(id, account);
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action: "promises.told", subject: account, details });
  const touch: Touch = {
    account,
    what: "promise-told",
    by: person.id,
    via,
    details,
    summary,
    direction: "out",
    proactive: true,
    ...(contact && { contact: contact.id }),
  };
  const said = view.say("promises.told-done", { account: accountName, due: daySpan(dueOn) });
  const named = mayRead(audience, "contact-names", scope) ? contact?.name : undefined;
  return done(await keepContact(acting, touch, { scope, contact: named }, said));
});

const move = form(
  "move",
  ({ view }, story) => moveForm(story, view),
  async (acting, story, values) => {
    const { tx, now, person, view, directory } = acting;
    const { promise, accountName: account, keeper } = story;
    const today = localDateOf(now, person.calendar.zone);
    const checked = checkMove(values, promise.dueOn, today);
    if (checked.kind === "wrong") return { kind: "invalid", fields: problemTexts(checked.problems, today, view) };
    const { dueOn, reason } = checked.value;
    const owner = (await directory.people(tx)).find(({ id }) => id === keeper?.id) ?? person;
    const rung = rungFor(dueOn, owner.calendar, now);
    saveMoved(tx, promise.id, { dueOn, reason, by: person.id, at: now, rung });
    goOn(acting, promise.id, { rung, dueOn }, owner);
    const details = { from: promise.dueOn, due: dueOn };
    await noted(acting, story, "promises.move", "promise-moved", { details, summary: reason });
    return done(view.say("promises.moved-done", { account, due: daySpan(dueOn) }));
  },
);

const withdraw = form(
  "withdraw",
  ({ view }, story) => withdrawForm(story, view),
  async (acting, story, values) => {
    const { tx, now, person, view, reminders } = acting;
    const { promise, accountName: account } = story;
    const checked = checkReason(values);
    const today = localDateOf(now, person.calendar.zone);
    if (checked.kind === "wrong") return { kind: "invalid", fields: problemTexts(checked.problems, today, view) };
    saveClosed(tx, promise.id, { as: "withdrawn", at: now, by: person.id, reason: checked.value });
    reminders.drop(LADDER, promise.id);
    const details = { due: promise.dueOn };
    await noted(acting, story, "promises.withdraw", "promise-withdrawn", { details, summary: checked.value });
    return done(view.say("promises.withdrawn-done", { account }));
  },
);

const hand = form(
  "hand",
  async ({ tx, view, directory }, story) => {
    const owners = ownersFor(story, undefined, await directory.people(tx)).filter(({ id }) => id !== story.keeper?.id);
    return owners.length > 0
      ? handForm(story, owners, view)
      : done(view.say("promises.hand-nobody", { account: story.accountName }));
  },
  async (acting, story, values) => {
    const { tx, now, view, person, directory, posts } = acting;
    const { promise, accountName: account, keeper } = story;
    const chosen = values["owner"] ?? "";
    const owner = ownersFor(story, undefined, await directory.people(tx)).find(
      ({ id }) => id === chosen && id !== keeper?.id,
    );
    if (!owner) {
      const today = localDateOf(now, person.calendar.zone);
      const problem = { field: "owner", problem: "choice", value: chosen } as const;
      return { kind: "invalid", fields: problemTexts([problem], today, view) };
    }
    const rung = rungFor(promise.dueOn, owner.calendar, now);
    saveOwner(tx, promise.id, owner.id, rung);
    goOn(acting, promise.id, { rung, dueOn: promise.dueOn }, owner);
    await noted(acting, story, "promises.hand", "promise-handed", { details: { to: owner.name } });
    if (owner.id !== person.id) {
      posts.announce({
        card: "promises.promise",
        subject: promise.id,
        address: `person:${owner.id}`,
        slot: now.toISOString(),
        dueAt: afterQuietHours(now, owner.calendar),
        shows: [promise.account],
      });
    }
    return done(view.say("promises.handed-done", { account, owner: { mention: { id: owner.id, name: owner.name } } }));
  },
);

export const promiseForms: Readonly<Record<string, FormHandler>> = { move, withdraw, hand };
export const promisePresses: Readonly<Record<string, PressHandler>> = { keep, told };
