import { Command } from "commander";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readLink } from "../src/chat/slack/install-state.ts";
import { addKeyCommands } from "../src/command-line-keys.ts";
import { addSlackCommands } from "../src/command-line-slack.ts";
import type { SlackOAuth } from "../src/config.ts";
import { openSealer } from "../src/db/encryption-key.ts";
import { createIngestKey, findIngestKey, ingestKeys, revokeIngestKey } from "../src/db/ingest-keys.ts";
import { readInstallation, removeInstallation, saveInstallation } from "../src/db/installations.ts";
import { rotateEncryption } from "../src/db/rotate-encryption.ts";
import type { Database } from "../src/db/transaction.ts";
import { wallClock } from "../src/kernel/clock.ts";
import type { OrganisationId } from "../src/kernel/ids.ts";
import { mintOrganisation, testDatabase, type TestDatabase } from "./helpers/database.ts";

const NOW = new Date("2026-11-24T08:00:00Z");
const sealerOf = (...fills: readonly [number, ...number[]]) => {
  const [first, ...others] = fills.map((fill) => Buffer.alloc(32, fill)) as [Buffer, ...Buffer[]];
  return openSealer({ encryptionKeys: [first, ...others], dataDir: "" });
};

let opened: TestDatabase;
let db: Database;
beforeAll(async () => {
  opened = await testDatabase();
  ({ db } = opened);
});
afterAll(() => opened.close());

describe("sealing every secret anew", () => {
  const workspace = (organisation: OrganisationId) => `T${organisation.slice(-12).toUpperCase()}`;
  async function filled(): Promise<{
    readonly organisation: OrganisationId;
    readonly keyId: string;
    readonly secret: string;
  }> {
    const organisation = await mintOrganisation(db);
    const old = sealerOf(1);
    const key = await db.write(organisation, async (tx) => {
      const installation = { token: "xoxb-1", scopes: [], installedBy: undefined, at: NOW };
      await saveInstallation(tx, old, { platform: "slack", workspace: workspace(organisation), ...installation });
      return createIngestKey(tx, old, { name: "warehouse", at: NOW });
    });
    if (!key) throw new Error("no key was made");
    return { organisation, ...key };
  }

  test("takes them all, of every organisation, and a second time finds nothing", async () => {
    const [one, two] = [await filled(), await filled()];
    expect(await rotateEncryption(db, sealerOf(2, 1))).toEqual({ resealed: 4, unopened: [] });
    expect(await rotateEncryption(db, sealerOf(2, 1))).toEqual({ resealed: 0, unopened: [] });
    const young = sealerOf(2);
    for (const { organisation, keyId, secret } of [one, two]) {
      expect((await findIngestKey(db, young, keyId, NOW))?.secret).toBe(secret);
      const stored = await db.read(organisation, (tx) => readInstallation(tx, young, "slack", workspace(organisation)));
      expect(stored?.token).toBe("xoxb-1");
    }
  });

  test("leaves what can't be opened, names it, and takes the rest", async () => {
    const lost = await filled();
    await rotateEncryption(db, sealerOf(3, 2, 1));
    const good = await filled();
    const { resealed, unopened } = await rotateEncryption(db, sealerOf(4, 1));
    expect(resealed).toBe(2);
    expect(unopened).toEqual(expect.arrayContaining([lost.keyId, `slack ${workspace(lost.organisation)}`]));
    expect((await findIngestKey(db, sealerOf(4), good.keyId, NOW))?.secret).toBe(good.secret);
    expect((await findIngestKey(db, sealerOf(3), lost.keyId, NOW))?.secret).toBe(lost.secret);
  });

  test("a sealed token that was put into another row, or put back, opens nothing", async () => {
    const { organisation } = await filled();
    const at = workspace(organisation);
    const sealer = sealerOf(1);
    const stored = () =>
      db.read(organisation, (tx) => tx.rows<{ sealed: Uint8Array }>("select sealed from installation"));
    const [before] = await stored();
    await db.write(organisation, async (tx) => {
      expect(await removeInstallation(tx, "slack", at)).toBe(true);
      const installation = { token: "xoxb-2", scopes: [], installedBy: undefined, at: NOW };
      await saveInstallation(tx, sealer, { platform: "slack", workspace: at, ...installation });
      await tx.rows("update installation set sealed = $1", [before?.sealed]);
    });
    await expect(db.read(organisation, (tx) => readInstallation(tx, sealer, "slack", at))).rejects.toThrow(
      "a secret of installation was changed or moved",
    );
  });
});

