/** Covers while somebody is away. */
/** Covers while somebody is away. */
export const covers = {
  help: "bestimmt, wer Sie vertritt, während Sie fort sind",
  example: "cover",
  called: "Vertretung",
  title: "Wer wen vertritt",
  line: "{{cover}} vertritt {{person}} vom {{from}} bis zum {{until}}.",
  none: "Niemand vertritt Sie, und Sie vertreten niemanden.",
  end: "Beenden",
  "name-one": "Vertretung bestimmen",
  "form-title": "Während Sie fort sind",
  submit: "Speichern",
  intro: "Was an Sie gerichtet ist, geht an diesen Tagen an Ihre Vertretung, und sie darf, was Sie dürfen.",
  "field-person": "Wer ist fort?",
  "hint-person": "Name oder E-Mail-Adresse; leer: Sie selbst.",
  "field-cover": "Wer vertritt?",
  "hint-name": "Name oder E-Mail-Adresse",
  "field-from": "Erster Tag",
  "field-until": "Letzter Tag",
  saved:
    "Gespeichert. {{cover}} vertritt Sie vom {{from}} bis zum {{until}}. Um es früher zu beenden, schreiben Sie `/tandem cover`.",
  "saved-for":
    "Gespeichert. {{cover}} vertritt {{person}} vom {{from}} bis zum {{until}}. Um es früher zu beenden, schreiben Sie `/tandem cover`.",
  "notice-title": "Sie vertreten {{person}}",
  notice:
    "Vom {{from}} bis zum {{until}} kommt zu Ihnen, was an {{person}} gerichtet ist, und Sie haben dieselben Rechte. Wenn das nicht geht, beenden Sie es hier.",
  "over-title": "Sie vertreten {{person}} nicht mehr",
  over: "Es sollte vom {{from}} bis zum {{until}} dauern und wurde beendet. Für Sie ist nichts mehr zu tun.",
  ended: "Beendet. Was an {{person}} gerichtet ist, geht wieder dorthin.",
  "over-already": "Das ist schon beendet. Schreiben Sie `/tandem cover`, um zu sehen, was jetzt gilt.",
  gone: "Das finde ich nicht mehr. Schreiben Sie `/tandem cover`, um zu sehen, wer wen vertritt.",
  "instead-of": "Für {{person}}, zurzeit fort: Sie vertreten.",
  unknown: "Ich kenne niemanden mit dem Namen `{{typed}}`. Geben Sie den vollen Namen oder die E-Mail-Adresse an.",
  several: "`{{typed}}` kann {{names}} sein. Geben Sie die E-Mail-Adresse an.",
  "not-yours": "Das können nur {{name}}, die Führungskraft oder ein Administrator einrichten. Fragen Sie dort nach.",
  same: "Niemand vertritt sich selbst. Nennen Sie eine andere Person.",
  "other-role":
    "{{name}} hat nicht die Rolle von {{away}}, also gäbe es nichts zu übertragen. Nennen Sie jemanden mit derselben Rolle oder die Führungskraft.",
  "away-too": "{{name}} ist an einem dieser Tage selbst fort. Nennen Sie jemand anderen oder andere Tage.",
  "no-day": "`{{typed}}` ist kein Tag. Schreiben Sie JJJJ-MM-TT.",
  past: "Dieser Tag ist vorbei. Wählen Sie heute oder später.",
  before: "Der letzte Tag liegt vor dem ersten. Wählen Sie einen späteren.",
  "too-long": "Das sind mehr als {{days}} Tage. Wählen Sie einen früheren letzten Tag.",
  covered:
    "{{name}} vertritt an einem dieser Tage schon. Beenden Sie das zuerst mit `/tandem cover`, oder wählen Sie andere Tage.",
  "stands-in":
    "An einem dieser Tage wäre {{name}} ohne Vertretung. Finden Sie mit `/tandem cover` zuerst jemand anderen für {{name}}.",
} as const;
