import { describe, expect, test, vi } from "vitest";
import type { Sent } from "../src/chat/teams/connector.ts";
import { createConsents } from "../src/chat/teams/consent.ts";
import { ACTIVITY } from "../src/chat/teams/payloads.ts";
import { createSays } from "../src/locales/say.ts";
import { ids } from "./helpers/company.ts";
import { ANNA, TENANT } from "./helpers/fake-teams/acme.ts";
import { oneDrive } from "./helpers/one-drive.ts";
import { keptLog } from "./helpers/slack-request.ts";
import * as says from "./helpers/teams-activity.ts";
import { keptOffers } from "./helpers/teams-offers.ts";
import { openTalk, type Talk, wordsOf } from "./helpers/teams-talk.ts";

const TEXT = '\uFEFF"file","line"\r\n';
const FILE = {
  name: "complaints.csv",
  title: ["Complaints"],
  bytes: Buffer.from(TEXT),
  locale: "en",
  reader: ids.next<"person">(),
} as const;
const HASTY = { patience: { putPauseMs: 1 } };

interface FileCard {
  readonly contentType: string;
  readonly name: string;
  readonly contentUrl?: string;
  readonly content: { readonly [field: string]: unknown; readonly acceptContext?: { readonly offer: string } };
}

/** Anna is offered a file; what she does with it. */
async function offered(kept: Parameters<typeof openTalk>[1] = {}) {
  const offers = keptOffers();
  const talk = await openTalk(() => ({ kind: "nothing" }), { offers, ...kept });
  const target = { platform: "teams", workspace: TENANT, conversation: ANNA.aadObjectId } as const;
  expect(await talk.at.teams.platform.sendFile?.(target, FILE)).toEqual({ kind: "offered" });
  const message = standing(talk).at(-1);
  if (!message) throw new Error("Nothing was offered.");
  const card = cardOf(message);
  const from = { ...talk.alone, replyToId: message.activityId };
  return { talk, card, from, offers, offer: card.content.acceptContext?.offer };
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
    const { talk, from, offer, offers } = await offered();
    await talk.turn(says.consented(offer, drive.uploadInfo, from));
    expect(offers.finished).toEqual([offer]);
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

  test("is put nowhere else than at SharePoint, and they are told to send theirs again", async () => {
    const { talk, from, offer } = await offered();
    const uploadUrl = "https://drive.example/upload";
    await talk.turn(says.consented(offer, { ...(await oneDrive()).uploadInfo, uploadUrl }, from));
    expect(wordsOf(standing(talk).at(-1) as Message)).toMatch(/could not be saved to your OneDrive\. Send yours again/);
  });

  test.each<[string, "lost" | number]>([
    ["nobody heard of it", "lost"],
    ["OneDrive stumbled", 503],
  ])("that may be there although %s is tried again; refused then, it is to be looked for first", async (_, first) => {
    for (const then of [404, 409, 416]) {
      const drive = await oneDrive([first, then]);
      const { talk, from, offer, offers } = await offered(HASTY);
      await talk.turn(says.consented(offer, drive.uploadInfo, from));
      expect(drive.put).toHaveLength(2);
      expect(wordsOf(standing(talk).at(-1) as Message)).toMatch(/Look in your OneDrive first/);
      expect(offers.finished).toEqual([offer]);
    }
  });

  test("that OneDrive had no time for is tried four times, and isn't there", async () => {
    const drive = await oneDrive([429, 429, 429, 429]);
    const { talk, from, offer } = await offered(HASTY);
    await talk.turn(says.consented(offer, drive.uploadInfo, from));
    expect(drive.put).toHaveLength(4);
    expect(wordsOf(standing(talk).at(-1) as Message)).toMatch(/could not be saved to your OneDrive/);
  });

  test.each<[string, "silence" | number]>([
    ["while it is put", "silence"],
    ["between two tries", 503],
  ])("isn't used up where the process stops %s, and can be accepted again later", async (_, answer) => {
    const drive = await oneDrive([answer]);
    const { talk, from, offer, offers } = await offered({ patience: { putPauseMs: 3_600_000 } });
    const arrived = drive.arrival();
    await talk.at.post(says.consented(offer, drive.uploadInfo, from));
    await arrived;
    await talk.at.teams.stop();
    expect(offers.finished).toEqual([]);
    expect(cardOf(standing(talk).at(-1) as Message).contentType).toMatch(/file\.consent$/);
    offers.giveUp();
    expect(await offers.take(TENANT, offer ?? "", ANNA.aadObjectId, "accept")).toMatchObject({ kind: "taken" });
  });

  test("that was taken before and is refused now is to be looked for first", async () => {
    const drive = await oneDrive([404]);
    const { talk, from, offer, offers } = await offered();
    await offers.take(TENANT, offer ?? "", ANNA.aadObjectId, "accept");
    offers.giveUp();
    await talk.turn(says.consented(offer, drive.uploadInfo, from));
    expect(wordsOf(standing(talk).at(-1) as Message)).toMatch(/Look in your OneDrive first/);
  });

  test.each([302, 403])("that OneDrive answers with %i is put once and no further; they are told", async (status) => {
    const drive = await oneDrive([status]);
    const { talk, from, offer } = await offered();
    await talk.turn(says.consented(offer, drive.uploadInfo, from));
    expect(drive.put).toHaveLength(1);
    expect(wordsOf(standing(talk).at(-1) as Message)).toMatch(/could not be saved to your OneDrive/);
  });

  test("that isn't kept any more is said to be gone, in its reader's language", async () => {
    const drive = await oneDrive();
    const { talk, from } = await offered();
    await talk.turn(says.consented("another", drive.uploadInfo, from));
    expect(wordsOf(standing(talk).at(-1) as Message)).toMatch(/Diese Datei habe ich nicht mehr/);
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

describe("outside of this machine, a file that was accepted", () => {
  /** Anna accepts a file that Teams wants at an address. @returns where it was put, and what she sees then */
  async function accepted(uploadUrl: string) {
    const put: string[] = [];
    const fetching = vi.spyOn(globalThis, "fetch").mockImplementation((input) => {
      put.push(input as string);
      return Promise.resolve(new Response(null, { status: 201 }));
    });
    const offers = keptOffers();
    const { reader, ...file } = FILE;
    const offer = await offers.keep(TENANT, { ...file, user: ANNA.aadObjectId, person: reader });
    const shown: Sent[] = [];
    const consented = createConsents({
      offers,
      connector: {
        ...({} as Parameters<typeof createConsents>[0]["connector"]),
        redraw: (_way, id, sent) => {
          shown.push(sent);
          return Promise.resolve(id);
        },
      },
      tenant: TENANT,
      local: false,
      says: createSays(),
      log: keptLog(),
      pauseMs: 1,
      signal: new AbortController().signal,
    });
    const who = { id: ANNA.id, name: ANNA.name, aadObjectId: ANNA.aadObjectId };
    const where = { kind: "personal", conversation: "a:anna", tenant: TENANT } as const;
    const from = { who, where, serviceUrl: "https://smba.trafficmanager.net/emea/", replyToId: "1" };
    const place = { name: "complaints.csv", uniqueId: "1150D938", fileType: "csv", contentUrl: uploadUrl, uploadUrl };
    await consented(ACTIVITY.parse(says.consented(offer, place, from)));
    fetching.mockRestore();
    return { put, shown: JSON.stringify(shown) };
  }

  test("is put to SharePoint", async () => {
    const uploadUrl = "https://acme-my.sharepoint.com/personal/anna/_api/upload?session=1";
    const { put, shown } = await accepted(uploadUrl);
    expect(put).toEqual([uploadUrl]);
    expect(shown).toContain("file.info");
  });

  test.each([
    ["another host", "https://drive.example/upload"],
    ["a host that is called alike", "https://acme.sharepoint.com.example/upload"],
    ["a host that ends alike", "https://acmesharepoint.com/upload"],
    ["SharePoint without encryption", "http://acme.sharepoint.com/upload"],
    ["SharePoint as somebody", "https://someone:secret@acme.sharepoint.com/upload"],
    ["this machine", "http://127.0.0.1:3000/upload"],
    ["no address", "upload"],
  ])("is never put to %s", async (_, uploadUrl) => {
    const { put, shown } = await accepted(uploadUrl);
    expect(put).toEqual([]);
    expect(shown).toContain("could not be saved to your OneDrive");
  });
});
