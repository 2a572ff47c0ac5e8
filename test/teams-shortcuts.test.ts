import { describe, expect, test } from "vitest";
import type { Form } from "../src/chat/card.ts";
import type { Reply } from "../src/chat/interaction.ts";
import { ANNA, TENANT } from "./helpers/fake-teams/acme.ts";
import * as says from "./helpers/teams-activity.ts";
import { keptConversations } from "./helpers/teams-conversations.ts";
import { dialogOf, filled, lettersIn, openTalk, type Reader } from "./helpers/teams-talk.ts";

describe("an action of a message's menu", () => {
  const byDana = { content: "<p>20 more seats, please</p>", by: { id: "dana-object", displayName: "Dana Vogt" } };
  const asked: Form = {
    name: "requests.hand",
    subject: "2026-12-09T07:55:00.000Z",
    title: ["Hand to AM"],
    submit: ["Hand over"],
    fields: [
      { kind: "text", name: "account", label: ["Which account?"], multiline: false, maxLength: 200 },
      {
        kind: "text",
        name: "text",
        label: ["What?"],
        multiline: true,
        maxLength: 2900,
        initial: "20 more seats, please",
      },
    ],
  };

  const answering =
    (done: Reply): Reader =>
    ({ kind }) => {
      if (kind === "submission") return done;
      return kind === "shortcut" || kind === "opening" ? { kind: "form", form: asked } : { kind: "nothing" };
    };

  test("opens a dialog with the form, whose submission ends it with a sentence", async () => {
    const house = await openTalk(answering({ kind: "done", sentence: ["Handed over."] }));
    const { title, content } = dialogOf(await house.turn(says.chosenFromMenu("hand_to_am", byDana, house.alone)));
    expect(title).toBe("Hand to AM");
    expect(JSON.stringify(content)).toContain("20 more seats, please");
    const data = filled(content, { account: "northwind", text: "20 more seats, please" });
    const body = await house.turn(says.submittedFromMenu("hand_to_am", data, house.alone));
    expect(body).toEqual({ task: { type: "message", value: "Handed over." } });
    expect(house.at.seen.at(-1)).toMatchObject({
      kind: "submission",
      form: asked.name,
      subject: asked.subject,
      values: { account: "northwind", text: "20 more seats, please" },
    });
    expect(house.own()).toEqual([]);
  });

  test("comes back with what was typed and what is wrong with it", async () => {
    const house = await openTalk(answering({ kind: "invalid", fields: { account: ["Did you mean Northwind?"] } }));
    const { content } = dialogOf(await house.turn(says.chosenFromMenu("hand_to_am", byDana, house.alone)));
    const data = filled(content, { account: "nortwind", text: "more" });
    const again = dialogOf(await house.turn(says.submittedFromMenu("hand_to_am", data, house.alone))).content;
    expect(lettersIn(again)).toContain("Did you mean Northwind?");
    expect(JSON.stringify(again)).toContain("nortwind");
  });

  test("goes on with another form in the same dialog, which is sent as that one", async () => {
    const spot: Form = { ...asked, name: "opportunities.spot", subject: "northwind", title: ["Spot an opportunity"] };
    const house = await openTalk(answering({ kind: "form", form: spot }));
    const { content } = dialogOf(await house.turn(says.chosenFromMenu("hand_to_am", byDana, house.alone)));
    const data = filled(content, { account: "northwind", text: "20 more seats, please" });
    const next = dialogOf(await house.turn(says.submittedFromMenu("hand_to_am", data, house.alone)));
    expect(next.title).toBe("Spot an opportunity");
    expect(JSON.stringify(next.content)).toContain("20 more seats, please");
    const last = filled(next.content, { account: "northwind", text: "Logins" });
    await house.turn(says.submittedFromMenu("hand_to_am", last, house.alone));
    expect(house.at.seen.at(-1)).toMatchObject({ kind: "submission", form: spot.name, subject: spot.subject });
  });

  test("says nothing of where the bot may write", async () => {
    const conversations = keptConversations();
    const house = await openTalk(answering({ kind: "nothing" }), { conversations });
    const before = await conversations.find(TENANT, ANNA.aadObjectId);
    const elsewhere = { kind: "personal", conversation: "19:anna_dana@unq.gbl.spaces", tenant: TENANT } as const;
    await house.turn(says.chosenFromMenu("hand_to_am", byDana, { ...house.alone, where: elsewhere }));
    expect(await conversations.find(TENANT, ANNA.aadObjectId)).toEqual(before);
  });
});
