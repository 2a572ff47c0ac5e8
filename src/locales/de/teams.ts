/** Said by Teams' side of the shell alone: beneath an empty field, where an answer can't be private, of an offered file. */
export const teams = {
  required: "Bitte ausfüllen.",
  privately: "Ich habe Ihnen in unserem Chat geantwortet. Bitte sehen Sie dort nach.",
  unreachable:
    "Ich kann Ihnen noch nicht privat schreiben. Bitte öffnen Sie in Teams einen Chat mit mir und fragen Sie dort.",
  later: "Das dauert einen Moment. Sie finden die Antwort gleich in unserem Chat.",
  "file-declined": "Gut, keine Datei. Senden Sie Ihre noch einmal, wenn Sie sehen möchten, was an ihr nicht stimmt.",
  "file-gone": "Diese Datei habe ich nicht mehr. Senden Sie Ihre noch einmal, dann biete ich Ihnen eine neue an.",
  "file-unsaved":
    "Die Datei ließ sich nicht in Ihrem OneDrive speichern. Senden Sie Ihre noch einmal, dann biete ich Ihnen eine neue an.",
  "file-saved": "Die Datei liegt in Ihrem OneDrive: {{file}}",
} as const;
