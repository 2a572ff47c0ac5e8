import type { Form, Text } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import type { PostId } from "../../kernel/ids.ts";
import type { Acting } from "../feature.ts";
import { notificationsForm, whyCard } from "./notify-cards.ts";
import { checkWishes, isAsked, kindsFor, type NotificationKind } from "./notify-decide.ts";
import { saveWishes, wishesOf, writeAudit } from "./store.ts";

/** What the slices say of their cards; asked when it is needed, for settings is one of them. */
export type NotificationKinds = () => readonly NotificationKind[];

export async function openNotifications({ tx, person, view }: Acting, kinds: NotificationKinds): Promise<Form> {
  return notificationsForm(kindsFor(kinds(), person.roles), await wishesOf(tx, person.id), view);
}

/** One's own wishes, all in one. What can't be turned off isn't among them, whatever is sent. */
export async function saveNotifications(
  acting: Acting,
  { values }: Submission,
  kinds: NotificationKinds,
): Promise<Reply> {
  const { tx, ids, now, person, view } = acting;
  const mine = kindsFor(kinds(), person.roles).filter(isAsked);
  const { wishes, wrong } = checkWishes(mine, values);
  if (wrong.size > 0) {
    const fields = [...wrong].map(([field, value]): [string, Text] => [
      field,
      view.say("settings.choice-wrong", { value }),
    ]);
    return { kind: "invalid", fields: Object.fromEntries(fields) };
  }
  await saveWishes(tx, person.id, wishes);
  const details = Object.fromEntries(wishes);
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action: "settings.notifications", subject: "", details });
  return { kind: "done", sentence: view.say("settings.saved") };
}

/** Why somebody got the message under which they asked (B10). */
export async function why(acting: Acting, post: string, kinds: NotificationKinds): Promise<Reply> {
  const { posts, person, view } = acting;
  const card = await posts.cardOf(post as PostId);
  const kind = kinds().find((each) => each.card === card);
  if (!kind) return { kind: "done", sentence: view.say("why.gone") };
  const values = { time: person.digestAt, zone: person.calendar.zone };
  return { kind: "private", card: whyCard(kind, values, view) };
}
