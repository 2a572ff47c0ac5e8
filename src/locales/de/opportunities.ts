/** Opportunities: from the CSM to the AM, and who has it. */
export const opportunities = {
  help: "gibt eine Verkaufschance an den Account Manager",
  example: "opportunity northwind",
  which:
    "Bei welchem Kunden? Tippen Sie `/tandem opportunity` und den Namen, zum Beispiel `/tandem opportunity northwind`.",
  "only-csm":
    "Nur der Customer Success Manager von {{account}} kann dort eine Verkaufschance melden. Sprechen Sie mit {{csm}}.",
  "only-csm-orphan":
    "{{account}} hat noch keinen Customer Success Manager. Bitten Sie zuerst eine Führungskraft um eine Zuordnung.",
  "form-title": "Verkaufschance melden",
  "form-submit": "Übergeben",
  "form-intro": "**{{account}}.** Das Angebot macht der Account Manager; Sie sagen, was der Kunde davon hat.",
  "form-at-risk": "{{account}} ist seit {{since}} gefährdet: {{causes}}.",
  "form-detractor":
    "Seit {{since}} würde uns bei {{account}} jemand, der dort entscheidet, oder mehr als eine Person nicht empfehlen.",
  "form-held": "Melden können Sie es trotzdem: Es ruht und wird niemandem angeboten, bis das vorbei ist.",
  "form-found": "Das sagen die Zahlen:",
  "form-gate": "Bevor es jemandem angeboten wird, muss es die Nutzenprüfung bestehen. So steht es heute:",
  "form-gate-passed": "Es besteht also, sobald Sie das Problem beschreiben, das es löst, und Ihr Wort geben.",
  "form-gate-failed":
    "**Heute würde es also nicht bestehen.** Jetzt gemeldet, endet es mit diesen Gründen als nicht angeboten. Kommen Sie besser wieder, wenn sich das geändert hat; was der Kunde selbst wünscht, geht über `/tandem request`.",
  "form-gate-needs-manager":
    "Für ein Urteil ist zu wenig bekannt; nach Ihrem Wort entscheidet deshalb eine Führungskraft, ob es angeboten wird.",
  "form-priced":
    "Ihre Worte von eben nennen einen Preis und sind deshalb nicht übernommen: Den Nutzen lesen auch andere. Schreiben Sie ihn ohne den Preis.",
  "field-product": "Worum geht es?",
  "hint-product": "Zum Beispiel: mehr Plätze, das Berichtsmodul",
  "field-benefit": "Welches ungelöste Problem löst es für den Kunden?",
  "has-left":
    "{{account}} ist abgewandert; deshalb wird dort nichts angeboten. Kommt der Kunde zurück, setzen Sie zuerst mit `/tandem stage` seine Phase; was er selbst wünscht, geht über `/tandem request`.",
  "hint-benefit": "Mindestens {{letters}} Zeichen. Das liest der Account Manager zuerst.",
  "field-word": "Ihr Wort",
  "hint-word": "Wir bieten nur dort mehr an, wo der Nutzen des Kunden steigt.",
  "word-yes": "Ja, der Kunde hat mehr davon",
  "word-no": "Nein, oder ich bin noch nicht sicher",
  "benefit-short":
    "Bisher {{count}} Zeichen; mindestens {{letters}} sind nötig. Sagen Sie, welches Problem der Kunde noch hat.",
  "too-long": "Hier passen höchstens {{letters}} Zeichen hinein. Kürzen Sie den Text.",
  "product-empty": "Sagen Sie, worum es geht, zum Beispiel: mehr Plätze.",
  "word-needed": "Ohne Ihr Ja geht es nicht weiter. Kommen Sie wieder, wenn Sie sicher sind.",
  "routed-am": "An {{am}} übergeben. Sie hören von jedem Schritt.",
  "routed-pool": "Dem Pool {{region}} angeboten. Sie hören von jedem Schritt.",
  "routed-pool-everyone": "Dem AM-Pool angeboten. Sie hören von jedem Schritt.",
  "routed-manager":
    "Für {{account}} ist kein Account Manager da; die Verkaufschance ging an {{manager}}. Sie hören von jedem Schritt.",
  "parked-done":
    "Zurückgestellt: {{account}} ist seit {{since}} gefährdet. Nichts geht verloren; Sie hören, wenn sich der Kunde erholt.",
  "merged-done":
    "Für {{product}} bei {{account}} gibt es schon eine offene Verkaufschance; Ihre Worte stehen jetzt in deren Verlauf.",
  title: "{{account}}: {{product}}",
  from: "{{to}}, von {{csm}}",
  benefit: "**Nutzen:** {{text}}",
  gate: "{{csm}} steht dafür ein.",
  promise: "Wer übernimmt, sagt zu, sich binnen {{count}} Arbeitstagen beim Kunden zu melden.",
  claim: "Übernehmen",
  open: "Kunde öffnen",
  claimed: "{{am}} hat übernommen ({{at}}). Bis {{by}}: Kontakt zum Kunden aufnehmen.",
  parked:
    "Zurückgestellt: {{account}} ist seit {{since}} gefährdet. Alle Fristen ruhen. Sie hören, wenn sich der Kunde erholt.",
  "you-claimed": "Sie haben übernommen. Bitte melden Sie sich bis {{by}} bei {{account}}; {{csm}} weiß Bescheid.",
  "already-yours": "Das haben Sie schon übernommen. Bitte melden Sie sich bis {{by}} bei {{account}}.",
  taken: "{{am}} hat das um {{at}} übernommen. Fragen Sie dort nach, wenn Sie meinen, es sollte Ihres sein.",
  "you-claimed-both":
    "Sie haben übernommen. Bitte melden Sie sich bis {{by}} bei {{account}}. Sie sind dort auch Customer Success Manager, und das Protokoll hält das fest: Trennen Sie Ihr Angebot von Ihrer Beratung.",
  "csm-refused":
    "Sie betreuen {{account}}; das Angebot macht deshalb der Account Manager. Sie hören von jedem Schritt.",
  "for-another": "Das ist für {{am}}. Fragen Sie dort nach, wenn Sie meinen, es sollte Ihres sein.",
  "only-am": "Das können nur Account Manager übernehmen. Hat ein Kunde Sie gefragt, sagen Sie es {{am}}.",
  "only-am-pool":
    "Das können nur Account Manager dieser Region übernehmen. Fragen Sie Ihre Führungskraft, wenn es Ihres sein sollte.",
  closed:
    "Diese Verkaufschance ist abgeschlossen; es gibt nichts mehr zu übernehmen. Öffnen Sie den Kunden, um zu sehen, was daraus wurde.",
  gone: "Diese Verkaufschance finde ich nicht mehr. Tippen Sie `/tandem pipeline`, um die vorhandenen zu sehen.",
  "summary-routed": "Eine Verkaufschance bei {{account}}: {{product}}",
  "summary-claimed": "{{am}} hat {{product}} bei {{account}} übernommen",
  "summary-parked": "Zurückgestellt: {{product}} bei {{account}}",
  "spotter-title": "Ihre Verkaufschance bei {{account}}: {{product}}",
  "with-am": "Liegt bei {{am}}, noch nicht übernommen.",
  "with-pool": "Im Pool {{region}} angeboten, noch nicht übernommen.",
  "with-pool-everyone": "Im AM-Pool angeboten, noch nicht übernommen.",
  section: "**Verkaufschance** {{product}}: {{state}}",
  "section-none-at-risk": "**Verkaufschance** keine, solange der Kunde gefährdet ist",
  "state-routed": "wartet auf Übernahme",
  "state-claimed": "{{am}} hat übernommen",
  "state-parked": "zurückgestellt, Kunde gefährdet",
  spot: "Chance melden",
  hidden:
    "Hier gibt es eine Verkaufschance. Einzelheiten sind verborgen, weil sie nicht alle in diesem Kanal sehen dürfen; öffnen Sie den Kunden.",
  "from-only": "Von {{csm}}",
  "to-pool": "Für den Pool {{region}}, zuerst {{first}}, von {{csm}}",
  "to-pool-everyone": "Für den AM-Pool, zuerst {{first}}, von {{csm}}",
  "routed-nobody":
    "Niemand kann übernehmen: Es gibt noch keinen Account Manager und keine Führungskraft. Nichts geht verloren; bitten Sie Ihre Tandem-Administration um eine Zuordnung für {{account}}.",
  "hidden-title": "Es gibt Neues zu einer Verkaufschance",
  "hidden-private":
    "Hier gibt es eine Verkaufschance, die Sie nicht mehr sehen dürfen. Öffnen Sie den Kunden für alles, was Sie sehen dürfen.",
  "called-offer": "Verkaufschance",
  "called-spotter": "Stand einer Verkaufschance",
  waiting:
    "Zurückgehalten: {{account}} gewöhnt sich noch ein, darum hört der Account Manager noch nichts davon. Danach geht es von selbst weiter; mit `/tandem pull-in am` und dem Namen des Kunden sofort.",
  "state-waiting": "zurückgehalten, solange der Kunde sich eingewöhnt",
  "summary-waiting": "{{account}}: {{product}} ist vorerst zurückgehalten",
  "waiting-done":
    "Vermerkt. {{account}} gewöhnt sich noch ein, darum hört der Account Manager noch nichts davon. Sie müssen nichts tun; um es gleich anzubieten, schreiben Sie `/tandem pull-in am` und den Namen des Kunden.",
  "parked-detractor-done":
    "Zurückgestellt: Seit {{since}} würde uns bei {{account}} jemand, der dort entscheidet, oder mehr als eine Person nicht empfehlen. Nichts geht verloren; Sie hören, wenn das geklärt ist.",
} as const;
