/** Said by Teams' side of the shell alone: what the client says beneath a field that is left empty. */
export const teams = {
  required: "请填写此项。",
} as const;
