import { mentionsOf, type PersonRef } from "../chat/card.ts";
import type { Answer } from "../chat/handler.ts";
import type { Reply, Sender } from "../chat/interaction.ts";
import type { WallClock } from "../kernel/clock.ts";
import type { Tx } from "../kernel/deps.ts";
import { type Directory, handlesIn } from "../kernel/directory.ts";
import type { PersonId } from "../kernel/ids.ts";
import { createBriefLru } from "../kernel/lru.ts";

const KEPT_MS = 300_000;
const MOST_USERS = 20_000;

/** Whom a reply mentions, as the platform of its reader knows them; what was found is kept for minutes. */
export function createHandles(
  directory: Directory,
  wall: WallClock,
): (tx: Tx, reply: Reply, sender: Sender) => Promise<Answer["handles"]> {
  const users = createBriefLru<string>(MOST_USERS, KEPT_MS, wall);

  return async function handlesOf(tx, reply, sender) {
    const people = mentionsIn(reply).map((person) => person.id);
    const known = new Map<PersonId, string>();
    for (const person of people) {
      const user = users.get(mentionKey(sender, person));
      if (user !== undefined) known.set(person, user);
    }
    const others = people.filter((person) => !known.has(person));
    if (others.length === 0) return known;
    for (const [person, user] of handlesIn(await directory.handles(tx, others), sender)) {
      users.set(mentionKey(sender, person), user);
      known.set(person, user);
    }
    return known;
  };
}

function mentionKey({ platform, workspace }: Sender, person: PersonId): string {
  return `${platform} ${workspace} ${person}`;
}

function mentionsIn(reply: Reply): PersonRef[] {
  switch (reply.kind) {
    case "private":
    case "replace":
      return mentionsOf(reply.card);
    case "done":
      return mentionsOf({ title: reply.sentence, body: [] });
    case "form":
      return mentionsOf({ title: [], body: reply.form.intro ?? [] });
    case "invalid":
    case "nothing":
      return [];
  }
}
