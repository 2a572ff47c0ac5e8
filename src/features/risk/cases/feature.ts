import type { AccountId } from "../../../kernel/ids.ts";
import type { Reactions } from "../../feature.ts";
import { card, type Feature, section } from "../../feature.ts";
import { caseById } from "../case-store.ts";
import { isContact, isTalk } from "./contacts.ts";
import { faultCard, lost } from "./blaming.ts";
import { decideHold, holdCard, sendHeld } from "./holding.ts";
import { awake, idle, unowned, watchIdle } from "./late.ts";
import { back, churned } from "./leaving.ts";
import { nudgeCard } from "./nudging.ts";
import { opinionCommand, opinionSection, openOpinion, submitOpinion } from "./opinion.ts";
import { tickTalk } from "./play-store.ts";
import {
  close,
  doStep,
  escalate,
  notARisk,
  openClose,
  openEscalate,
  openNotARisk,
  openSnooze,
  reopen,
  snooze,
} from "./pressing.ts";
import { noteActivity } from "./store.ts";

type Parts = Required<
  Pick<Feature, "commands" | "presses" | "forms" | "cards" | "sections" | "reminders" | "jobs" | "reactions">
>;

/** What one can do with a risk case, and what becomes of one that waits (B5 to B7, B13, B14). */
export const caseParts: Parts = {
  commands: [opinionCommand],
  presses: {
    reopen: { changes: true, run: (acting, { subject }) => reopen(acting, subject) },
    step: { changes: true, run: (acting, { subject }) => doStep(acting, subject) },
    "hold-send": { changes: true, run: (acting, { subject }) => decideHold(acting, subject, "sent") },
    "hold-keep": { changes: true, run: (acting, { subject }) => decideHold(acting, subject, "kept-back") },
  },
  forms: {
    snooze: { open: openSnooze, submit: snooze },
    "not-a-risk": { open: openNotARisk, submit: notARisk },
    escalate: { open: openEscalate, submit: escalate },
    close: { open: openClose, submit: close },
    opinion: { open: (acting, subject) => openOpinion(acting, subject as AccountId), submit: submitOpinion },
  },
  cards: { "case-nudge": card(nudgeCard), "case-fault": card(faultCard), "case-hold": card(holdCard) },
  sections: [section(opinionSection)],
  reminders: { "case-unowned": { fire: unowned }, "case-idle": { fire: idle }, "case-asleep": { fire: awake } },
  jobs: { "send-held": sendHeld },
  reactions: {
    "account-touched": contacted,
    "contract-ending": lost,
    "account-churned": churned,
    "account-back": back,
  },
};

/** A contact with the customer is activity on its case; a talk with whom its play says to call does that step (B7). */
async function contacted(...[context, touch]: Parameters<NonNullable<Reactions["account-touched"]>>): Promise<void> {
  if (!isContact(touch.what, touch.direction)) return;
  const { tx, now, posts } = context;
  const id = await noteActivity(tx, touch.account, now, touch.at ?? now);
  if (!id) return;
  const { contact, by, via, at = now } = touch;
  const ticked = contact && by && isTalk(touch.what) ? await tickTalk(tx, id, { contact, by, at }, now) : [];
  for (const step of ticked) {
    await context.emit({
      kind: "account-touched",
      account: touch.account,
      what: "risk-step-done",
      by,
      via,
      details: { step },
    });
  }
  posts.redraw(touch.account);
  const found = await caseById(tx, id);
  if (found?.owner) watchIdle(context, found, await context.directory.people(tx));
}
