import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createFeatures } from "../src/features/index.ts";
import { wallClock } from "../src/kernel/clock.ts";
import {
  asPeopleSee,
  createTally,
  KINDS,
  readMessage,
  readView,
  type Read,
  RUNS,
  SECRETS,
  SOME_STRINGS,
  STRINGS,
} from "./helpers/corpus.ts";
import { MALFORMED, mutations, OBJECTS, OF_NO_TYPE, TOO_LARGE, VALUES } from "./helpers/corpus/bodies.ts";
import { HARMLESS, strangers } from "./helpers/corpus/headers.ts";
import { type Answered, BOT_TOKEN, FORM, type Service, signed, startService } from "./helpers/corpus/service.ts";
import { createInputs, type Inputs, several } from "./helpers/corpus/slack-inputs.ts";
import { onWire, wire } from "./helpers/corpus/wire.ts";
import type { Replay } from "./helpers/slack-request.ts";

const MOST_MS = 3000;
const EVERY_TEXT = RUNS > 1000 ? 1 : 16;
const EVERY = RUNS > 1000 ? 1 : 144;
/** For what costs many requests a text. */
const WORDS = [...new Set([...SOME_STRINGS, ...KINDS["like code"], ...KINDS["sql and log"]])];
const tally = createTally("requests");
let service: Service;
let inputs: Inputs;

beforeAll(async () => {
  service = await startService();
  inputs = createInputs(service);
}, 120_000);

afterAll(async () => {
  await service.stop();
  console.log(tally.line());
});

/** Whatever was tried, the service lives, answers the next person, and nothing shared was changed. */
afterEach(async () => {
  expect(service.alive(), service.log().slice(-3000)).toBe(true);
  const healthy = await inputs.command(service.company.anna, "/account", "Northwind GmbH");
  expect([healthy.status, JSON.parse(healthy.body)]).toMatchObject([200, { text: "Northwind GmbH" }]);
  expect(await service.polluted()).toEqual([]);
});

function nowSeconds(): number {
  return Math.floor(wallClock.now().getTime() / 1000);
}

/** Answered as Slack wants it: 2xx within three seconds. */
function expectHeard(answered: Answered, what: string): void {
  expect([answered.status, answered.tookMs < MOST_MS ? "in time" : answered.tookMs, what]).toEqual([
    200,
    "in time",
    what,
  ]);
}

function peopleOf({ company }: Service): ReadonlySet<string> {
  const { anna, ben, marta, jonas, olga, ada, kim } = company;
  return new Set([anna, ben, marta, jonas, olga, ada, kim].map(({ user }) => `@${user}`).concat("date"));
}

function expectHarmless(read: Read, what: string): void {
  const ours = peopleOf(service);
  expect([...read.faults, ...read.live.filter((live) => !ours.has(live))], what).toEqual([]);
}

/** What a request was answered with: a message, a modal, sentences under fields, or nothing. */
function expectHarmlessAnswer({ body }: Answered, what: string): void {
  if (body === "") return;
  const said = JSON.parse(body) as Record<string, unknown>;
  if ("blocks" in said) expectHarmless(readMessage(said), what);
  if ("view" in said) expectHarmless(readView(said["view"]), what);
  for (const sentence of Object.values(said["errors"] ?? {}) as string[]) {
    expect(sentence.length, what).toBeLessThanOrEqual(2000);
    expect(sentence.isWellFormed(), what).toBe(true);
  }
}

describe("who isn't Slack", () => {
  test("is told 401 and nothing else, whatever the headers", async () => {
    const body = "command=/account&text=x";
    const heads = new Set<string>();
    for (const { what, headers } of strangers(body, nowSeconds())) {
      const { statuses, text } = await wire(service.port, onWire(headers, body));
      expect([what, statuses]).toEqual([what, [401]]);
      heads.add(text.replace(/\r\nDate: [^\r]*/i, ""));
      tally.count("headers of strangers", 2);
    }
    expect([...heads]).toHaveLength(1);
    expect([...heads][0]).toMatch(/content-length: 0/i);
  });

  test.each(["signed by nobody", "signed with another secret"])(
    "is told 401 for every body that is %s",
    async (how) => {
      const headers = how.endsWith("nobody") ? {} : { "x-slack-signature": `v0=${"0".repeat(64)}` };
      await several(
        [...OBJECTS, ...MALFORMED, ...OF_NO_TYPE],
        async ({ what, body, contentType, headers: more = {} }) => {
          const unsigned = { "x-slack-signature": "", ...headers, ...more };
          const { status, body: told } = await service.post(body, contentType, unsigned);
          expect([what, status, told]).toEqual([what, 401, ""]);
          tally.count("bodies of strangers", 2);
        },
      );
    },
  );
});

