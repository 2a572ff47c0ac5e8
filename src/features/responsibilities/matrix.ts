import type { Form, Text } from "../../chat/card.ts";
import { plain } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import { done, type Done } from "../../chat/reply.ts";
import { brief } from "../../kernel/text.ts";
import type { AccountRoster } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { accountFirst, whichAccount } from "../naming.ts";
import { adminOnly } from "../settings/facts.ts";
import { matrixCard, OTHER, rowForm, slotText, topicsCard, topicText, whoText } from "./cards.ts";
import { decideAddressee, rowsIn, slotIn, topicId, topicMeant, topicsIn } from "./decide.ts";
import { ANY, type Row, SLOTS, STAGES } from "./defaults.ts";
import { holdersOf, managersAmong, matrixOf, saveRow, writeAudit } from "./store.ts";

/** `/tandem who <account> <topic>`: whom to ask; without a topic, all of them. */
export async function who(acting: Acting, words: string): Promise<Reply> {
  if (words.trim() === "") return done(acting.view.say("responsibilities.who-which"));
  const { naming, rest } = await accountFirst(acting, words);
  if (naming.kind === "found") return whoOf(acting, naming.account, rest);
  return whichAccount(naming, { press: "responsibilities.who" });
}

export async function whoOf({ tx, view }: Acting, account: AccountRoster, words: string): Promise<Reply> {
  const own = await matrixOf(tx);
  const holders = {
    slots: await holdersOf(tx, account.id),
    managers: await managersAmong(tx, account.scope.managers),
  };
  const lines = topicsIn(own).flatMap((topic) => {
    const slot = slotIn(own, topic, account.stage);
    return slot ? [{ topic, addressee: decideAddressee(slot, holders) }] : [];
  });
  const called = lines.map(({ topic }) => ({ topic, label: plain(topicText(topic, view)) }));
  const meant = topicMeant(words, called);
  const line = lines.find(({ topic }) => topic === meant);
  if (line) return done(whoText(account.name, line.topic, line.addressee, view));
  const unknown = words.trim() === "" ? undefined : brief(words.trim());
  return { kind: "private", card: topicsCard(account.name, lines, unknown, view) };
}

/** `/tandem matrix`: the table, for an administrator. */
export async function showMatrix(acting: Acting): Promise<Reply> {
  const refusal = await adminOnly(acting);
  return refusal ?? { kind: "private", card: matrixCard(rowsIn(await matrixOf(acting.tx)), acting.view) };
}

export async function openRow(acting: Acting): Promise<Form | Done> {
  const refusal = await adminOnly(acting);
  return refusal ?? rowForm(topicsIn(await matrixOf(acting.tx)), acting.view);
}

/** A row is changed, and routes from here on. */
export async function changeRow(acting: Acting, { values }: Submission): Promise<Reply> {
  const refusal = await adminOnly(acting);
  if (refusal) return refusal;
  const { tx, ids, now, person, view } = acting;
  const row = rowOf(values);
  if (!row) return { kind: "invalid", fields: problemsOf(values, acting) };
  const before = slotIn(await matrixOf(tx), row.topic, row.stage);
  await saveRow(tx, row);
  const details = { ...row, before: before ?? null };
  const action = "responsibilities.row";
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action, subject: "", details });
  const said = { topic: topicText(row.topic, view), slot: slotText(row.slot, view) };
  return done(view.say("responsibilities.row-saved", said));
}

function topicOf(values: Submission["values"]): string {
  const { topic = "", other = "" } = values;
  return topic === OTHER ? topicId(other) : topicId(topic);
}

function rowOf(values: Submission["values"]): Row | undefined {
  const topic = topicOf(values);
  const stage = [ANY, ...STAGES].find((each) => each === values["stage"]);
  const slot = SLOTS.find((each) => each === values["slot"]);
  return topic !== "" && stage && slot ? { topic, stage, slot } : undefined;
}

function problemsOf(values: Submission["values"], { view: { say } }: Acting): Readonly<Record<string, Text>> {
  const wrong = (name: string): Text => say("responsibilities.choice-wrong", { value: brief(values[name] ?? "") });
  const field = values["topic"] === OTHER ? "other" : "topic";
  return {
    ...(topicOf(values) === "" && { [field]: say("responsibilities.topic-empty") }),
    ...(![ANY, ...STAGES].some((each) => each === values["stage"]) && { stage: wrong("stage") }),
    ...(!SLOTS.some((each) => each === values["slot"]) && { slot: wrong("slot") }),
  };
}
