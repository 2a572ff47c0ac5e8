/** Said by Slack's side of the shell alone: the frame of its forms. */
export const slack = {
  opening: "Opening…",
  cancel: "Cancel",
  close: "Close",
} as const;