describe("what Slack signed", () => {
  test.each([
    [200, "an object, whatever is in it", OBJECTS],
    [400, "no object", MALFORMED],
    [401, "of no type", OF_NO_TYPE],
  ] as const)("is answered %d when it is %s", async (status, _what, bodies) => {
    await several(bodies, async ({ what, body, contentType, headers }) => {
      const answered = await service.post(body, contentType, headers);
      expect([what, answered.status]).toEqual([what, status]);
      expect(answered.tookMs, what).toBeLessThan(MOST_MS);
      if (status === 200 && what !== "a challenge") expectHarmlessAnswer(answered, what);
      tally.count("bodies", 3);
    });
  });

  test("is not read beyond 4 MiB", async () => {
    for (const { what, body, contentType } of TOO_LARGE) {
      const answered = await service.post(body, contentType, { connection: "close" });
      expect([0, 413], what).toContain(answered.status);
      tally.count("bodies");
    }
  });

  test("is heard within five minutes on either side and with every header that may stand beside the signature", async () => {
    const body = "command=/account&text=x";
    const variants = [
      ...[-290, -1, 1, 299].map((apart) => ({ apart, headers: [] as readonly string[] })),
      ...HARMLESS.map((headers) => ({ apart: 0, headers })),
    ];
    for (const { apart, headers } of variants) {
      const stamp = Object.entries(signed(body, nowSeconds() + apart)).map(([name, value]) => `${name}: ${value}`);
      const sent = onWire([`Content-Type: ${FORM}`, ...stamp, ...headers], body);
      expect([headers, (await wire(service.port, sent)).statuses]).toEqual([headers, [200]]);
      tally.count("headers of Slack's");
    }
  });

  test("is heard whatever stands in one of its values", async () => {
    const files = readdirSync(new URL("replay/", import.meta.url)).filter((file) => /^slack-(?!url)/.test(file));
    const { company } = service;
    const tried = files.flatMap((file) => {
      const text = readFileSync(new URL(`replay/${file}`, import.meta.url), "utf8")
        .replaceAll("T0TANDEM1", company.workspace)
        .replaceAll("U0ANNA001", company.anna.user);
      const { as, body } = JSON.parse(text) as Replay;
      return [...mutations(body, VALUES)].map((mutation, at) => ({ file, as, ...mutation, at }));
    });
    // A share of all pairs of place and value, other values for each place; a thorough run tries them all.
    const some = tried.filter(({ at }) => (at + Math.floor(at / VALUES.length)) % EVERY === 0);
    const before = await service.tables();
    await several(some, async ({ file, as, path, body }) => {
      const answered = await (as === "payload"
        ? inputs.payload(body)
        : as === "json"
          ? service.post(JSON.stringify(body))
          : service.post(new URLSearchParams(body as Record<string, string>).toString(), FORM));
      const what = `${file}, ${path}: ${JSON.stringify(body).slice(0, 60)}`;
      expectHeard(answered, what);
      expectHarmlessAnswer(answered, what);
      tally.count("changed values", 3);
    });
    expect(await service.tables()).toEqual(before);
  }, 180_000);
});

