import type { View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import { contentOf, type Invitation } from "./inviting.ts";

/** The invitation as a letter; the event itself is in its calendar part. */
export function drawInvitation(invitation: Invitation, { say, locale }: Pick<View, "say" | "locale">): Drawing {
  const { meeting, circle, method } = invitation;
  const names = new Intl.ListFormat(locale).format(circle.people.map(({ name }) => name));
  const at = { date: meeting.startsAt ?? new Date(0), style: "weekday-time" } as const;
  const isOff = method === "CANCEL";
  const summary = say(isOff ? "cadence.mail-off" : "cadence.mail", { names });
  const body = [
    {
      kind: "text",
      text: say(isOff ? "cadence.mail-off-text" : "cadence.mail-text", { at, minutes: meeting.minutes }),
    },
  ] as const;
  const { content, method: as } = contentOf(invitation, say, locale);
  const letter = { from: "Tandem", ...(as === "PUBLISH" ? {} : { calendar: { method: as, content } }) };
  return { card: { title: summary, body }, summary, letter };
}
