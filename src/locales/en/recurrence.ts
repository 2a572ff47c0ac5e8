/** Series as text, where one can't be read. */
export const recurrence = {
  unknown: "{{field}}: `{{value}}` isn't kept here. Use {{allowed}}.",
  twice: "{{field}} stands there more than once (`{{value}}`). Write it once: {{allowed}}.",
  missing: "{{field}} is missing in `{{value}}`. Write it as {{allowed}}.",
  value: "{{field}}: `{{value}}` isn't one. Allowed is {{allowed}}.",
  never: "{{field}}: a day `{{value}}` never comes with {{allowed}}. Choose a day that these months have.",
  start: "{{field}}: `{{value}}` isn't a day of {{allowed}}. Begin on its first day.",
  together: "{{field}} doesn't go together with {{value}}. Use one of {{allowed}}.",
} as const;
