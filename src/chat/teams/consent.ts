import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { Locale } from "../../kernel/directory.ts";
import type { Log } from "../../kernel/log.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Says } from "../../locales/say.ts";
import { plain, type Text } from "../card.ts";
import type { Connector, Sent } from "./connector.ts";
import { isFileAddress } from "./files.ts";
import type { Offer, Offers } from "./offers.ts";
import type { Received } from "./payloads.ts";
import { activityOf } from "./platform.ts";
import { type CameFrom, posted, redrawn } from "./privately.ts";
import { putFile } from "./put-file.ts";
import { renderMessage } from "./render.ts";

const INFO_TYPE = "application/vnd.microsoft.teams.card.file.info";
const ANSWERED = "fileConsent/invoke";
/** With their pauses they end before the offer may be taken once more. */
const TRIES = 4;

const address = z.string().max(4000);
const short = z.string().max(300);
const PLACE = z.object({ contentUrl: address, uploadUrl: address, name: short, uniqueId: short, fileType: short });
const CONSENT = z.object({
  action: z.enum(["accept", "decline"]),
  context: z.object({ offer: z.string().max(100) }),
  uploadInfo: PLACE.nullish(),
});
/** Where Teams says that the file may be put. */
type Place = z.output<typeof PLACE>;

export interface ConsentParts {
  readonly offers: Offers;
  readonly connector: Connector;
  readonly tenant: string;
  /** files lie on this machine */
  readonly local: boolean;
  readonly says: Says;
  readonly log: Log;
  /** between two tries to put a file */
  readonly pauseMs: number;
  /** the process stops: what isn't put by then may be accepted again */
  readonly signal: AbortSignal;
}

const ENDED = {
  declined: { sent: "teams.file-declined", own: "teams.own-file-declined" },
  unsaved: { sent: "teams.file-unsaved", own: "teams.own-file-unsaved" },
  unknown: { sent: "teams.file-unknown", own: "teams.own-file-unknown" },
} as const satisfies Record<string, { readonly sent: TextKey; readonly own: TextKey }>;
type Saved = "put" | "unsaved" | "unknown" | "stopped";

/** Whether it is an answer to an offered file. */
export function isConsent({ type, name }: Received): boolean {
  return type === "invoke" && name === ANSWERED;
}

/**
 * Does what an answer to an offered file says: puts it where Teams says, or lets it be. The offer is used up once that
 * is done; until then, the same answer once more does nothing for some minutes.
 */
export function createConsents(parts: ConsentParts): (received: Received) => Promise<void> {
  const { offers, tenant, local, says, log, signal } = parts;

  return async function answered(received) {
    const { from: who, conversation, serviceUrl, replyToId } = received;
    const { data } = CONSENT.safeParse(received.value);
    const user = who.aadObjectId;
    if (!data || user === undefined || conversation.conversationType !== "personal") return;
    const from: CameFrom = { serviceUrl, sendTo: conversation.id, personal: true, message: replyToId };
    const { action, context, uploadInfo } = data;
    const taken = await offers.take(tenant, context.offer, user, action);
    if (taken.kind === "answered") return;
    if (taken.kind === "gone") return tell(from, sentence(taken.locale, "teams.file-gone"));
    const { offer, again } = taken;
    if (action === "decline") return tell(from, ended(offer, "declined"));
    const outcome = uploadInfo ? await saved(offer, uploadInfo.uploadUrl, again) : "unsaved";
    if (outcome === "stopped") return;
    await finished(context.offer);
    if (outcome === "put" && uploadInfo) return tell(from, savedNotice(uploadInfo, offer.locale));
    return tell(from, ended(offer, outcome === "unknown" ? "unknown" : "unsaved"));
  };

  /** A file of their own matters came by itself; any other is about one that they had sent. */
  function ended({ locale, own }: Offer, how: keyof typeof ENDED): Sent {
    return sentence(locale, ENDED[how][own ? "own" : "sent"]);
  }

  function savedNotice({ contentUrl, name, uniqueId, fileType }: Place, locale: Locale): Sent {
    const words = says(locale)("teams.file-saved", { file: name });
    if (!isFileAddress(contentUrl, local)) return noticeOf(words, locale);
    const info = { contentType: INFO_TYPE, contentUrl, name, content: { uniqueId, fileType } };
    return { type: "message", summary: plain(words), attachments: [info] };
  }

  async function saved({ bytes }: Offer, uploadUrl: string, again: boolean): Promise<Saved> {
    if (!isFileAddress(uploadUrl, local)) {
      log.warn({}, "a file was to be put elsewhere than at SharePoint");
      return "unsaved";
    }
    let mayBeThere = again;
    for (let attempt = 1; ; attempt++) {
      const outcome = await putFile(uploadUrl, bytes, signal);
      if (outcome.kind === "put") return "put";
      if (signal.aborted) return "stopped";
      log.warn({ problem: outcome.problem }, "a file that somebody accepted could not be put");
      mayBeThere ||= outcome.kind === "passing" && outcome.mayBeThere;
      if (outcome.kind === "refused" || attempt === TRIES) return mayBeThere ? "unknown" : "unsaved";
      if (await isStoppedWithin(parts.pauseMs)) return "stopped";
    }
  }

  async function isStoppedWithin(ms: number): Promise<boolean> {
    await pause(ms, undefined, { signal }).catch(() => undefined);
    return signal.aborted;
  }

  /** That it stays kept for what is left of its day is no reason not to tell them. */
  async function finished(offer: string): Promise<void> {
    try {
      await offers.finish(tenant, offer);
    } catch (error) {
      log.error({ err: error }, "an offered file that was answered could not be forgotten");
    }
  }

  /** In the question's place, so that nobody answers it again. */
  async function tell(from: CameFrom, message: Sent): Promise<void> {
    if (!(await redrawn(parts, from, message))) await posted(parts, from, message);
  }

  function sentence(locale: Locale, key: TextKey): Sent {
    return noticeOf(says(locale)(key), locale);
  }

  function noticeOf(text: Text, locale: Locale): Sent {
    const card = { title: [], body: [{ kind: "text", text } as const] };
    return activityOf(renderMessage(card, { handles: new Map(), zone: "UTC", locale, say: says(locale) }));
  }
}
