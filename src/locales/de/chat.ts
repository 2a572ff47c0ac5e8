/** Said by every platform's side of the shell: forms that are late, messages that are cut. */
export const chat = {
  choose: "Auswählen",
  saving: "Wird noch gespeichert …",
  saved: "Gespeichert.",
  "not-saved": "Noch nicht gespeichert:",
  "not-shown_one": "Nicht angezeigt: {{count}} weitere Zeile.",
  "not-shown_other": "Nicht angezeigt: {{count}} weitere Zeilen.",
  "cut-short":
    "Diese Nachricht konnte nicht vollständig gezeigt werden. Um den Rest zu sehen, fragen Sie bitte nach weniger auf einmal; wie das geht, zeigt `/tandem help`.",
  failed: "Das hat nicht geklappt. Bitte versuchen Sie es gleich noch einmal.",
  expired: "Das Öffnen hat zu lange gedauert. Bitte versuchen Sie es noch einmal.",
  "nothing-to-fill-in": "Hier gibt es nichts auszufüllen.",
  hidden_one:
    "Einiges ist ausgeblendet: {{count}} Mitglied fehlt die Freigabe. Ihre Tandem-Administration kann entscheiden.",
  hidden_other:
    "Einiges ist ausgeblendet: {{count}} Mitgliedern fehlt die Freigabe. Ihre Tandem-Administration kann entscheiden.",
} as const;
