/** Said on the pages that Teams' manifest leads to: what this is, what it keeps, on what terms. */
export const pages = {
  "home-title": "Tandem",
  "home-what":
    "Tandem hält Customer Success Manager und Account Manager im Gleichtakt, in Slack und in Microsoft Teams. Dies ist die Adresse des Dienstes; anmelden können Sie sich hier nicht.",
  "home-how":
    "Schreiben Sie Tandem dort, wo Sie ohnehin miteinander sprechen: in Slack `/tandem help`, in Teams im Chat mit Tandem einfach das Wort help.",
  "privacy-title": "Was Tandem speichert",
  "privacy-who":
    "Tandem wird von Ihrer Organisation oder in ihrem Auftrag betrieben, für ihre eigene Arbeit mit ihren Kunden. Was es speichert, liegt in der Datenbank, die Ihre Organisation gewählt hat. Gezeigt wird es in dem Slack-Workspace und dem Microsoft Teams, die Ihre Organisation verbunden hat, und nur denen, die es sehen dürfen.",
  "privacy-colleagues":
    "Von Kolleginnen und Kollegen speichert es Name, E-Mail-Adresse, Rolle, Region, Sprache, Zeitzone und Führungskraft, den Benutzernamen in Slack oder Teams, und was sie in Tandem tun: zum Beispiel, wer wann eine Verkaufschance übernommen hat.",
  "privacy-customers":
    "Von Kunden speichert es, was Ihre Organisation einspielt, etwa Kunden, Verträge, die Nutzung des Produkts und Ansprechpersonen, und was Kolleginnen und Kollegen dazu eintragen.",
  "privacy-messages":
    "Von Gesprächen speichert es, was an Tandem selbst geschrieben wird: Befehle, Formulare und das Drücken seiner Knöpfe. Es weiß, wer in den Kanälen ist, in die es schreibt, damit niemand liest, was nicht für sie oder ihn bestimmt ist. Wo Ihre Organisation es erlaubt, sieht es in seinen Kanälen nach, ob die eigene Nachricht angekommen ist; von dem, was Kolleginnen und Kollegen einander schreiben, speichert es nichts.",
  "privacy-asked":
    "Wenn Sie für einen Kunden arbeiten und gefragt wurden, wie wahrscheinlich Sie das Unternehmen weiterempfehlen: Mit Ihrem Namen speichert es, dass, wann und wie Sie gefragt wurden, Ihre Zahl und was Sie geschrieben haben. Wer Sie dort betreut und deren Führungskräfte lesen es; das Produktteam bekommt Ihre Worte womöglich ohne Ihren Namen. Was Sie geschrieben haben, wird nach 24 Monaten gelöscht.",
  "privacy-asked-rights":
    "„Nicht mehr fragen“ unter der Frage beendet das Fragen; gespeichert wird es, damit es gilt. Wenn Sie Ihre Antwort sehen, berichtigen oder löschen lassen möchten, schreiben Sie der Person, die Sie gefragt hat, oder dem Datenschutz des Unternehmens, das Sie gefragt hat.",
  "privacy-pages": "Diese drei Seiten setzen keine Cookies und fragen niemanden, wer er ist.",
  "privacy-ask":
    "Wenn Sie sehen, berichtigen oder löschen lassen möchten, was über Sie gespeichert ist, wenden Sie sich an die Tandem-Administration Ihrer Organisation oder an die Stelle, die dort für den Datenschutz zuständig ist.",
  "terms-title": "Nutzungsbedingungen",
  "terms-who":
    "Ihre Organisation entscheidet, wer Tandem wofür nutzen darf; ihre Regeln für Arbeitsmittel gelten auch hier. Wenn Sie für ein anderes Unternehmen arbeiten, ist nichts hiervon für Sie bestimmt.",
  "terms-judgement":
    "Risiken und Vorschläge in Tandem sind Schätzungen aus den Daten, die Ihre Organisation geliefert hat, und können falsch sein. Was aus einem Kunden wird, entscheiden Menschen.",
  "terms-licence":
    "Die Software ist unter der MIT-Lizenz frei, ohne Gewährleistung. Sie ist kein Produkt von Slack oder Microsoft; für diese gelten deren eigene Bedingungen.",
  "terms-ask": "Bei Fragen wenden Sie sich an die Tandem-Administration Ihrer Organisation.",
} as const;
