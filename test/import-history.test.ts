import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plain } from "../src/chat/card.ts";
import { heldAbout } from "../src/features/privacy/export-store.ts";
import { forgetComments } from "../src/features/privacy/retention-store.ts";
import { eraseSome } from "../src/features/privacy/erase-store.ts";
import { beginErasure, type ErasingId, type Subject } from "../src/features/privacy/subject-store.ts";
import { importFiles, type ImportOptions } from "../src/features/accounts/import/import.ts";
import { importRecords } from "../src/features/accounts/import/records.ts";
import { rejectedText, reportLines } from "../src/features/accounts/import/sentences.ts";
import { offersFor, openOpportunities } from "../src/features/opportunities/store.ts";
import { createMovableClock, wallClock } from "../src/kernel/clock.ts";
import { createIds, type AccountId, type ContactId, type OrganisationId, type PersonId } from "../src/kernel/ids.ts";
import { createSays } from "../src/locales/say.ts";
import { folderWith, lines } from "./helpers/csv.ts";
import { mintOrganisation, testDatabase, type TestDatabase } from "./helpers/database.ts";
import { keptLog } from "./helpers/slack-request.ts";

const NOON = "2026-03-11T12:00:00Z";
const say = createSays()("en");
const log = keptLog();
const ids = createIds(wallClock);

let opened: TestDatabase;
beforeAll(async () => {
  opened = await testDatabase();
});
afterAll(() => opened.close());

function deps(organisation: OrganisationId, at = NOON) {
  return { db: opened.db, ids, clock: createMovableClock(new Date(at)), organisation, log };
}

async function run(
  organisation: OrganisationId,
  files: Readonly<Record<string, string>>,
  { at = NOON, ...options }: Partial<ImportOptions> & { readonly at?: string } = {},
): Promise<string[]> {
  const folder = await folderWith(files);
  try {
    const reports = await importFiles(deps(organisation, at), [folder.path], { backfill: false, ...options });
    return reportLines(reports, say).map((each) => each.trim());
  } finally {
    await folder.remove();
  }
}

async function rowsOf<Row extends object>(organisation: OrganisationId, sql: string): Promise<Row[]> {
  return opened.db.read(organisation, (tx) => tx.rows<Row>(sql));
}

async function mint(): Promise<OrganisationId> {
  const organisation = await mintOrganisation(opened.db);
  const zone = [organisation, JSON.stringify("Europe/Berlin")];
  await opened.db.write(organisation, (tx) =>
    tx.rows("insert into setting (organisation_id, name, value) values ($1, 'zone', $2)", zone),
  );
  await run(organisation, {
    "people.csv": lines(
      "email,name,role",
      "anna@northwind.example,Anna Kurz,csm",
      "marta@northwind.example,Marta Diaz,am",
    ),
    "accounts.csv": lines("external_id,name,am_email", "A-1,Adatum,marta@northwind.example"),
    "contacts.csv": lines("account_external_id,email,name", "A-1,dana@adatum.example,Dana Reyes"),
  });
  return organisation;
}

const HISTORY = {
  "opportunities.csv": lines(
    "external_id,account_external_id,product,stage,value,currency,origin,spotted_by_email,owner_email,spotted_at,closed_at,reason",
    "O-1,A-1,Archive,won,12000.50,EUR,csm,anna@northwind.example,marta@northwind.example,2025-10-01,2025-11-20T09:00:00Z,",
    "O-2,A-1,Archive,lost,,,,,,2025-06-01,2025-07-01,Too dear for Dana Reyes",
  ),
  "goals.csv": lines(
    "external_id,account_external_id,name,metric,baseline,target,target_on,owner_email,contact_email,measured,confirmed,confirmed_value,currency,met_on",
    "G-1,A-1,Fewer reports by hand,reports_by_hand,40,-2.5,2026-06-30,anna@northwind.example,dana@adatum.example,85 %,0.6,90000,EUR,",
    "G-2,A-1,Live in all plants,,,,,,,1,yes,,,2026-01-15",
  ),
  "surveys.csv": lines(
    "external_id,account_external_id,contact_email,kind,score,comment,asked_on,answered_at",
    "S-1,A-1,dana@adatum.example,nps,9,Saves me a day,2026-01-10,2026-01-12 14:30",
    "S-2,A-1,,,,,2026-01-10,",
  ),
};
const TABLES = ["opportunity", "goal", "survey_answer"];

