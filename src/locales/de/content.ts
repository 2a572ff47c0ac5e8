/** Woraus Kunden lernen können, und wem was gefallen könnte. */
export const content = {
  help: "zeigt, woraus Kunden lernen können; mit einem Kunden, was er bekam und was daraus wurde",
  example: "content",
  which: "Welcher Kunde? Schreiben Sie `/tandem content` und den Namen, zum Beispiel `/tandem content northwind`.",
  gone: "Das finde ich nicht mehr, oder es ist nicht für Sie bestimmt. Mit `/tandem content` sehen Sie die Sammlung.",
  called: "Lernangebot für einen Kunden",
  "called-result": "was aus einem Lernangebot wurde",
  "kind-training": "Schulung",
  "kind-article": "Artikel",
  "kind-community": "Community",
  "kind-event": "Veranstaltung",
  item: "**{{kind}}:** {{title}}",

  title: "Etwas für {{account}}",
  "result-title": "Was bei {{account}} daraus wurde",
  "why-unused":
    "Bei {{account}} hat in den letzten {{days}} Tagen niemand „{{feature}}“ genutzt, obwohl es dort enthalten ist.",
  "why-goal": "{{account}} hat ein Ziel, für das „{{feature}}“ zählt.",
  "why-goal-named": "{{account}} will „{{goal}}“ erreichen, und dafür zählt „{{feature}}“.",
  next: "**Als Nächstes:** Leiten Sie es weiter, wenn es zu {{account}} passt; der Text liegt zum Kopieren bereit. Sonst drücken Sie „Passt nicht“.",
  "state-proposed": "Vorgeschlagen am {{on}}, noch ohne Antwort.",
  "state-sent": "{{who}} hat es am {{on}} an {{account}} weitergeleitet.",
  "state-declined": "{{who}} fand am {{on}}, dass es nicht zu {{account}} passt.",
  "state-lapsed": "Bis {{on}} kam keine Antwort, daher wird es nicht mehr vorgeschlagen.",
  use: "„{{feature}}“ wurde zuvor an {{before}} von {{days}} Tagen genutzt, zuletzt an {{after}} von {{days}} Tagen.",
  "use-unknown":
    "Wie viel „{{feature}}“ genutzt wird, ist für zu wenige Tage bekannt. Fragen Sie, wer uns die Daten schickt.",
  "use-how": "Es geschah danach, was nicht heißt: deswegen.",
  look: "Ansehen",
  send: "Weiterleiten",
  decline: "Passt nicht",
  hidden:
    "Hier ist etwas für einen Kunden, der nicht Ihrer ist. Öffnen Sie den Kunden, um zu sehen, was Sie sehen dürfen.",

  "send-title": "Weiterleiten",
  "send-submit": "Ist weitergeleitet",
  "send-intro": "Kopieren Sie den Text, schicken Sie ihn wie gewohnt an **{{account}}** und halten Sie es hier fest.",
  "field-said": "Text zum Weiterleiten",
  "hint-said": "Ändern Sie ihn nach Belieben; er steht dann im Verlauf.",
  words: "Das könnte Ihnen helfen: „{{title}}“. {{link}}",
  sent: "Als Kontakt mit {{account}} notiert. In 30 Tagen zeige ich Ihnen, ob die Funktion genutzt wird.",
  declined:
    "Notiert: Für {{account}} wird es nicht wieder vorgeschlagen. In zwei Wochen kommt vielleicht etwas anderes.",
  "for-csm":
    "Darüber entscheidet der CSM von {{account}}, dessen Vertretung oder eine Führungskraft. Es wurde nichts geändert.",

  "library-title": "Woraus Kunden lernen können",
  "library-empty": "Die Sammlung ist leer.",
  "library-how":
    "Was eine Funktion nennt, wird dem CSM eines Kunden vorgeschlagen, der sie nicht nutzt, höchstens eines je Kunde in zwei Wochen.",
  "library-who":
    "Administratoren, Führungskräfte und Kollegen aus Produkt, Schulung oder Marketing ergänzen die Sammlung.",
  "account-title": "Lernangebote für {{account}}",
  "account-nothing":
    "An {{account}} wurde noch nichts weitergegeben. Passt etwas, lege ich es dem CSM morgens vor. Mit `/tandem content` sehen Sie die Bibliothek; senden Sie, was hilft.",
  "account-none": "Für {{account}} ist nichts da, was Sie sehen dürfen. Mit `/tandem content` sehen Sie die Sammlung.",
  "for-feature": "zu „{{feature}}“",
  "for-product": "für {{product}}",
  "for-segment": "für Kunden in {{segment}}",
  "language-en": "Englisch",
  "language-de": "Deutsch",
  "language-zh": "Chinesisch",
  until: "bis {{on}}",
  add: "Zur Sammlung hinzufügen",
  retire: "Herausnehmen",
  "add-title": "Zur Sammlung hinzufügen",
  "add-intro": "CSMs lesen es vor jedem Kunden. Lassen Sie „alle“ stehen, wo es für alle passt.",
  "field-kind": "Was ist es?",
  "field-title": "Titel",
  "field-link": "Link",
  "hint-link": "Beginnt mit https:// und ist für Kunden zugänglich",
  "field-feature": "Welche Funktion erklärt es?",
  "hint-feature": "Danach finde ich Kunden, denen es nützt. Ohne Funktion steht es nur in der Liste.",
  "field-product": "Für welches Produkt?",
  "field-segment": "Für welche Kunden?",
  "field-language": "In welcher Sprache?",
  "field-until": "Bis",
  "hint-until": "Der letzte Tag, an dem es nützt, etwa der einer Veranstaltung",
  any: "alle",
  "wrong-link":
    "„{{value}}“ ist kein Link, den man weiterleiten kann. Nehmen Sie einen, der mit https:// beginnt und kein Passwort enthält.",
  known:
    "Ein Stück mit diesem Link ist schon in der Sammlung. Nehmen Sie es zuerst heraus, oder nehmen Sie einen anderen Link.",
  added:
    "In der Sammlung: {{title}}. Ab dem nächsten Arbeitsmorgen werden CSMs gefragt, deren Kunden die Funktion nicht nutzen.",
  "added-unmatched":
    "In der Sammlung: {{title}}. Es nennt keine Funktion, steht daher in der Liste und wird niemandem vorgeschlagen.",
  retired: "Herausgenommen: {{title}}. Was weitergeleitet wurde, bleibt im Verlauf.",
  "retired-already": "{{title}} war schon herausgenommen.",
  "only-keepers":
    "Administratoren, Führungskräfte und Kollegen aus Produkt, Schulung oder Marketing pflegen die Sammlung. Sagen Sie dort, was fehlt.",
} as const;
