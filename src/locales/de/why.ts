/** Why somebody gets a message (B10). */
export const why = {
  ask: "Warum ich?",
  change: "Ändern",
  insistent:
    "Das lässt sich nicht abschalten: Es geht um etwas Ihres, das überfällig ist, um eine Kündigung oder um eine Zusage von Ihnen.",
  gone: "Diese Nachricht kenne ich nicht mehr. Tippen Sie `/tandem settings notifications`, um zu sehen, was Sie wie bekommen.",
  "risk-case":
    "Ein Kunde von Ihnen oder aus Ihrem Team ist gefährdet, und kein Kanal ist eingerichtet, in dem das stehen könnte.",
  "my-digest":
    "Sie betreuen Kunden; deshalb kommt das an Ihren Arbeitstagen um {{time}} ({{zone}}). Neues steht zuerst: gefährdete oder stark steigende Kunden nach Betrag und Risiko geordnet, Anfragen an Sie, Verlängerungen in 120 Tagen, Kündigungsfristen in 30 Tagen und Kunden, die wachsen. Die Zeit ändern Sie mit `/tandem settings`.",
  "am-digest":
    "Sie sind Account Manager; deshalb kommt das an Ihren Arbeitstagen um {{time}} ({{zone}}): was zu übernehmen ist, was Sie zugesagt haben, was zurückgestellt ist, Anfragen an Sie, Verlängerungen in 120 Tagen und Kündigungsfristen in 30 Tagen. Die Zeit ändern Sie mit `/tandem settings`.",
  "manager-digest":
    "Sie führen ein Team; deshalb kommt das an Ihren Arbeitstagen um {{time}} ({{zone}}): Kunden ohne CSM, Risikofälle ohne Zuständigen, verspätete Antworten und Übernahmen und wer ohne Vertretung abwesend ist. Die Zeit ändern Sie mit `/tandem settings`.",
  drift: "Sie gehören zur Administration, und das Risikomodell passt nicht mehr zu den Daten.",
  accountability:
    "Sie gehören zur Administration oder leiten ein Team, deshalb kommt das am ersten Arbeitstag des Monats, wenn es etwas zu berichten gibt.",
  standstill: "Sie gehören zur Administration, und es kommen keine Nutzungsdaten mehr.",
  offer: "Sie sind Account Manager dieses Kunden oder gehören zum Pool seiner Region.",
  spotter: "Sie betreuen diesen Kunden oder haben diese Verkaufschance gemeldet und erfahren deshalb jeden Schritt.",
  "opportunity-approval":
    "Sie sind Führungskraft; über den Kunden ist zu wenig bekannt, um eine Verkaufschance zu beurteilen, darum entscheiden Sie.",
  "opportunity-nudge": "Eine Verkaufschance wartet auf Sie oder auf jemanden in Ihrem Team.",
  "opportunity-hold": "Eine Ihrer Verkaufschancen, oder eine bei Ihrem Kunden, läuft, obwohl etwas dagegen spricht.",
  cover: "Jemand hat Sie als Vertretung für die eigene Abwesenheit genannt.",
  deliveries: "Sie gehören zur Administration, und Nachrichten von mir sind nicht angekommen.",
  asked: "Jemand aus dem Team hat Sie zu einem Kunden gefragt, weil Sie ihn betreuen.",
  answer: "Sie haben diese Frage gestellt.",
  "question-nudge": "Eine Frage zu einem Kunden von Ihnen oder aus Ihrem Team wartet schon zu lange.",
  request: "Die Anfrage eines Kunden ist von Ihnen zu beantworten, oder Sie sollen davon wissen.",
  "request-nudge": "Eine Anfrage, die Ihre oder die Ihres Teams ist, wartet schon zu lange.",
  workspace: "Sie gehören zur Administration, und ich wurde aus einem Workspace entfernt oder bin dort wieder da.",
  collision: "Sie haben jemandem bei einem Kunden geschrieben, und jemand aus dem Team tat es fast zur selben Zeit.",
  "hidden-parts": "Sie gehören zur Administration, und nur sie entscheidet, wer was sehen darf.",
  "case-nudge":
    "Ein Risikofall gehört Ihnen oder Ihrem Team und wartet zu lange, oder jemand hat ihn an Sie eskaliert.",
  "case-fault": "Ein Kunde ging aus einem Grund verloren, den Ihre Abteilung ändern kann.",
  "case-hold":
    "Sie führen, und es wurden so viele Kunden auf einmal auffällig, dass ich Sie frage, bevor ich jemanden warne.",
  touchpoint: "Sie haben einen Termin mit einem Kunden geplant, und es ist so weit.",
  renewal:
    "Bei einem Kunden steht die Verlängerung an, und Nutzenbilanz oder Konditionen liegen bei Ihnen oder Ihrem Team.",
  "renewal-last-day":
    "Der letzte Tag zum Handeln vor der Kündigungsfrist eines Kunden ist nah, und die Verlängerung liegt bei Ihnen oder Ihrem Team.",
  "renewal-brief":
    "Die Konditionen der Verlängerung eines Kunden liegen bei Ihnen, und dessen CSM hat ein Briefing für Sie vorbereitet.",
  "also-digest":
    "Sie möchten diese Nachrichten mit Ihrem Tagesüberblick, aber für den heutigen kamen sie zu spät, oder es gab heute keinen.",
  handover: "Sie betreuen diesen Kunden oder leiten dort, und ihm wurde etwas verkauft.",
  "handover-nudge": "Eine Übergabe wartet auf Sie oder Ihr Team, oder es gibt Neues zu einer von Ihnen.",
  benefit: "Sie betreuen diesen Kunden, haben ihm etwas verkauft oder leiten, und der Nutzen wurde gemessen.",
  onboarding: "Sie betreuen diesen Kunden, und das Onboarding hat begonnen.",
  "onboarding-stall": "Das Onboarding eines Kunden von Ihnen oder Ihrem Team stockt.",
  listening:
    "Sie sind Customer Success Manager, ein Administrator hat in diesem Kanal das Mithören eingeschaltet, und Sie haben dort über Preise geschrieben.",
  "nps-link":
    "Sie betreuen diesen Kunden, und jemand dort soll gefragt werden, ob eine Empfehlung denkbar ist, ist aber im Chat nicht zu erreichen.",
  "nps-loop": "Sie betreuen diesen Kunden, und jemand dort hat gesagt, ob er uns empfehlen würde.",
  "nps-nudge":
    "Jemandem bei einem Kunden wurde nach seiner Antwort ein Anruf zugesagt, und keiner ist festgehalten; es ist Ihre Aufgabe oder die von jemandem, den Sie führen.",
  "nps-referral": "Sie verkaufen bei diesem Kunden, und jemand dort empfiehlt uns weiter.",
  "check-in": "Sie betreuen diesen Kunden oder leiten dort, und es ist Zeit, mit ihm zu sprechen.",
  "check-in-brief": "Sie haben diese Zeit mit dem Kunden vereinbart, und bis dahin ist es eine halbe Stunde.",
  well: "Ein Ticket oder eine Beschwerde dieses Schlüsselkunden wurde geschlossen, und Sie betreuen ihn oder leiten dort.",
  "plan-summary": "Sie betreuen diesen Kunden, und ein Quartal ist vorbei.",
  "plan-answered": "Ein Kunde, den Sie nach einem Ziel fragen ließen, hat geantwortet.",
  promise: "Jemand hat Ihnen eine Zusage an einen Kunden anvertraut.",
  "promise-nudge": "Eine Zusage, die Sie oder jemand aus Ihrem Team einzuhalten hat, wird fällig oder ist überfällig.",
  content: "Sie betreuen diesen Kunden, und etwas aus der Sammlung könnte ihm helfen.",
  "content-result": "Sie haben einem Kunden vor 30 Tagen ein Lernangebot weitergeleitet.",
  peers: "Sie betreuen einen von zwei ähnlichen Kunden, die voneinander lernen könnten, oder führen dort.",
  "feedback-item":
    "Sie arbeiten am Produkt oder leiten bei diesem Kunden, und jemand hat weitergegeben, was Kunden sagen.",
  "feedback-tell": "Ein Kunde von Ihnen hat sich etwas gewünscht, das jetzt ausgeliefert ist.",
  "feedback-nudge": "Ein Kunde von Ihnen oder Ihrem Team weiß noch nicht, was für ihn ausgeliefert wurde.",
  "feedback-declined": "Ein Kunde von Ihnen hat sich etwas gewünscht, das nicht umgesetzt wird.",
  cadence: "Sie teilen sich Kunden mit dieser Person: Customer Success Manager und Account Manager.",
  "cadence-meeting": "Sie treffen sich regelmäßig wegen gemeinsamer Kunden, und es geht um Ihren nächsten Termin.",
  "cadence-asked": "Sie hatten einen Termin wegen gemeinsamer Kunden geplant, und der müsste vorbei sein.",
  "cadence-agenda": "Sie teilen sich Kunden mit dieser Person, aber zu wenige für regelmäßige Termine.",
  "cadence-seen": "Sie haben zugestimmt, dass ich Termine mit Kunden aus Ihrem Kalender vorschlage.",
  "cadence-joint": "Ihre regelmäßigen Termine brauchen mehr als drei Stunden pro Woche.",
} as const;
