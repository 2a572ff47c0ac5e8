import { TurnContext } from "botbuilder";
import { describe, expect, test } from "vitest";
import { ANNA, CHANNEL, TEAM, TENANT } from "./helpers/fake-teams/acme.ts";
import * as says from "./helpers/teams-activity.ts";

describe("activities", () => {
  const who = { id: ANNA.id, name: ANNA.name, aadObjectId: ANNA.aadObjectId };
  const where = { kind: "channel", channel: CHANNEL, team: TEAM, tenant: TENANT } as const;
  const serviceUrl = "http://127.0.0.1:1/emea/";
  const alone = { kind: "personal", conversation: "a:1anna", tenant: TENANT } as const;

  test("words in a channel stand behind a mention, which botbuilder takes away again", () => {
    const activity = says.typed("account Acme", { who, where, serviceUrl });
    expect(activity["text"]).toBe("<at>Tandem</at> account Acme");
    const left = TurnContext.removeRecipientMention(structuredClone(activity) as never);
    expect(left.trim()).toBe("account Acme");
    expect(says.typed("account Acme", { who, where: alone, serviceUrl })["text"]).toBe("account Acme");
  });

  test("a thread, a tenant and a person are where Teams says them", () => {
    const press = { who, where: { ...where, thread: "17" }, serviceUrl, replyToId: "17" };
    expect(says.executed("claim", { v: 1, id: "o-1" }, press)).toMatchObject({
      type: "invoke",
      name: "adaptiveCard/action",
      channelId: "msteams",
      from: { aadObjectId: ANNA.aadObjectId },
      recipient: { id: `28:${says.TEAMS_APP_ID}` },
      conversation: { id: `${CHANNEL};messageid=17`, conversationType: "channel", isGroup: true, tenantId: TENANT },
      channelData: { tenant: { id: TENANT }, team: { id: TEAM }, channel: { id: CHANNEL } },
      value: { action: { type: "Action.Execute", verb: "claim", data: { v: 1, id: "o-1" } } },
      replyToId: "17",
    });
  });

  test("ids are made of what is said: the same twice is the same, anything else isn't", () => {
    const from = { who, where: alone, serviceUrl };
    const card = { ...from, replyToId: "17" };
    const all = [
      says.typed("a", from),
      says.typed("b", from),
      says.typed("a", { ...from, at: new Date("2026-12-09T08:00:00.001Z") }),
      says.executed("a", {}, card),
      says.submittedByMessage({}, card),
      says.opens({}, card),
      says.submittedInDialog({}, from),
      says.installed(from),
      says.removed(from),
      says.membersAdded([], from),
      says.membersAdded([who], from),
      says.membersRemoved([], from),
      says.channelChanged("channelDeleted", { ...from, where }),
      says.channelChanged("channelShared", { ...from, where }),
    ];
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(says.typed("a", from)).toEqual(all[0]);
    expect(says.typed("a", { ...from, id: "given" }).id).toBe("given");
  });
});
