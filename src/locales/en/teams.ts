/** Said by Teams' side of the shell alone: beneath an empty field, where an answer can't be private, of an offered file. */
export const teams = {
  required: "Please fill this in.",
  privately: "I've answered you in our chat. Please look there.",
  unreachable: "I can't write to you privately yet. Open a chat with me in Teams and ask me there.",
  later: "This takes a moment. You'll find the answer in our chat.",
  "file-declined": "All right, no file. Send yours again whenever you want to see what is wrong with it.",
  "file-gone":
    "I don't keep that file any more. If it was about one of yours, send yours again; else its card says the same.",
  "file-unsaved": "The file could not be saved to your OneDrive. Send yours again, and I'll offer you a new one.",
  "file-unknown":
    "I don't know whether the file was saved. Look in your OneDrive first. If it isn't there, send yours again, and I'll offer you a new one.",
  "own-file-declined": "All right, no file. What it says stands on its card in this chat.",
  "own-file-unsaved": "The file could not be saved to your OneDrive. What it says stands on its card in this chat.",
  "own-file-unknown":
    "I don't know whether the file was saved. Look in your OneDrive first. What it says stands on its card in this chat, too.",
  "file-saved": "The file is in your OneDrive: {{file}}",
} as const;
