import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { postgresPool } from "../src/db/client.ts";
import { createDatabase, type Database } from "../src/db/transaction.ts";
import { openOpportunities } from "../src/features/opportunities/store.ts";
import { type Proxy, startProxy, type Verdict } from "./chaos/proxy.ts";
import type { TestPerson } from "./helpers/company.ts";
import { SERVER, testDatabase } from "./helpers/database.ts";
import { letGrow } from "./helpers/growing.ts";
import { runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";

const MARK = "cut-";
const AWAY = /can't reach my data right now, so nothing was changed.*try again in a minute/;
const UNSURE = /lost touch with my data.*look in a minute/;

describe.skipIf(SERVER === undefined)("on a PostgreSQL server", () => {
  let proxy: Proxy;
  let db: Database;
  let house: RunningApp;
  let url = "";
  /** what becomes of the next COMMITs after an input with the mark was noted */
  let fates: Verdict[] = [];
  /** the connections that an input with the mark is decided on */
  const marked = new Set<object>();
  let isAway = false;
  const broken: Error[] = [];

  beforeAll(async () => {
    url = (await testDatabase()).url ?? "";
    const to = new URL(url);
    proxy = await startProxy({
      to: { host: to.hostname, port: Number(to.port) },
      watch: {
        statements: /./,
        marks: { prefix: MARK, length: MARK.length },
        before({ sql, connection, marks }) {
          if (isAway) return "reset";
          if (marks.length > 0) marked.add(connection);
          return /^commit$/i.test(sql) && marked.delete(connection) ? fates.shift() : "pass";
        },
      },
    });
    to.port = String(proxy.port);
    db = createDatabase({
      pool: postgresPool({ url: to.href, onError: (error) => broken.push(error) }),
      onError: (error) => broken.push(error),
    });
    house = await runApp({ db });
  });
  afterAll(async () => {
    await house.stop();
    await proxy.stop();
  });
  beforeEach(() => {
    fates = [];
    isAway = false;
    marked.clear();
  });

  let made = 0;
  async function offered(): Promise<{ id: string; product: string }> {
    const { anna, adatum, organisation } = house.company;
    const product = `more seats ${String(++made)}`;
    const values = { product, benefit: "Logins are scarce every Monday morning.", word: "yes" };
    await db.write(organisation, (tx) => letGrow(tx, adatum, house.clock.now()));
    await house.submit(anna, "opportunities.spot", adatum, values);
    const { open } = await db.read(organisation, (tx) => openOpportunities(tx, adatum));
    return { id: open.find((each) => each.product === product)?.id ?? "", product };
  }
  async function claim(who: TestPerson, { id }: { id: string }): Promise<string> {
    return wordsOf(await house.press(who, "opportunities.claim", id, `${MARK}${String(++made)}`));
  }
  async function claims({ product }: { product: string }): Promise<number> {
    const rows = await db.read(house.company.organisation, (tx) =>
      tx.rows("select 1 from timeline where kind = 'opportunity-claimed' and details ->> 'product' = $1", [product]),
    );
    return rows.length;
  }

  describe("a claim", () => {
    test("whose COMMIT went through though its answer was lost is told as won, once", async () => {
      const offer = await offered();
      fates = ["cut-reply"];
      expect(await claim(house.company.jonas, offer)).toMatch(/^It's yours\./);
      expect(fates).toEqual([]);
      expect(await claims(offer)).toBe(1);
      expect(await claim(house.company.marta, offer)).toContain("Jonas Weber claimed this");
    });

    test("whose connection broke before its COMMIT is decided anew, and won", async () => {
      const offer = await offered();
      fates = ["reset"];
      expect(await claim(house.company.jonas, offer)).toMatch(/^It's yours\./);
      expect(fates).toEqual([]);
      expect(await claims(offer)).toBe(1);
    });

    test("that was lost meanwhile says who has it", async () => {
      const offer = await offered();
      fates = ["reset"];
      const first = claim(house.company.jonas, offer);
      const second = claim(house.company.marta, offer);
      const answers = [await first, await second];
      expect(answers.filter((answer) => answer.startsWith("It's yours."))).toHaveLength(1);
      expect(answers.filter((answer) => /(Jonas Weber|Marta Silva) claimed this/.test(answer))).toHaveLength(1);
      expect(await claims(offer)).toBe(1);
    });

    test("that breaks one time after the other is said to be unsure, and stands once", async () => {
      const offer = await offered();
      fates = ["cut-reply", "reset", "reset", "cut-reply"];
      expect(await claim(house.company.jonas, offer)).toMatch(UNSURE);
      expect(fates).toEqual([]);
      expect(await claims(offer)).toBe(1);
      expect(await claim(house.company.jonas, offer)).toContain("already yours");
    });

    test("that never reached its COMMIT is said to have changed nothing", async () => {
      const offer = await offered();
      isAway = true;
      expect(await claim(house.company.jonas, offer)).toMatch(AWAY);
      isAway = false;
      expect(await claims(offer)).toBe(0);
      expect(await claim(house.company.jonas, offer)).toMatch(/^It's yours\./);
    });
  });

  describe("while the database is away", () => {
    test("everybody is told what to do, many at once too, and afterwards all is as before", async () => {
      const { anna, ben } = house.company;
      await house.command(anna, "/account northwind");
      isAway = true;
      proxy.reset();
      const crowd = await Promise.all(Array.from({ length: 100 }, () => house.command(anna, "/account northwind")));
      for (const answer of crowd) expect(wordsOf(answer)).toMatch(AWAY);
      expect(wordsOf(await house.command(ben, "/account contoso"))).toMatch(AWAY);
      expect(wordsOf(await house.command(anna, "/tandem help"))).toContain("What you can ask me");
      expect(proxy.open).toBeLessThanOrEqual(10);
      isAway = false;
      expect(wordsOf(await house.command(ben, "/account contoso"))).toContain("Contoso");
    });

    test("they are told in their own language", async () => {
      const { olga } = house.company;
      await house.submit(olga, "settings.mine", "", { locale: "de", zone: "Europe/Berlin", digestAt: "08:00" });
      await house.command(olga, "/account northwind");
      isAway = true;
      expect(wordsOf(await house.command(olga, "/account northwind"))).toContain(
        "Ich erreiche meine Daten gerade nicht",
      );
    });
  });

  test("connections that the server ended while nobody used them are replaced without a word", async () => {
    const { ben } = house.company;
    await house.command(ben, "/account contoso");
    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    const ended = await admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'tandem'",
    );
    await admin.end();
    expect(ended.rowCount).toBeGreaterThan(0);
    while (proxy.open > 0 && broken.length === 0) await pause(10);
    expect(wordsOf(await house.command(ben, "/account contoso"))).toContain("Contoso");
  });
});
