/** Texts that people, customers and other systems might send to harm or by mishap, by what they try. */

const SLACK = [
  "<!channel>",
  "<!here>",
  "<!everyone>",
  "<!channel|shown>",
  "<@U0ADMIN>",
  "<@W0ADMIN|name>",
  "<#C0GENERAL>",
  "<#C0GENERAL|general>",
  "<!subteam^S0TEAM>",
  "<!subteam^S0TEAM|@team>",
  "<!date^0^{date}|x>",
  "<!date^1392734382^{date}^https://evil.example|x>",
  "<https://evil.example|https://good.example>",
  "<https://evil.example>",
  "<mailto:a@evil.example|x>",
  "<tel:+49123|call>",
  "<javascript:alert(1)|x>",
  "&lt;!channel&gt;",
  "&#60;!channel&#62;",
  "&#x3c;!here&#x3e;",
  "&amp;lt;!here&amp;gt;",
  "&amp;amp;",
  "<",
  ">",
  "&",
  "<>",
  "<!channel",
  "!channel>",
  "<<!channel>>",
  "<!\u200bchannel>",
  "<\u202e!channel>",
  "< !channel>",
  "<!channel\n>",
  "＜!channel＞",
  "@channel",
  "@here",
  "@everyone",
  "@anna",
  "#general",
];

const MARKUP = [
  "*bold*",
  "_italic_",
  "~struck~",
  "`code`",
  "```fence```",
  "```\n<!channel>\n```",
  "**",
  "____",
  "*".repeat(60),
  "_".repeat(60),
  "~".repeat(60),
  "`".repeat(61),
  "*a _b ~c `d",
  "x* *x",
  "> quote",
  "a\n> quote",
  "a\r\n>>> quotes",
  "[APPROVED](https://evil.example)",
  "![x](http://127.0.0.1/)",
  "https://evil.example/?a=b&c=d",
  "http://127.0.0.1:3000/",
  "evil.example",
  "www.evil.example/path",
  "xn--80ak6aa92e.example",
  "bücher.example",
  "a@evil.example",
  "mailto:a@evil.example",
  "<at>Everyone</at>",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "{{DATE(2026-01-01,SHORT)}}",
  "${x}",
  "$t(shell.stranger)",
  "{{words}} {{account}} {{count}}",
  "%s %d %o %n",
  ":smile:",
  ":smile:".repeat(100),
  ":寿司:",
  ":wave::skin-tone-2:",
  "a:b:c",
  "1. one\n2. two",
  "• point",
  "- point",
  "| a | b |",
  "\u0002account\u0003",
  "a|b^c",
];

const UNICODE = [
  "\u202eevil\u202c",
  "abc\u202edef",
  "\u2066\u2067\u2068x\u2069",
  "\u200e\u200f\u061cx",
  "a\u200db",
  "a\u200cb",
  "a\u200bb",
  "a\u2060b\u2061c\u2064d",
  "a\u00adb",
  "\u200b",
  "\u200d",
  "\u3164",
  "\u115f\u1160\uffa0",
  "\u2800",
  "\u034f",
  "\u180e",
  "\ufe0f",
  "\u0301",
  "\ufeffname",
  "na\ufeffme",
  "nul\u0000nul",
  "\u0001\u0007\u0008\u000b\u000c\u001f\u007f\u0085\u009f",
  "\ud800",
  "\udc00",
  "a\ud83db",
  "\udc00\ud800",
  "Caf\u00e9",
  "Cafe\u0301",
  "\u0130stanbul",
  "\u0131",
  "Stra\u00dfe",
  "\u1e9e",
  "\ufb01n",
  "\u212bngstr\u00f6m",
  "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}",
  "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}".repeat(20),
  "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
  "a\u{e0068}\u{e0069}\u{e007f}b",
  "\u2764\ufe0f\u200d\u{1f525}",
  "\u{1f44d}\u{1f3fd}",
  "\u845b\u{e0100}",
  "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
  "\u0915\u094d\u200d\u0937",
  `Z${"\u0301\u0316\u0342".repeat(30)}algo`,
  `${"\u0489".repeat(150)}`,
  "a\u2028b\u2029c",
  "a\u0085b",
  "\ufff9annotated\ufffbx",
  "\ufffd",
  "\uffff",
  "\ue000",
  "Acme",
  "\u0410cme",
  "\u{1d400}\u{1d401}",
  "\u{20000}".repeat(100),
  "\u0e44\u0e17\u0e22",
  "\u05e9\u05dc\u05d5\u05dd",
  "北风有限公司",
  " ",
  "\u00a0",
  "\u3000",
  "\t",
  "\n",
  "\r\n\r\n",
  "  two  spaces  ",
];

const LIKE_CODE = [
  "null",
  "undefined",
  "true",
  "NaN",
  "-0",
  "0",
  "1e400",
  "1e308",
  "9007199254740993",
  "1,5",
  "-1",
  "0x10",
  "٣",
  "__proto__",
  "constructor",
  "prototype",
  "hasOwnProperty",
  "tostring",
  "toString",
  "toJSON",
  "valueOf",
  "then",
  "__defineGetter__",
  "constructor.prototype",
  '{"__proto__":{"polluted":1}}',
  "[object Object]",
  "../../../etc/passwd",
  "..%2f..%2f",
  "file:///etc/passwd",
  "help",
  "more",
  "mine",
  "defaults",
  "channel",
  "everyone",
];

const FORMULA = [
  "=cmd|'/c calc'!A1",
  "+1+1",
  "-2+3",
  "@SUM(1)",
  "\t=1",
  "\r=1",
  '=HYPERLINK("https://evil.example","x")',
  " =1",
  ";=1",
  "＝1",
  'a "quoted" word',
  "a,b;c\td",
  '"',
  '""',
];

