import { describe, expect, test } from "vitest";
import type { PlatformHouse } from "./platform-house.ts";

const BYTES = Buffer.from("external_id,name\nN1,Nörthwind\n");
const MOST = 1000;

/** Files that people send to the bot, and those that it sends. @param sends it can post one */
export function filesContract(name: string, house: () => PlatformHouse, sends: boolean): void {
  const fetchFile = (address: string, mostBytes = MOST) =>
    house().platform.fetchFile(house().channel.workspace, address, mostBytes);

  const file = { name: "complaints.csv", title: ["Complaints"], bytes: BYTES, locale: "en" } as const;
  const sendFile = (target = house().anna.direct) => house().platform.sendFile?.(target, file);

  describe(`${name}: a file that somebody sent`, () => {
    test("is fetched as it is", async () => {
      const got = await fetchFile(house().files.put(BYTES));
      expect(got.kind === "fetched" ? Buffer.from(got.bytes).toString() : got).toBe(BYTES.toString());
    });

    test("may have as many bytes as are allowed, and not one more", async () => {
      const address = house().files.put(BYTES);
      expect(await fetchFile(address, BYTES.length)).toMatchObject({ kind: "fetched" });
      expect(await fetchFile(address, BYTES.length - 1)).toEqual({ kind: "too-big" });
    });

    test("that is given by a redirect isn't fetched, for it may lead anywhere", async () => {
      expect(await fetchFile(house().files.put(BYTES, "moved"))).toEqual({ kind: "refused", problem: "http 302" });
      expect(house().files.asked()).toHaveLength(1);
    });

    test("is no page to sign in, and none that is gone", async () => {
      expect(await fetchFile(house().files.put(BYTES, "page"))).toMatchObject({ kind: "refused" });
      expect(await fetchFile(house().files.put(BYTES, "gone"))).toMatchObject({ kind: "refused" });
    });

    test("can be had later where the platform fails", async () => {
      expect(await fetchFile(house().files.put(BYTES, "failing"))).toMatchObject({ kind: "passing" });
    });

    test("lies with the platform: of another address nothing is asked", async () => {
      const { origin, host, pathname } = new URL(house().files.put(BYTES));
      const others = [
        "",
        "accounts.csv",
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data",
        `https://example.com${pathname}`,
        `http://${host}@example.com${pathname}`,
        `http://someone:secret@${host}${pathname}`,
        `${origin}.example.com${pathname}`,
        `http://example.com\\@${host}${pathname}`,
        `http:/${host}${pathname}`,
        ` ${origin}${pathname}`,
      ];
      for (const address of others) expect([address, await fetchFile(address)]).toMatchObject([address, REFUSED]);
      expect(house().files.asked()).toEqual([]);
    });
  });

  if (!sends) {
    test(`${name}: a file can't simply be posted, so its reader is asked first, and nobody in a channel`, async () => {
      expect(await sendFile()).toEqual({ kind: "offered" });
      expect(await sendFile(house().channel)).toMatchObject({ kind: "not-allowed" });
      expect(await sendFile(house().elsewhere)).toMatchObject({ kind: "not-allowed" });
    });
    return;
  }

  describe(`${name}: a file of ours`, () => {
    test("stands in a person's own conversation, as it is", async () => {
      expect(await sendFile()).toMatchObject({ kind: "sent" });
      expect(house().files.sent(house().anna.direct)).toEqual([{ name: file.name, text: BYTES.toString() }]);
    });

    test("goes nowhere where nobody is", async () => {
      expect(await sendFile(house().nowhere)).toMatchObject({ kind: "address-gone" });
      expect(await sendFile(house().elsewhere)).toMatchObject({ kind: "address-gone" });
      expect(house().files.sent(house().anna.direct)).toEqual([]);
    });
  });
}

const REFUSED = { kind: "refused" };
