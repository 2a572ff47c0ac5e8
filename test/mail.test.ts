import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import { createMail, type MailConfig } from "../src/chat/mail/index.ts";
import type { Drawn, Letter, SendOutcome } from "../src/chat/platform.ts";
import { createSays } from "../src/locales/say.ts";
import { ownCertificate } from "./helpers/certificate.ts";
import { freePort } from "./helpers/free-port.ts";
import { type MailServer, startMailServer } from "./helpers/mail-server.ts";

const says = createSays();
const TARGET = { platform: "email", workspace: "", conversation: "contact:1" } as const;
const ID = "01900000-0000-7000-8000-000000000001";

let server: MailServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

function drawn(letter: Partial<Letter> = {}, to = { name: "Dana Novak", address: "dana@customer.example" }): Drawn {
  return {
    card: {
      title: ["How likely?"],
      body: [
        { kind: "text", text: ["Hello ", { bold: ["Dana"] }, " <b>&"] },
        { kind: "list", ordered: false, items: [["one"], ["two"]] },
        {
          kind: "buttons",
          elements: [
            { kind: "button", label: ["Answer"], look: "primary", link: "https://tandem.example/s/abc" },
            { kind: "button", label: ["Bad"], link: "javascript:alert(1)" },
            { kind: "button", label: ["Press"], press: { name: "nps.score", subject: "1" } },
          ],
        },
      ],
    },
    summary: ["How likely are you to recommend Tailspin?"],
    handles: new Map(),
    locale: "en",
    zone: "Europe/Berlin",
    deliveryId: "delivery",
    letter: { from: "Tailspin", to, id: ID, ...letter },
  };
}

function configOf(url: string, more: Partial<MailConfig> = {}): MailConfig {
  const { hostname, port } = new URL(url);
  return {
    host: hostname,
    port: Number(port),
    secure: false,
    login: undefined,
    from: "surveys@tailspin.example",
    ...more,
  };
}

async function send(message: Drawn, config?: Partial<MailConfig>, options = {}): Promise<SendOutcome> {
  server ??= await startMailServer({ disabledCommands: ["STARTTLS"], ...options });
  return createMail({ config: configOf(server.url, config), says }).send(TARGET, message);
}

