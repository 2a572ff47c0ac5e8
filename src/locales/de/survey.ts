/** Die eine Frage, wie Kunden sie lesen, auf einer Seite und im Chat. */
export const survey = {
  ask: "Wie wahrscheinlich ist es, dass Sie {{company}} jemandem aus Ihrem Kollegenkreis empfehlen?",
  "ask-csm":
    "{{asker}}, für Sie als Customer Success Manager da, fragt: Wie wahrscheinlich ist es, dass Sie {{company}} jemandem aus Ihrem Kollegenkreis empfehlen?",
  "ask-person":
    "{{asker}} fragt: Wie wahrscheinlich ist es, dass Sie {{company}} jemandem aus Ihrem Kollegenkreis empfehlen?",
  "ask-csm-own": "{{asker}}, für Sie als Customer Success Manager da, fragt: {{question}}",
  "ask-person-own": "{{asker}} fragt: {{question}}",
  "one-click": "Ein Klick genügt.",
  "who-reads":
    "Ihr Name steht dabei: {{asker}}, wer Sie bei {{company}} sonst betreut und deren Führungskräfte lesen die Antwort. Das Produktteam bekommt Ihre Worte womöglich auch, aber ohne Ihren Namen.",
  legend: "Ihre Antwort, von 0 bis 10",
  spoken: "{{score}} von 10",
  send: "Senden",
  choose: "Wählen Sie eine Zahl von 0 bis 10 und drücken Sie dann Senden.",
  "link-once":
    "Der Link nimmt eine Antwort an. Danach können Sie sie hier {{minutes}} Minuten lang ändern und ein paar Worte dazu schreiben.",
  thanks: "Danke",
  noted: "Ihre Antwort: {{score}} von 10.",
  "why-promoter": "Was gefällt Ihnen am besten?",
  "why-passive": "Was würde daraus eine 10 machen?",
  "why-detractor": "Was hat gefehlt?",
  write: "Schreiben Sie ein paar Worte und drücken Sie dann Senden.",
  "too-long": "Das sind mehr als 3.000 Zeichen. Kürzen Sie den Text und drücken Sie dann Senden.",
  "comment-kept": "Ihre Worte sind angekommen. Danke, dass Sie sich die Zeit genommen haben.",
  "will-call": "{{asker}} ruft Sie bis {{by}} an.",
  "no-need": "Kein Anruf nötig",
  "no-call": "Verstanden: Niemand ruft Sie deswegen an.",
  change: "Antwort ändern",
  "change-here":
    "Auf dieser Seite können Sie Ihre Antwort {{minutes}} Minuten lang ändern. Der Link, mit dem Sie kamen, öffnet sich kein zweites Mal.",
  never: "Nicht mehr fragen",
  "never-title": "Wir fragen Sie nicht mehr",
  "never-done": "{{company}} stellt Ihnen diese Frage nicht mehr.",
  "close-page": "Sie können die Seite schließen.",
  "mail-subject": "Wie wahrscheinlich ist es, dass Sie {{company}} weiterempfehlen?",
  "mail-subject-again": "Zur Erinnerung: Wie wahrscheinlich ist es, dass Sie {{company}} weiterempfehlen?",
  "mail-again": "Sie haben noch nicht geantwortet. Wir erinnern Sie kein weiteres Mal.",
  "mail-answer": "Von 0 bis 10 antworten",
  "mail-until": "Sie können bis {{by}} antworten.",
  "mail-reply": "Oder antworten Sie einfach auf diese Nachricht.",
  "mail-yours": "Der Link gilt nur für Sie. Bitte leiten Sie diese Nachricht nicht weiter.",
  "never-ask":
    "{{company}} fragt von Zeit zu Zeit, wie wahrscheinlich Sie das Unternehmen weiterempfehlen. Drücken Sie den Knopf, und Sie werden nicht mehr gefragt.",
  privacy:
    "{{company}} bewahrt Ihre Antwort mit Ihrem Namen auf, um die Zusammenarbeit mit Ihnen zu verbessern. Diese Seite setzt keine Cookies.",
  "privacy-link": "Datenschutz",
  "unknown-title": "Dieser Link führt nirgendwohin",
  unknown:
    "Vielleicht wurde er schon benutzt, oder seine Zeit ist um. Wenn Sie uns etwas sagen möchten, schreiben Sie Ihrer Ansprechperson bei uns.",
  "busy-title": "Bitte versuchen Sie es in einer Minute noch einmal",
  busy: "Aus Ihrem Netzwerk kamen gerade zu viele Anfragen. Es wurde nichts geändert. Warten Sie eine Minute und drücken Sie dann noch einmal.",
  over: "Diese Frage ist geschlossen. Wenn Sie uns etwas sagen möchten, schreiben Sie Ihrer Ansprechperson bei uns.",
  theirs:
    "Das kann nur beantworten, wer gefragt wurde. Wenn Sie uns etwas sagen möchten, schreiben Sie Ihrer Ansprechperson bei uns.",
  tell: "Erzählen",
  "tell-anew": "Meine Worte ändern",
  "tell-title": "Warum?",
  "thanks-for": "Danke für Ihre {{score}}",
  "change-until": "Bis {{by}} können Sie Ihre Antwort ändern:",
  "low-step": "0: überhaupt nicht wahrscheinlich",
  "high-step": "10: äußerst wahrscheinlich",
};