describe("on the wire", () => {
  const body = "command=/account&text=x";
  const good = (): string[] => [
    `Content-Type: ${FORM}`,
    ...Object.entries(signed(body)).map(([name, value]) => `${name}: ${value}`),
  ];
  const cases: readonly (readonly [string, () => string | Buffer, readonly number[]])[] = [
    ["no host", () => onWire(good(), body, { host: null }), [400]],
    ["two hosts", () => onWire(["Host: evil.example", ...good()], body), [400, 200]],
    ["HTTP/1.0", () => onWire(good(), body, { line: "POST /slack/events HTTP/1.0", host: null }), [200]],
    ["HTTP/2.0", () => onWire(good(), body, { line: "POST /slack/events HTTP/2.0" }), [200, 400, 505]],
    [
      "an absolute address",
      () => onWire(good(), body, { line: "POST http://evil.example/slack/events HTTP/1.1" }),
      [200, 404],
    ],
    ["two slashes", () => onWire(good(), body, { line: "POST //slack/events HTTP/1.1" }), [404]],
    ["a slash behind", () => onWire(good(), body, { line: "POST /slack/events/ HTTP/1.1" }), [404]],
    ["capitals", () => onWire(good(), body, { line: "POST /SLACK/EVENTS HTTP/1.1" }), [404]],
    ["dots", () => onWire(good(), body, { line: "POST /x/../slack/events HTTP/1.1" }), [404]],
    ["escaped dots", () => onWire(good(), body, { line: "POST /%2e%2e/slack/events HTTP/1.1" }), [404]],
    ["an escape that is none", () => onWire(good(), body, { line: "POST /slack/%zz HTTP/1.1" }), [400, 404]],
    ["a query", () => onWire(good(), body, { line: "POST /slack/events?ssl_check=1&__proto__=1 HTTP/1.1" }), [200]],
    ["a path of 60 KB", () => onWire(good(), body, { line: `POST /${"a".repeat(60_000)} HTTP/1.1` }), [404, 414, 431]],
    ...["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"].map(
      (method) =>
        [method, () => onWire(good(), body, { line: `${method} /slack/events HTTP/1.1` }), [400, 404, 405]] as const,
    ),
    ["CONNECT", () => onWire(good(), body, { line: "CONNECT /slack/events HTTP/1.1" }), [0, 400]],
    ["an expectation nobody meets", () => onWire([...good(), "Expect: the unexpected"], body), [200, 417]],
    ["pipelined requests", () => onWire(good(), body).repeat(10), [200]],
    [
      "chunks",
      () =>
        onWire(
          [...good(), "Transfer-Encoding: chunked"],
          `5\r\n${body.slice(0, 5)}\r\n${(body.length - 5).toString(16)}\r\n${body.slice(5)}\r\n0\r\n\r\n`,
        ),
      [200],
    ],
    ["chunks of no number", () => onWire([...good(), "Transfer-Encoding: chunked"], "zz\r\nx\r\n0\r\n\r\n"), [400]],
    [
      "chunks and a length",
      () => onWire([...good(), "Transfer-Encoding: chunked", "Content-Length: 3"], "0\r\n\r\n"),
      [400],
    ],
    ["two lengths", () => onWire([...good(), "Content-Length: 3", "Content-Length: 23"], body), [400]],
    ["a length below zero", () => onWire([...good(), "Content-Length: -1"], body), [400]],
    ["a length that is too short", () => onWire([...good(), "Content-Length: 5"], body), [401, 400]],
    ["100 KB of headers", () => onWire([...good(), `X-Long: ${"a".repeat(100_000)}`], body), [431]],
    [
      "2,000 headers",
      () => onWire([...good(), ...Array.from({ length: 2000 }, (_, at) => `X-${String(at)}: 1`)], body),
      [200, 431],
    ],
    ["a header with NUL", () => onWire([...good(), "X-Nul: a\0b"], body), [400]],
    ["a header broken in two", () => onWire([...good(), "X-Split: a\r\n b"], body), [200, 400]],
    ["no request at all", () => "\0\u0016\u0003\u0001\r\n\r\n", [400]],
    ["a handshake of TLS", () => Buffer.from("16030100f8010000f40303", "hex"), [400]],
  ];
  test("every odd request is answered or refused", async () => {
    const wrong: string[] = [];
    for (const [what, bytes, allowed] of cases) {
      const { statuses } = await wire(service.port, bytes(), { answers: what === "pipelined requests" ? 10 : 1 });
      const isWrong = (statuses.length > 0 ? statuses : [0]).some((status) => !allowed.includes(status));
      if (isWrong || !service.alive()) wrong.push(`${what}: ${statuses.join(", ")}`);
      if (what === "pipelined requests") expect(statuses).toHaveLength(10);
      tally.count("wire", 2);
    }
    expect(wrong).toEqual([]);
  });

  test("bodies that never end hold nobody else up", async () => {
    const halves = [
      onWire([...good(), "Content-Length: 4000000"], body),
      onWire([...good(), "Transfer-Encoding: chunked"], "5\r\nhello\r\n"),
      "POST /slack/events HTTP/1.1\r\nHost: x\r\nX-Slow: ",
      "",
    ];
    const sockets = Array.from({ length: 80 }, (_, at) => {
      const socket = connect({ port: service.port, host: "127.0.0.1" });
      socket.on("error", () => undefined);
      socket.write(halves[at % halves.length] ?? "");
      return socket;
    });
    for (let round = 0; round < 5; round++) {
      for (const socket of sockets) socket.write("a");
      expectHeard(await inputs.command(service.company.anna, "/account", "northwind"), "beside 80 slow ones");
      await pause(20);
    }
    for (const socket of sockets) socket.destroy();
    tally.count("wire", 5);
  });
});

