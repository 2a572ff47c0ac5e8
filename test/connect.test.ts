import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlatformUser } from "../src/chat/platform.ts";
import { organisations, workspacesOf } from "../src/db/shell.ts";
import { matchPeople } from "../src/features/accounts/match.ts";
import { connectWorkspace } from "../src/inbound/connect.ts";
import { wallClock } from "../src/kernel/clock.ts";
import { ids, mintCompany } from "./helpers/company.ts";
import { testDatabase, type TestDatabase } from "./helpers/database.ts";
import { createLines } from "./helpers/outbox.ts";
import { createRecordingPlatform } from "./helpers/recording-platform.ts";

let opened: TestDatabase;
beforeAll(async () => {
  opened = await testDatabase();
});
afterAll(() => opened.close());

const TEAM = { workspace: "T0QUILL", workspaceName: "Quill & Stone GmbH" };

describe("connecting the one configured workspace", () => {
  test("makes the organisation when there is none, binds it once, and outlives a platform that is down", async () => {
    const { db } = opened;
    const { log, lines } = createLines();
    const parts = { db, ids, wall: wallClock, log };
    const down = (): Promise<never> => Promise.reject(new Error("ECONNREFUSED"));
    await expect(connectWorkspace(parts, "slack", down)).rejects.toThrow(/refused the token or can't be reached/);

    await connectWorkspace(parts, "slack", () => Promise.resolve(TEAM));
    await connectWorkspace(parts, "slack", () => Promise.resolve(TEAM));
    const [only, second] = await organisations(db.system);
    expect([only?.slug, second]).toEqual(["quill-stone-gmbh", undefined]);
    expect(only && (await workspacesOf(db.system, only.id, "slack"))).toEqual(["T0QUILL"]);

    await connectWorkspace(parts, "slack", down);
    expect(lines.some(({ level, message }) => level === "error" && message.includes("stays as it was bound"))).toBe(
      true,
    );
  });
});

describe("matching people by e-mail", () => {
  test("tells nobody from not looked up, and goes on where it was broken off", async () => {
    const { db } = opened;
    const company = await mintCompany(db);
    const workspace = "T0ELSEWHERE";
    const { log } = createLines();
    let answers = 3;
    function userByEmail(_: string, email: string): Promise<PlatformUser | undefined> {
      if (answers-- <= 0) return Promise.reject(new Error("ratelimited"));
      if (email.startsWith("ada.")) return Promise.resolve(undefined);
      return Promise.resolve({ user: `U${email.slice(0, 3).toUpperCase()}`, email, name: email, zone: undefined });
    }
    const platform = { ...createRecordingPlatform(), userByEmail };
    const match = () => matchPeople({ db, platform, log }, company.organisation, workspace);
    expect(await match()).toEqual({ matched: 2, unmatched: 1, left: 4 });
    answers = 100;
    expect(await match()).toEqual({ matched: 4, unmatched: 1, left: 0 });
    expect(await match()).toEqual({ matched: 0, unmatched: 1, left: 0 });
  });

  test("goes on behind one whose address the platform can't answer", async () => {
    const { db } = opened;
    const company = await mintCompany(db);
    const { log } = createLines();
    function userByEmail(_: string, email: string): Promise<PlatformUser | undefined> {
      if (email.startsWith("anna.")) return Promise.reject(new Error("invalid_arguments"));
      return Promise.resolve({ user: `U${email.slice(0, 3).toUpperCase()}`, email, name: email, zone: undefined });
    }
    const platform = { ...createRecordingPlatform(), userByEmail };
    const match = () => matchPeople({ db, platform, log }, company.organisation, "T0ELSEWHERE");
    expect(await match()).toEqual({ matched: 6, unmatched: 0, left: 1 });
    expect(await match()).toEqual({ matched: 0, unmatched: 0, left: 1 });
  });
});
