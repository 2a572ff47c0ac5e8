/** Said by every platform's side of the shell: forms that are late, messages that are cut. */
export const chat = {
  choose: "Choose",
  saving: "Still saving…",
  saved: "Saved.",
  "not-saved": "Not saved yet:",
  "not-shown_one": "Not shown: {{count}} more line.",
  "not-shown_other": "Not shown: {{count}} more lines.",
  "cut-short": "This message could not be shown in full.",
  failed: "That did not work. Please try again in a moment.",
  expired: "That took too long to open. Please try once more.",
  "nothing-to-fill-in": "There is nothing to fill in here.",
} as const;
