/** Said to an administrator who sends files to be imported. */
export const upload = {
  help: "Administration: Senden Sie mir **people.csv**, **accounts.csv**, **usage.csv** oder Ähnliches in unserem eigenen Chat, und ich importiere es.",
  reading_one: "Ich lese {{files}}. Gleich sage ich Ihnen hier, was daraus wurde.",
  reading_other: "Ich lese {{count}} Dateien: {{files}}. Gleich sage ich Ihnen hier, was daraus wurde.",
  done: "Importiert",
  "done-with": "Importiert, aber nicht alles",
  "not-done": "Nichts wurde importiert",
  complaints_one: "Es gibt eine Beanstandung. Berichtigen Sie die Zeile und senden Sie die Datei noch einmal:",
  complaints_other:
    "Es gibt {{count}} Beanstandungen. Berichtigen Sie die Zeilen und senden Sie die Datei noch einmal. Die ersten:",
  "in-file": "Alle Beanstandungen stehen in **complaints.csv**, hier darüber.",
  "first-in-file": "Die ersten {{count}} Beanstandungen stehen in **complaints.csv**; die Datei folgt.",
  offered:
    "Alle Beanstandungen stehen in **complaints.csv**. Erlauben Sie mir oben, die Datei in Ihrem OneDrive zu speichern; ich bewahre sie einen Tag lang auf.",
  "first-offered":
    "Die ersten {{count}} Beanstandungen stehen in **complaints.csv**. Erlauben Sie mir oben, die Datei in Ihrem OneDrive zu speichern; ich bewahre sie einen Tag lang auf.",
  below: "Weitere folgen.",
  page: "Weitere Beanstandungen",
  rest_one: "Eine weitere ist hier nicht aufgeführt. `tandem import` mit derselben Datei nennt sie.",
  rest_other: "{{count}} weitere sind hier nicht aufgeführt. `tandem import` mit derselben Datei nennt sie alle.",
  file: "Beanstandungen des Imports",
  "too-big":
    "**{{file}}** wurde nicht gelesen: Was Sie mir auf einmal senden, darf höchstens 20 MB groß sein. Senden Sie es in Teilen, oder lassen Sie es mit `tandem import` einlesen.",
  "not-fetched":
    "**{{file}}** ließ sich nicht abrufen. Senden Sie die Datei noch einmal. Hilft das nicht, lassen Sie die Administration dieses Chats prüfen, ob ich Dateien lesen darf.",
  "broke-off":
    "Der Import brach ab. Was schon gespeichert war, bleibt. Senden Sie die Datei noch einmal; es geht dort weiter, wo es endete.",
} as const;
