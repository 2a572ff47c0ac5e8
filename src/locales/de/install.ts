/** Said in a browser, while Tandem is added to a Slack workspace. */
export const install = {
  "add-title": "Tandem zu Slack hinzufügen",
  "add-to":
    "Der Workspace, den Sie wählen, gehört dann zu **{{organisation}}**: Die Menschen darin arbeiten an den Kunden von {{organisation}}.",
  "add-here":
    "Der Workspace, den Sie wählen, gehört dann zu der Organisation, für die dieses Tandem betrieben wird; auf einem neuen Server entsteht sie jetzt.",
  "add-next": "Slack fragt Sie nach Ihrer Zustimmung. Sie haben zehn Minuten Zeit.",
  add: "Weiter zu Slack",
  "done-title": "Tandem ist in {{workspace}}",
  done: "Sie können diese Seite schließen. Tippen Sie in Slack `/tandem help`. Kolleginnen und Kollegen werden in ein bis zwei Minuten an ihrer E-Mail-Adresse erkannt.",
  "cancelled-title": "Tandem wurde nicht hinzugefügt",
  cancelled:
    "Sie haben in Slack abgebrochen; es wurde nichts geändert. Für einen neuen Versuch öffnen Sie den Link, über den Sie gekommen sind.",
  "expired-title": "Diese Seite gilt nicht mehr",
  expired:
    "Tandem hinzuzufügen geht einmal, innerhalb von zehn Minuten und in dem Browser, in dem Sie begonnen haben; Cookies müssen erlaubt sein. Öffnen Sie den Link, über den Sie gekommen sind, noch einmal.",
  "link-title": "Sie brauchen einen Link",
  link: "Bitten Sie die Person, die Tandem betreibt, um einen Link; sie bekommt ihn mit `{{command}}`. Ein Link gilt einen Tag.",
  "elsewhere-title": "Tandem wurde nicht hinzugefügt",
  elsewhere:
    "Der Workspace {{workspace}} gehört hier zu einer anderen Organisation; es wurde nichts geändert. Wählen Sie einen anderen Workspace, oder fragen Sie die Person, die Tandem betreibt.",
  "enterprise-title": "Tandem wurde nicht hinzugefügt",
  enterprise:
    "Einer ganzen Enterprise-Organisation auf einmal kann Tandem nicht hinzugefügt werden; es wurde nichts geändert. Öffnen Sie den Link, über den Sie gekommen sind, noch einmal und wählen Sie einen einzelnen Workspace.",
  "scopes-title": "Tandem wurde nicht hinzugefügt",
  scopes:
    "Slack hat Berechtigungen weggelassen, ohne die Tandem nicht arbeiten kann: {{scopes}}. Öffnen Sie den Link, über den Sie gekommen sind, noch einmal und lassen Sie sie stehen.",
  "failed-title": "Tandem wurde nicht hinzugefügt",
  failed:
    "Slack oder Tandem konnte das nicht abschließen. Öffnen Sie den Link, über den Sie gekommen sind, in einer Minute noch einmal; passiert es wieder, sagen Sie es der Person, die Tandem betreibt.",
} as const;
