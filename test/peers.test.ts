import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Interaction } from "../src/chat/interaction.ts";
import type { AccountId, ContactId, PersonId } from "../src/kernel/ids.ts";
import { addAccount, addContract, addPerson, ids, type TestContract, type TestPerson } from "./helpers/company.ts";
import { wordsOf } from "./helpers/running-app.ts";
import { surveyService, type SurveyHouse } from "./helpers/survey-house.ts";

/** In Berlin, where everybody is: ten in the morning of a Tuesday. */
const TUESDAY = "2026-11-24T09:00:00Z";
const LONG_AGO = new Date("2025-01-01T00:00:00Z");
const TALK = { topic: "how the night shift scans pallets" };

const service = surveyService();
let house: SurveyHouse;
let northwind: AccountId;
/** Ben's, and much like Northwind */
let fabrikam: AccountId;
let presses = 0;

beforeEach(async () => {
  house = await service.begin();
  ({ northwind } = house.company);
  await house.at(TUESDAY);
  await house.rows(
    "insert into metric (organisation_id, name, kind, product, label) values ($1, 'scan', 'feature', 'Warehouse', 'Scanning'), ($1, 'pick', 'feature', 'Warehouse', 'Picking')",
    [house.company.organisation],
  );
  await house.rows("update account set segment = 'mid-market' where id = $1", [northwind]);
  await contract(northwind, 50);
  fabrikam = await customer("Fabrikam AG", house.company.ben, 60);
  await uses(northwind, "scan", 0);
  await uses(fabrikam, "scan", 1);
});
afterAll(() => service.stop());

async function contract(account: AccountId, seats: number, more: Partial<TestContract> = {}): Promise<void> {
  await house.app.db.write(house.company.organisation, (tx) =>
    addContract(tx, account, { arrMinor: 4_800_000, startsOn: "2026-01-01", seats, ...more }),
  );
  await house.rows("update contract set product = 'Warehouse' where account_id = $1", [account]);
}
async function customer(
  name: string,
  csm: TestPerson | undefined,
  seats: number,
  more: Partial<TestContract> = {},
): Promise<AccountId> {
  const account = await house.app.db.write(house.company.organisation, (tx) =>
    addAccount(tx, name, { ...(csm && { csm: csm.id }), segment: "mid-market" }),
  );
  await contract(account, seats, more);
  return account;
}
/** the same value on each of the 28 days before Tuesday */
async function uses(account: AccountId, metric: string, value: number): Promise<void> {
  await house.rows(
    `insert into usage (organisation_id, account_id, metric, day, value, ingested_at, known_at)
     select $1, $2, $3, date '2026-11-24' - n, $4, $5, $5 from generate_series(1, 28) n
     on conflict (organisation_id, account_id, metric, day) do update set value = excluded.value`,
    [house.company.organisation, account, metric, value, LONG_AGO],
  );
}
async function contactAt(account: AccountId, name: string): Promise<ContactId> {
  const id = ids.next<"contact">();
  await house.rows(
    `insert into contact (organisation_id, id, account_id, email, name, role, source, added_at, changed_at)
     values ($1, $2, $3, $4, $5, 'champion', 'csv', $6, $6)`,
    [house.company.organisation, id, account, `${id}@customer.example`, name, LONG_AGO],
  );
  return id;
}
async function pressed(who: TestPerson, name: string, subject: string, choice: string): Promise<string> {
  const { workspace } = house.company;
  const press = {
    kind: "press",
    sender: { platform: "slack", workspace, user: who.user, home: workspace },
    place: { conversation: "C0ANYWHERE", private: false },
    contentKey: `peers-${String(++presses)}`,
    replyTo: {},
    action: { name, subject, choice },
    choice,
  } as const;
  return wordsOf(await house.app.handle(press satisfies Interaction));
}
const peers = async (who: TestPerson, name: string): Promise<string> =>
  wordsOf(await house.command(who, `/tandem peers ${name}`));
/** The keys of the offers that somebody sees. */
async function keys(who: TestPerson, name = "northwind"): Promise<string[]> {
  const { reply } = await house.command(who, `/tandem peers ${name}`);
  if (reply.kind !== "private") return [];
  return reply.card.body.flatMap((block) => {
    const button = block.kind === "text" ? block.button : undefined;
    return button && "press" in button && button.press.choice !== undefined ? [button.press.choice] : [];
  });
}
async function propose(who: TestPerson): Promise<string> {
  const [key = ""] = await keys(who);
  const said = await pressed(who, "peers.propose", northwind, key);
  await house.app.settle();
  return said;
}
async function sideOf(part: "learns" | "shares"): Promise<string> {
  const [row] = await house.rows<{ id: string }>("select id from peer_side where part = $1 order by id desc limit 1", [
    part,
  ]);
  return row?.id ?? "";
}
const stands = () =>
  house.rows<{ state: string; ended_as: string | null }>("select state, ended_as from peer_exchange order by id");
