/** Series as text, where one can't be read. */
export const recurrence = {
  unknown: "{{field}}: `{{value}}` gibt es hier nicht. Verwenden Sie {{allowed}}.",
  twice: "{{field}} steht mehr als einmal da (`{{value}}`). Schreiben Sie es einmal: {{allowed}}.",
  missing: "{{field}} fehlt in `{{value}}`. Schreiben Sie es so: {{allowed}}.",
  value: "{{field}}: `{{value}}` geht hier nicht. Erlaubt ist {{allowed}}.",
  never: "{{field}}: Einen Tag `{{value}}` gibt es mit {{allowed}} nie. Wählen Sie einen Tag, den diese Monate haben.",
  start: "{{field}}: `{{value}}` ist kein Tag von {{allowed}}. Beginnen Sie an dessen erstem Tag.",
  together: "{{field}} geht nicht zusammen mit {{value}}. Verwenden Sie eines von {{allowed}}.",
} as const;