describe("what people type", () => {
  const lookUps = createFeatures()
    .flatMap(({ commands = [] }) => commands)
    .filter(({ changes }) => !changes)
    .map(({ word }) => `${word} `);
  const commands = ["", "help ", ...lookUps].map((word) => ["/tandem", word] as const);
  const cases = [["/account", ""] as const, ...commands].map((each, at) => [...each, at] as const);
  test.each(cases)(
    "behind %s %s is answered without harm and changes nothing",
    async (command, word, nth) => {
      const before = await service.tables();
      const { anna, ada } = service.company;
      const texts = STRINGS.filter((_text, at) => (at + nth) % EVERY_TEXT === 0);
      await several(texts, async (text) => {
        for (const who of [anna, ada]) {
          const what = `${command} ${word}${JSON.stringify(text.slice(0, 60))}`;
          const answered = await inputs.command(who, command, escaped(`${word}${text}`));
          expectHeard(answered, what);
          expectHarmlessAnswer(answered, what);
          expect(answered.body, what).not.toMatch(/Something went wrong/);
          tally.count("slash text", 4);
        }
      });
      expect(await service.tables()).toEqual(before);
    },
    60_000,
  );

  test("is answered, however long it is", async () => {
    for (const letters of [3999, 4001, 10_000, 10_001, 39_999, 400_000]) {
      const answered = await inputs.command(service.company.anna, "/account", "\u4e00".repeat(letters));
      expectHeard(answered, `${String(letters)} letters`);
      expect(answered.body, `${String(letters)} letters`).not.toBe("");
      expectHarmlessAnswer(answered, `${String(letters)} letters`);
      tally.count("slash text", 4);
    }
  });
});