const TIME = [
  "24:00",
  "25:61",
  "9am",
  "noon tomorrow",
  "08:00:00",
  "٠٨:٠٠",
  "2026-02-29",
  "2026-02-30",
  "31/02/2026",
  "12/11/10",
  "0000-01-01",
  "9999-12-31",
  "99999-01-01",
  "2026-12-31T23:59:60Z",
  "EST5EDT",
  "Foo/Bar",
  "+05:30",
  "Etc/GMT+5",
  "europe/berlin",
  "America/Argentina/ComodRivadavia",
  "Europe/Berlin\u0000",
  "* * * * * *",
  "0 0 30 2 *",
  "*/0",
];

const SQL_AND_LOG = [
  "'; drop table account; --",
  "' or '1'='1",
  "$1",
  "%",
  "_",
  "\\",
  "%_\\%",
  "\\u0000",
  "\\x00",
  "a\\",
  'x\n{"level":50,"msg":"forged"}',
  '"}\n{"level":60,"msg":"forged","err":"x',
  "\u001b[31mred\u001b[0m",
  "\u001b]0;title\u0007",
  "\u009b31m",
  "\r\u001b[2K2026-01-01 INFO forged",
];

/** Secrets that somebody typed by mistake: they may be shown back to that person and stand nowhere in a log. */
export const SECRETS = [`${"xoxb"}-1111111111-2222222222-CANARYcanaryCANARYcanary`, "a-signing-secret-of-the-tests"];

const SIZE = [
  "",
  "x",
  ...[74, 75, 76, 80, 149, 150, 151, 199, 200, 201].map((letters) => "n".repeat(letters)),
  ...[1999, 2000, 2001, 2999, 3000, 3001].map((letters) => "s".repeat(letters)),
  "é".repeat(1500),
  "é".repeat(1501),
  "\u{1f600}".repeat(37),
  "\u{1f600}".repeat(38),
  "\u{1f600}".repeat(100),
  "\u{1f600}".repeat(1500),
  `x${"\u{1f600}".repeat(1500)}`,
  "word ".repeat(700),
  "line\n".repeat(200),
];

export const KINDS = {
  slack: SLACK,
  markup: MARKUP,
  unicode: UNICODE,
  "like code": LIKE_CODE,
  formula: FORMULA,
  time: TIME,
  "sql and log": SQL_AND_LOG,
  secrets: SECRETS,
  size: SIZE,
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Every text once. */
export const STRINGS: readonly string[] = [...new Set(Object.values(KINDS).flat())];

/** A few of each kind, for doors that cost much. */
export const SOME_STRINGS: readonly string[] = Object.values(KINDS).flatMap((kind) =>
  kind.filter((_, at) => at % Math.ceil(kind.length / 5) === 0),
);

/**
 * What people see of a name on one line: composed, nothing that takes no room or turns the direction of writing but
 * for what emoji, Persian, Indic and ideographs are made with, one space for any room. Written as a walk over code
 * points, so that it shares nothing with what it checks.
 */
export function asPeopleSee(name: string): string {
  const all = [...name.toWellFormed()].map((each) => (isRoom(each) ? " " : each));
  let seen = "";
  for (let at = 0; at < all.length; at++) {
    const each = all[at] ?? "";
    const before = all[at - 1] ?? " ";
    const after = all[at + 1] ?? " ";
    if (!isUnseen(each)) seen += each;
    else if (isTag(each)) seen += flagTags(all, at);
    else if (isSelector(each) && isSeen(before)) seen += each;
    else if (isJoiner(each) && isSeen(after) && (isSeen(before) || (isSelector(before) && isSeen(all[at - 2] ?? " "))))
      seen += each;
  }
  return withFewMarks(seen).normalize("NFC").replaceAll(/ +/g, " ").trim();
}

/** At most eight marks on a letter. */
function withFewMarks(text: string): string {
  let marks = 0;
  let kept = "";
  for (const letter of text) {
    marks = /\p{M}/u.test(letter) ? marks + 1 : 0;
    if (marks <= 8) kept += letter;
  }
  return kept;
}

function codeOf(letter: string): number {
  return letter.codePointAt(0) ?? 0;
}
function isRoom(letter: string): boolean {
  const code = codeOf(letter);
  return code < 0x20 || (code >= 0x7f && code <= 0x9f) || code === 0x2800 || /\s/.test(letter.replace("\ufeff", ""));
}
/** Unicode's Default_Ignorable_Code_Point, by its ranges, and the marks of interlinear annotation. */
function isUnseen(letter: string): boolean {
  const code = codeOf(letter);
  return UNSEEN.some(([from, to]) => code >= from && code <= to);
}
const UNSEEN: readonly (readonly [number, number])[] = [
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];
function isSeen(letter: string): boolean {
  return !isUnseen(letter) && !isRoom(letter);
}
function isJoiner(letter: string): boolean {
  return letter === "\u200c" || letter === "\u200d";
}
function isSelector(letter: string): boolean {
  const code = codeOf(letter);
  return (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef);
}
function isTag(letter: string): boolean {
  const code = codeOf(letter);
  return code >= 0xe0020 && code <= 0xe007f;
}
/** Only the flags of England, Scotland and Wales are made with tags. */
function flagTags(all: readonly string[], at: number): string {
  if (all[at - 1] !== "\u{1f3f4}") return "";
  const tags = all.slice(at, at + 6);
  const region = tags.map((tag) => String.fromCharCode(codeOf(tag) - 0xe0000)).join("");
  if (!["gbeng\u007f", "gbsct\u007f", "gbwls\u007f"].includes(region)) return "";
  // The others of the six are no black flag's neighbours, so they are added here.
  return tags.join("");
}
