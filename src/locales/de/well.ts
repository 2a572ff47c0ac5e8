/** Whether all is well, after a ticket or complaint of a key account. */
export const well = {
  called: "Nachfrage, ob alles gut ist",
  "called-nudge": "Erinnerung an die Nachfrage, ob alles gut ist",
  title: "Ist bei {{account}} alles gut?",
  "after-ticket": "Ein Ticket des Kunden wurde geschlossen.",
  "after-ticket-about": "Ein Ticket des Kunden wurde geschlossen: {{subject}}",
  "after-complaint": "Eine Beschwerde des Kunden wurde abgeschlossen.",
  next: "{{owner}}, fragen Sie bis {{by}} nach, ob alles gut ist, und drücken Sie, was der Kunde sagt.",
  late: "{{owner}}, das war bis {{by}} zu fragen. Fragen Sie jetzt nach, und drücken Sie, was der Kunde sagt.",
  escalated:
    "{{owner}} sollte bis {{by}} nachfragen und hat es nicht getan. Fragen Sie, woran es liegt, oder fragen Sie den Kunden selbst.",
  well: "Alles gut",
  "not-well": "Noch nicht",
  "was-well": "Alles gut, wie der Kunde am {{on}} sagte.",
  "was-not-well": "Nicht alles gut, wie der Kunde am {{on}} sagte. Tragen Sie mit `/tandem request` ein, was fehlt.",
  "was-joined": "Seit {{on}} wird zusammen mit einem anderen Fall nachgefragt.",
  "was-left": "Seit {{on}} kein Kunde mehr, es muss niemand mehr fragen.",
  hidden:
    "Hier gibt es etwas, das ein Kunde gefragt werden soll, aber nicht für diesen Ort. Öffnen Sie den Kunden für sich allein.",
  gone: "Ich finde diese Nachfrage nicht mehr. Sehen Sie sich stattdessen den Kunden an.",
  already: "Das wurde für {{account}} am {{on}} schon beantwortet. Nichts wurde geändert.",
  "only-theirs": "Das kann nur sagen, wer {{account}} betreut, wer vertritt oder wer leitet. Fragen Sie dort.",
  "saved-well": "Vermerkt: Bei {{account}} ist alles gut. Das zählt als Kontakt.",
  "saved-not-well": "Vermerkt: Bei {{account}} ist nicht alles gut. Tragen Sie mit `/tandem request` ein, was fehlt.",
  line: "Fragen Sie **{{account}}** bis {{by}}, ob alles gut ist",
  "line-late": "Fragen Sie **{{account}}**, ob alles gut ist: Das war bis {{by}} fällig",
} as const;