describe("an e-mail", () => {
  test("is text and plain mark-up, whose links lead where they say, with nothing fetched or pressed in it", async () => {
    expect(await send(drawn())).toEqual({ kind: "sent", ref: `<${ID}@tailspin.example>` });
    const [mail] = server?.received ?? [];
    expect(mail?.parts.get("text/plain")).toBe(
      "How likely?\r\n\r\nHello Dana <b>&\r\n\r\n- one\r\n- two\r\n\r\nAnswer:\r\nhttps://tandem.example/s/abc\r\n",
    );
    const html = mail?.parts.get("text/html") ?? "";
    expect(html).toContain("Hello <strong>Dana</strong> &lt;b&gt;&amp;");
    expect(html).toContain('href="https://tandem.example/s/abc"');
    expect(html).not.toMatch(/<img|<script|src=|javascript:|Press/);
  });

  test("says who writes, who gets an answer, and how one gets out of it", async () => {
    await send(
      drawn({
        replyTo: { name: "Anna Kurz", address: "anna@tailspin.example" },
        unsubscribe: "https://tandem.example/s/never",
      }),
    );
    const [mail] = server?.received ?? [];
    expect(mail).toMatchObject({ from: "surveys@tailspin.example", to: ["dana@customer.example"] });
    const header = (name: string): string | undefined => mail?.headers.get(name);
    expect(header("from")).toBe("Tailspin <surveys@tailspin.example>");
    expect(header("reply-to")).toBe("Anna Kurz <anna@tailspin.example>");
    expect(header("subject")).toBe("How likely are you to recommend Tailspin?");
    expect(header("list-unsubscribe")).toBe("<https://tandem.example/s/never>");
    expect(header("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
    expect(header("auto-submitted")).toBe("auto-generated");
  });

  test("is the same message when it is sent again", async () => {
    await send(drawn());
    await send({ ...drawn(), deliveryId: "another delivery" });
    expect(new Set(server?.received.map(({ headers }) => headers.get("message-id")))).toEqual(
      new Set([`<${ID}@tailspin.example>`]),
    );
  });

  test.each([
    ["with a line and a header", "Tail\r\nBcc: all@evil.example\r\nspin"],
    ["with a line", "Tail\nX-Evil: 1"],
    ["with a line of Unicode's", "Tail\u2028Bcc: all@evil.example"],
    ["from right to left", "\u202eniapsliaT\u202c"],
    ["that looks like an address", 'Tail" <evil@evil.example>, "spin'],
    ["of Slack's own marks", "<!channel> & Söhne 客户"],
    ["of 5,000 letters", "x".repeat(5000)],
  ])("lets no name %s begin a header, add a reader or turn the writing", async (_what, name) => {
    const message = drawn(
      { from: name, replyTo: { name, address: "anna@tailspin.example" } },
      { name, address: "dana@customer.example" },
    );
    await send({ ...message, summary: [name] });
    const [mail] = server?.received ?? [];
    expect(mail?.to).toEqual(["dana@customer.example"]);
    expect([...(mail?.headers.keys() ?? [])].filter((header) => /^(bcc|cc|x-)/.test(header))).toEqual([]);
    expect(mail?.headers.get("from")).toMatch(/ ?<surveys@tailspin\.example>$/);
    expect([...(mail?.headers.values() ?? [])].join()).not.toMatch(/[\u202a-\u202e\u2028]/);
  });

  test("carries an invitation that programs know as one, and what takes it back", async () => {
    const content = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n";
    await send(drawn({ calendar: { method: "REQUEST", content } }));
    await send(drawn({ calendar: { method: "CANCEL", content: content.replace("REQUEST", "CANCEL") } }));
    const [invited, cancelled] = server?.received ?? [];
    expect(invited?.raw).toMatch(/Content-Type: text\/calendar; charset=utf-8; method=REQUEST/i);
    expect(invited?.parts.get("text/calendar")).toBe(content);
    expect(cancelled?.raw).toMatch(/method=CANCEL/i);
  });
});

describe("a mail server", () => {
  test("that refuses the reader for good is done with, and its words, which hold the address, aren't kept", async () => {
    server = await startMailServer({ disabledCommands: ["STARTTLS"] });
    server.fault({ at: "recipient", code: 550, says: "5.1.1 dana@customer.example unknown" });
    expect(await send(drawn())).toEqual({ kind: "address-gone", problem: "550 5.1.1" });
    server.fault({ at: "data", code: 554, says: "5.7.1 spam" });
    expect(await send(drawn())).toEqual({ kind: "not-allowed", problem: "554 5.7.1" });
    expect(server.received).toEqual([]);
  });

  test("that takes nothing now is asked again", async () => {
    server = await startMailServer({ disabledCommands: ["STARTTLS"] });
    server.fault({ at: "recipient", code: 451, says: "4.7.1 greylisted" }, { at: "data", code: 452 });
    expect(await send(drawn())).toEqual({ kind: "passing", problem: "451 4.7.1" });
    expect(await send(drawn())).toEqual({ kind: "passing", problem: "452" });
    expect((await send(drawn())).kind).toBe("sent");
    expect(server.received).toHaveLength(1);
  });

  test("that refuses us, not the message, is asked again once that is mended", async () => {
    server = await startMailServer({ disabledCommands: ["STARTTLS"] });
    server.fault({ at: "sender", code: 550, says: "5.7.1 not your address" });
    expect(await send(drawn())).toEqual({ kind: "passing", problem: "550 5.7.1" });
  });

  test("that isn't there has taken nothing", async () => {
    const config = configOf(`smtp://127.0.0.1:${String(await freePort())}`);
    expect(await createMail({ config, says }).send(TARGET, drawn())).toEqual({
      kind: "passing",
      problem: "ECONNREFUSED",
    });
  });

  test("that hangs up before it says so may have taken it", async () => {
    server = await startMailServer({ disabledCommands: ["STARTTLS"] });
    server.fault("drop");
    expect((await send(drawn())).kind).toBe("ambiguous");
    expect(server.received).toHaveLength(1);
  });

  test("is spoken to by TLS once it offers it, and to nobody whom we don't trust", async () => {
    const { key, cert } = ownCertificate("localhost");
    server = await startMailServer({ key, cert });
    const untrusted = await send(drawn(), { host: "localhost" });
    expect(untrusted.kind).not.toBe("sent");
    expect(server.received).toEqual([]);
    const before = getCACertificates("default");
    setDefaultCACertificates([...before, cert]);
    try {
      expect(await send(drawn(), { host: "localhost" })).toMatchObject({ kind: "sent" });
    } finally {
      setDefaultCACertificates(before);
    }
    expect(server.received).toMatchObject([{ secure: true }]);
  });

  test("gets no password without TLS, unless it is on this machine", async () => {
    const seen: string[] = [];
    const onAuth = (
      { password = "" },
      _session: unknown,
      done: (error: null, answer: { user: string }) => void,
    ): void => {
      seen.push(password);
      done(null, { user: "tandem" });
    };
    const login = { user: "tandem", password: "very-secret" };
    const options = { authOptional: false, allowInsecureAuth: true, onAuth };
    expect((await send(drawn(), { login }, options)).kind).toBe("sent");
    expect(seen).toEqual(["very-secret"]);
    // The same server under a name that isn't this machine's.
    expect((await send(drawn(), { login, host: "127.0.0.2" })).kind).not.toBe("sent");
    expect(seen).toEqual(["very-secret"]);
  });
});
