import { SIGNING_SECRET, slackSignature } from "../slack-request.ts";

export interface Headed {
  readonly what: string;
  readonly headers: readonly string[];
}

const TYPE = "Content-Type: application/x-www-form-urlencoded";

function headed(what: string, timestamp: string | undefined, ...signatures: readonly string[]): Headed {
  return {
    what,
    headers: [
      TYPE,
      ...(timestamp === undefined ? [] : [`X-Slack-Request-Timestamp: ${timestamp}`]),
      ...signatures.map((signature) => `X-Slack-Signature: ${signature}`),
    ],
  };
}

/** Headers of nobody whom Slack's secret vouches for, at a second of the clock: 401, and no word more. */
export function strangers(body: string, seconds: number): readonly Headed[] {
  const at = (apart: number): readonly [string, string] => {
    const text = String(seconds + apart);
    return [text, slackSignature(SIGNING_SECRET, seconds + apart, body)];
  };
  const [now, good] = at(0);
  const odd = (timestamp: string): Headed =>
    headed(
      `the timestamp ${JSON.stringify(timestamp)}`,
      timestamp,
      slackSignature(SIGNING_SECRET, timestamp as unknown as number, body),
    );
  return [
    headed("no signature", now),
    headed("no timestamp", undefined, good),
    headed("neither", undefined),
    headed("an empty signature", now, ""),
    headed("the signature twice", now, good, good),
    headed("a wrong and a right signature", now, `v0=${"0".repeat(64)}`, good),
    headed("a right and a wrong signature", now, good, `v0=${"0".repeat(64)}`),
    headed("two signatures in one", now, `${good}, ${good}`),
    headed("v1=", now, good.replace("v0=", "v1=")),
    headed("v0 alone", now, "v0="),
    headed("no version", now, good.slice(3)),
    headed("capitals", now, good.toUpperCase()),
    headed("capital digits", now, `v0=${good.slice(3).toUpperCase().replace(/^\d+$/, "A")}`),
    headed("one digit short", now, good.slice(0, -1)),
    headed("one digit long", now, `${good}0`),
    headed("a megabyte short of a header", now, `${good}${"0".repeat(8000)}`),
    headed("no hex", now, `v0=${"g".repeat(64)}`),
    headed("the signature of nothing", now, slackSignature(SIGNING_SECRET, seconds, "")),
    headed("another secret", now, slackSignature("another", seconds, body)),
    headed("no secret", now, slackSignature("\0", seconds, body)),
    headed(
      "a digit changed",
      now,
      good.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
    ),
    ...[-301, -3600, -86_400, 310, 3600, 86_400].map((apart) => headed(`${String(apart)} s apart`, ...at(apart))),
    ...[
      "abc",
      "",
      " ",
      "1e12",
      "1e9",
      "0",
      "-1",
      `-${now}`,
      `+${now}`,
      `${now}.5`,
      `0x${seconds.toString(16)}`,
      `${now}000`,
      "Infinity",
      "NaN",
      "9".repeat(400),
      `${now}, ${now}`,
      "٣",
    ].map(odd),
    {
      what: "the timestamp twice",
      headers: [
        TYPE,
        `X-Slack-Request-Timestamp: ${now}`,
        `X-Slack-Request-Timestamp: ${now}`,
        `X-Slack-Signature: ${good}`,
      ],
    },
    {
      what: "the proxy's word",
      headers: [TYPE, "X-Forwarded-For: 127.0.0.1", "X-Slack-Verified: true", "Authorization: Bearer x"],
    },
  ];
}

/** Headers that Slack's own request may have beside its signature: 200. */
export const HARMLESS: readonly (readonly string[])[] = [
  ...["0", "1", "2", "3", "99", "-1", "1.5", "abc", "", "1e9", "9".repeat(300)].map((num) => [
    `X-Slack-Retry-Num: ${num}`,
    "X-Slack-Retry-Reason: http_timeout",
  ]),
  ["X-Slack-Retry-Num: 1", "X-Slack-Retry-Num: 2"],
  ["X-Slack-Retry-Reason: \u00ff\u00fe"],
  ["X-HTTP-Method-Override: DELETE", "X-Method-Override: PUT"],
  ["X-Forwarded-Host: evil.example", "X-Forwarded-Proto: javascript", "X-Original-URL: /metrics"],
  ["Expect: 100-continue"],
  ["Connection: close"],
  ["Connection: keep-alive, Upgrade", "Upgrade: websocket"],
  ["Accept-Encoding: gzip;q=1, *;q=0", "Range: bytes=0-0", "If-None-Match: *"],
  ["Cookie: a=b; __proto__=1", "__proto__: 1", "constructor: 1"],
  ["Content-Encoding: identity"],
  ["Origin: null", "Sec-Fetch-Site: cross-site"],
];