/** As Slack sends typed text: its three control characters as entities. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const DEFAULTS = {
  locale: "en",
  zone: "Europe/Berlin",
  region: "DE",
  workdays: "1,2,3,4,5",
  opens: "09:00",
  closes: "17:00",
  quietFrom: "18:00",
  quietTo: "08:00",
  digestAt: "08:00",
};

describe("what people fill in", () => {
  const benefit = "The warehouse team waits for logins every Monday.";
  const forms: readonly (readonly [string, "anna" | "ada", string, Readonly<Record<string, string>>])[] = [
    ["opportunities.spot", "anna", "northwind", { product: "more seats", benefit, word: "yes" }],
    ["settings.mine", "anna", "", { locale: "en", zone: "Europe/Berlin", digestAt: "08:00" }],
    ["settings.defaults", "ada", "", DEFAULTS],
    ["settings.notifications", "anna", "", { "opportunities-offer": "digest" }],
    ["setup.person", "ada", "", { name: "Nia New", email: "nia@tandem.example", role: "csm", manager: "", region: "" }],
    [
      "settings.channel",
      "ada",
      "",
      { purpose: "csm", forWhom: "everyone", clearance: "none", locale: "en", digestAt: "08:00" },
    ],
  ];
  test.each(forms)(
    "into %s is taken whole or refused whole",
    async (form, who, account, good) => {
      const subject = account === "" ? "" : service.company.northwind;
      const person = service.company[who];
      for (const field of Object.keys(good)) {
        await several(
          SOME_STRINGS,
          async (text) => {
            const what = `${form}, ${field}: ${JSON.stringify(text.slice(0, 60))}`;
            const answered = await inputs.submit(person, form, subject, { ...good, [field]: text });
            expectHeard(answered, what);
            expectHarmlessAnswer(answered, what);
            const letters = [...asPeopleSee(text)].length;
            const isRefused = answered.body.includes('"errors"');
            if (field === "product") expect([what, isRefused]).toEqual([what, letters === 0 || letters > 80]);
            if (field === "benefit") expect([what, isRefused]).toEqual([what, letters < 30 || letters > 2000]);
            if (field === "word") expect([what, isRefused]).toEqual([what, text !== "yes"]);
            tally.count("form fields", 4);
          },
          1,
        );
      }
    },
    180_000,
  );

  test("wrongly changes nothing", async () => {
    const { anna, ada, northwind } = service.company;
    await inputs.submit(anna, "settings.mine", "", { locale: "en", zone: "Europe/Berlin", digestAt: "08:00" });
    const before = await service.tables();
    const wrong = SOME_STRINGS.filter((text) => !/^\d\d:\d\d$|^[A-Za-z]+\/\S+$/.test(text.trim()));
    await several(wrong, async (text) => {
      const refused = [
        await inputs.submit(anna, "settings.mine", "", { locale: "de", zone: text, digestAt: "09:00" }),
        await inputs.submit(ada, "settings.defaults", "", { ...DEFAULTS, locale: "de", digestAt: text }),
        await inputs.submit(ada, "settings.channel", "", {
          purpose: "csm",
          forWhom: text,
          clearance: "none",
          locale: "de",
          digestAt: "09:00",
        }),
        await inputs.submit(anna, "opportunities.spot", northwind, { product: "x", benefit: "short", word: text }),
        await inputs.submit(anna, "opportunities.spot", text, { product: "x", benefit, word: "yes" }),
        await inputs.submit(anna, text, northwind, { product: "x", benefit, word: "yes" }),
        await inputs.submit(anna, "opportunities.spot", northwind, { [text]: "x" }),
      ];
      for (const answered of refused) {
        expectHeard(answered, JSON.stringify(text));
        expectHarmlessAnswer(answered, JSON.stringify(text));
        tally.count("wrong forms", 3);
      }
    });
    expect(await service.tables()).toEqual(before);
  }, 180_000);
});

describe("what a card or an event carries", () => {
  test("of a hostile button, choice, form or place changes nothing", async () => {
    const before = await service.tables();
    const { anna, ada, northwind } = service.company;
    await several(
      WORDS.filter((text) => text.length < 300),
      async (text) => {
        const what = JSON.stringify(text.slice(0, 60));
        const origin = { v: 1, f: "settings.mine", s: "", c: text, n: text, d: false, m: text, r: text };
        const wrong = { locale: "xx", zone: "x", digestAt: "x" };
        const pressed = [
          await inputs.press(anna, text, { value: text }),
          await inputs.press(anna, `risk.${text}:${northwind}`, { value: JSON.stringify({ v: 1, id: northwind }) }),
          await inputs.press(anna, `${text}.own:${northwind}`, { value: JSON.stringify({ v: 1, id: northwind }) }),
          await inputs.press(anna, `opportunities.claim:${text}`, { value: JSON.stringify({ v: 1, id: text }) }),
          await inputs.press(anna, `open:opportunities.spot:${text}`, { value: JSON.stringify({ v: 1, id: text }) }),
          await inputs.press(anna, `open:settings.${text}:`, { value: JSON.stringify({ v: 1, id: "" }) }),
          await inputs.press(anna, `risk.own:${northwind}`, { choice: text }),
          await inputs.press(anna, "risk.snooze:", { choice: `1:${text}` }),
          await inputs.press(anna, "accounts.gone:", { body: { response_url: text, channel: { id: text } } }),
          await inputs.submit(anna, "settings.mine", "", wrong, { metadata: text }),
          await inputs.submit(anna, "settings.mine", "", wrong, { metadata: JSON.stringify(origin) }),
          await inputs.submit(ada, "settings.channel", "", wrong, {
            metadata: JSON.stringify({ ...origin, f: "settings.channel" }),
          }),
          await inputs.submit(anna, "settings.mine", "", wrong, {
            metadata: `{"v":1,"f":"settings.${text}","s":"","c":"C1","d":false}`,
          }),
        ];
        for (const answered of pressed) {
          expectHeard(answered, what);
          expectHarmlessAnswer(answered, what);
          tally.count("buttons and metadata", 3);
        }
      },
    );
    expect(await service.tables()).toEqual(before);
  }, 180_000);

  test("of hostile people, teams and channels changes nothing and tells nothing", async () => {
    const before = await service.tables();
    const { anna, workspace } = service.company;
    const person = { ...anna, user: "" };
    await several(
      WORDS.filter((text) => text.length < 100),
      async (text) => {
        const what = JSON.stringify(text.slice(0, 60));
        const answers = [
          await inputs.command({ ...person, user: text }, "/account", "northwind"),
          await inputs.command(anna, "/account", "northwind", { team_id: text }),
          await inputs.command(anna, "/account", "northwind", { trigger_id: text, response_url: text }),
          await inputs.command(anna, text, "northwind"),
          await inputs.event({ type: "member_joined_channel", user: text, channel: text, team: text }),
          await inputs.event(
            { type: "channel_shared", channel: { id: text }, event_ts: text },
            { team_id: text, event_id: text },
          ),
          await inputs.event({ type: text, channel: "C0ANYWHERE", user: "U0TANDEMBOT" }),
          await inputs.event(
            { type: "member_left_channel", channel: "C0ANYWHERE", user: { id: text } },
            { authorizations: [{ team_id: text, enterprise_id: text }] },
          ),
          await inputs.press({ ...person, user: text }, "accounts.open:", { body: { team: { id: workspace } } }),
        ];
        for (const answered of answers) {
          expectHeard(answered, what);
          expectHarmlessAnswer(answered, what);
          tally.count("ids and events", 3);
        }
        expect(
          answers
            .slice(0, 2)
            .map(({ body }) => body)
            .join(""),
        ).not.toMatch(/Anna Kurz|northwind\.example/);
      },
    );
    expect(await service.tables()).toEqual(before);
  }, 180_000);

  test("of a hostile channel's name is shown as a name", async () => {
    const { ada } = service.company;
    const good = { purpose: "csm", forWhom: "everyone", clearance: "none", locale: "en", digestAt: "08:00" };
    for (const [at, name] of SOME_STRINGS.entries()) {
      const place = { v: 1, f: "settings.channel", s: "", c: `C0NAME${String(at)}`, n: name.slice(0, 100), d: false };
      const metadata = JSON.stringify({ ...place, r: service.slack.responseUrl().url });
      expectHeard(await inputs.submit(ada, "settings.channel", "", good, { metadata }), JSON.stringify(name));
      const opened = await inputs.command(ada, "/tandem", "settings channel", {
        channel_name: name,
        channel_id: `C0NEW${String(at)}`,
      });
      expectHeard(opened, JSON.stringify(name));
      tally.count("channels' names", 2);
    }
    const card = await inputs.command(ada, "/tandem", "settings");
    expectHeard(card, "settings");
    expectHarmlessAnswer(card, "settings");
  }, 180_000);
});

describe("all that the service sent and wrote", () => {
  test("has no mention, link or command in it that we didn't write", async () => {
    await pause(1000);
    const { calls, replies } = service.slack;
    expect(calls.length).toBeGreaterThan(100);
    for (const { method, args } of calls) {
      if ("view" in args) expectHarmless(readView(args["view"]), method);
      else if ("text" in args || "blocks" in args) expectHarmless(readMessage(args), method);
      tally.count("outbound calls");
    }
    for (const { body } of replies) {
      expectHarmless(readMessage(body), "response_url");
      tally.count("outbound replies");
    }
    const refusals = calls
      .filter(({ result }) => result === "refused")
      .map(({ method, answer }) => `${method} ${String(answer?.["error"])}`);
    expect(refusals.filter((each) => /invalid_blocks|invalid_arguments|no_text|too_long/.test(each))).toEqual([]);
  });

  test("keeps secrets and people's words out of the log, a line an entry", () => {
    const lines = service.log().trimEnd().split("\n");
    for (const line of lines) expect(() => JSON.parse(line) as unknown, line.slice(0, 300)).not.toThrow();
    for (const secret of [...SECRETS, BOT_TOKEN]) expect(service.log()).not.toContain(secret);
    expect(service.log()).not.toMatch(/\u001b|forged/);
    const entries = lines.map((line) => JSON.parse(line) as { level: number; msg: string; err?: { message: string } });
    // Bolt itself throws at an event of no type, which is noted.
    const faults = entries.filter(({ level, msg }) => level >= 50 && !msg.startsWith("Bolt could not"));
    expect(faults.map(({ msg, err }) => `${msg}: ${err?.message ?? ""}`)).toEqual([]);
    tally.count("log lines", lines.length);
  });
});
