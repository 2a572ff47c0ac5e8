import type { Form } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import { asReply } from "../../chat/reply.ts";
import type { AddressHmacs } from "../../db/erased.ts";
import { brief } from "../../kernel/text.ts";
import type { Acting, Context } from "../feature.ts";
import { adminOnly } from "../settings/facts.ts";
import { erase, refusalOf } from "./begin-store.ts";
import { choiceCard, eraseForm, exportCard, refusedText } from "./cards.ts";
import { isConfirmed } from "./decide.ts";
import { eraseSomeShown } from "./erase-store.ts";
import { type ErasingId, erasedAt, sameOnes, type Subject, subjectById, subjectsCalled } from "./subject-store.ts";
import { alsoIn } from "./words.ts";

/** Finds whom an administrator means and opens the form. */
export async function askToErase(acting: Acting, words: string, hmacsOf: AddressHmacs): Promise<Reply> {
  const refusal = await adminOnly(acting);
  if (refusal) return refusal;
  const { view } = acting;
  const called = words.trim();
  if (called === "") return { kind: "done", sentence: view.say("privacy.erase-whom") };
  const people = onePerAddress(await subjectsCalled(acting.tx, called));
  const [only, second] = people;
  if (!only) return unknown(acting, called, hmacsOf);
  if (second) return { kind: "private", card: choiceCard(called, people, view) };
  const opened = await openErase(acting, only.id);
  return asReply(opened);
}

async function unknown({ tx, view }: Acting, called: string, hmacsOf: AddressHmacs): Promise<Reply> {
  const at = called.includes("@") ? await erasedAt(tx, hmacsOf(tx.organisation, called)) : undefined;
  const sentence = at
    ? view.say("privacy.erased-before", { at: { date: at, style: "day" } })
    : view.say("privacy.unknown", { words: brief(called) });
  return { kind: "done", sentence };
}

/** Says how an administrator gets what is held about somebody; it is too much for a chat. */
export async function askToExport(acting: Acting, words: string, hmacsOf: AddressHmacs): Promise<Reply> {
  const refusal = await adminOnly(acting);
  if (refusal) return refusal;
  const { tx, view } = acting;
  const called = words.trim();
  if (called === "") return { kind: "done", sentence: view.say("privacy.export-whom") };
  const subjects = await subjectsCalled(tx, called);
  if (subjects.length === 0) return unknown(acting, called, hmacsOf);
  return { kind: "private", card: exportCard(called, subjects, onePerAddress(subjects), view) };
}

/** One human being may be a contact of several customers: they have one address. */
function onePerAddress(all: readonly Subject[]): Subject[] {
  const known = new Map(all.map((each) => [each.email?.toLowerCase() ?? each.id, each]));
  return [...known.values()];
}

export async function openErase(acting: Acting, id: string): Promise<Form | Extract<Reply, { kind: "done" }>> {
  const { tx, view } = acting;
  const refusal = await adminOnly(acting);
  if (refusal) return refusal;
  const subject = await subjectById(tx, id);
  if (!subject) return { kind: "done", sentence: view.say("privacy.gone") };
  const refused = await refusalOf(tx, await sameOnes(tx, subject));
  return refused ? { kind: "done", sentence: refusedText(refused, subject.name, view) } : eraseForm(subject, view);
}

/** Its reply is kept, so it names nobody. */
export async function submitErase(acting: Acting, submission: Submission, hmacsOf: AddressHmacs): Promise<Reply> {
  const { tx, ids, now, person, view, jobs, posts } = acting;
  const refusal = await adminOnly(acting);
  if (refusal) return refusal;
  const subject = await subjectById(tx, submission.subject);
  if (!subject) return { kind: "done", sentence: view.say("privacy.gone") };
  const { address = "", also: typed = "" } = submission.values;
  const also = alsoIn(typed);
  const wrong = {
    ...(isConfirmed(address, subject) ? {} : { address: view.say("privacy.address-wrong") }),
    ...(also === "wrong" ? { also: view.say("privacy.also-wrong") } : {}),
  };
  if (also === "wrong" || Object.keys(wrong).length > 0) return { kind: "invalid", fields: wrong };
  const subjects = await sameOnes(tx, subject);
  const begun = await erase({ tx, ids, hmacsOf }, { subjects, also, by: person.id, now });
  if (begun.kind !== "begun") {
    return { kind: "invalid", fields: { address: refusedText(begun, subject.name, view) } };
  }
  for (const id of begun.erasures) await jobs.start("privacy.erase", { id });
  posts.redraw(...begun.shown);
  return { kind: "done", sentence: view.say("privacy.erased") };
}

/** Goes on with an erasure, some pages of text at a time. */
export async function goOnErasing(
  context: Context,
  data: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>> | undefined> {
  return (await eraseSomeShown(context, (data["id"] ?? "") as ErasingId)) ? data : undefined;
}