async function versions(organisation: OrganisationId): Promise<string[]> {
  const all = TABLES.map((table) => `select '${table} ' || t.xmin::text || to_jsonb(t)::text as row from ${table} t`);
  return (await rowsOf<{ row: string }>(organisation, all.join(" union all "))).map(({ row }) => row).sort();
}

describe("what was sold, reached and answered before", () => {
  test("goes in whole, and again changes nothing, not even the version of a row", async () => {
    const organisation = await mint();
    const each = (kind: string) => `${kind}.csv: 2 read, 2 new or changed, 0 unchanged, 0 not taken.`;
    expect(await run(organisation, HISTORY)).toEqual(["opportunities", "goals", "surveys"].map(each));
    const stored = await versions(organisation);
    expect(await run(organisation, HISTORY, { at: "2026-03-12T12:00:00Z" })).toEqual(
      ["opportunities", "goals", "surveys"].map(
        (kind) => `${kind}.csv: 2 read, 0 new or changed, 2 unchanged, 0 not taken.`,
      ),
    );
    expect(await versions(organisation)).toEqual(stored);
    expect(
      await rowsOf(
        organisation,
        `select o.external_id, stage, value_minor, currency, origin, s.name as spotter, m.name as owner, closed_at, lost_reason
           from opportunity o left join person s on s.id = spotted_by left join person m on m.id = assignee_id order by 1`,
      ),
    ).toEqual([
      {
        external_id: "O-1",
        stage: "done",
        value_minor: 1_200_050,
        currency: "EUR",
        origin: "csm",
        spotter: "Anna Kurz",
        owner: "Marta Diaz",
        closed_at: new Date("2025-11-20T09:00:00Z"),
        lost_reason: null,
      },
      {
        external_id: "O-2",
        stage: "lost",
        value_minor: null,
        currency: null,
        origin: "unknown",
        spotter: null,
        owner: null,
        closed_at: new Date("2025-06-30T22:00:00Z"),
        lost_reason: "Too dear for Dana Reyes",
      },
    ]);
    expect(
      await rowsOf(
        organisation,
        `select g.external_id, metric, baseline, target, target_on, p.name as owner, c.name as contact, measured, confirmed,
                confirmed_value_minor, g.currency, met_on
           from goal g left join person p on p.id = owner_id left join contact c on c.id = contact_id order by 1`,
      ),
    ).toEqual([
      {
        external_id: "G-1",
        metric: "reports_by_hand",
        baseline: 40,
        target: -2.5,
        target_on: "2026-06-30",
        owner: "Anna Kurz",
        contact: "Dana Reyes",
        measured: 0.85,
        confirmed: 0.6,
        confirmed_value_minor: 9_000_000,
        currency: "EUR",
        met_on: null,
      },
      {
        external_id: "G-2",
        metric: null,
        baseline: null,
        target: null,
        target_on: null,
        owner: null,
        contact: null,
        measured: 1,
        confirmed: 1,
        confirmed_value_minor: null,
        currency: null,
        met_on: "2026-01-15",
      },
    ]);
    expect(
      await rowsOf(
        organisation,
        `select s.external_id, c.name as contact, kind, score, comment, asked_on, answered_at
           from survey_answer s left join contact c on c.id = contact_id order by 1`,
      ),
    ).toEqual([
      {
        external_id: "S-1",
        contact: "Dana Reyes",
        kind: "nps",
        score: 9,
        comment: "Saves me a day",
        asked_on: "2026-01-10",
        answered_at: new Date("2026-01-12T13:30:00Z"),
      },
      {
        external_id: "S-2",
        contact: null,
        kind: "nps",
        score: null,
        comment: null,
        asked_on: "2026-01-10",
        answered_at: null,
      },
    ]);
  });

  test("is offered to nobody, on no list, and announced nowhere", async () => {
    const organisation = await mint();
    await run(organisation, HISTORY);
    const [account] = await rowsOf<{ id: AccountId }>(organisation, "select id from account");
    const people = await rowsOf<{ id: PersonId }>(organisation, "select id from person");
    await opened.db.read(organisation, async (tx) => {
      expect(account && (await openOpportunities(tx, account.id)).open).toEqual([]);
      expect(
        await offersFor(
          tx,
          people.map(({ id }) => id),
          { region: undefined },
        ),
      ).toEqual([]);
      expect(await tx.rows("select 1 from post")).toEqual([]);
      expect(await tx.rows("select 1 from timeline")).toEqual([]);
    });
  });

  test("names what can't be taken and loses no good line", async () => {
    const organisation = await mint();
    const said = await run(organisation, {
      "opportunities.csv": lines(
        "external_id,account_external_id,product,stage,value,currency,spotted_at,closed_at,reason",
        "O-1,A-1,Archive,claimed,,,2025-01-01,2025-02-01,",
        "O-2,A-1,Archive,lots,,,2025-01-01,2025-02-01,",
        "O-3,A-1,Archive,lost,100,,2025-01-01,2025-02-01,",
        "O-4,A-1,Archive,lost,,,2025-03-01,2025-02-01,",
        "O-5,A-1,Archive,won,,,2025-01-01,2025-02-01,Dear",
        "O-6,A-1,Archive,lost,,,2025-01-01,2026-03-14,",
        "O-7,A-1,Archive,lost,,,2025-01-01,2025-02-01,Dear",
      ),
      "goals.csv": lines(
        "external_id,account_external_id,name,baseline,contact_email,measured,met_on",
        'G-1,A-1,One,"1,5",,,',
        "G-2,A-1,One,,lee@adatum.example,,",
        "G-3,A-1,One,,,85,",
        "G-4,A-1,One,,,,2026-03-14",
        "G-5,A-1,One,,,110 %,",
      ),
      "surveys.csv": lines(
        "external_id,account_external_id,score,comment,asked_on,answered_at",
        "S-1,A-1,11,,,2026-01-12",
        "S-2,A-1,9,,,",
        "S-3,A-1,,Good,2026-01-10,",
        "S-4,A-1,9,,2026-01-13,2026-01-12",
        "S-5,A-1,9,,,2026-01-12",
      ),
    });
    expect(said).toEqual([
      "opportunities.csv: 7 read, 1 new or changed, 0 unchanged, 6 not taken.",
      "opportunities.csv line 2, column stage: `claimed` is still open, and only what is over is history: won, lost, withdrawn, expired. Hand on what is open with /tandem opportunity.",
      "opportunities.csv line 3, column stage: `lots` is not known. Use one of: won, lost, withdrawn, expired.",
      "opportunities.csv line 4, column currency: there is no value. Fill it in.",
      "opportunities.csv line 5, column closed_at: `2025-02-01` is before spotted_at (`2025-03-01`). Correct one of the two.",
      "opportunities.csv line 6, column reason: `Dear` can't be why it was won. Leave it blank, or say lost or withdrawn as its stage.",
      "opportunities.csv line 7, column closed_at: `2026-03-14` is in the future. Give a time that has passed, or leave it out.",
      "goals.csv: 5 read, 1 new or changed, 0 unchanged, 4 not taken.",
      "goals.csv line 2, column baseline: `1,5` has a comma. Use a point before decimals and nothing between thousands, such as 1234.5.",
      "goals.csv line 3, column contact_email: no contact of this account has the address `lee@adatum.example`. Import them with contacts.csv, or correct the address.",
      "goals.csv line 4, column measured: `85` is not a share. Use one from 0 to 1 such as 0.85, or a percentage such as 85 %.",
      "goals.csv line 5, column met_on: `2026-03-14` is in the future. Give a time that has passed, or leave it out.",
      "surveys.csv: 5 read, 1 new or changed, 0 unchanged, 4 not taken.",
      "surveys.csv line 2, column score: `11` is not a whole number from 0 to 10.",
      "surveys.csv line 3, column answered_at: there is no value. Fill it in.",
      "surveys.csv line 4, column answered_at: there is no value. Fill it in.",
      "surveys.csv line 5, column answered_at: `2026-01-12` is before asked_on (`2026-01-13`). Correct one of the two.",
    ]);
  });

  test("is known since it happened under --backfill, and a goal that isn't met since the import", async () => {
    const organisation = await mint();
    await run(organisation, HISTORY, { backfill: true });
    const known = TABLES.map((table) => `select external_id, known_at from ${table}`).join(" union all ");
    expect(await rowsOf(organisation, `${known} order by 1`)).toEqual([
      { external_id: "G-1", known_at: new Date(NOON) },
      { external_id: "G-2", known_at: new Date("2026-01-14T23:00:00Z") },
      { external_id: "O-1", known_at: new Date("2025-11-20T09:00:00Z") },
      { external_id: "O-2", known_at: new Date("2025-06-30T22:00:00Z") },
      { external_id: "S-1", known_at: new Date("2026-01-12T13:30:00Z") },
      { external_id: "S-2", known_at: new Date("2026-01-09T23:00:00Z") },
    ]);
  });

  test("comes as records too, whose absent fields leave what is stored alone", async () => {
    const organisation = await mint();
    await run(organisation, HISTORY);
    const report = await importRecords(deps(organisation), "goals", [
      { external_id: "G-1", account_external_id: "A-1", name: "Fewer reports by hand", confirmed: 0.9 },
      { external_id: "G-3", account_external_id: "A-9", name: "Another" },
    ]);
    expect(report).toMatchObject({ accepted: 1, changed: 1 });
    expect(report.rejected.map((each) => plain(rejectedText(say, each)))).toEqual([
      "account_external_id: no account has the id A-9. Import it with accounts.csv, or correct the id.",
    ]);
    expect(
      await rowsOf(
        organisation,
        "select measured, confirmed, confirmed_value_minor from goal where external_id = 'G-1'",
      ),
    ).toEqual([{ measured: 0.85, confirmed: 0.9, confirmed_value_minor: 9_000_000 }]);
  });
});

