/** Said to whoever sends records over HTTP. */
export const ingest = {
  unauthorised:
    "Schlüssel, Zeit oder Signatur stimmt nicht. Senden Sie X-Tandem-Key, X-Tandem-Timestamp (Sekunden, höchstens 5 Minuten neben jetzt) und X-Tandem-Signature: v1= und den HMAC-SHA256 (hexadezimal) aus Zeit, Punkt und unverändertem Inhalt.",
  "unknown-kind": "`{{kind}}` ist keine Art von Datensätzen. Verwenden Sie eine von diesen: {{kinds}}.",
  malformed:
    'Der Inhalt ist kein JSON der Form { "records": [{ … }, …] }. Berichtigen Sie ihn und signieren Sie ihn neu.',
  "too-large": "Der Inhalt hat mehr als 1 MiB. Senden Sie die Datensätze in mehreren Aufrufen.",
  "too-many":
    "Dieser Aufruf enthält {{count}} Datensätze; erlaubt sind höchstens {{most}}. Senden Sie sie in mehreren Aufrufen.",
  "too-often":
    "Mit diesem Schlüssel kamen mehr als {{most}} Aufrufe in einer Minute. Warten Sie so lange, wie Retry-After sagt, und senden Sie denselben Aufruf noch einmal.",
  busy: "An demselben Aufruf wird noch gearbeitet. Senden Sie ihn so, wie Retry-After sagt, noch einmal; dann bekommen Sie seine Antwort.",
  away: "Tandem erreicht seine Daten gerade nicht. Warten Sie so lange, wie Retry-After sagt, und senden Sie denselben Aufruf noch einmal; nichts wird doppelt übernommen.",
  trouble:
    "In Tandem ist etwas schiefgegangen. Senden Sie denselben Aufruf in einer Minute noch einmal, nichts wird doppelt übernommen; passiert es wieder, nennen Sie der Person, die Tandem betreibt, den Code {{code}}.",
} as const;
