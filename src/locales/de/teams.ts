/** Said by Teams' side of the shell alone: beneath a field that is left empty, and where an answer can't be private. */
export const teams = {
  required: "Bitte ausfüllen.",
  privately: "Die Antwort steht in unserem eigenen Chat.",
  unreachable:
    "Ich kann Ihnen noch nicht privat schreiben. Bitte öffnen Sie in Teams einen Chat mit mir und fragen Sie dort.",
  later: "Das dauert einen Moment. Die Antwort kommt in unseren eigenen Chat.",
} as const;
