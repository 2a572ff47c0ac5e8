/** Said by the shell itself: help, errors, late answers. */
export const shell = {
  "help-title": "Das können Sie mich fragen",
  "help-line": "**{{example}}** {{help}}",
  "help-customer": "Einen Kunden betreuen",
  "help-together": "Mit Kolleginnen und Kollegen arbeiten",
  "help-mine": "Für Sie selbst",
  "help-set-up": "Einrichten und betreiben",
  "help-more": "Mehr: Tippen Sie `/tandem help more`.",
  "help-help": "zeigt diese Liste",
  "unknown-command": "**{{word}}** kenne ich nicht. Tippen Sie `/tandem help`, um zu sehen, was ich kann.",
  stranger:
    "Hier kann ich Ihnen leider nicht helfen. Ich arbeite nur für Kolleginnen und Kollegen, deren E-Mail-Adresse ich kenne; bitten Sie Ihre Tandem-Administration, Sie aufzunehmen. Wenn Sie von dort einen Code haben, schreiben Sie `/tandem link` und den Code.",
  outsider: "Dabei kann ich Ihnen hier nicht helfen.",
  customer:
    "Dabei kann ich Ihnen hier nicht helfen. Wenn Sie etwas brauchen, schreiben Sie Ihrer Ansprechperson bei uns.",
  "not-connected":
    "Dieser Workspace ist noch nicht mit Tandem verbunden. Bitten Sie die Person, die mich eingerichtet hat, `tandem org create` auszuführen.",
  "out-of-date":
    "Diese Karte war veraltet. Gleich steht an derselben Stelle die aktuelle; bitte sehen Sie noch einmal hin.",
  trouble:
    "Bei mir ist etwas schiefgegangen; es wurde nichts geändert. Bitte versuchen Sie es in einer Minute noch einmal. Passiert es wieder, nennen Sie Ihrer Tandem-Administration den Code {{code}}.",
  away: "Ich erreiche meine Daten gerade nicht; es wurde nichts geändert. Bitte versuchen Sie es in einer Minute noch einmal.",
  unsure:
    "Beim Speichern ist mir die Verbindung zu meinen Daten abgerissen; ich kann nicht sagen, ob es gespeichert ist. Bitte sehen Sie in einer Minute nach, bevor Sie es wiederholen.",
  "unknown-shortcut": "Diese Aktion kenne ich nicht mehr. Tippen Sie `/tandem help`, um zu sehen, was ich kann.",
  "did-you-mean-account": "Einen Kunden namens **{{words}}** kenne ich nicht. Meinten Sie {{names}}?",
  "which-account": "Sagen Sie, um welchen Kunden es geht: mit Name, Domain oder Kennung.",
} as const;
