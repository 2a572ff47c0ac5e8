/** Said by Teams' side of the shell alone: what the client says beneath a field that is left empty. */
export const teams = {
  required: "Please fill this in.",
} as const;
