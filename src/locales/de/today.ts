/** What of today. */
export const today = {
  help: "zeigt, was Sie heute zu tun haben",
  example: "today",
  title: "Ihr Tag, {{name}}",
  nothing: "Heute ist nichts fällig. Sehen Sie mit `/tandem checkins` nach, was kommt.",
  more_one: "{{count}} weiterer Punkt; alles steht morgens in Ihrem Tagesüberblick.",
  more_other: "{{count}} weitere Punkte; alles steht morgens in Ihrem Tagesüberblick.",
} as const;
