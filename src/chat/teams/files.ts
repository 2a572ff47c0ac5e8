import { z } from "zod";
import { fetchFile, FILE_TIMEOUT_MS, fileName, MOST_FILES, plainAddress } from "../fetch-file.ts";
import type { SentFile } from "../interaction.ts";
import { plain } from "../card.ts";
import type { NewFile, Platform } from "../platform.ts";
import type { Sent } from "./connector.ts";
import { isLoopback } from "./service-url.ts";

const MOST_LETTERS = 4000;
const FILE_TYPE = "application/vnd.microsoft.teams.file.download.info";
/** Microsoft: "Send and receive files through the bot"; content that comes with it isn't a card's. */
const CONSENT_TYPE = "application/vnd.microsoft.teams.card.file.consent";
/** Files of a personal chat lie in their sender's OneDrive, which is a host of SharePoint's. */
const HOST = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.sharepoint\.com$/;

const ATTACHED = z.object({
  contentType: z.literal(FILE_TYPE),
  name: z.string().nullish(),
  content: z.object({ downloadUrl: z.string().max(MOST_LETTERS) }),
});

/** The files of a message; other attachments, such as its own text as HTML, are none. */
export function filesIn(attachments: readonly unknown[] | null | undefined): SentFile[] {
  return (attachments ?? []).slice(0, MOST_FILES).flatMap((each) => {
    const { data } = ATTACHED.safeParse(each);
    return data ? [{ name: fileName(data.name ?? ""), address: data.content.downloadUrl }] : [];
  });
}

/**
 * Whether a file may be fetched from an address. It is asked for without a token of ours: it holds one of its own.
 * @param local instead of SharePoint's hosts over https: this machine over http
 */
export function isFileAddress(address: string, local: boolean): boolean {
  const url = address.length > MOST_LETTERS ? undefined : plainAddress(address);
  if (!url) return false;
  const { protocol, hostname, port } = url;
  if (local) return protocol === "http:" && isLoopback(hostname);
  return protocol === "https:" && port === "" && HOST.test(hostname);
}

export function createFetchFile(local: boolean): Platform["fetchFile"] {
  return async (_workspace, address, mostBytes) =>
    isFileAddress(address, local)
      ? fetchFile(address, { mostBytes, timeoutMs: FILE_TIMEOUT_MS })
      : { kind: "refused", problem: "an address that isn't SharePoint's" };
}

/** Asks its reader whether the bot may put a file into their OneDrive. @param offer what the answer names it by */
export function consentTo({ name, title, bytes }: NewFile, offer: string): Sent {
  const description = plain(title);
  const content = { description, sizeInBytes: bytes.length, acceptContext: { offer }, declineContext: { offer } };
  return { type: "message", summary: description, attachments: [{ contentType: CONSENT_TYPE, name, content }] };
}
