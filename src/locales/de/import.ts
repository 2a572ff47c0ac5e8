/** What an import says about files, lines and cells that it can't take. */
export const imports = {
  summary:
    "{{file}}: {{read}} gelesen, {{changed}} neu oder geändert, {{unchanged}} unverändert, {{rejected}} nicht übernommen.",
  unlisted_one: "{{file}}: Eine weitere Beanstandung ist nicht aufgeführt.",
  unlisted_other: "{{file}}: {{count}} weitere Beanstandungen sind nicht aufgeführt.",
  aside_one: "{{file}}: Eine Zeile wurde beiseitegelassen, wie es die Zuordnung vorsieht.",
  aside_other: "{{file}}: {{count}} Zeilen wurden beiseitegelassen, wie es die Zuordnung vorsieht.",
  "at-cell": "{{file}} Zeile {{line}}, Spalte {{column}}: {{problem}}",
  "at-line": "{{file}} Zeile {{line}}: {{problem}}",
  "at-file": "{{file}}: {{problem}}",
  "at-field": "{{field}}: {{problem}}",
  reading: "{{bar}} {{file}}: {{read}} Zeilen gelesen, {{rate}} je Sekunde",
  saving: "{{bar}} {{file}}: {{done}} von {{of}} Zeilen gespeichert, {{rate}} je Sekunde, noch {{left}}",

  missing: "Der Wert fehlt. Tragen Sie ihn ein.",
  "not-a-day": "`{{value}}` ist kein Tag. Schreiben Sie JJJJ-MM-TT.",
  "not-a-zone": "`{{value}}` ist keine Zeitzone. Verwenden Sie einen Namen wie Europe/Berlin.",
  "not-an-email": "`{{value}}` ist keine E-Mail-Adresse.",
  "not-a-domain": "`{{value}}` ist keine Domain. Schreiben Sie sie wie example.com, ohne https://.",
  "not-one-of": "`{{value}}` ist nicht bekannt. Möglich sind: {{allowed}}.",
  "not-one-of-near": "`{{value}}` ist nicht bekannt. Meinten Sie {{near}}? Möglich sind: {{allowed}}.",
  "not-a-moment":
    "`{{value}}` ist kein Zeitpunkt. Schreiben Sie JJJJ-MM-TT HH:MM, dahinter Z oder den Abstand zu UTC, wenn es keine Ortszeit ist.",
  "not-a-period": "`{{value}}` ist kein Zeitraum. Schreiben Sie etwa 2026, 2026-H2, 2026-Q4 oder 2026-11.",
  "not-a-share":
    "`{{value}}` ist kein Anteil. Schreiben Sie einen von 0 bis 1, etwa 0.85, oder einen in Prozent, etwa 85 %.",
  "still-open":
    "`{{value}}` ist noch offen, und nur Abgeschlossenes ist Vorgeschichte: {{allowed}}. Reichen Sie Offenes mit /tandem opportunity weiter.",
  "won-has-no-reason":
    "`{{value}}` kann nicht der Grund eines Gewinns sein. Lassen Sie das Feld leer, oder nennen Sie lost oder withdrawn als Stand.",
  "not-a-rate": "`{{value}}` ist kein Kurs. Schreiben Sie eine Zahl über 0, höchstens {{most}}.",
  "not-yes-no": "`{{value}}` ist weder ja noch nein. Schreiben Sie true oder false.",
  "not-a-currency": "`{{value}}` ist keine Währung. Verwenden Sie ein Kürzel wie EUR.",
  "not-an-amount":
    "`{{value}}` ist kein Betrag in {{currency}}. Schreiben Sie Ziffern, mit Punkt vor den Nachkommastellen, etwa 48000.",
  "not-whole": "`{{value}}` ist keine ganze Zahl von 0 bis {{most}}.",
  "not-a-number":
    "`{{value}}` ist keine Zahl. Schreiben Sie Ziffern, mit Punkt vor höchstens {{decimals}} Nachkommastellen.",
  "decimal-comma":
    "`{{value}}` enthält ein Komma. Schreiben Sie einen Punkt vor die Nachkommastellen und nichts zwischen die Tausender, etwa 1234.5.",
  negative: "`{{value}}` ist kleiner als null. Erlaubt sind null und mehr.",
  "too-long": "`{{value}}` ist zu lang. Erlaubt sind höchstens {{most}} Zeichen.",
  "hidden-characters": "`{{value}}` enthält unsichtbare Zeichen. Tippen Sie den Wert neu.",

  "unknown-person":
    "Niemand hat die Adresse `{{value}}`. Importieren Sie die Person mit people.csv oder berichtigen Sie die Adresse.",
  "unknown-account":
    "Kein Kunde hat die Nummer `{{value}}`. Importieren Sie ihn mit accounts.csv oder berichtigen Sie die Nummer.",
  "unknown-metric":
    "Keine Messgröße heißt `{{value}}`. Melden Sie sie in metrics.csv an oder berichtigen Sie den Namen.",
  "own-manager":
    "`{{value}}` kann nicht die eigene Führungskraft sein. Nennen Sie jemand anderen oder lassen Sie das Feld leer.",
  before: "`{{value}}` liegt vor {{other}} (`{{day}}`). Berichtigen Sie einen der beiden Tage.",
  "in-future": "`{{value}}` liegt in der Zukunft. Nutzung lässt sich nur für Tage importieren, die begonnen haben.",
  "not-yet": "`{{value}}` liegt in der Zukunft. Nennen Sie einen vergangenen Zeitpunkt oder lassen Sie ihn weg.",
  "after-stored":
    "`{{value}}` liegt nach {{other}}; gespeichert ist dort `{{day}}`. Berichtigen Sie den Tag, oder nennen Sie in der Datei auch {{other}}.",
  "unknown-contract":
    "Kein Vertrag hat die Nummer `{{value}}`. Importieren Sie ihn mit contracts.csv oder berichtigen Sie die Nummer.",
  "unknown-contact":
    "Kein Kontakt dieses Kunden hat die Adresse `{{value}}`. Importieren Sie ihn mit contacts.csv oder berichtigen Sie die Adresse.",
  erased:
    "wer diese Adresse hatte, wurde auf Wunsch gelöscht und wird nicht zurückgebracht. Nehmen Sie die Zeile aus der Datei.",
  refused:
    "Die Datenbank hat die Zeile abgelehnt ({{rule}}): Sie passt nicht zu dem, was inzwischen gespeichert ist. Vergleichen Sie beides und importieren Sie die Zeile noch einmal.",
  "stands-again":
    "Derselbe Eintrag steht mit anderen Werten noch einmal in Zeile {{again}}. Jene Zeile gilt; entfernen Sie eine der beiden.",

  "wrong-cells":
    "Die Zeile hat {{cells}} Zellen, die Kopfzeile aber {{columns}} Spalten. Setzen Sie Zellen, die ein Komma enthalten, in Anführungszeichen.",
  "line-too-long": "Die Zeile ist länger als 1 MB. Prüfen Sie, ob ein Anführungszeichen oder ein Zeilenumbruch fehlt.",
  "quote-not-closed":
    "Ein Anführungszeichen wird geöffnet und nie geschlossen. Schließen Sie es, oder verdoppeln Sie es innerhalb einer Zelle.",
  "quote-misplaced":
    "Mitten in einer Zelle steht ein Anführungszeichen. Setzen Sie die ganze Zelle in Anführungszeichen und verdoppeln Sie die inneren.",
  "not-utf8":
    "Die Zeile enthält Buchstaben, die nicht UTF-8 sind; vielleicht ist es Windows-1252. Speichern Sie die Datei als CSV UTF-8.",
  nul: "Die Zeile enthält ein NUL-Zeichen. Entfernen Sie es.",

  "not-a-record": "Der Datensatz ist kein Objekt. Senden Sie Felder mit ihren Namen.",
  "not-a-value": "`{{value}}` ist kein einzelner Wert. Senden Sie Text, eine Zahl, true, false oder null.",
  inexact: "`{{value}}` hat mehr Stellen, als eine JSON-Zahl behält. Senden Sie den Wert als Text.",
  "sent-again":
    "Derselbe Eintrag wurde als Datensatz {{again}} mit anderen Werten noch einmal gesendet. Jener gilt; lassen Sie einen der beiden weg.",

  "column-unknown": "`{{value}}` ist keine Spalte von {{kind}} und wurde übergangen.",
  "column-unknown-near": "`{{value}}` ist keine Spalte von {{kind}} und wurde übergangen. Meinten Sie {{near}}?",
  "columns-are": "Die Spalten von {{kind}} sind: {{known}}.",
  "column-unnamed": "Spalte {{place}} hat keinen Namen und wurde übergangen.",
  "column-twice": "Die Spalte steht zweimal da; deshalb wurde nichts importiert. Entfernen Sie eine der beiden.",
  "column-missing": "Die Spalte fehlt; deshalb wurde nichts importiert. Ergänzen Sie sie in der Kopfzeile.",
  "too-many-columns":
    "Die Kopfzeile hat {{columns}} Spalten; deshalb wurde nichts importiert. Erlaubt sind höchstens {{most}}.",
  "no-header":
    "Die Kopfzeile fehlt; deshalb wurde nichts importiert. Die erste Zeile muss die Spalten nennen: {{known}}.",

  "unknown-kind": "Eine solche Datei lässt sich nicht importieren. Benennen Sie sie nach ihrem Inhalt: {{allowed}}.",
  "unknown-kind-near": "`{{value}}` lässt sich nicht importieren. Meinten Sie {{near}}? Möglich sind: {{allowed}}.",
  "no-files": "In diesem Ordner gibt es nichts zu importieren. Möglich sind: {{allowed}}.",
  "no-file": "Diese Datei gibt es nicht.",
  unreadable: "Die Datei lässt sich nicht lesen.",
  "file-too-big":
    "Die Datei ist größer als 50 MB. Teilen Sie sie auf mehrere Ordner auf und importieren Sie einen nach dem anderen.",
  utf16: "Die Datei ist UTF-16. Speichern Sie sie als CSV UTF-8.",
  "not-text": "Das ist eine Tabellenmappe oder ein Archiv. Speichern Sie sie als CSV UTF-8.",
  "too-much":
    "Das Prüfen der Datei brauchte mehr Speicher, als ein Import belegen darf; deshalb wurde es aufgegeben. Gespeicherte Zeilen bleiben. Teilen Sie die Datei auf mehrere Ordner auf und importieren Sie einen nach dem anderen.",
  "broke-off":
    "Das Prüfen der Datei brach ab. Gespeicherte Zeilen bleiben. Importieren Sie sie noch einmal; bricht es wieder ab, sehen Sie im Protokoll nach.",

  "not-a-day-as":
    "`{{value}}` ist kein Tag in der Form {{format}}. Berichtigen Sie ihn, oder nennen Sie seine Form in der Zuordnung unter dates.",
  "not-a-number-with":
    "`{{value}}` ist keine Zahl mit `{{mark}}` vor den Nachkommastellen. Berichtigen Sie sie, oder nennen Sie ihr Zeichen in der Zuordnung unter decimal.",
  "not-mapped":
    "`{{value}}` ist als {{column}} nicht bekannt. Nennen Sie in der Zuordnung unter values, was es ist: {{allowed}}.",
  "no-map":
    "Eine Zuordnung `{{value}}` gibt es nicht. Nennen Sie eine JSON-Datei oder eine, die zu Tandem gehört: {{allowed}}.",
  "map-too-big": "Die Zuordnung `{{value}}` ist größer als 1 MB. Nennen Sie eine kleinere.",
  "map-not-json":
    "Die Zuordnung `{{value}}` ist kein JSON ({{because}}). Berichtigen Sie sie und importieren Sie noch einmal.",
  "map-no-object": "Die Zuordnung ist kein Objekt. Nennen Sie unter files etwa {{allowed}}.",
  "map-wrong": "Die Zuordnung hat `{{value}}` bei {{at}}. Möglich sind: {{allowed}}.",
  "map-lacks":
    "Die Zuordnung füllt {{column}} nicht, das {{kind}} braucht. Nennen Sie unter columns eine Spalte dafür oder unter constants einen Wert.",
} as const;
