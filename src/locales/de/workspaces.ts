/** Told to administrators: workspaces that the app was removed from. */
export const workspaces = {
  called: "Mitteilung über einen Workspace",
  "gone-title": "Tandem wurde aus einem Slack-Workspace entfernt",
  gone: "Im Workspace `{{workspace}}` erreicht mich niemand mehr, und dorthin wird nichts mehr gesendet. Mein Zugang ist gelöscht; was gespeichert ist, bleibt bis {{until}}.",
  "gone-next":
    "Wenn es weitergehen soll, fügen Sie mich vorher wieder hinzu; den Link hat die Person, die Tandem betreibt.",
  "back-title": "Tandem ist wieder im Slack-Workspace",
  back: "Der Workspace `{{workspace}}` ist wieder verbunden. Was inzwischen nicht angekommen ist, zeigt `/tandem deliveries`.",
} as const;
