/** Listening for words about prices in a channel: the switch, the notice to everybody there, the private tip. */
export const listening = {
  help: "schaltet das Mithören auf Preiswörter in einem Kanal ein oder aus",
  example: "listen on",
  "called-notice": "Hinweis auf das Mithören",
  "called-tip": "Hinweis auf ein Gespräch über Preise",
  private: "Das ist ein privater Chat. Geben Sie `/tandem listen on` in dem Kanal ein, den Sie meinen.",
  unclear: "`{{value}}` ist weder „on“ noch „off“. Geben Sie `/tandem listen on` oder `/tandem listen off` ein.",
  "is-on":
    "Ich achte hier auf Preiswörter, nur bei unseren eigenen Customer Success Managern, und speichere nichts. Ein Administrator schaltet es mit `/tandem listen off` aus.",
  "is-off": "Ich höre hier nicht mit. Ein Administrator kann es mit `/tandem listen on` einschalten.",
  "lacking-slack":
    "Ich kann hier nicht mithören: Meine Slack-App darf keine Kanäle lesen. Bitten Sie die Person, die Tandem betreibt, der App das Manifest `slack-listening.yaml` zu geben, sie noch einmal zu installieren und Tandem mit SLACK_LISTENING=1 zu starten. Geben Sie danach noch einmal `/tandem listen on` ein.",
  "lacking-teams":
    "Ich kann hier nicht mithören: Meine Teams-App darf keine Kanäle lesen. Bitten Sie die Person, die Tandem betreibt, das mit `--listening` erstellte App-Paket hochzuladen und Tandem mit TEAMS_LISTENING=1 zu starten. Geben Sie danach noch einmal `/tandem listen on` ein.",
  "switched-on":
    "Ab jetzt höre ich in {{channel}} mit. Ein Hinweis sagt es dort allen. Erscheint er nicht, höre ich nicht mit: Laden Sie mich ein, und geben Sie noch einmal `/tandem listen on` ein.",
  "on-already": "Ich höre hier schon mit. Mit `/tandem listen off` beenden Sie es.",
  "switched-off": "Ich höre in {{channel}} nicht mehr mit, und ein Hinweis sagt es dort allen.",
  "off-already": "Ich höre hier nicht mit. Mit `/tandem listen on` beginnen Sie damit.",
  "on-title": "Tandem achtet hier auf Preiswörter",
  "on-notice":
    "Ab jetzt sehe ich mir an, was unsere eigenen Customer Success Manager in diesem Kanal schreiben, und achte auf Wörter wie Preis, Rabatt oder Angebot. Kommt eines vor, sage ich nur der Person, die es geschrieben hat, dass ein Account Manager übernehmen kann.",
  "on-nothing-kept":
    "Was andere schreiben, sehe ich mir nicht an: keine Nachricht von Kunden, von Gästen oder von anderen Apps. Ich speichere nichts aus irgendeiner Nachricht.",
  "on-how-off": "Beenden kann es einer unserer Administratoren, indem er hier `/tandem listen off` eingibt.",
  "off-title": "Tandem hört hier nicht mehr mit",
  "off-notice":
    "Ich sehe mir in diesem Kanal keine Nachricht mehr an, und aus denen, die ich mir angesehen habe, ist nichts gespeichert.",
  "tip-title": "Das klingt nach einem Gespräch über Preise: Übergeben Sie es dem Account Manager",
  tip: "Sie haben in {{channel}} über Preise geschrieben. Das Angebot ist Sache des Account Managers, damit der Kunde Sie nie als Verkäufer erlebt.",
  "tip-how":
    "„{{shortcut}}“ im Menü einer Nachricht nimmt ihren Text mit; die Schaltfläche hier beginnt ohne ihn. Ich habe nichts von dem gespeichert, was Sie geschrieben haben, und sage Ihnen das höchstens einmal am Tag und Kanal.",
} as const;
