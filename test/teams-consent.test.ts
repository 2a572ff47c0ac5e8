import { describe, expect, test } from "vitest";
import { ANNA, TENANT } from "./helpers/fake-teams/acme.ts";
import { oneDrive } from "./helpers/one-drive.ts";
import * as says from "./helpers/teams-activity.ts";
import { openTalk, type Talk, wordsOf } from "./helpers/teams-talk.ts";

const TEXT = '\uFEFF"file","line"\r\n';
const FILE = { name: "complaints.csv", title: ["Complaints"], bytes: Buffer.from(TEXT), locale: "en" } as const;

interface FileCard {
  readonly contentType: string;
  readonly name: string;
  readonly contentUrl?: string;
  readonly content: { readonly [field: string]: unknown; readonly acceptContext?: { readonly offer: string } };
}

/** Anna is offered a file; what she does with it. */
async function offered(kept: Parameters<typeof openTalk>[1] = {}) {
  const talk = await openTalk(() => ({ kind: "nothing" }), kept);
  const target = { platform: "teams", workspace: TENANT, conversation: ANNA.aadObjectId } as const;
  expect(await talk.at.teams.platform.sendFile?.(target, FILE)).toEqual({ kind: "offered" });
  const message = standing(talk).at(-1);
  if (!message) throw new Error("Nothing was offered.");
  const card = cardOf(message);
  const from = { ...talk.alone, replyToId: message.activityId };
  return { talk, card, from, offer: card.content.acceptContext?.offer };
}
type Message = ReturnType<typeof standing>[number];

function standing({ teams }: Talk) {
  return teams.standing(teams.conversationOf(ANNA.aadObjectId));
}
function cardOf({ activity }: Message): FileCard {
  const [card] = activity["attachments"] as [FileCard];
  return card;
}

describe("a file that somebody in Teams is offered", () => {
  test("is asked about with its name and size, and isn't put anywhere before", async () => {
    const { card } = await offered();
    expect(card.contentType).toBe("application/vnd.microsoft.teams.card.file.consent");
    expect(card).toMatchObject({
      name: "complaints.csv",
      content: { description: "Complaints", sizeInBytes: FILE.bytes.length },
    });
    expect(JSON.stringify(card)).not.toContain("\uFEFF");
  });

  test("once accepted lies whole in their OneDrive, and a card that leads to it stands in the question's place", async () => {
    const drive = await oneDrive();
    const { talk, from, offer } = await offered();
    await talk.turn(says.consented(offer, drive.uploadInfo, from));
    const bytes = FILE.bytes.length;
    expect(drive.put).toEqual([{ text: `PUT ${TEXT}`, range: `bytes 0-${String(bytes - 1)}/${String(bytes)}` }]);
    const last = standing(talk).at(-1) as Message;
    expect(last.activityId).toBe(from.replyToId);
    const { contentUrl, uniqueId, fileType } = drive.uploadInfo;
    expect(cardOf(last)).toMatchObject({
      contentType: "application/vnd.microsoft.teams.card.file.info",
      contentUrl,
      content: { uniqueId, fileType },
    });
  });

  test("accepted twice, by one press told again and by another, is put once", async () => {
    const drive = await oneDrive();
    const { talk, from, offer } = await offered();
    const press = says.consented(offer, drive.uploadInfo, from);
    await talk.turn(press);
    await talk.turn(press);
    await talk.turn(says.consented(offer, drive.uploadInfo, { ...from, id: "another" }));
    expect(drive.put).toHaveLength(1);
    expect(cardOf(standing(talk).at(-1) as Message).contentType).toMatch(/file\.info$/);
  });

  test("declined is put nowhere, not even when it is accepted afterwards, and they are told how to see it", async () => {
    const drive = await oneDrive();
    const { talk, from, offer } = await offered();
    await talk.turn(says.consented(offer, undefined, from));
    expect(wordsOf(standing(talk).at(-1) as Message)).toMatch(/no file\. Send yours again/);
    await talk.turn(says.consented(offer, drive.uploadInfo, { ...from, id: "later" }));
    expect(drive.put).toEqual([]);
  });

  test("goes to nobody else who names it, and stays theirs", async () => {
    const drive = await oneDrive();
    const { talk, from, offer } = await offered();
    const other = { ...from.who, aadObjectId: "ben-object", id: "29:ben" };
    await talk.turn(says.consented(offer, drive.uploadInfo, { ...from, who: other }));
    await talk.turn(says.consented(offer, drive.uploadInfo, { ...talk.inThread, replyToId: from.replyToId }));
    expect(drive.put).toEqual([]);
    await talk.turn(says.consented(offer, drive.uploadInfo, { ...from, id: "hers" }));
    expect(drive.put).toHaveLength(1);
  });

  test.each([
    ["another host", "https://drive.example/upload"],
    ["a host that is called alike", "https://acme.sharepoint.com.example/upload"],
    ["no address", "upload"],
  ])("is never put to %s, and they are told to send theirs again", async (_, uploadUrl) => {
    const drive = await oneDrive();
    const { talk, from, offer } = await offered();
    await talk.turn(says.consented(offer, { ...drive.uploadInfo, uploadUrl }, from));
    expect(wordsOf(standing(talk).at(-1) as Message)).toMatch(/could not be saved to your OneDrive\. Send yours again/);
  });

  test.each([302, 403])("that OneDrive answers with %i is put once and no further; they are told", async (status) => {
    const drive = await oneDrive([status]);
    const { talk, from, offer } = await offered();
    await talk.turn(says.consented(offer, drive.uploadInfo, from));
    expect(drive.put).toHaveLength(1);
    expect(wordsOf(standing(talk).at(-1) as Message)).toMatch(/could not be saved to your OneDrive/);
  });

  test("that isn't kept any more is said to be gone", async () => {
    const drive = await oneDrive();
    const { talk, from } = await offered();
    await talk.turn(says.consented("another", drive.uploadInfo, from));
    expect(wordsOf(standing(talk).at(-1) as Message)).toMatch(/don't keep that file any more/);
    expect(drive.put).toEqual([]);
  });

  test.each([{}, { action: "accept" }, { action: "else", context: { offer: "1" } }, "words", null])(
    "is left alone by an answer like %j",
    async (value) => {
      const { talk, from, offer } = await offered();
      await talk.turn({ ...says.consented(offer, undefined, from), value });
      expect(cardOf(standing(talk).at(-1) as Message).contentType).toMatch(/file\.consent$/);
    },
  );
});
