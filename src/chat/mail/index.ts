import { createTransport } from "nodemailer";
import type { Locale } from "../../kernel/directory.ts";
import { cut, oneLine } from "../../kernel/text.ts";
import type { Says } from "../../locales/say.ts";
import { plain } from "../card.ts";
import type { Windows } from "../pace.ts";
import type { Addressed, Courier, Drawn, Mailbox, SendOutcome } from "../platform.ts";
import { bodyOf } from "./body.ts";
import { outcomeOf } from "./outcome.ts";

/** A server that takes e-mail. */
export interface MailConfig {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; else as soon as the server offers it */
  readonly secure: boolean;
  readonly login: { readonly user: string; readonly password: string } | undefined;
  /** the address of whoever sends */
  readonly from: string;
}

export interface Mail extends Courier {
  /** Connects and logs in. @throws Error with what the server or the network says */
  check(): Promise<void>;
}

const CONNECTS_WITHIN_MS = 6000;
/** Of silence; with the connection it stays below the outbox's own patience. */
const ANSWERS_WITHIN_MS = 12_000;
const NAME_LETTERS = 120;
const SUBJECT_LETTERS = 180;
const LOOPBACK: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "::1"]);
/** Few servers mind so many; over all replicas. */
const PACE: Windows = { kind: "rate", wide: { key: "email", intervalMs: 200, burst: 5 } };

/**
 * E-mail as a courier. A message goes over a connection of its own, so that none waits unseen behind another. A password
 * goes over TLS alone, unless the server is on this machine.
 */
export function createMail({ config, says }: { readonly config: MailConfig; readonly says: Says }): Mail {
  const { host, port, secure, login, from } = config;
  const transport = createTransport({
    ...{ host, port, secure, requireTLS: login !== undefined && !LOOPBACK.has(host) },
    ...(login ? { auth: { user: login.user, pass: login.password } } : {}),
    connectionTimeout: CONNECTS_WITHIN_MS,
    greetingTimeout: CONNECTS_WITHIN_MS,
    socketTimeout: ANSWERS_WITHIN_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.slice(from.lastIndexOf("@") + 1);

  async function send({ letter, ...drawn }: Drawn): Promise<SendOutcome> {
    if (!letter) return { kind: "not-allowed", problem: "no letter" };
    const messageId = `<${letter.id}@${domain}>`;
    const { text, html } = bodyOf(drawn.card, { ...drawn, say: says(drawn.locale as Locale) }, drawn.locale);
    try {
      await transport.sendMail({
        messageId,
        from: mailbox({ name: letter.from, address: from }),
        to: mailbox(letter.to),
        ...(letter.replyTo ? { replyTo: mailbox(letter.replyTo) } : {}),
        subject: cut(oneLine(plain(drawn.summary)), SUBJECT_LETTERS),
        ...{ text, html },
        headers: headersOf(letter),
        ...(letter.calendar ? { icalEvent: { method: letter.calendar.method, content: letter.calendar.content } } : {}),
      });
      return { kind: "sent", ref: messageId };
    } catch (error) {
      return outcomeOf(error);
    }
  }

  return {
    repeats: true,
    windows: () => PACE,
    send: (_target, drawn) => send(drawn),
    update: (_target, ref) => Promise.resolve({ kind: "sent", ref }),
    // Nobody looks into somebody's mailbox. A repeat has the same Message-ID, so it may be sent again as if it weren't there.
    find: () => Promise.resolve({ kind: "absent" }),
    async check() {
      await transport.verify();
    },
  };
}

/** A name can hold no line, so it can begin no header; whoever has none is called by the address. */
function mailbox({ name, address }: Mailbox): Mailbox {
  return { name: cut(oneLine(name), NAME_LETTERS), address: oneLine(address) };
}

function headersOf({
  unsubscribe,
}: Addressed): Record<string, string | { readonly prepared: true; readonly value: string }> {
  return {
    // Whoever is away answers people, and not this.
    "Auto-Submitted": "auto-generated",
    ...(unsubscribe === undefined
      ? {}
      : {
          "List-Unsubscribe": { prepared: true, value: `<${new URL(unsubscribe).href}>` },
          "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }),
  };
}
