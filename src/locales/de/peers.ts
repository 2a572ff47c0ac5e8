/** Zwei ähnliche Kunden, die voneinander lernen. */
export const peers = {
  help: "findet einen ähnlichen Kunden, von dem einer der Ihren lernen kann, und fragt beide",
  example: "peers northwind",
  which: "Welcher Kunde? Schreiben Sie `/tandem peers` und den Namen, zum Beispiel `/tandem peers northwind`.",
  gone: "Diesen Austausch finde ich nicht mehr, oder er ist nicht für Sie bestimmt. Mit `/tandem peers` und dem Namen eines Kunden beginnen Sie neu.",
  "not-yours":
    "{{account}} ist nicht Ihr Kunde, daher schlägt der zuständige CSM einen Austausch vor. Wer das ist, sehen Sie mit `/account {{account}}`.",
  "for-csm": "Das macht der CSM von {{account}}, dessen Vertretung oder eine Führungskraft. Es wurde nichts geändert.",
  called: "Austausch zwischen zwei Kunden",

  "offers-title": "Von wem {{account}} lernen kann",
  offers:
    "Diese Kunden sind {{account}} ähnlich. Schlagen Sie einen Austausch vor, dann frage ich den zuständigen CSM.",
  "offers-how":
    "Prüfen Sie, dass sie keine Wettbewerber sind: Fragen Sie den anderen CSM. Kein Kunde erfährt den Namen des anderen, bevor beide zustimmen.",
  propose: "Vorschlagen",
  "offer-gone":
    "Dieser Kunde ist für einen Austausch nicht mehr frei. Mit `/tandem peers {{account}}` sehen Sie, wer es ist.",
  proposed:
    "{{csm}} wird gefragt, ob der Kunde gefragt werden darf. Die Antwort hören Sie von mir; {{account}} braucht noch nichts zu wissen.",
  "proposed-own":
    "Sie betreuen {{account}} und {{peer}}. Fragen Sie beide und drücken Sie auf der Karte, was sie sagen.",

  "not-at-risk": "{{account}} ist gefährdet, das geht vor. Fragen Sie wieder, wenn sich der Kunde erholt hat.",
  "not-live":
    "{{account}} nutzt das Produkt noch nicht oder ist kein Kunde mehr. Fragen Sie wieder, wenn dort damit gearbeitet wird.",
  "not-negotiated":
    "Bei {{account}} steht die Verlängerung an, oder der Vertrag endet. Fragen Sie wieder, wenn das geklärt ist.",
  "not-refused":
    "{{account}} wollte im letzten Jahr oder überhaupt keinen Austausch. Sprechen Sie dort über etwas anderes.",
  "not-segment":
    "Zu welchem Segment {{account}} gehört, ist nicht bekannt, daher kann ich nicht vergleichen. Bitten Sie den, der die Kundenliste pflegt, es zu ergänzen.",
  "not-size":
    "Weder Plätze noch Nutzung von {{account}} sind bekannt, daher kann ich nicht vergleichen. Bitten Sie den, der uns die Daten schickt, sie zu ergänzen.",
  "none-alone":
    "{{account}} ist der einzige Kunde in {{segment}}, daher gibt es keinen ähnlichen. Lernangebote finden Sie mit `/tandem content`.",
  "none-size":
    "In {{segment}} hat niemand halb bis doppelt so viele Plätze wie {{account}} und ein gemeinsames Produkt. Lernangebote finden Sie mit `/tandem content`.",
  "none-unwell":
    "Die Kunden, die {{account}} ähnlich sind, nutzen das Produkt noch nicht, haben keinen CSM oder sind gerade nicht frei dafür. Fragen Sie in ein paar Wochen wieder.",
  "none-resting":
    "Die Kunden, die {{account}} ähnlich sind, stecken in einem Austausch oder wurden vor Kurzem gefragt. Fragen Sie in ein paar Wochen wieder.",
  "none-nothing":
    "Die Kunden, die {{account}} ähnlich sind, nutzen keine Funktion gut, die dort brachliegt, und sind mit den gleichen Zielen nicht weiter. Lernangebote finden Sie mit `/tandem content`.",

  title: "Ein Austausch für {{account}}",
  "hidden-title": "Ein Austausch zwischen zwei Kunden",
  hidden: "Keiner der beiden Kunden ist noch Ihrer. Wer sie betreut, macht weiter; Sie müssen nichts tun.",
  nobody: "noch niemand",
  "why-feature": "Ein Kunde von {{csm}} nutzt „{{feature}}“ gut; {{account}} hat diese Funktion und nutzt sie nicht.",
  "why-goal": "Ein Kunde von {{csm}} ist mit einem Ziel, für das „{{feature}}“ zählt, weiter als {{account}}.",
  "why-named-feature":
    "{{peer}} nutzt „{{feature}}“ gut; {{account}} hat diese Funktion und nutzt sie nicht. {{peer}} wird von {{csm}} betreut.",
  "why-named-goal":
    "{{peer}} ist mit einem Ziel, für das „{{feature}}“ zählt, weiter als {{account}}. {{peer}} wird von {{csm}} betreut.",
  "why-shares-feature":
    "{{account}} nutzt „{{feature}}“ gut, und {{peer}} könnte davon lernen. {{peer}} wird von {{csm}} betreut.",
  "why-shares-goal":
    "{{account}} ist mit einem Ziel, für das „{{feature}}“ zählt, weit gekommen, und {{peer}} könnte davon lernen. {{peer}} wird von {{csm}} betreut.",
  "kind-seats": "In {{segment}}, mit {{from}} bis {{to}} Plätzen",
  "kind-over": "In {{segment}}, mit {{from}} oder mehr Plätzen",
  "kind-alike": "In {{segment}}, etwa gleich groß",
  rule: "Prüfen Sie, dass die beiden keine Wettbewerber sind. Nennen Sie keinem Kunden den Namen des anderen, bevor beide zustimmen.",

  "state-asked": "{{who}} ist seit {{on}} gefragt und hat noch nicht geantwortet.",
  "state-open": "Beide Kunden sind zu fragen, noch hat keiner geantwortet.",
  "state-open-own": "{{account}} hat noch nicht geantwortet; der andere Kunde stimmt zu.",
  "state-open-other": "{{account}} stimmt zu; der andere Kunde hat noch nicht geantwortet.",
  "state-agreed": "{{account}} und {{peer}} stimmen beide zu.",
  "state-introduced": "{{who}} hat {{account}} und {{peer}} am {{on}} miteinander bekannt gemacht.",
  "agreed-by": "Bei {{account}}: {{contact}}.",
  "agreed-about": "Bei {{account}}: {{contact}}; Thema: „{{topic}}“.",
  "ended-not-now": "{{who}} fand am {{on}}, dass es gerade nicht passt. Sie müssen nichts tun.",
  "ended-not-now-why": "{{who}} fand am {{on}}, dass es gerade nicht passt: „{{reason}}“. Sie müssen nichts tun.",
  "ended-refused": "{{account}} möchte nicht, hat {{who}} am {{on}} notiert. Sie müssen nichts tun.",
  "ended-stopped": "{{who}} hat es am {{on}} beendet. Sie müssen nichts tun.",
  "ended-lapsed":
    "Bis {{on}} kam keine Antwort, daher ist es vorbei. Mit `/tandem peers` und dem Namen des Kunden finden Sie einen anderen.",
  "ended-not-the-time": "Es endete am {{on}}, weil es bei einem der beiden gerade nicht passt. Sie müssen nichts tun.",
  "ended-churned": "Es endete am {{on}}, weil einer der beiden kein Kunde mehr ist. Sie müssen nichts tun.",
  "ended-merged": "Es endete am {{on}}, weil die beiden jetzt ein Kunde sind. Sie müssen nichts tun.",
  "next-asked": "**Als Nächstes:** Sagen Sie, ob Sie {{account}} fragen. Dort braucht es noch niemand zu wissen.",
  "next-open": "**Als Nächstes:** Fragen Sie {{account}} und drücken Sie, was man Ihnen sagt.",
  "words-learns":
    "Zum Beispiel: „Ein Unternehmen wie Ihres arbeitet gut mit {{feature}}. Möchten Sie sich austauschen, wenn man dort auch zustimmt?“",
  "words-shares":
    "Zum Beispiel: „Ein Unternehmen wie Ihres würde gern hören, wie Sie mit {{feature}} arbeiten. Darf ich Sie bekannt machen, wenn man dort auch zustimmt?“",
  "next-agreed":
    "**Als Nächstes:** Machen Sie die beiden miteinander bekannt und drücken Sie „Bekannt gemacht“. Eine oder einer von Ihnen genügt.",
  "next-helped": "**Als Nächstes:** Fragen Sie {{account}}, ob es geholfen hat, und drücken Sie die Antwort.",

  ask: "Meinen Kunden fragen",
  "not-now": "Jetzt nicht",
  stop: "Beenden",
  agree: "Stimmt zu",
  "agree-of": "{{account}} stimmt zu",
  refuse: "Möchte nicht",
  "refuse-of": "{{account}} möchte nicht",
  introduced: "Bekannt gemacht",
  yes: "Ja, hat geholfen",
  no: "Nein, half nicht",
  nothing: "Es wurde nichts daraus",
  "helped-yes": "Dass es {{account}} geholfen hat, ist schon notiert. Es wurde nichts geändert.",
  "helped-no": "Dass es {{account}} nicht geholfen hat, ist schon notiert. Es wurde nichts geändert.",
  "helped-nothing": "Dass bei {{account}} nichts daraus wurde, ist schon notiert. Es wurde nichts geändert.",

  "asked-done":
    "Auf der anderen Seite wird auch gefragt. Fragen Sie nun {{account}}, ohne einen Namen zu nennen, und drücken Sie die Antwort.",
  "not-now-done": "Notiert. {{account}} wird {{days}} Tage lang niemandem vorgeschlagen.",
  "stopped-done": "Beendet, und der andere CSM weiß es. Die beiden bringe ich {{days}} Tage lang nicht zusammen.",
  "agreed-done": "Notiert: {{account}} stimmt zu. Sie hören von mir, wenn der andere Kunde geantwortet hat.",
  "agreed-both":
    "{{account}} und {{peer}} stimmen beide zu. Machen Sie sie nun miteinander bekannt und drücken Sie „Bekannt gemacht“.",
  "refused-year":
    "Notiert: {{account}} wird ein Jahr lang nicht mehr gefragt. Der andere CSM weiß, dass es vorbei ist.",
  "refused-never": "Notiert: {{account}} wird nie wieder gefragt. Der andere CSM weiß, dass es vorbei ist.",
  "introduced-done": "Als Kontakt mit {{account}} und mit {{peer}} notiert. In 30 Tagen frage ich, ob es geholfen hat.",
  "helped-done": "Für {{account}} notiert. Danke, das ist alles.",
  "early-customers":
    "Noch haben nicht beide Kunden zugestimmt. Fragen Sie {{account}}, oder warten Sie auf den anderen.",
  "nobody-there":
    "Bei {{account}} ist niemand namentlich bekannt, den man bekannt machen könnte. Ergänzen Sie jemanden mit `/tandem contact {{account}}` und drücken Sie dann noch einmal.",

  "agree-title": "Stimmt zu",
  "agree-submit": "Notieren",
  "agree-intro":
    "Wer bei **{{account}}** würde mit dem anderen Kunden sprechen? Der andere CSM liest es, sobald beide zustimmen.",
  "field-topic": "Worüber möchte man sprechen?",
  "hint-topic": "In einem Satz und ohne Preise.",
  "refuse-title": "Möchte nicht",
  "refuse-submit": "Notieren",
  "refuse-intro": "Dann ist es vorbei, und **{{account}}** wird vorerst nicht mehr gefragt.",
  "field-again": "Darf man wieder fragen?",
  "again-year": "Frühestens in einem Jahr",
  "again-never": "Nie wieder",
  "field-why": "Warum nicht?",
  "hint-why": "Es bleibt im Verlauf dieses Kunden; nennen Sie keine Preise.",
  "not-now-submit": "So antworten",
  "not-now-intro": "**{{account}}** wird dann {{days}} Tage lang niemandem vorgeschlagen und erfährt nichts davon.",
  "field-reason": "Warum nicht?",
  "hint-reason": "Der andere CSM liest es; nennen Sie keinen Kunden und keine Preise.",
  "wrong-named": "„{{value}}“ verrät dem anderen CSM, welcher Kunde es ist. Lassen Sie den Namen weg.",

  "today-asked": "Ein anderer CSM fragt, ob {{account}} mit einem seiner Kunden sprechen darf.",
  "today-open": "Fragen Sie {{account}}, ob ein Austausch mit einem ähnlichen Kunden recht wäre.",
  "today-agreed": "Machen Sie {{account}} mit dem anderen Kunden bekannt; beide stimmen zu.",
  "today-helped": "Hat der Austausch mit einem anderen Kunden {{account}} geholfen?",

  "entry-proposed": "{{who}} hat einen Austausch über „{{feature}}“ mit einem ähnlichen Kunden vorgeschlagen",
  "entry-joined": "{{who}} fragt nach einem Austausch mit einem ähnlichen Kunden über „{{feature}}“",
  "entry-not-now": "{{who}} fand, dass ein Austausch über „{{feature}}“ gerade nicht passt",
  "entry-stopped": "{{who}} hat einen Austausch über „{{feature}}“ beendet",
  "entry-agreed": "{{contact}} stimmt einem Austausch über „{{feature}}“ zu, notiert von {{who}}",
  "entry-refused": "kein Austausch über „{{feature}}“ gewünscht, notiert von {{who}}",
  "entry-introduced": "{{who}} hat {{contact}} mit {{peer}} bekannt gemacht, Thema „{{feature}}“",
  "entry-helped-yes": "der Austausch über „{{feature}}“ hat geholfen, notiert von {{who}}",
  "entry-helped-no": "der Austausch über „{{feature}}“ hat nicht geholfen, notiert von {{who}}",
  "entry-helped-nothing": "aus dem Austausch über „{{feature}}“ wurde nichts, notiert von {{who}}",
} as const;
