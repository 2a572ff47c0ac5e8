/** Was man nach dem Risiko eines Kunden fragt, und nach dem, was dazu entschieden wurde. */
export const explain = {
  "nothing-to-show":
    "Dazu kann ich Ihnen nichts zeigen. Das Risiko eines Kunden sehen die, die ihn betreuen: `/tandem who` nennt sie.",
  "risk-help": "wie wahrscheinlich ein Kunde geht, warum, und was das kosten würde",
  "risk-example": "risk northwind",
  "risk-which": "Welcher Kunde? Schreiben Sie `/tandem risk` und den Namen, zum Beispiel `/tandem risk northwind`.",
  "risk-title": "{{account}}: das Risiko",
  "never-scored": "{{account}} ist noch nicht bewertet. Das geschieht in der nächsten Nacht; fragen Sie morgen wieder.",
  "not-yours": "Mehr sehen die, die diesen Kunden betreuen; `/tandem who` und der Name sagt, wer das ist.",
  band: "**Risiko: {{band}}.**",
  rank_one: "Platz {{place}} von {{count}} Kunden nach Risiko.",
  rank_other: "Platz {{place}} von {{count}} Kunden nach Risiko.",
  changed: "**Seit {{day}}:** {{by}} auf die logarithmierte Chance, zusammengesetzt aus",
  "changed-item": "{{by}}: {{reason}}",
  "changed-gone": "{{by}}: nichts mehr bekannt; bis dahin {{reason}}",
  "changed-rest": "{{by}}: alles Übrige",
  "changed-not": "**Seit {{day}}:** Nichts hat sich bewegt.",
  "changed-new": "**Was sich geändert hat:** Eine Bewertung von vor vier Wochen zum Vergleich gibt es noch nicht.",
  "changed-model":
    "**Was sich geändert hat:** Am {{day}} hat ein anderes Modell bewertet; beides lässt sich nicht vergleichen.",
  worth: "**Was auf dem Spiel steht**",
  "money-notice": "{{arr}} im Jahr, gekündigt",
  "money-estimate": "{{weight}}; den gefährdeten Umsatz gibt es, sobald kalibriert ist",
  "no-contract": "kein laufender Vertrag bekannt",
  upsells: "diesen Kunden zu verlieren = {{upsells}} durchschnittliche Zusatzverkäufe (aus {{months}} Monaten)",
  "effort-keep": "Aufwand (1-3-7-Regel): Halten kostet {{keep}}; Retten würde {{rescue}} kosten, Ersetzen {{replace}}",
  "effort-rescue":
    "Aufwand (1-3-7-Regel): Retten kostet {{rescue}}; Halten hat {{keep}} gekostet, Ersetzen kostet {{replace}}",
  "effort-replace":
    "Aufwand (1-3-7-Regel): Ersetzen kostet {{replace}}; Retten hat {{rescue}} gekostet, Halten {{keep}}",
  clv: "Kundenwert: {{money}} in {{months}} Monaten (Marge {{margin}} %, Abzinsung {{discount}} % im Jahr)",
  "clv-later": "Kundenwert: erst, wenn die Bewertung kalibriert ist",
  "clv-none": "Kundenwert: lässt sich jetzt nicht sagen",
  clock: "**Vertrag:** Verlängerung am {{renewal}}, kündbar bis {{notice}}.",
  "clock-act": "Letzter Tag zum Handeln: {{day}}.",
  "clock-renewal": "**Vertrag:** Verlängerung am {{renewal}}; eine Kündigungsfrist ist nicht bekannt.",
  "clock-notice": "**Vertrag:** am {{day}} gekündigt.",
  "clock-unknown": "**Vertrag:** Kein Verlängerungsdatum bekannt. Importieren Sie Verträge, um die Fristen zu sehen.",
  timeline: "Verlauf",
  "why-button": "Warum?",
  "why-help": "warum ich bei einem Kunden etwas getan habe, oder nichts",
  "why-example": "why northwind alert",
  "why-which":
    "Welcher Kunde? Schreiben Sie `/tandem why` und den Namen, und wenn Sie möchten risk, alert, upsell oder nps, zum Beispiel `/tandem why northwind alert`.",
  "topic-unknown":
    "{{account}} habe ich gefunden, aber was möchten Sie wissen? Hinter dem Namen steht risk, alert, upsell, nps oder nichts.",
  "why-title": "{{account}}: warum?",
  "topic-risk": "Risiko",
  "topic-alert": "Warnung",
  "topic-upsell": "Zusatzverkauf",
  "topic-nps": "NPS",
  line: "**{{topic}}:** {{text}}",
  stored: "Nach dem, was ich bei der Entscheidung gespeichert habe.",
  "risk-churned": "Nicht bewertet: kein Kunde mehr.",
  "risk-never": "Noch nicht bewertet; das geschieht in der nächsten Nacht.",
  "at-risk": "Gefährdet seit {{since}}: {{causes}}.",
  "cause-score": "Die Bewertung hat die Schwelle erreicht",
  "cause-notice": "eine Kündigung läuft",
  "cause-escalation": "ein eskaliertes Ticket ist offen",
  "cause-declared": "der CSM hat es so erklärt",
  clearing_one: "Gefährdet seit {{since}}, obwohl nichts mehr dafür spricht: Das muss noch {{count}} Tag so bleiben.",
  clearing_other:
    "Gefährdet seit {{since}}, obwohl nichts mehr dafür spricht: Das muss noch {{count}} Tage so bleiben.",
  rising:
    "Unter Beobachtung seit {{since}}: Das Risiko stieg in einer Woche um 10 Punkte oder mehr. Das löst eine Warnung aus und hält nichts an.",
  recovering_one: "Nicht mehr gefährdet, aber noch nicht erholt: Das dauert noch {{count}} Tag.",
  recovering_other: "Nicht mehr gefährdet, aber noch nicht erholt: Das dauert noch {{count}} Tage.",
  below: "Nicht gefährdet: {{percent}} % liegt unter der Schwelle von {{enter}} %.",
  "below-band":
    "Nicht gefährdet: Die Einschätzung ist {{band}}, und erst „hoch“ und „kritisch“ gelten als gefährdet (noch nicht kalibriert).",
  frozen: "Angehalten: Daten bis {{day}}. Die Bewertung ruht, bis neuere Daten da sind.",
  "frozen-undated": "Angehalten: Zuletzt kamen keine Nutzungsdaten. Die Bewertung ruht, bis welche da sind.",
  opinion: "{{by}} meint: {{opinion}} (bis {{until}}). Das steht neben der Bewertung und wird nicht hineingerechnet.",
  "alert-churned": "Keine Warnung: kein Kunde mehr.",
  "alert-never": "Keine Warnung: noch nicht bewertet.",
  "no-need": "Keine Warnung: weder gefährdet noch mit schnell steigendem Risiko.",
  "first-score":
    "Keine Warnung: Die erste Bewertung am {{since}} setzt den Zustand still. Im Tagesüberblick steht der Kunde.",
  "new-model":
    "Keine Warnung: Am {{since}} hat zum ersten Mal ein anderes Modell bewertet; das setzt den Zustand still.",
  "alert-frozen": "Keine Warnung: angehalten, Daten bis {{day}}. Fehlende Daten sind keine Abwanderung.",
  "alert-frozen-undated":
    "Keine Warnung: angehalten, weil zuletzt keine Nutzungsdaten kamen. Fehlende Daten sind keine Abwanderung.",
  "no-case":
    "Keine Warnung: Der Zustand hat sich seit dem letzten Fall nicht geändert. Im Tagesüberblick steht der Kunde.",
  alerted: "Beim Wechsel des Zustands gemeldet: {{at}}.",
  "fate-waiting":
    "Die Nachricht ist noch nicht draußen: Sie wartet auf die Arbeitszeit oder ist noch nicht an der Reihe.",
  "fate-posted": "Die Nachricht steht.",
  "fate-suppressed":
    "Die Nachricht wurde weggelassen: Sie wäre zu spät gekommen, oder zu Leuten, die sie nicht lesen dürfen oder nicht möchten.",
  "fate-failed": "Die Nachricht ließ sich nicht senden; die Administration findet sie mit `/tandem deliveries`.",
  held: "Noch keine Warnung: Am {{since}} wurden zu viele Kunden auf einmal auffällig; zuerst wird eine Führungskraft gefragt, ob die Daten stimmen.",
  "kept-back":
    "Keine Warnung: {{by}} hat die Warnungen dieser Nacht zurückgehalten. Im Tagesüberblick steht der Kunde.",
  "kept-back-by-nobody":
    "Keine Warnung: Die Warnungen dieser Nacht wurden zurückgehalten. Im Tagesüberblick steht der Kunde.",
  "cap-csm": "Über der Obergrenze: Am {{since}} gingen schon 5 Warnungen an {{csm}}; diese steht im Tagesüberblick.",
  "cap-channel":
    "Über der Obergrenze: Am {{since}} gingen schon 10 Warnungen in den Kanal; diese steht im Tagesüberblick.",
  "nobody-to-tell":
    "Keine Warnung: Der Fall ist offen, aber es gibt niemanden und keinen Kanal dafür. Bitten Sie eine Führungskraft, einen CSM zuzuordnen, oder die Administration um einen Kanal.",
  snoozed: "Zurückgestellt bis {{until}}; dann kommt der Fall wieder, bei einer Kündigung oder Eskalation sofort.",
  muted:
    "Stumm bis {{until}}: {{by}} hat den Fall geschlossen ({{outcome}}). Ein neuer Grund oder zehn Punkte mehr beenden das.",
  lost: "Keine Warnung: {{by}} hat den Fall geschlossen ({{outcome}}).",
  "closed-by": "Den letzten Fall hat am {{at}} {{by}} geschlossen ({{outcome}}).",
  closed: "Der letzte Fall hat sich am {{at}} von selbst geschlossen.",
  somebody: "jemand, der den Kunden betreut,",
  judged: "beurteilt",
  "none-spotted":
    "Nichts wird angeboten: Niemand hat eine Chance gemeldet. Der CSM kann das mit `/tandem opportunity` und dem Namen.",
  "none-at-risk": "Nichts wird angeboten: gefährdet seit {{since}}. Halten geht vor.",
  parked: "{{product}}: angehalten, weil der Kunde seit {{since}} gefährdet ist. Mit der Erholung geht es weiter.",
  "quiet-onboarding":
    "{{product}}: dem AM noch nicht gezeigt, weil der Kunde im Onboarding ist. `/tandem pull-in am` und der Name beendet das.",
  "quiet-adoption":
    "{{product}}: dem AM noch nicht gezeigt, weil der Kunde in der Einführung ist. `/tandem pull-in am` und der Name beendet das.",
  waits:
    "{{product}}: wartet, weil noch kein Account Manager dafür da ist. Bitten Sie eine Führungskraft um eine Zuordnung.",
  offered: "{{product}}: {{to}} angeboten, noch nicht übernommen.",
  "offered-pool": "{{product}}: dem AM-Pool angeboten, noch nicht übernommen.",
  claimed: "{{product}}: {{by}} hat es am {{at}} übernommen.",
  over: "{{product}}: erledigt seit {{at}}.",
  "over-undated": "{{product}}: erledigt.",
  "none-sent": "Ich habe keine Umfrage verschickt; also wurde niemand gefragt und niemand ausgelassen.",
  imported_one: "{{count}} Antwort kam über den Import, vom {{day}}.",
  imported_other: "{{count}} Antworten kamen über den Import, die letzte vom {{day}}.",
  "parked-detractor":
    "{{product}}: zurückgestellt, weil uns seit {{since}} jemand, der dort entscheidet, oder mehr als eine Person nicht empfehlen würde. Es läuft weiter, sobald das geklärt ist.",
  "put-off": "{{product}}: auf {{until}} verschoben.",
  "deal-paused": "{{product}}: {{by}} hat es bis dahin pausiert.",
  "deal-continued": "{{product}}: {{by}} hat es trotz der Zurückstellung fortgeführt.",
  "deal-contacted": "{{product}}: {{by}} hat mit dem Kunden gesprochen; als Nächstes folgt ein Angebot.",
  "deal-proposed": "{{product}}: {{by}} hat es angeboten; als Nächstes antwortet der Kunde.",
  "deal-won": "{{product}}: {{by}} hat es gewonnen; als Nächstes nimmt der CSM die Übergabe an.",
};
