/** Link codes, for people whom no e-mail address matches. */
export const links = {
  help: "sagt mir, wer Sie sind, mit einem Code vom Administrator",
  example: "link ABCDE-FGHJK",
  "help-people": "zeigt, wen ich im Chat nicht finde",
  "example-people": "people",
  title_one: "{{count}} Person ist im Chat nicht zu finden",
  title_other: "{{count}} Personen sind im Chat nicht zu finden",
  intro:
    "Zu diesen E-Mail-Adressen gibt es hier niemanden. Wer von Ihnen einen Code bekommt, sagt mir damit selbst, wer es ist.",
  line: "**{{name}}**, {{email}}",
  make: "Code erstellen",
  more_one: "Und {{count}} weitere. Ordnen Sie erst diese zu und schreiben Sie dann noch einmal `/tandem people`.",
  more_other: "Und {{count}} weitere. Ordnen Sie erst diese zu und schreiben Sie dann noch einmal `/tandem people`.",
  "all-matched": "Alle aus dem Kundenbuch sind im Chat zu finden. Es ist nichts zu tun.",
  code: "Bitten Sie {{name}}, mir innerhalb von {{minutes}} Minuten `{{command}}` zu schreiben. Der Code gilt einmal, und ich zeige ihn nicht noch einmal.",
  "told-once": "Diesen Code habe ich schon gezeigt. Ist er verloren, erstellen Sie mit `/tandem people` einen neuen.",
  gone: "Diese Person finde ich nicht mehr. Mit `/tandem people` sehen Sie, wer noch fehlt.",
  "no-good": "Dieser Code gilt nicht oder nicht mehr. Bitten Sie Ihren Tandem-Administrator um einen neuen.",
  "other-user": "Dieser Code ist für jemanden, der hier schon bekannt ist. Fragen Sie Ihren Tandem-Administrator.",
  linked: "Guten Tag, {{name}}, jetzt kenne ich Sie. Schreiben Sie `/tandem help`, um zu sehen, was ich kann.",
  known: "Ich kenne Sie schon, {{name}}. Schreiben Sie `/tandem help`, um zu sehen, was ich kann.",
} as const;
