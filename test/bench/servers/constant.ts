/** What the contestants that only answer answer. */
export const CONSTANT_ANSWER = {
  response_type: "ephemeral",
  text: "What Tandem can do",
  blocks: [
    { type: "header", text: { type: "plain_text", text: "What Tandem can do" } },
    { type: "section", text: { type: "mrkdwn", text: "`/account acme` shows a customer" } },
  ],
} as const;
