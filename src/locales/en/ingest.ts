/** Said to whoever sends records over HTTP. */
export const ingest = {
  unauthorised:
    "The key, the time or the signature isn't right. Send X-Tandem-Key, X-Tandem-Timestamp (seconds, within 5 minutes of now) and X-Tandem-Signature: v1= and the hex HMAC-SHA256 of the timestamp, a dot and the raw body.",
  "unknown-kind": "`{{kind}}` is no kind of records. Use one of: {{kinds}}.",
  malformed: 'The body is not JSON of the form { "records": [{ … }, …] }. Correct it and sign it anew.',
  "too-large": "The body has more than 1 MiB. Send the records in several calls.",
  "too-many": "There are {{count}} records in this call; at most {{most}} are allowed. Send them in several calls.",
  "too-often":
    "This key has called more than {{most}} times in a minute. Wait as long as Retry-After says, then send the same call again.",
  busy: "The same call is still being worked on. Send it again as Retry-After says, and you get its answer.",
  away: "Tandem can't reach its data now. Wait as long as Retry-After says, then send the same call again; nothing is taken twice.",
  trouble:
    "Something went wrong in Tandem. Send the same call again in a minute, nothing is taken twice; if it happens again, tell whoever runs Tandem the code {{code}}.",
} as const;
