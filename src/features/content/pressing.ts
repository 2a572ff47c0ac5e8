import type { Reply, Submission } from "../../chat/interaction.ts";
import { done, type Done, type Opened } from "../../chat/reply.ts";
import { localDateOf } from "../../kernel/business-time.ts";
import { CONTENT } from "../../kernel/defaults.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { Touch } from "../../kernel/events.ts";
import { mayRead } from "../../kernel/permissions.ts";
import { daysAfter } from "../days-after.ts";
import type { Acting } from "../feature.ts";
import { keepContact } from "../keeping-contact.ts";
import { stateText } from "./cards.ts";
import { checkSent, decidePress, maySend } from "./decide.ts";
import { problemTexts, sendForm } from "./forms.ts";
import { daysUsed } from "./match-store.ts";
import { LAPSE, MEASURE } from "./proposing.ts";
import { type AuditAction, holdProposal, peopleAt, type ProposalId, saveDecided, writeAudit } from "./store.ts";
import { nightNow, type Story, storyOf } from "./story.ts";

type Looked = { readonly kind: "may"; readonly story: Story } | Done;

/** @param holds until the transaction ends @throws NotFound when it isn't there for this person */
async function look(acting: Acting, subject: string, holds: boolean): Promise<Looked> {
  const { tx, audience, person, view } = acting;
  if (holds) await holdProposal(tx, subject as ProposalId);
  const story = await storyOf(acting, subject);
  if (!story || !mayRead(audience, "usage", story.scope)) throw new NotFound("content.gone");
  const outcome = decidePress(story.proposal.state, maySend(person, story.scope));
  switch (outcome.kind) {
    case "may":
      return { kind: "may", story };
    case "over":
      return done(stateText(story, view.say));
    case "for-csm":
      return done(view.say("content.for-csm", { account: story.accountName }));
  }
}

async function whom({ tx, audience }: Acting, { scope }: Story): ReturnType<typeof peopleAt> {
  return mayRead(audience, "contact-names", scope) ? peopleAt(tx, scope.account) : [];
}

export async function openSend(acting: Acting, id: string): Promise<Opened> {
  const looked = await look(acting, id, false);
  if (looked.kind !== "may") return looked;
  const { story } = looked;
  const theirs = acting.says(story.item.language ?? acting.view.locale);
  return sendForm(story, await whom(acting, story), theirs, acting.view);
}

/** It was sent: a contact that we made of our own accord. In thirty days one looks whether the feature is used. */
export async function submitSend(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const looked = await look(acting, subject, true);
  if (looked.kind !== "may") return looked;
  const { tx, now, person, audience, view, via, reminders } = acting;
  const { story } = looked;
  const { proposal, scope, accountName: account } = story;
  const people = await whom(acting, story);
  const keepsPrices = mayRead(audience, "commercial", scope);
  const checked = checkSent(
    values,
    people.map(({ id }) => id),
    keepsPrices,
  );
  if (checked.kind === "wrong") {
    const today = localDateOf(now, person.calendar.zone);
    return { kind: "invalid", fields: problemTexts(checked.problems, today, view) };
  }
  const { way, said } = checked.value;
  const contact = people.find(({ id }) => id === checked.value.contact);
  const usedBefore = await daysUsed(tx, proposal.account, proposal.feature, await nightNow(acting));
  saveDecided(tx, proposal.id, { state: "sent", at: now, by: person.id, contact: contact?.id, usedBefore });
  reminders.drop(LAPSE, proposal.id);
  reminders.set(MEASURE, proposal.id, daysAfter(now, CONTENT.measuredAfterDays, person.calendar.zone));
  settled(acting, story, "content.send");
  const touch: Touch = {
    account: proposal.account,
    what: way,
    by: person.id,
    via,
    direction: "out",
    proactive: true,
    details: {},
    summary: said,
    ...(contact && { contact: contact.id }),
  };
  return done(
    await keepContact(acting, touch, { scope, contact: contact?.name }, view.say("content.sent", { account })),
  );
}

export async function decline(acting: Acting, id: string): Promise<Reply> {
  const looked = await look(acting, id, true);
  if (looked.kind !== "may") return looked;
  const { tx, now, person, view, reminders } = acting;
  const { proposal, accountName: account } = looked.story;
  saveDecided(tx, proposal.id, { state: "declined", at: now, by: person.id });
  reminders.drop(LAPSE, proposal.id);
  settled(acting, looked.story, "content.decline");
  return done(view.say("content.declined", { account }));
}

function settled({ tx, now, ids, person, posts }: Acting, { proposal }: Story, action: AuditAction): void {
  const details = { item: proposal.item };
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action, subject: proposal.account, details });
  posts.redraw(proposal.id, proposal.account);
}
