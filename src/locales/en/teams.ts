/** Said by Teams' side of the shell alone: beneath an empty field, where an answer can't be private, of an offered file. */
export const teams = {
  required: "Please fill this in.",
  privately: "I've answered you in our chat. Please look there.",
  unreachable: "I can't write to you privately yet. Open a chat with me in Teams and ask me there.",
  later: "This takes a moment. You'll find the answer in our chat.",
  "file-declined": "All right, no file. Send yours again whenever you want to see what is wrong with it.",
  "file-gone": "I don't keep that file any more. Send yours again, and I'll offer you a new one.",
  "file-unsaved": "The file could not be saved to your OneDrive. Send yours again, and I'll offer you a new one.",
  "file-saved": "The file is in your OneDrive: {{file}}",
} as const;
