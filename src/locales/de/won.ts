/** What follows a sale: the handover, and the benefit that is measured later. */
export const won = {
  accept: "Annehmen",
  "ask-back": "Rückfrage",
  "answer-back": "Antworten",
  "called-handover": "Übergabe nach dem Verkauf",
  "called-nudge": "Erinnerung an eine Übergabe",
  "called-benefit": "Nutzen nach einem Verkauf",
  "handover-title": "Übergabe: {{product}} bei {{account}}",
  summary: "Bitte übernehmen: {{product}} bei {{account}}",
  "summary-done": "Übernommen: {{product}} bei {{account}}",
  "state-given": "Gewonnen von {{am}} am {{at}}. Als Nächstes: {{csm}} nimmt das Zugesagte an oder fragt zurück.",
  "state-given-orphan":
    "Gewonnen von {{am}} am {{at}}. Niemand betreut diesen Kunden; eine Führungskraft nimmt an oder benennt einen Customer Success Manager.",
  "state-asked": "{{who}} fragte am {{at}} zurück. Als Nächstes: {{am}} antwortet.",
  "state-asked-nobody":
    "{{who}} fragte am {{at}} zurück. Niemand ist da, der antwortet; fragen Sie einen Administrator, wer leitet.",
  "state-done": "{{who}} hat es am {{at}} übernommen. Der Onboarding-Plan ist offen.",
  "promised-until": "**Zugesagt bis:** {{on}}",
  "promised-by": "**Zugesagt von:** {{am}}",
  question: "**{{who}} fragt:** {{text}}",
  answer: "**{{who}} antwortet:** {{text}}",
  "nudge-remind": "{{product}} bei {{account}} wartet auf Sie: Nehmen Sie die Übergabe an oder fragen Sie zurück.",
  "nudge-escalated":
    "Die Übergabe von {{product}} bei {{account}} wartet zu lange auf {{who}}. Fragen Sie nach oder tun Sie den Schritt selbst.",
  "nudge-asked":
    "Zu {{product}} bei {{account}} gibt es eine Rückfrage an Sie. Antworten Sie, damit es übernommen werden kann.",
  "nudge-asked-remind": "Die Rückfrage zu {{product}} bei {{account}} wartet noch auf Ihre Antwort.",
  "nudge-answered":
    "Ihre Rückfrage zu {{product}} bei {{account}} ist beantwortet. Nehmen Sie die Übergabe an oder fragen Sie noch einmal.",
  "nudge-accepted": "{{who}} hat {{product}} bei {{account}} übernommen. Für Sie ist es erledigt.",
  "ask-title": "Rückfrage",
  "ask-intro":
    "**{{account}}, {{product}}.** Ihre Frage geht an die Person, die verkauft hat; die Antwort kommt auf diese Karte.",
  "field-question": "Was müssen Sie vor der Übernahme wissen?",
  "answer-title": "Antworten",
  "answer-intro": "**{{account}}, {{product}}.** Der Customer Success Manager fragt vor der Übernahme:",
  "field-answer": "Ihre Antwort",
  "hint-no-price": "Ergebnisse und Termine. Keine Preise oder Rabatte.",
  "field-promised-on": "Zugesagt bis",
  "wrong-price": "„{{value}}“ nennt einen Preis oder Rabatt. Schreiben Sie nur Ergebnisse: Customer Success liest das.",
  "wrong-day": "„{{value}}“ ist kein Tag. Schreiben Sie ihn wie 2027-03-31 oder lassen Sie ihn weg.",
  "accepted-done":
    "{{product}} bei {{account}} gehört jetzt Ihnen. Der Onboarding-Plan ist offen: Prüfen Sie die Termine.",
  "asked-done": "Ihre Frage ging an {{am}}. Die Antwort kommt auf die Karte.",
  "asked-nobody":
    "Ihre Frage ist notiert, aber bei {{account}} kann sie noch niemand beantworten. Fragen Sie einen Administrator, wer leitet.",
  "asked-already":
    "Es ist schon eine Rückfrage offen, {{am}} hat noch nicht geantwortet. Warten Sie auf die Antwort oder nehmen Sie an.",
  "nothing-asked": "Hier wartet keine Frage auf eine Antwort. Die Karte ist jetzt aktuell.",
  "answered-done": "Danke. Der Customer Success Manager von {{account}} kann {{product}} jetzt übernehmen.",
  "benefit-title": "{{account}}, {{product}}: {{count}} Tage nach dem Verkauf",
  verdict: "**Nutzen:** {{verdict}}",
  "verdict-rose": "er ist gestiegen",
  "verdict-unclear": "unklar",
  "verdict-not-raised": "der Verkauf hat ihn nicht erhöht",
  "verdict-too-few": "zu wenige ähnliche Kunden zum Vergleichen",
  "verdict-no-data": "keine Daten",
  "next-rose": "Als Nächstes: Zeigen Sie dem Kunden, was er gewonnen hat.",
  "next-unclear":
    "Die Zahlen erlauben weder Ja noch Nein. Als Nächstes: Fragen Sie den Kunden, was sich für ihn geändert hat.",
  "next-not-raised": "Als Nächstes: Finden Sie gemeinsam heraus, was den Kunden vom Zugesagten abhält.",
  "next-too-few":
    "Nötig sind mindestens 8 aus gleichem Segment, von gleicher Größe und Nutzung. Als Nächstes: Fragen Sie den Kunden, was sich geändert hat.",
  "next-no-data":
    "Nutzung oder Plätze dieser Zeit sind nicht bekannt; das sagt nichts über den Kunden. Als Nächstes: Prüfen Sie, was von der Nutzung importiert wird.",
  "figures-use":
    "Die Nutzung je Platz änderte sich um {{own}}, die ähnlicher Kunden um {{others}}. Der Unterschied liegt wahrscheinlich zwischen {{low}} und {{high}}.",
  "figures-outcome":
    "{{outcome}} verbesserte sich um {{own}}, bei ähnlichen Kunden um {{others}}. Der Unterschied liegt wahrscheinlich zwischen {{low}} und {{high}}.",
  method: "Verglichen mit Kunden aus gleichem Segment, von ähnlicher Größe und vorher ähnlicher Nutzung: {{count}}.",
  handovers: "**Wartende Übergaben**",
  "n-handovers_one": "{{count}} Übergabe",
  "n-handovers_other": "{{count}} Übergaben",
  benefits: "**Was Verkäufe den Kunden brachten**",
  "n-benefits_one": "{{count}} gemessener Nutzen",
  "n-benefits_other": "{{count}} gemessene Nutzen",
  "line-given": "{{account}}, {{product}}: Nehmen Sie das Verkaufte an oder fragen Sie zurück.",
  "line-asked": "{{account}}, {{product}}: Der Customer Success Manager wartet auf Ihre Antwort.",
  "line-late": "{{account}}, {{product}}: Die Übergabe wartet zu lange auf {{who}}.",
  "line-done": "{{who}} hat es übernommen",
  "line-answered": "beantwortet",
  "line-asked-back": "zurückgefragt; die Antwort steht aus",
  "line-benefit": "{{account}}, {{product}}, Nutzen {{count}} Tage nach dem Verkauf: {{verdict}}.",
  "told-asked": "{{who}} fragte bei {{to}} wegen {{product}} zurück",
  "told-answered": "{{who}} beantwortete die Rückfrage zu {{product}}",
  "told-escalated": "die Übergabe von {{product}} wartete zu lange und ging an {{to}}",
  "told-benefit": "Nutzen von {{product}} nach {{count}} Tagen: {{verdict}}",
} as const;
