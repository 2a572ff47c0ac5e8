/** Said by Teams' side of the shell alone: what the client says beneath a field that is left empty. */
export const teams = {
  required: "Bitte ausfüllen.",
} as const;
