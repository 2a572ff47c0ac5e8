import { gzipSync } from "node:zlib";
import { FORM } from "./service.ts";

/** A body as it comes by HTTP, signed or not. */
export interface Bodied {
  readonly what: string;
  readonly body: string | Buffer;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const JSON_TYPE = "application/json";
const MEBIBYTE = 1024 * 1024;

function json(what: string, body: string | Buffer): Bodied {
  return { what, body, contentType: JSON_TYPE };
}
function form(what: string, body: string): Bodied {
  return { what, body, contentType: FORM };
}
function payload(text: string): string {
  return new URLSearchParams({ payload: text }).toString();
}
/** `{"type":"x","pad":"…"}` of exactly so many bytes. */
function objectOf(bytes: number): string {
  const [head, tail] = ['{"type":"x","pad":"', '"}'];
  return `${head}${"a".repeat(bytes - head.length - tail.length)}${tail}`;
}
function nested(levels: number, open: string, close: string): string {
  return `{"type":"x","deep":${open.repeat(levels)}1${close.repeat(levels)}}`;
}

/** Signed, these are an object: 200, whatever is in them. */
export const OBJECTS: readonly Bodied[] = [
  json("an empty object", "{}"),
  json("a byte order mark before an object", "\uFEFF{}"),
  json("room around an object", ' \r\n\t{"type":"x"}\n'),
  json("a prototype", '{"type":"x","__proto__":{"polluted":1}}'),
  json(
    "a prototype of everything",
    '{"__proto__":{"type":"block_actions","polluted":1},"constructor":{"prototype":{"polluted":1}}}',
  ),
  json("a type that is a prototype", '{"type":"__proto__"}'),
  json("own toJSON, toString and then", '{"type":"x","toJSON":1,"toString":null,"valueOf":2,"then":3,"constructor":4}'),
  json("the same key twice", '{"type":"block_actions","type":"x","team":{"id":"T1"},"team":null}'),
  json("numbers beyond numbers", '{"type":"x","a":1e400,"b":-1e400,"c":-0,"d":9007199254740993,"e":1e-400}'),
  json("half characters", String.raw`{"type":"x","a":"\ud800","b":"\udc00\ud800","\ud83d":1,"c":"\u0000"}`),
  json("a type that is null", '{"type":null}'),
  json("a type that is a list", '{"type":["block_actions"]}'),
  json("a type of tomorrow", '{"type":"something_new","team":{"id":"T1"}}'),
  json("20,000 objects in each other", nested(20_000, '{"a":', "}")),
  json("500,000 lists in each other", nested(500_000, "[", "]")),
  json("20,000 events in each other", `${'{"type":"event_callback","event":'.repeat(20_000)}1${"}".repeat(20_000)}`),
  json("100,000 keys", `{"type":"x",${Array.from({ length: 100_000 }, (_, at) => `"k${String(at)}":0`).join(",")}}`),
  json("exactly 4 MiB", objectOf(4 * MEBIBYTE)),
  json("actions that are null", '{"type":"block_actions","user":{"id":"U1"},"team":{"id":"T1"},"actions":null}'),
  json("actions with null in them", '{"type":"block_actions","user":{"id":"U1"},"team":{"id":"T1"},"actions":[null]}'),
  json("no actions", '{"type":"block_actions","user":{"id":"U1"},"team":{"id":"T1"},"actions":[]}'),
  json("a view that is null", '{"type":"view_submission","user":{"id":"U1"},"team":{"id":"T1"},"view":null}'),
  json("a view without a state", '{"type":"view_submission","user":{"id":"U1"},"team":{"id":"T1"},"view":{"id":"V1"}}'),
  json("an event that is null", '{"type":"event_callback","team_id":"T1","event":null}'),
  json("an event that is a text", '{"type":"event_callback","team_id":"T1","event":"member_joined_channel"}'),
  json("an event whose type is an object", '{"type":"event_callback","team_id":"T1","event":{"type":{}}}'),
  json("authorizations that are null", '{"type":"event_callback","authorizations":null,"event":{"type":"message"}}'),
  json(
    "authorizations with null in them",
    '{"type":"event_callback","authorizations":[null],"event":{"type":"message"}}',
  ),
  json(
    "a team that is a number",
    '{"type":"block_actions","team":{"id":7},"user":{"id":"U1"},"actions":[{"action_id":"a"}]}',
  ),
  json("a team that is a list", '{"type":"block_actions","team":[],"user":[],"actions":[{"action_id":"a"}]}'),
  json(
    "an enterprise without a team",
    '{"type":"block_actions","is_enterprise_install":true,"enterprise":{"id":"E1"},"team":null,"user":{"id":"U1","team_id":null},"actions":[{"action_id":"a","action_ts":"1"}]}',
  ),
  json(
    "an enterprise as a text",
    '{"type":"block_actions","is_enterprise_install":"true","enterprise":"E1","team":{"id":"T1"},"user":{"id":"U1"},"actions":[{"action_id":"a","action_ts":"1"}]}',
  ),
  json(
    "a command in JSON",
    '{"command":"/account","text":"x","user_id":"U1","team_id":"T1","channel_id":"C1","trigger_id":"1"}',
  ),
  json("a challenge", '{"type":"url_verification","challenge":"<!channel>"}'),
  json("ssl_check beside a press", '{"ssl_check":"1","type":"block_actions","actions":[null]}'),
  form("a payload that is an object", payload("{}")),
  form("a payload that is 20,000 objects", payload(nested(20_000, '{"a":', "}"))),
  form("ssl_check beside a payload", `ssl_check=1&${payload('{"type":"block_actions"}')}`),
  form("ssl_check twice beside two payloads", `ssl_check=0&ssl_check=1&${payload("{}")}&${payload("{}")}`),
  form("a command alone", "command=/account"),
  form("a command that is nobody's", "command=%2F..%2Fx&text=x&user_id=U1&team_id=T1&channel_id=C1&trigger_id=1"),
  form("a prototype beside a command", "command=/account&__proto__=1&constructor=2&team_id=T1"),
  { what: "JSON in capitals", body: "{}", contentType: "APPLICATION/JSON; CHARSET=UTF-8" },
  { what: "JSON with a parameter that is none", body: "{}", contentType: "application/json; a=b; charset=utf-7" },
];

/** Signed, these are no object: 400. */
export const MALFORMED: readonly Bodied[] = [
  ...[
    "null",
    "5",
    "-0",
    "1e400",
    '"x"',
    "true",
    "[]",
    "[{}]",
    "[null]",
    "",
    " ",
    "NaN",
    "undefined",
    "{",
    "}",
    "{]",
    '{"a":1,}',
    "{'a':1}",
    "{a:1}",
    '{"a":"\n"}',
    '{"a":01}',
    "/**/{}",
    "{}{}",
    "\u0000{}",
  ].map((text) => json(`the JSON ${JSON.stringify(text)}`, text)),
  json("UTF-16, little end first", Buffer.from("\uFEFF{}", "utf16le")),
  json("UTF-16, big end first", Buffer.from([0xfe, 0xff, 0x00, 0x7b, 0x00, 0x7d])),
  json("UTF-16 without a mark", Buffer.from('{"type":"x"}', "utf16le")),
  json("a byte that is no UTF-8", Buffer.from([0x7b, 0xff, 0x7d])),
  json("an overlong slash", Buffer.from([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d])),
  json("half characters as bytes", Buffer.from([0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d])),
  json("a character cut off", Buffer.from([0x7b, 0x22, 0xf0, 0x9f, 0x98])),
  { ...json("a bomb", gzipSync(Buffer.alloc(64 * MEBIBYTE, "a"))), headers: { "content-encoding": "gzip" } },
  { ...json("zipped JSON", gzipSync('{"type":"x"}')), headers: { "content-encoding": "gzip, deflate" } },
  form("a form whose payload is null", payload("null")),
  form("a form whose payload is a number", payload("5")),
  form("a form whose payload is a list", payload("[{}]")),
  form("a form whose payload is nothing", "payload="),
  form("a form whose payload is cut", payload('{"type":')),
  form("two payloads", `${payload("{}")}&${payload("{}")}`),
  form("a payload and a command", `${payload("{}")}&command=/account`),
  form("two commands", "command=/account&command=/tandem"),
  form("a command with two teams", "command=/account&team_id=T1&team_id=T2"),
  form("neither payload nor command", "a=b"),
  form("percent signs alone", "%%%&%ff=%"),
  form("a challenge that is no text", payload('{"type":"url_verification","challenge":{}}')),
  ...["text/plain", "multipart/form-data; boundary=x", "application/xml", "application/json+x", "image/png", "*/*"].map(
    (contentType) => ({ what: `the type ${contentType}`, body: "{}", contentType }),
  ),
];

/** Signed or not, their type is none, so their signature isn't even looked at: 401. */
export const OF_NO_TYPE: readonly Bodied[] = ["", "x", "/", "application", ";", "application/json/x", "@/@"].map(
  (contentType) => ({ what: `the type ${JSON.stringify(contentType)}`, body: '{"type":"x"}', contentType }),
);

/** Over the limit, signed or not: 413. */
export const TOO_LARGE: readonly Bodied[] = [
  json("4 MiB and a byte", objectOf(4 * MEBIBYTE + 1)),
  json("5 MB", objectOf(5_000_000)),
  form("a form of 5 MB", `payload=${"a".repeat(5_000_000)}`),
];

/** Values that take the place of any other in an otherwise good body. */
export const VALUES: readonly unknown[] = [
  null,
  0,
  -1,
  1e308,
  "",
  "x",
  [],
  {},
  true,
  [null],
  { id: null },
  "__proto__",
  "constructor",
  "U1,U2",
  "<!channel>",
  "a\u0000b",
  "\ud800",
  '\n{"level":60}',
  "\u001b[31m",
  "x".repeat(70),
  "x".repeat(4000),
  "\u{1f600}".repeat(50),
  "' or 1=1 --",
];

/** Every copy of a body with one of its values, wherever it stands, replaced. */
export function* mutations(body: unknown, values: readonly unknown[]): Generator<{ path: string; body: unknown }> {
  for (const path of pathsOf(body)) {
    for (const value of values) yield { path: path.join("."), body: withValue(body, path, value) };
  }
}

function pathsOf(node: unknown): (string | number)[][] {
  if (typeof node !== "object" || node === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(node) ? [...node.entries()] : Object.entries(node);
  return entries.flatMap(([key, inner]) => [[key], ...pathsOf(inner).map((rest) => [key, ...rest])]);
}

function withValue(node: unknown, [key, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(node)) return node.map((each: unknown, at) => (at === key ? withValue(each, rest, value) : each));
  const copy = { ...(node as Record<string, unknown>) };
  copy[key] = withValue(copy[key], rest, value);
  return copy;
}
