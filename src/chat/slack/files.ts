import { z } from "zod";
import { plain } from "../card.ts";
import { fetchFile, FILE_TIMEOUT_MS, plainAddress } from "../fetch-file.ts";
import type { NewFile, Platform, SendOutcome, Target } from "../platform.ts";
import type { SlackCall, SlackClientParts } from "./client.ts";
import { type Failure, outcomeOf } from "./outcome.ts";

export interface FilesParts extends Pick<SlackClientParts, "token" | "apiUrl" | "log"> {
  readonly call: SlackCall;
  readonly conversationOf: (target: Target) => Promise<string | Failure>;
}

const HOST = "https://files.slack.com";
const PLACE = z.object({ upload_url: z.string().max(3000), file_id: z.string().min(1) });
const DONE = z.object({ ok: z.literal(true) });

/** Whether a file may be brought from, or to, an address: Slack's own host, or the server that stands in for Slack. */
export function isFileAddress(address: string, apiUrl: string | undefined): boolean {
  const url = plainAddress(address);
  if (!url) return false;
  if (apiUrl === undefined) return url.origin === HOST;
  return URL.canParse(apiUrl) && url.origin === new URL(apiUrl).origin;
}

/** Files in both directions. With the token of the workspace they are fetched; they are sent by Slack's three steps. */
export function createFiles(parts: FilesParts): Required<Pick<Platform, "fetchFile" | "sendFile">> {
  const { apiUrl, call, log } = parts;

  async function uploaded(address: string, { bytes }: NewFile): Promise<Failure | undefined> {
    if (!isFileAddress(address, apiUrl)) return { kind: "not-allowed", problem: "an address that isn't Slack's" };
    try {
      const signal = AbortSignal.timeout(FILE_TIMEOUT_MS);
      const headers = { "content-type": "application/octet-stream" };
      const response = await fetch(address, {
        method: "POST",
        headers,
        body: new Uint8Array(bytes),
        redirect: "manual",
        signal,
      });
      await response.body?.cancel();
      return response.status === 200 ? undefined : { kind: "passing", problem: `http ${String(response.status)}` };
    } catch (error) {
      // What isn't completed is seen by nobody, so a lost answer is only a delay.
      return { kind: "passing", problem: error instanceof Error ? error.name : "unknown" };
    }
  }

  return {
    async fetchFile(workspace, address, mostBytes) {
      if (!isFileAddress(address, apiUrl)) return { kind: "refused", problem: "an address that isn't Slack's" };
      let token: string | undefined;
      try {
        token = await parts.token(workspace);
      } catch (error) {
        log.error({ err: error, workspace }, "the token of a workspace could not be read");
        return { kind: "passing", problem: "token unknown" };
      }
      if (token === undefined) return { kind: "refused", problem: "not_installed" };
      const headers = { authorization: `Bearer ${token}` };
      return fetchFile(address, { headers, mostBytes, timeoutMs: FILE_TIMEOUT_MS });
    },
    async sendFile(target, file): Promise<SendOutcome> {
      const { workspace } = target;
      const channel = await parts.conversationOf(target);
      if (typeof channel !== "string") return channel;
      let place: z.output<typeof PLACE>;
      try {
        const asked = { filename: file.name, length: file.bytes.length };
        place = PLACE.parse(await call(workspace, "files.getUploadURLExternal", asked));
      } catch (error) {
        const outcome = outcomeOf(error);
        return outcome.kind === "ambiguous" ? { kind: "passing", problem: outcome.problem } : outcome;
      }
      const failed = await uploaded(place.upload_url, file);
      if (failed) return failed;
      try {
        const files = [{ id: place.file_id, title: plain(file.title) }];
        const done = DONE.safeParse(
          await call(workspace, "files.completeUploadExternal", { files, channel_id: channel }),
        );
        return done.success
          ? { kind: "sent", ref: place.file_id }
          : { kind: "ambiguous", problem: "no answer of Slack's" };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}
