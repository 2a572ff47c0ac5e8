import { z } from "zod";
import { fetchFile, FILE_TIMEOUT_MS, fileName, MOST_FILES, plainAddress } from "../fetch-file.ts";
import type { SentFile } from "../interaction.ts";
import type { Platform } from "../platform.ts";
import { isLoopback } from "./service-url.ts";

const MOST_LETTERS = 4000;
const FILE_TYPE = "application/vnd.microsoft.teams.file.download.info";
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