describe("an answer", () => {
  test("is told to who gave it, and once they are erased it still counts and is nobody's", async () => {
    const organisation = await mint();
    await run(organisation, HISTORY);
    const [dana] = await rowsOf<{ id: ContactId }>(organisation, "select id from contact");
    if (!dana) throw new Error("Dana isn't there");
    const subject: Subject = {
      kind: "contact",
      id: dana.id,
      name: "Dana Reyes",
      email: "dana@adatum.example",
      account: "Adatum",
    };
    const held = await opened.db.read(organisation, (tx) => heldAbout(tx, subject, ["Dana Reyes"]));
    expect(held.map(({ table }) => table)).toEqual(expect.arrayContaining(["survey answer", "goal", "opportunity"]));
    const erasing: ErasingId = ids.next();
    await opened.db.write(organisation, (tx) =>
      beginErasure(tx, { id: erasing, subject, words: ["Dana Reyes"], now: new Date(NOON) }),
    );
    while (await opened.db.write(organisation, (tx) => eraseSome(tx, erasing)));
    const answer =
      "select c.email, score, comment from survey_answer s join contact c on c.id = contact_id where external_id = 'S-1'";
    expect(await rowsOf(organisation, answer)).toEqual([{ email: null, score: 9, comment: "…" }]);
    expect(await rowsOf(organisation, "select lost_reason from opportunity where external_id = 'O-2'")).toEqual([
      { lost_reason: "Too dear for …" },
    ]);
    const again = await run(organisation, { "surveys.csv": HISTORY["surveys.csv"] });
    expect(again[1]).toContain("no contact of this account has the address `dana@adatum.example`");
    expect(await rowsOf(organisation, answer)).toEqual([{ email: null, score: 9, comment: "…" }]);
  });

  test("loses its comment after 24 months, keeps its score, and gets the comment back from no file", async () => {
    const organisation = await mint();
    await run(organisation, HISTORY);
    const held = async () =>
      rowsOf<{ comment: string | null; score: number }>(
        organisation,
        "select comment, score from survey_answer where external_id = 'S-1'",
      );
    const forget = (at: string) => opened.db.write(organisation, (tx) => forgetComments(tx, new Date(at)));
    await forget("2028-01-12T13:30:00Z");
    expect(await held()).toEqual([{ comment: "Saves me a day", score: 9 }]);
    await forget("2028-01-12T13:30:00.001Z");
    expect(await held()).toEqual([{ comment: null, score: 9 }]);
    await run(organisation, { "surveys.csv": HISTORY["surveys.csv"] }, { at: "2028-01-12T13:30:00.001Z" });
    expect(await held()).toEqual([{ comment: null, score: 9 }]);
  });
});
