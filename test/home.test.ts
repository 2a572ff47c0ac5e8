import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addAccount, addContract, addPerson, ids } from "./helpers/company.ts";
import { NINE, runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";

let house: RunningApp;
beforeAll(async () => {
  house = await runApp();
});
afterAll(() => house.stop());

async function rows<T>(sql: string, values: unknown[] = []): Promise<T[]> {
  return house.app.db.write(house.company.organisation, (tx) => tx.rows<T & object>(sql, values));
}

async function standing(account: string, state: string, p: number, band: string): Promise<void> {
  await rows(
    `insert into risk_state (organisation_id, account_id, state, causes, since, band, p, scored_day)
     values ($1, $2, $3, '{score}', $4::timestamptz, $5, $6, ($4::timestamptz)::date)`,
    [house.company.organisation, account, state, NINE, band, p],
  );
}

async function offer(account: string, assignee: string, more: { claimedBy?: string; parked?: boolean } = {}) {
  const id = `01900000-0000-7000-a000-${account.slice(-12)}`;
  await rows(
    `insert into opportunity (organisation_id, id, account_id, product, product_key, stage, parked, parked_at, origin, spotted_by,
                              spotted_at, benefit, gate, region, assignee_id, pool, routed_at, claimed_by, claimed_at, contact_by)
     values ($1, $2, $3, 'more seats', 'more seats', $4, $5, $6, 'csm', $7, $8, 'a benefit', '{}', 'dach', $9, false, $8, $10, $11, $11)`,
    [
      house.company.organisation,
      id,
      account,
      more.claimedBy ? "claimed" : "routed",
      more.parked ? "at-risk" : null,
      more.parked ? NINE : null,
      house.company.anna.id,
      NINE,
      assignee,
      more.claimedBy ?? null,
      more.claimedBy ? NINE : null,
    ],
  );
  return id;
}

describe("somebody's own screen", () => {
  test("lists a CSM's customers, the most urgent first, and what needs a look", async () => {
    const { anna, northwind, adatum, organisation } = house.company;
    await house.app.db.write(organisation, async (tx) => {
      await addContract(tx, northwind, { arrMinor: 4_800_000, renewsOn: "2027-03-31", noticeDays: 30 });
      await addContract(tx, adatum, { arrMinor: 100_000, renewsOn: "2027-01-31" });
    });
    const before = wordsOf(await house.command(anna, "/tandem home"));
    expect(before).toContain("2 customers are yours");
    expect(before.indexOf("Adatum")).toBeLessThan(before.indexOf("Northwind"));
    expect(before).not.toContain("need a look");

    await standing(northwind, "at-risk", 0.3, "high");
    const after = wordsOf(await house.command(anna, "/tandem home"));
    expect(after).toContain("1 customer needs a look");
    const list = after.slice(after.indexOf("2 customers are yours"));
    expect(list.indexOf("Northwind")).toBeLessThan(list.indexOf("Adatum"));
  });

  test("shows each reader only what is theirs, and tells who has nothing what to do", async () => {
    const { ben, kim, marta } = house.company;
    const bens = wordsOf(await house.command(ben, "/tandem home"));
    expect(bens).toContain("Contoso");
    expect(bens).not.toMatch(/Northwind|Adatum/);
    const martas = wordsOf(await house.command(marta, "/tandem home"));
    expect(martas).toContain("Northwind GmbH");
    expect(martas).not.toMatch(/Contoso|Adatum/);
    const kims = wordsOf(await house.command(kim, "/tandem home"));
    expect(kims).toContain("Look one up with");
    expect(kims).not.toMatch(/Northwind|Adatum|Contoso/);
  });

  test("shows an AM what to claim, what they promised and what is on hold", async () => {
    const { marta, jonas, northwind, adatum, contoso } = house.company;
    await offer(adatum, marta.id);
    await offer(contoso, marta.id, { claimedBy: marta.id });
    await offer(northwind, marta.id, { parked: true });
    const said = wordsOf(await house.command(marta, "/tandem home"));
    expect(said).toContain("1 opportunity to claim");
    expect(said).toContain("1 contact promised by you");
    expect(said).toContain("1 opportunity on hold");
    const others = wordsOf(await house.command(jonas, "/tandem home"));
    expect(others).not.toContain("opportunity");
  });

  test("shows a cover what they cover, for as long as it lasts", async () => {
    const { ben, anna, organisation } = house.company;
    const id = "01900000-0000-7000-b000-000000000001";
    await rows(
      `insert into cover (organisation_id, id, person_id, cover_id, from_on, until_on, made_by, made_at)
       values ($1, $2, $3, $4, '2026-11-24', '2026-11-24', $3, $5)`,
      [organisation, id, anna.id, ben.id, NINE],
    );
    expect(wordsOf(await house.command(ben, "/tandem home"))).toContain("3 customers are yours");
    await rows("update cover set ended_at = $1 where id = $2", [NINE, id]);
    expect(wordsOf(await house.command(ben, "/tandem home"))).toContain("1 customer is yours");
  });

  test("opens with what is left to set up for an administrator, and for nobody else", async () => {
    const { ada, anna } = house.company;
    const said = wordsOf(await house.command(ada, "/tandem home"));
    expect(said).toContain("of the set-up are left");
    expect(said).toContain("There is no usage data yet");
    expect(wordsOf(await house.command(anna, "/tandem home"))).not.toContain("set-up");
  });

  test("is drawn anew in its message once something is done there, and what is done is gone", async () => {
    const { anna, northwind, workspace } = house.company;
    await rows("delete from risk_case");
    await rows(
      "insert into risk_case (organisation_id, id, account_id, state, causes, opened_at, waiting_since) values ($1, $2, $3, 'open', '{score}', $4, $4)",
      [house.company.organisation, ids.next(), northwind, NINE],
    );
    const { reply } = await house.command(anna, "/tandem home");
    const drawn = JSON.stringify(reply);
    expect(drawn).toContain('{"name":"risk.own","subject":"' + northwind + '","home":true}');
    const press = (name: string, ephemeral: boolean, key: string) =>
      house.app.handle({
        kind: "press",
        action: { name, subject: northwind, home: true },
        sender: { platform: "slack", workspace, user: anna.user, home: workspace },
        place: { conversation: "C0ANYWHERE", private: false, ...(ephemeral && { ephemeral }) },
        contentKey: key,
        replyTo: {},
      });
    const opened = await press("accounts.open", true, "home-open");
    expect(opened.reply.kind).toBe("private");
    const after = await press("risk.own", true, "home-own");
    expect(after.reply.kind).toBe("replace");
    expect(wordsOf(after)).toContain("Northwind");
    expect(JSON.stringify(after.reply)).not.toContain("risk.own");
    expect(JSON.stringify(after.reply)).toContain("accounts.open");
    expect((await press("risk.own", false, "home-own-tab")).reply.kind).toBe("done");
  });

  test("is what Slack's home tab shows, and a stranger's says whom to ask", async () => {
    const { anna, workspace } = house.company;
    const at = (user: string) => ({
      kind: "home" as const,
      sender: { platform: "slack" as const, workspace, user, home: workspace },
      place: { conversation: user, private: true },
      contentKey: `home ${user}`,
      replyTo: {},
    });
    expect(wordsOf(await house.app.handle(at(anna.user)))).toContain("Your overview, Anna");
    expect(wordsOf(await house.app.handle(at("U0STRANGER")))).toContain("ask your Tandem administrator");
  });
});

describe("somebody who was added", () => {
  test("reads their own screen in their language", async () => {
    const { organisation, workspace } = house.company;
    const lena = await house.app.db.write(organisation, (tx) =>
      addPerson(tx, workspace, "Lena Neu", ["colleague"], { locale: "de" }),
    );
    expect(wordsOf(await house.command(lena, "/tandem home"))).toContain("Ihre Übersicht, Lena Neu");
  });
});

describe("somebody's day", () => {
  test("has what their morning has to be done", async () => {
    const { anna, marta, northwind, organisation } = house.company;
    const today = async (who: typeof anna): Promise<string> => wordsOf(await house.command(who, "/tandem today"));
    await house.app.db.write(organisation, (tx) =>
      addContract(tx, northwind, { arrMinor: 4_800_000, renewsOn: "2026-12-31", noticeDays: 30 }),
    );
    expect(await today(anna)).toContain("Northwind");
    const fabrikam = await house.app.db.write(organisation, (tx) => addAccount(tx, "Fabrikam", { am: marta.id }));
    const id = await offer(fabrikam, marta.id);
    expect(await today(marta)).toContain("more seats");
    await rows(
      "update opportunity set stage = 'claimed', claimed_by = $2, claimed_at = $3, contact_by = $3 where id = $1",
      [id, marta.id, NINE],
    );
    expect(await today(marta)).toContain("more seats");
  });
});
