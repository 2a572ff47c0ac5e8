/** Said by Slack's side of the shell alone: the frame of its forms. */
export const slack = {
  opening: "Wird geöffnet …",
  cancel: "Abbrechen",
  close: "Schließen",
} as const;
