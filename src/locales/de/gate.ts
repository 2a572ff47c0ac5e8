/** The benefit gate, what the rules find, and what a customer asks for. */
export const gate = {
  "usage-passed":
    "Die Nutzung steigt: {{change}} gegenüber den drei Monaten davor, {{slope}} je Woche über zwölf Wochen.",
  "usage-failed":
    "Die Nutzung steigt nicht: {{change}} gegenüber den drei Monaten davor, {{slope}} je Woche über zwölf Wochen; beides muss über 0 liegen.",
  "usage-too-little-days": "Die Nutzung lässt sich nicht beurteilen: Tage mit Daten {{days}}, nötig {{least}}.",
  "usage-too-little-gaps":
    "Die Nutzung lässt sich nicht beurteilen: Von den letzten {{least}} Tagen fehlen zu viele. Bitten Sie Ihren Tandem-Administrator, den Import zu prüfen.",
  "usage-too-little-stands-still":
    "Die Nutzung lässt sich nicht beurteilen: Seit einiger Zeit kommen keine neuen Daten. Bitten Sie Ihren Tandem-Administrator, den Import zu prüfen.",
  "outcome-passed": "„{{name}}“ ist besser: {{change}} gegenüber den 84 Tagen davor.",
  "outcome-failed": "„{{name}}“ ist nicht genug besser: {{change}} gegenüber den 84 Tagen davor; nötig sind {{least}}.",
  "outcome-met": "Das Ziel „{{name}}“ wurde am {{on}} erreicht.",
  "outcome-unknown": "Es wird kein Ziel oder Ergebnis gemessen, das sich mit den 84 Tagen davor vergleichen lässt.",
  "benefit-failed": "Der beschriebene Nutzen hat {{letters}} Zeichen; nötig sind {{least}}.",
  "manager-refused": "Eine Führungskraft hat „nicht jetzt“ gesagt.",
  "product-seats": "Mehr Plätze",
  "product-limit": "Höheres Limit für {{metric}}",
  "found-title": "{{account}}: {{product}}?",
  found: "Das ist mir in den Zahlen aufgefallen. Sie kennen {{account}}: Löst es dort ein Problem?",
  "found-seats":
    "{{used}} von {{seats}} Plätzen belegt, an jedem bekannten der letzten {{window}} Tage mindestens {{share}}.",
  "found-limit": "{{metric}}: {{used}} von {{limit}} verbraucht.",
  "found-module":
    "{{using}} von {{peers}} vergleichbaren Kunden haben {{module}} und nutzen es gut; dieser Kunde hat es nicht gekauft.",
  "found-limit-own": "{{used}} von {{limit}} verbraucht.",
  "found-module-own":
    "{{using}} von {{peers}} vergleichbaren Kunden haben es und nutzen es gut; dieser Kunde hat es nicht gekauft.",
  "found-asked": "Der Kunde hat gefragt: {{text}}",
  "waits-for-word": "Angeboten wird es erst, wenn der Customer Success Manager es bestätigt.",
  "waits-for-manager":
    "{{csm}} steht seit {{at}} dafür ein. Für ein Urteil ist zu wenig bekannt; vor dem Angebot entscheidet deshalb eine Führungskraft.",
  "word-lapsed":
    "Das Wort vom {{at}} galt {{days}} Tage und ist verfallen. Es wird neu bestätigt, bevor es weitergeht.",
  confirm: "Bestätigen",
  decline: "Passt nicht",
  answer: "Antworten",
  "field-answer": "Passt es zum Kunden?",
  "hint-answer":
    "Bringt es nichts, wählen Sie „Passt nicht“: Es wird geschlossen, und ich lasse es {{days}} Tage ruhen.",
  "ended-gate": "Nicht angeboten: Am {{at}} hat es die Nutzenprüfung nicht bestanden.",
  "spot-again":
    "Sobald sich das geändert hat, melden Sie es erneut mit `/tandem opportunity` und dem Namen des Kunden.",
  "hint-benefit-yes": "Für ein Ja mindestens {{letters}} Zeichen. Das liest der Account Manager zuerst.",
  "confirm-fails":
    "**Heute würde es also nicht bestehen.** Jetzt bestätigt, endet es mit diesen Gründen als nicht angeboten. Warten Sie besser, bis sich das geändert hat.",
  "confirm-title": "Nutzen bestätigen",
  "confirm-intro":
    "**{{account}}, {{product}}.** Mit der Bestätigung geben Sie Ihr Wort, dass der Kunde mehr davon hat. Es gilt {{days}} Tage.",
  "confirm-legs": "Darauf schaut die Nutzenprüfung außerdem:",
  "failed-done": "Nicht angeboten: {{product}} bei {{account}} hat die Nutzenprüfung nicht bestanden. {{legs}}",
  "put-to-manager":
    "Ihr Wort ist vermerkt. Über {{account}} ist zu wenig bekannt, um {{product}} zu beurteilen; {{manager}} entscheidet. Sie hören davon.",
  "no-manager":
    "Ihr Wort ist vermerkt, aber über {{account}} ist zu wenig bekannt, um {{product}} zu beurteilen, und es gibt keine andere Führungskraft für die Entscheidung. Bitten Sie Ihre Tandem-Administration um eine.",
  "declined-done": "Vermerkt: {{product}} bei {{account}} ist geschlossen und ruht {{days}} Tage lang.",
  "refused-done": "Vermerkt: {{product}} wird {{account}} nicht angeboten; der Customer Success Manager sieht das.",
  "ask-again-done":
    "Der Customer Success Manager von {{account}} wird um eine neue Bestätigung gebeten; dann geht es weiter.",
  "shut-gate":
    "Es hat die Nutzenprüfung nicht bestanden und kann nicht angeboten werden. Warum, sehen Sie beim Kunden.",
  "shut-word": "Das Wort des Customer Success Managers ist verfallen. Bitten Sie zuerst um eine neue Bestätigung.",
  "shut-manager": "Für ein Urteil ist zu wenig bekannt. Zuerst entscheidet eine Führungskraft.",
  "own-word": "Sie haben selbst Ihr Wort dafür gegeben. Bitten Sie eine andere Führungskraft um die Entscheidung.",
  "not-leading": "Das entscheidet nur eine Führungskraft von {{account}}. Fragen Sie dort nach.",
  "approval-title": "{{account}}: {{product}} anbieten?",
  "approval-ask":
    "{{csm}} steht dafür ein, aber über den Kunden ist zu wenig bekannt, um den Nutzen zu beurteilen. Sie entscheiden, ob es angeboten wird.",
  approve: "Einverstanden",
  refuse: "Nicht jetzt",
  approved: "Eine Führungskraft hat am {{at}} zugestimmt.",
  "called-approval": "Entscheidung über eine Verkaufschance",
  "nudge-refused":
    "Zu {{product}} bei {{account}} hat eine Führungskraft „nicht jetzt“ gesagt; es wird niemandem angeboten. Melden Sie es neu, wenn mehr über den Nutzen bekannt ist.",
  "nudge-confirm":
    "Ihr Wort für {{product}} bei {{account}} ist verfallen, weil es nicht rechtzeitig angeboten werden konnte. Bestätigen Sie es neu, wenn es dem Kunden noch hilft.",
  "asked-by": "{{contact}} von {{account}} hat selbst danach gefragt.",
  asked: "{{account}} hat selbst danach gefragt.",
  "asked-text": "**Der Kunde fragt:** {{text}}",
  "asked-price": "Was der Kunde geschrieben hat, nennt einen Preis; nur wer Preise sehen darf, kann es lesen.",
  "asked-at-risk": "**Gefährdet: Sprechen Sie zuerst mit {{csm}}.**",
  "asked-at-risk-orphan": "**Gefährdet, und niemand betreut den Kunden. Sprechen Sie zuerst mit einer Führungskraft.**",
  "state-found": "in den Zahlen aufgefallen, wartet auf das Wort des CSM",
  "state-lapsed": "wartet darauf, dass der CSM es neu bestätigt",
  "state-manager": "wartet auf eine Führungskraft",
  "summary-found": "{{account}}: {{product}}? Es wartet auf ein Wort",
  "summary-failed": "{{account}}: {{product}} wird nicht angeboten",
  "digest-heading": "**In den Zahlen entdeckt: Bestätigen Sie, oder sagen Sie, dass es nicht passt**",
  "digest-counted": "{{count}} zu bestätigen",
  "digest-line": "**{{account}}**, {{product}}: {{evidence}}",
  "why-failed": "{{product}} wird nicht angeboten: Es hat die Nutzenprüfung nicht bestanden. {{legs}}",
  "why-found": "{{product}} ist in den Zahlen aufgefallen; angeboten wird es erst, wenn der CSM es bestätigt.",
  "why-manager": "{{product}} wartet auf eine Führungskraft, weil zu wenig bekannt ist. {{legs}}",
  "why-passed": "{{product}} hat die Nutzenprüfung bestanden. {{legs}}",
  "why-asked":
    "Nach {{product}} hat der Kunde selbst gefragt; darum hält es weder das Abwanderungsrisiko noch die Nutzenprüfung auf.",
  "why-lapsed": "{{product}} wartet auf eine neue Bestätigung des CSM; ein Wort gilt {{days}} Tage.",
  "field-asked": "Wessen Idee ist es?",
  "asked-customer": "Der Kunde hat danach gefragt",
  "asked-own": "Es ist meine eigene Idee",
  "who-asked":
    "Der Verkauf wäre Ihrer. Wählen Sie deshalb aus, wer beim Kunden danach gefragt hat. Fehlt die Person, legen Sie zuerst den Kontakt an, oder lassen Sie leer, was gekauft werden soll.",
  "who-asked-name":
    "Es wäre Ihr Verkauf, deshalb schreiben Sie bitte, wer beim Kunden danach gefragt hat. Steht die Person noch nicht beim Kunden, legen Sie den Kontakt zuerst an, oder lassen Sie frei, was gekauft werden soll.",
  "asked-needed": "Sagen Sie, ob der Kunde danach gefragt hat oder ob es Ihre eigene Idee ist.",
  "field-product": "Falls der Kunde etwas kaufen möchte: was?",
  "hint-product": "Zum Beispiel: mehr Plätze. Der Account Manager bekommt es sofort. Sonst leer lassen.",
  "product-commercial":
    "Nur ein kaufmännisches Anliegen nennt etwas, das gekauft werden soll. Wählen Sie kaufmännisch, oder lassen Sie das Feld leer.",
  "product-long": "Hier passen höchstens {{letters}} Zeichen hinein. Kürzen Sie den Text.",
} as const;