const inbox = (who: TestPerson): string => house.standingWith(who).join("\n");
async function press(who: TestPerson, name: string, part: "learns" | "shares"): Promise<string> {
  const said = wordsOf(await house.press(who, name, await sideOf(part)));
  await house.app.settle();
  return said;
}
async function submit(
  who: TestPerson,
  form: string,
  part: "learns" | "shares",
  values: Record<string, string>,
): Promise<string> {
  const said = wordsOf(await house.submit(who, form, await sideOf(part), values));
  await house.app.settle();
  return said;
}
/** Anna proposes, Ben agrees to ask, and both customers agree. */
async function agreed(): Promise<{ readonly dana: ContactId; readonly erik: ContactId }> {
  const { anna, ben } = house.company;
  const dana = await contactAt(northwind, "Dana Vogt");
  const erik = await contactAt(fabrikam, "Erik Sommer");
  await propose(anna);
  await press(ben, "peers.ask", "shares");
  await submit(anna, "peers.agree", "learns", { contact: dana, ...TALK });
  await submit(ben, "peers.agree", "shares", { contact: erik, topic: "our shelves" });
  return { dana, erik };
}
const touches = (account: AccountId) =>
  house.rows(
    `select t.direction, t.proactive, c.name from timeline t join contact c on c.id = t.contact_id
      where t.account_id = $1 and t.kind = 'peers-introduced'`,
    [account],
  );

describe("an exchange", () => {
  test("is proposed, asked about on both sides, introduced as a contact with both, and looked at 30 days later", async () => {
    const { anna, ben } = house.company;
    const dana = await contactAt(northwind, "Dana Vogt");
    const erik = await contactAt(fabrikam, "Erik Sommer");
    const offers = await peers(anna, "northwind");
    expect(offers).toContain("Whom Northwind GmbH may learn from");
    expect(offers).toContain("uses “Scanning” well, which Northwind GmbH has and doesn't use");
    expect(offers).toContain("In mid-market, with 50 to 99 seats");
    expect(offers).toContain("Check that they don't compete");
    expect(offers).toContain("Ben Ito");
    expect(offers).not.toContain("Fabrikam");

    expect(await propose(anna)).toContain("is asked whether their customer may be asked");
    expect(inbox(anna)).not.toContain("Fabrikam");
    expect(inbox(ben)).toContain("An exchange for Fabrikam AG");
    expect(inbox(ben)).toContain("Northwind GmbH might learn from that");
    expect(inbox(ben)).not.toContain("doesn't use");
    expect(inbox(ben)).not.toContain("50");
    expect(await peers(anna, "northwind")).toContain("hasn't answered yet");
    expect(wordsOf(await house.command(ben, "/tandem today"))).toContain("whether Fabrikam AG may talk");

    expect(await press(ben, "peers.ask", "shares")).toContain("Now ask Fabrikam AG");
    expect(inbox(anna)).toContain("Fabrikam AG uses “Scanning” well");
    expect(await press(ben, "peers.ask", "shares")).toContain("neither has answered yet");
    expect(wordsOf(await house.command(anna, "/tandem today"))).toContain("Ask Northwind GmbH");

    expect(await submit(anna, "peers.agree", "learns", { contact: dana, ...TALK })).toContain("Northwind GmbH agrees");
    expect(inbox(ben)).not.toContain("Dana");
    expect(inbox(ben)).not.toContain("night shift");
    expect(await press(anna, "peers.introduce", "learns")).toContain("Not both customers have agreed yet");
    expect(await submit(ben, "peers.agree", "shares", { contact: erik, topic: "our shelves" })).toContain(
      "both agree. Introduce them",
    );
    expect(inbox(ben)).toContain("Dana Vogt, who would like to talk of “how the night shift scans pallets”");
    expect(inbox(anna)).toContain("Erik Sommer");

    expect(await press(anna, "peers.introduce", "learns")).toContain(
      "a contact with Northwind GmbH and with Fabrikam AG",
    );
    expect(await press(ben, "peers.introduce", "shares")).toContain("Anna Kurz introduced Northwind GmbH");
    expect(await touches(northwind)).toEqual([{ direction: "out", proactive: true, name: "Dana Vogt" }]);
    expect(await touches(fabrikam)).toEqual([{ direction: "out", proactive: true, name: "Erik Sommer" }]);

    expect(wordsOf(await house.command(anna, "/tandem today"))).not.toContain("exchange");
    await house.at("2026-12-24T08:05:00Z");
    expect(inbox(anna)).toContain("ask Northwind GmbH whether it helped");
    expect(inbox(ben)).toContain("ask Fabrikam AG whether it helped");
    expect(await pressed(anna, "peers.helped", await sideOf("learns"), "yes")).toContain("Noted for Northwind GmbH");
    expect(await pressed(anna, "peers.helped", await sideOf("learns"), "no")).toContain("It helped Northwind GmbH");
    expect(await pressed(ben, "peers.helped", await sideOf("shares"), "maybe")).toContain("Nothing is chosen yet");
    expect(await pressed(ben, "peers.helped", await sideOf("shares"), "nothing")).toContain("Noted for Fabrikam AG");
    expect(await house.rows("select part, helped from peer_side order by part")).toEqual([
      { part: "learns", helped: "yes" },
      { part: "shares", helped: "nothing" },
    ]);
    const told = await house.rows<{ kind: string }>(
      "select kind from timeline where account_id = $1 and kind like 'peers-%' order by id",
      [northwind],
    );
    expect(told.map(({ kind }) => kind)).toEqual([
      "peers-proposed",
      "peers-agreed",
      "peers-introduced",
      "peers-helped-yes",
    ]);
    const audited = await house.rows<{ action: string }>("select distinct action from audit where action like 'peers.%'");
    expect(audited.map(({ action }) => action).toSorted()).toEqual(
      ["agree", "ask", "helped", "introduce", "propose"].map((each) => `peers.${each}`),
    );
  });
});
