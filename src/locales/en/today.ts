/** What of today. */
export const today = {
  help: "shows what is yours to do today",
  example: "today",
  title: "Your day, {{name}}",
  nothing: "Nothing is due today. Look at what comes with `/tandem checkins`.",
  more_one: "{{count}} more; your digest in the morning has all of it.",
  more_other: "{{count}} more; your digest in the morning has all of it.",
} as const;
