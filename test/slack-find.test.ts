import { describe, expect, test } from "vitest";
import type { FindOutcome, Target } from "../src/chat/platform.ts";
import { createSlackPlatform } from "../src/chat/slack/platform.ts";
import { createSays } from "../src/locales/say.ts";
import { type ApiCall, keptLog, sendJson, startApi, stillWall, wellAnswer } from "./helpers/slack-request.ts";

const DELIVERY = "019400d2-5b7a-7c31-9a52-0d8c2f6e1d01";
const channel: Target = { platform: "slack", workspace: "T0TANDEM1", conversation: "C0CSMTEAM" };
const anna: Target = { ...channel, conversation: "U0ANNA001" };
const between = { from: new Date("2026-12-09T08:00:00.250Z"), to: new Date("2026-12-09T08:00:05Z") };

/** Looks where Slack answers a look like this. */
async function look(answer: object, target = channel): Promise<{ found: FindOutcome; calls: readonly ApiCall[] }> {
  const api = await startApi((call, response) => {
    sendJson(response, call.method === "conversations.history" ? answer : wellAnswer(call));
  });
  const parts = { apiUrl: api.url, log: keptLog(), wall: stillWall(), says: createSays() };
  const platform = createSlackPlatform({ ...parts, token: () => "xoxb-test" });
  const found = await platform.find(target, DELIVERY, between);
  await api.close();
  return { found, calls: api.calls };
}

function message(ts: string, metadata?: unknown): object {
  return { type: "message", ts, text: "…", ...(metadata === undefined ? {} : { metadata }) };
}
const ours = { event_type: "tandem_post", event_payload: { delivery_id: DELIVERY } };

describe("looking for a message in Slack", () => {
  test("is one call for fifteen messages at most, five minutes either way for clocks that differ", async () => {
    const { found, calls } = await look({ ok: true, messages: [message("1765267201.000100", ours)], has_more: true });
    expect(found).toEqual({ kind: "found", ref: "C0CSMTEAM:1765267201.000100" });
    expect(calls.map((call) => call.method)).toEqual(["conversations.history"]);
    expect(calls[0]?.parameters).toEqual({
      channel: "C0CSMTEAM",
      oldest: "1796802900.250000",
      latest: "1796803505.000000",
      inclusive: "true",
      limit: "15",
      include_all_metadata: "true",
    });
  });

  test("that went to a person looks in the bot's conversation with them", async () => {
    const { found, calls } = await look({ ok: true, messages: [message("1765267201.000100", ours)] }, anna);
    expect(found).toEqual({ kind: "found", ref: "D0ANNA:1765267201.000100" });
    expect(calls.map((call) => call.method)).toEqual(["conversations.open", "conversations.history"]);
  });

  test("passes over what people and other apps wrote, whatever stands in their metadata", async () => {
    const others = [
      undefined,
      null,
      "tandem_post",
      { ...ours, event_type: "other_app" },
      { ...ours, event_payload: { delivery_id: "another" } },
      { event_type: "tandem_post", event_payload: { delivery_id: { nested: DELIVERY } } },
      { event_type: "tandem_post" },
    ];
    const messages = others.map((metadata, at) => message(`176526720${String(at)}.000100`, metadata));
    expect((await look({ ok: true, messages })).found).toEqual({ kind: "absent" });
    expect((await look({ ok: true, messages, has_more: true })).found).toMatchObject({ kind: "unknown", again: false });
  });

  test.each(["missing_scope", "not_in_channel", "channel_not_found", "token_revoked"])(
    "where Slack answers %s, isn't worth another look",
    async (error) => {
      expect((await look({ ok: false, error })).found).toEqual({ kind: "unknown", problem: error, again: false });
    },
  );

  test.each([{ ok: false, error: "internal_error" }, { ok: false, error: "service_unavailable" }, { ok: true }, {}])(
    "where Slack answers %j, is worth another look",
    async (answer) => {
      expect((await look(answer)).found).toMatchObject({ kind: "unknown", again: true });
    },
  );
});
