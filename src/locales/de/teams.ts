/** Said by Teams' side of the shell alone: beneath an empty field, where an answer can't be private, of an offered file. */
export const teams = {
  required: "Bitte ausfüllen.",
  privately: "Ich habe Ihnen in unserem Chat geantwortet. Bitte sehen Sie dort nach.",
  unreachable:
    "Ich kann Ihnen noch nicht privat schreiben. Bitte öffnen Sie in Teams einen Chat mit mir und fragen Sie dort.",
  later: "Das dauert einen Moment. Sie finden die Antwort gleich in unserem Chat.",
  "file-declined": "Gut, keine Datei. Senden Sie Ihre noch einmal, wenn Sie sehen möchten, was an ihr nicht stimmt.",
  "file-gone":
    "Diese Datei habe ich nicht mehr. Ging es um eine von Ihnen, senden Sie Ihre noch einmal; sonst steht dasselbe auf der Karte.",
  "file-unsaved":
    "Die Datei ließ sich nicht in Ihrem OneDrive speichern. Senden Sie Ihre noch einmal, dann biete ich Ihnen eine neue an.",
  "file-unknown":
    "Ich weiß nicht, ob die Datei gespeichert wurde. Sehen Sie zuerst in Ihrem OneDrive nach. Liegt sie dort nicht, senden Sie Ihre noch einmal, dann biete ich Ihnen eine neue an.",
  "own-file-declined": "Gut, keine Datei. Was in ihr steht, lesen Sie auf der Karte in diesem Chat.",
  "own-file-unsaved":
    "Die Datei ließ sich nicht in Ihrem OneDrive speichern. Was in ihr steht, lesen Sie auf der Karte in diesem Chat.",
  "own-file-unknown":
    "Ich weiß nicht, ob die Datei gespeichert wurde. Sehen Sie zuerst in Ihrem OneDrive nach. Was in ihr steht, lesen Sie auch auf der Karte in diesem Chat.",
  "file-saved": "Die Datei liegt in Ihrem OneDrive: {{file}}",
} as const;
