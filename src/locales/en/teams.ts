/** Said by Teams' side of the shell alone: beneath a field that is left empty, and where an answer can't be private. */
export const teams = {
  required: "Please fill this in.",
  privately: "I've answered you in our chat. Please look there.",
  unreachable: "I can't write to you privately yet. Open a chat with me in Teams and ask me there.",
  later: "This takes a moment. You'll find the answer in our chat.",
} as const;