describe("the command", () => {
  const sealer = sealerOf(1);
  let organisation: OrganisationId;
  beforeAll(async () => {
    organisation = await mintOrganisation(db);
  });

  async function tandem(line: string): Promise<{ readonly out: string; readonly refused: string }> {
    let out = "";
    const program = new Command("tandem").exitOverride();
    const say = (text: string): void => void (out += text);
    addKeyCommands({
      program,
      out: say,
      withSealer: (use) => use({ db, sealer }),
      within: (_slug, use) => use({ db, sealer, organisation }),
    });
    addSlackCommands({ program, out: say, oauth: () => oauth, organisation: () => Promise.resolve(organisation) });
    const refused = await program.parseAsync(line.split(" "), { from: "user" }).then(
      () => "",
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    return { out, refused };
  }
  let oauth: SlackOAuth | undefined;

  test("makes, lists, rotates and revokes a key, and shows each secret once", async () => {
    const created = await tandem("keys create warehouse");
    const [, keyId = "", secret = ""] = /key\s+(tdk_[0-9a-f]{20})\nsecret\s+(tds_[\w-]{43})\n/.exec(created.out) ?? [];
    expect([keyId === "", secret === ""]).toEqual([false, false]);
    expect((await tandem("keys create warehouse")).refused).toContain('There is a key "warehouse" already');
    const listed = await tandem("keys list");
    expect(listed.out).toMatch(new RegExp(`^${keyId}  warehouse  csv  made \\d{4}-\\d\\d-\\d\\d  good  never used\n$`));
    const rotated = await tandem(`keys rotate ${keyId}`);
    expect(rotated.out).toContain(`The key ${keyId} is good until `);
    expect(rotated.out).not.toContain(secret);
    expect((await tandem(`keys rotate ${keyId}`)).refused).toContain("was revoked or rotated before");
    expect((await tandem(`keys revoke ${keyId}`)).out).toContain(`Revoked the key ${keyId}`);
    expect((await tandem("keys list")).out).toMatch(/revoked .*\n.*good/);
    expect((await tandem("keys revoke tdk_none")).refused).toContain("There is no key");
    const rows = await db.read(organisation, (tx) =>
      tx.rows<{ action: string }>("select action from audit where person_id is null order by id"),
    );
    expect(rows.map(({ action }) => action)).toEqual(["keys.created", "keys.rotated", "keys.revoked"]);
  });

  test("makes a key for the CRM's data, and knows no third source", async () => {
    expect((await tandem("keys create salesforce --source CRM")).out).toContain("secret");
    expect((await tandem("keys list")).out).toMatch(/salesforce {2}crm {2}made/);
    expect((await tandem("keys create erp --source sap")).refused).toContain(
      'The source "sap" isn\'t known. Use crm for what comes from your CRM, or csv',
    );
  });

  test.each(["", "x".repeat(81), "a\u0000b", "\u202eabc"])("refuses the name %j with what is allowed", async (name) => {
    expect((await tandem(`keys create ${name}`)).refused).toContain("isn't allowed. Use up to 80 letters");
  });

  test("makes a link only where many workspaces are set up", async () => {
    expect((await tandem("slack install-link")).refused).toContain("A link needs SLACK_CLIENT_ID");
    const stateSecret = "a-state-secret-of-the-tests";
    oauth = { clientId: "1.2", clientSecret: "client-secret", stateSecret, baseUrl: "https://tandem.example.com" };
    const link = new URL((await tandem("slack install-link")).out.trim());
    expect(link.href).toMatch(/^https:\/\/tandem\.example\.com\/slack\/install\?for=/);
    expect(readLink(stateSecret, link.searchParams.get("for") ?? "", wallClock.now())).toEqual({ organisation });
  });
});

test("a revoked key's secret is destroyed", async () => {
  const organisation = await mintOrganisation(db);
  const sealer = sealerOf(1);
  const key = await db.write(organisation, (tx) => createIngestKey(tx, sealer, { name: "crm", at: NOW }));
  await db.write(organisation, async (tx) => {
    expect(await revokeIngestKey(tx, { keyId: key?.keyId ?? "", at: NOW })).toBe(true);
    const [row] = await tx.rows<{ sealed: Uint8Array }>("select sealed from ingest_key");
    expect(row?.sealed).toHaveLength(0);
  });
  expect(await findIngestKey(db, sealer, key?.keyId ?? "", NOW)).toBeUndefined();
  expect((await db.read(organisation, ingestKeys))[0]?.revokedAt).toEqual(NOW);
});
