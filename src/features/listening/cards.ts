import type { View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";

/** What everybody in a channel reads when listening is switched on there, and when it is off again. */
export function drawNotice(isOn: boolean, { say }: View): Drawing {
  if (!isOn) {
    const title = say("listening.off-title");
    return { card: { title, body: [{ kind: "text", text: say("listening.off-notice") }] }, summary: title };
  }
  const title = say("listening.on-title");
  return {
    card: {
      title,
      body: [
        { kind: "text", text: say("listening.on-notice") },
        { kind: "text", text: say("listening.on-nothing-kept") },
        { kind: "context", text: say("listening.on-how-off") },
      ],
    },
    summary: title,
  };
}

export interface Tip {
  /** what the channel is called */
  readonly channel: string;
  /** when it is said, as ISO 8601 */
  readonly at: string;
}

/** What who wrote of prices is told privately. */
export function drawTip({ channel, at }: Tip, { say }: View): Drawing {
  const title = say("listening.tip-title");
  return {
    card: {
      title,
      body: [
        { kind: "text", text: say("listening.tip", { channel }) },
        {
          kind: "buttons",
          elements: [
            {
              kind: "button",
              label: say("requests.shortcut-hand"),
              look: "primary",
              opens: { name: "requests.hand", subject: at },
            },
          ],
        },
        { kind: "context", text: say("listening.tip-how", { shortcut: say("requests.shortcut-hand") }) },
      ],
    },
    summary: title,
  };
}
