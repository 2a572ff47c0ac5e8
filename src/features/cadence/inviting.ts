import { plain } from "../../chat/card.ts";
import type { CadenceMeetingId, PersonId } from "../../kernel/ids.ts";
import type { Say } from "../../locales/say.ts";
import type { Context } from "../feature.ts";
import { type Circle, circleOf } from "./circle.ts";
import { invitationOf } from "./invitation.ts";
import { meetingById } from "./meeting-store.ts";
import type { Meeting } from "./model.ts";
import { pairById } from "./pair-store.ts";

export type Method = "REQUEST" | "CANCEL";
/** Tells each of them of a change of the invitation, in chat and, where it is sent, by e-mail. */
export type Invite = (
  context: Context,
  circle: Circle,
  meeting: Pick<Meeting, "id" | "sequence">,
  method: Method,
) => Promise<void>;

export const FILE_JOB = "cadence.file";

/** @param mails whether e-mail is sent */
export function createInvite(mails: boolean): Invite {
  return async function invite({ posts, jobs }, { people }, { id, sequence = 0 }, method) {
    const slot = `${method} ${String(sequence)}`;
    for (const person of people) {
      await jobs.start(FILE_JOB, { meeting: id, person: person.id, method, sequence: String(sequence) });
      if (!mails || people.some(({ email }) => email === undefined)) continue;
      posts.announce({ card: "cadence.invitation", subject: id, address: `mail:person:${person.id}`, slot });
    }
  };
}

const REFUSED = "refused";

/** In which slot somebody is told that an invitation's file didn't reach them. */
export function unsentSlot(method: string, sequence: string, why: "refused" | "away"): string {
  return why === REFUSED ? `${method} ${sequence} ${REFUSED}` : `${method} ${sequence}`;
}

export function isRefusal(slot: string): boolean {
  return slot.endsWith(` ${REFUSED}`);
}

/** An invitation as it is by now. */
export interface Invitation {
  readonly meeting: Meeting;
  readonly circle: Circle;
  readonly method: Method;
}

/** @param slot method and sequence; one that another has followed is of no use any more */
export async function invitationIn(
  context: Pick<Context, "tx" | "directory">,
  id: CadenceMeetingId,
  slot: string,
): Promise<Invitation | undefined> {
  const { tx } = context;
  const meeting = await meetingById(tx, id);
  const pair = meeting && (await pairById(tx, meeting.pair));
  const [method, sequence] = slot.split(" ");
  if (!meeting?.startsAt || !pair || String(meeting.sequence) !== sequence) return undefined;
  if (method !== "REQUEST" && method !== "CANCEL") return undefined;
  return { meeting, circle: await circleOf(context, pair), method };
}

/** The object itself, in its reader's language; it names no customer. */
export function contentOf({ meeting, circle, method }: Invitation, say: Say, locale: string) {
  const { id, sequence = 0, startsAt, invitedAt, minutes } = meeting;
  const names = new Intl.ListFormat(locale).format(circle.people.map(({ name }) => name));
  return invitationOf({
    ...{ meeting: id, method, sequence, minutes },
    changedAt: invitedAt ?? startsAt ?? new Date(0),
    startsAt: startsAt ?? new Date(0),
    title: plain(say("cadence.invitation-title", { names })),
    description: plain(say("cadence.invitation-text")),
    people: circle.people,
  });
}

/** Whether an invitation is for somebody. */
export function isInvited({ circle }: Invitation, person: PersonId): boolean {
  return circle.people.some(({ id }) => id === person);
}
