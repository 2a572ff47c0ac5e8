/** Said by Teams' side of the shell alone: beneath a field that is left empty, and where an answer can't be private. */
export const teams = {
  required: "Bitte ausfüllen.",
  privately: "Ich habe Ihnen in unserem Chat geantwortet. Bitte sehen Sie dort nach.",
  unreachable:
    "Ich kann Ihnen noch nicht privat schreiben. Bitte öffnen Sie in Teams einen Chat mit mir und fragen Sie dort.",
  later: "Das dauert einen Moment. Sie finden die Antwort gleich in unserem Chat.",
} as const;
