/** What an import says about files, lines and cells that it can't take. */
export const imports = {
  summary: "{{file}}: {{read}} read, {{changed}} new or changed, {{unchanged}} unchanged, {{rejected}} not taken.",
  unlisted_one: "{{file}}: one more complaint is not listed.",
  unlisted_other: "{{file}}: {{count}} more complaints are not listed.",
  aside_one: "{{file}}: one line was left aside, as the map says.",
  aside_other: "{{file}}: {{count}} lines were left aside, as the map says.",
  "at-cell": "{{file}} line {{line}}, column {{column}}: {{problem}}",
  "at-line": "{{file}} line {{line}}: {{problem}}",
  "at-file": "{{file}}: {{problem}}",
  "at-field": "{{field}}: {{problem}}",
  reading: "{{bar}} {{file}}: {{read}} rows read, {{rate}} a second",
  saving: "{{bar}} {{file}}: {{done}} of {{of}} rows saved, {{rate}} a second, {{left}} left",

  missing: "there is no value. Fill it in.",
  "not-a-day": "`{{value}}` is not a day. Use YYYY-MM-DD.",
  "not-a-zone": "`{{value}}` is not a time zone. Use a name such as Europe/Berlin.",
  "not-an-email": "`{{value}}` is not an e-mail address.",
  "not-a-domain": "`{{value}}` is not a domain. Use one such as example.com, without https://.",
  "not-one-of": "`{{value}}` is not known. Use one of: {{allowed}}.",
  "not-one-of-near": "`{{value}}` is not known. Did you mean {{near}}? Use one of: {{allowed}}.",
  "not-a-moment": "`{{value}}` is not a time. Use YYYY-MM-DD HH:MM, with Z or an offset behind it if it isn't local.",
  "not-a-period": "`{{value}}` is not a period. Use one such as 2026, 2026-H2, 2026-Q4 or 2026-11.",
  "not-a-share": "`{{value}}` is not a share. Use one from 0 to 1 such as 0.85, or a percentage such as 85 %.",
  "still-open":
    "`{{value}}` is still open, and only what is over is history: {{allowed}}. Hand on what is open with /tandem opportunity.",
  "won-has-no-reason": "`{{value}}` can't be why it was won. Leave it blank, or say lost or withdrawn as its stage.",
  "not-a-rate": "`{{value}}` is not a rate. Use a number above 0, up to {{most}}.",
  "not-yes-no": "`{{value}}` is neither yes nor no. Use true or false.",
  "not-a-currency": "`{{value}}` is not a currency. Use a code such as EUR.",
  "not-an-amount":
    "`{{value}}` is not an amount in {{currency}}. Use digits, with a point before decimals, such as 48000.",
  "not-whole": "`{{value}}` is not a whole number from 0 to {{most}}.",
  "not-a-number": "`{{value}}` is not a number. Use digits, with a point before at most {{decimals}} decimals.",
  "decimal-comma":
    "`{{value}}` has a comma. Use a point before decimals and nothing between thousands, such as 1234.5.",
  negative: "`{{value}}` is below zero. Use zero or more.",
  "too-long": "`{{value}}` is too long. Use at most {{most}} characters.",
  "hidden-characters": "`{{value}}` has invisible characters in it. Type it anew.",

  "unknown-person": "nobody has the address `{{value}}`. Import them with people.csv, or correct the address.",
  "unknown-account": "no account has the id `{{value}}`. Import it with accounts.csv, or correct the id.",
  "unknown-metric": "no metric is called `{{value}}`. Declare it in metrics.csv, or correct the name.",
  "own-manager": "`{{value}}` can't be their own manager. Name somebody else or leave it blank.",
  before: "`{{value}}` is before {{other}} (`{{day}}`). Correct one of the two.",
  "in-future": "`{{value}}` is in the future. Usage can only be imported of days that have begun.",
  "not-yet": "`{{value}}` is in the future. Give a time that has passed, or leave it out.",
  "after-stored":
    "`{{value}}` is after {{other}}, which is stored as `{{day}}`. Correct it, or give {{other}} in the file too.",
  "unknown-contract": "no contract has the id `{{value}}`. Import it with contracts.csv, or correct the id.",
  "unknown-contact":
    "no contact of this account has the address `{{value}}`. Import them with contacts.csv, or correct the address.",
  erased: "whoever had this address was erased on request and isn't brought back. Take the line out of the file.",
  refused:
    "the database refused the line ({{rule}}): it doesn't go with what is stored by now. Compare the two and import the line again.",
  "stands-again":
    "the same entry stands again in line {{again}} with other values. That line was taken; remove one of the two.",

  "wrong-cells":
    "the line has {{cells}} cells, but the header has {{columns}} columns. Put cells that contain a comma in quotes.",
  "line-too-long": "the line is longer than 1 MB. Check whether a quote or a line break is missing.",
  "quote-not-closed": "a quote is opened and never closed. Close it, or double it inside a cell.",
  "quote-misplaced": "a quote stands in the middle of a cell. Put the whole cell in quotes and double those inside.",
  "not-utf8": "the line has letters that aren't UTF-8; it may be Windows-1252. Save the file as CSV UTF-8.",
  nul: "the line has a NUL character in it. Remove it.",

  "not-a-record": "the record is no object. Send fields by their names.",
  "not-a-value": "`{{value}}` is no single value. Send text, a number, true, false or null.",
  inexact: "`{{value}}` has more digits than a JSON number keeps. Send it as text.",
  "sent-again":
    "the same entry was sent again as record {{again}} with other values. That one was taken; leave one out.",

  "column-unknown": "`{{value}}` is no column of {{kind}} and was ignored.",
  "column-unknown-near": "`{{value}}` is no column of {{kind}} and was ignored. Did you mean {{near}}?",
  "columns-are": "the columns of {{kind}} are: {{known}}.",
  "column-unnamed": "column {{place}} has no name and was ignored.",
  "column-twice": "the column stands twice, so nothing was imported. Remove one of the two.",
  "column-missing": "the column is missing, so nothing was imported. Add it to the header.",
  "too-many-columns": "the header has {{columns}} columns, so nothing was imported. At most {{most}} are allowed.",
  "no-header": "there is no header row, so nothing was imported. The first line must name the columns: {{known}}.",

  "unknown-kind": "this is no kind of file that can be imported. Name it after what it holds: {{allowed}}.",
  "unknown-kind-near":
    "`{{value}}` is no kind of file that can be imported. Did you mean {{near}}? Files are: {{allowed}}.",
  "no-files": "there is nothing to import in this folder. Files are: {{allowed}}.",
  "no-file": "there is no such file.",
  unreadable: "the file can't be read.",
  "file-too-big": "the file is larger than 50 MB. Cut it into several folders and import one after the other.",
  utf16: "the file is UTF-16. Save it as CSV UTF-8.",
  "not-text": "this is a spreadsheet or an archive. Save it as CSV UTF-8.",
  "too-much":
    "checking the file took more memory than an import may use, so it was given up. Rows that were saved stay. Cut the file into several folders and import one after the other.",
  "broke-off":
    "checking the file broke off. Rows that were saved stay. Import it again; if it breaks off again, look into the log.",

  "not-a-day-as": "`{{value}}` is not a day written {{format}}. Correct it, or give its format under dates in the map.",
  "not-a-number-with":
    "`{{value}}` is not a number with `{{mark}}` before its decimals. Correct it, or give its mark under decimal in the map.",
  "not-mapped": "`{{value}}` is not known as {{column}}. Say under values in the map which it is: {{allowed}}.",
  "no-map": "there is no map `{{value}}`. Give a JSON file, or the name of one that comes with Tandem: {{allowed}}.",
  "map-too-big": "the map `{{value}}` is larger than 1 MB. Give a smaller one.",
  "map-not-json": "the map `{{value}}` is not JSON ({{because}}). Correct it and import again.",
  "map-no-object": "the map is no object. Use one such as {{allowed}} under files.",
  "map-wrong": "the map has `{{value}}` at {{at}}. Use: {{allowed}}.",
  "map-lacks":
    "the map feeds no {{column}}, which {{kind}} needs. Name a column for it under columns, or a value under constants.",
} as const;
