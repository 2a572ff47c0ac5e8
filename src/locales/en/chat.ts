/** Said by every platform's side of the shell: forms that are late, messages that are cut. */
export const chat = {
  choose: "Choose",
  saving: "Still saving…",
  saved: "Saved.",
  "not-saved": "Not saved yet:",
  "not-shown_one": "Not shown: {{count}} more line.",
  "not-shown_other": "Not shown: {{count}} more lines.",
  "cut-short":
    "This message could not be shown in full. To see the rest, ask me for less at once; `/tandem help` shows how.",
  failed: "That did not work. Please try again in a moment.",
  expired: "That took too long to open. Please try once more.",
  "nothing-to-fill-in": "There is nothing to fill in here.",
  hidden_one: "Some of this is hidden: {{count}} member lacks clearance. Your Tandem administrator can decide.",
  hidden_other: "Some of this is hidden: {{count}} members lack clearance. Your Tandem administrator can decide.",
} as const;
