import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { Log } from "../../kernel/log.ts";
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
const TRIES = 4;
const PAUSE_MS = 2000;

const address = z.string().max(4000);
const short = z.string().max(300);
const CONSENT = z.object({
  action: z.enum(["accept", "decline"]),
  context: z.object({ offer: z.string().max(100) }),
  uploadInfo: z
    .object({ contentUrl: address, uploadUrl: address, name: short, uniqueId: short, fileType: short })
    .nullish(),
});

export interface ConsentParts {
  readonly offers: Offers;
  readonly connector: Connector;
  readonly tenant: string;
  /** files lie on this machine */
  readonly local: boolean;
  readonly says: Says;
  readonly log: Log;
}

/** Whether it is an answer to an offered file. */
export function isConsent({ type, name }: Received): boolean {
  return type === "invoke" && name === ANSWERED;
}

/**
 * Does what an answer to an offered file says: puts it where Teams says, or lets it be. The offer is used up by it, so
 * that the same answer once more does nothing.
 */
export function createConsents(parts: ConsentParts): (received: Received) => Promise<void> {
  const { offers, tenant, local, says, log } = parts;

  return async function answered(received) {
    const { from: who, conversation, serviceUrl, replyToId } = received;
    const { data } = CONSENT.safeParse(received.value);
    const user = who.aadObjectId;
    if (!data || user === undefined || conversation.conversationType !== "personal") return;
    const from: CameFrom = { serviceUrl, sendTo: conversation.id, personal: true, message: replyToId };
    const taken = await offers.take(tenant, data.context.offer, user);
    if (taken.kind === "answered") return;
    if (taken.kind === "gone") return tell(from, sentence("en", "teams.file-gone"));
    const { offer } = taken;
    if (data.action === "decline") return tell(from, sentence(offer.locale, "teams.file-declined"));
    const { uploadInfo } = data;
    const isSaved = uploadInfo ? await saved(offer, uploadInfo.uploadUrl) : false;
    if (!isSaved || !uploadInfo) return tell(from, sentence(offer.locale, "teams.file-unsaved"));
    const { contentUrl, name, uniqueId, fileType } = uploadInfo;
    const info = { contentType: INFO_TYPE, contentUrl, name, content: { uniqueId, fileType } };
    const isShown = isFileAddress(contentUrl, local);
    const { locale } = offer;
    const words = says(locale)("teams.file-saved", { file: name });
    return tell(
      from,
      isShown ? { type: "message", summary: plain(words), attachments: [info] } : noticeOf(words, locale),
    );
  };

  async function saved({ bytes }: Offer, uploadUrl: string): Promise<boolean> {
    if (!isFileAddress(uploadUrl, local)) {
      log.warn({}, "a file was to be put elsewhere than at SharePoint");
      return false;
    }
    for (let attempt = 1; ; attempt++) {
      const outcome = await putFile(uploadUrl, bytes);
      if (outcome.kind === "put") return true;
      log.warn({ problem: outcome.problem }, "a file that somebody accepted could not be put");
      if (outcome.kind === "refused" || attempt === TRIES) return false;
      await pause(PAUSE_MS);
    }
  }

  /** In the question's place, so that nobody answers it again. */
  async function tell(from: CameFrom, message: Sent): Promise<void> {
    if (!(await redrawn(parts, from, message))) await posted(parts, from, message);
  }

  function sentence(
    locale: Offer["locale"],
    key: "teams.file-gone" | "teams.file-declined" | "teams.file-unsaved",
  ): Sent {
    return noticeOf(says(locale)(key), locale);
  }

  function noticeOf(text: Text, locale: Offer["locale"]): Sent {
    const card = { title: [], body: [{ kind: "text", text } as const] };
    return activityOf(renderMessage(card, { handles: new Map(), zone: "UTC", locale, say: says(locale) }));
  }
}
