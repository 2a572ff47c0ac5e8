import type { Press, Reply } from "../../chat/interaction.ts";
import { afterQuietHours, localDateOf } from "../../kernel/business-time.ts";
import { calledChannel } from "../../kernel/directory.ts";
import type { EventOf } from "../../kernel/events.ts";
import type { ChannelId } from "../../kernel/ids.ts";
import type { Acting, Context } from "../feature.ts";
import { adminOnly } from "./facts.ts";
import { drawAllHidden, type Hidden } from "./hidden-cards.ts";
import { aboutThose, beginningOf } from "./hidden-decide.ts";
import { askAbout, channelBeginning, decideAbout, hiddenMembers } from "./hidden-store.ts";
import { writeAudit } from "./store.ts";

/** Asks the administrators about members whom nobody was asked about before: one card a channel and local day (A7). */
export async function askAdmins(context: Context, { channel, users }: EventOf<"parts-hidden">): Promise<void> {
  const { tx, now, directory, posts } = context;
  if ((await askAbout(tx, channel, users, now)) === 0) return;
  for (const admin of (await directory.people(tx)).filter((person) => person.roles.includes("admin"))) {
    const dueAt = afterQuietHours(now, admin.calendar);
    const slot = localDateOf(dueAt, admin.calendar.zone);
    posts.announce({ card: "settings.hidden", subject: channel, address: `person:${admin.id}`, slot, dueAt });
  }
  posts.redraw(channel);
}

export async function loadHidden({ tx, directory }: Context, subject: string): Promise<Hidden | "gone"> {
  const channel = await directory.channel(tx, subject as ChannelId);
  return channel ? { channel, members: await hiddenMembers(tx, channel.id) } : "gone";
}

/** Everybody because of whom parts are left out, for who read but the first of them. */
export async function showAllHidden(acting: Acting, { subject }: { readonly subject: string }): Promise<Reply> {
  const refusal = await adminOnly(acting);
  if (refusal) return refusal;
  const hidden = await loadHidden(acting, subject);
  if (hidden === "gone") return { kind: "done", sentence: acting.view.say("settings.hidden-gone") };
  return { kind: "private", card: drawAllHidden(hidden, acting.view).card };
}

/**
 * Lets the colleagues who are listed see what the channel is cleared for, or keeps it from them. Never outsiders, nor
 * somebody whom nobody knows; and when the members are others by now than those who stood on the card, nobody.
 */
export async function decideHidden(
  acting: Acting,
  { subject }: Press & { readonly subject: string },
  approved: boolean,
): Promise<Reply> {
  const refusal = await adminOnly(acting);
  if (refusal) return refusal;
  const { tx, ids, now, person, view, posts, directory } = acting;
  const id = await channelBeginning(tx, beginningOf(subject));
  const channel = id && (await directory.channel(tx, id));
  if (!channel) return { kind: "done", sentence: view.say("settings.hidden-gone") };
  const members = await hiddenMembers(tx, channel.id);
  if (subject !== aboutThose(channel.id, members)) {
    posts.redraw(channel.id);
    return { kind: "done", sentence: view.say("settings.hidden-others", { channel: calledChannel(channel) }) };
  }
  const listed = members.filter(({ person: known }) => known ?? !approved).map(({ user }) => user);
  const users = await decideAbout(tx, channel.id, listed, approved, person.id, now);
  if (users.length === 0) return { kind: "done", sentence: view.say("settings.hidden-decided") };
  const action = approved ? "settings.approve" : "settings.keep";
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action, subject: channel.id, details: { users } });
  posts.redraw(channel.id);
  posts.redrawAt(`channel:${channel.id}`);
  const key = approved ? "settings.hidden-now-approved" : "settings.hidden-now-kept";
  return { kind: "done", sentence: view.say(key, { channel: calledChannel(channel), count: users.length }) };
}
