import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { companyFindings, stepsOf } from "../src/features/setup/decide.ts";
import { decidePerson } from "../src/features/setup/person-decide.ts";
import { fullCensus } from "./examples/home.ts";
import { fullPerson, olga } from "./examples/fixed.ts";
import { runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";

let house: RunningApp;
beforeAll(async () => {
  house = await runApp();
});
afterAll(() => house.stop());

const NIA = {
  name: "Nia New",
  email: "Nia.New@Tandem.example",
  role: "csm",
  also: "",
  manager: "olga",
  region: "dach",
};
const DEFAULTS = {
  locale: "de",
  zone: "Europe/Berlin",
  region: "de-by",
  workdays: "1,2,3,4",
  opens: "08:30",
  closes: "16:30",
  quietFrom: "19:00",
  quietTo: "07:00",
  digestAt: "08:15",
};

async function rows<T>(sql: string, values: unknown[] = []): Promise<T[]> {
  return house.app.db.write(house.company.organisation, (tx) => tx.rows<T & object>(sql, values));
}

describe("what is still to be set up", () => {
  test("is nothing when all is there", () => {
    const findings = companyFindings(fullCensus, 0);
    expect(findings.map(({ id }) => id)).toEqual(["D63"]);
    expect(stepsOf(findings).every(({ missing }) => missing.length === 0)).toBe(true);
  });

  test.each([
    [{ people: 0, csms: 0, ams: 0, managers: 0, admins: 0 }, ["D20", "D21"], "people"],
    [{ csms: 0, managers: 0 }, ["D22", "D24"], "people"],
    [{ orphans: 2, orphanNames: ["Adatum", "Contoso"] }, ["D31"], "accounts"],
    [{ amChannels: 0, unread: 1 }, ["D41", "D42"], "channels"],
    [{ defaultsSet: false }, ["D50"], "defaults"],
    [{ unmatched: 3 }, ["D25"], "matching"],
    [{ kindless: 2 }, ["D61"], "usage"],
    [{ series: { login_events: [], active_users_day: [], feature: [] } }, ["D62"], "usage"],
  ])("with %j says %j under %s", (lacking, ids, step) => {
    const findings = companyFindings({ ...fullCensus, ...lacking }, 0).filter(({ severity }) => severity !== "hint");
    expect(findings.map(({ id }) => id)).toEqual(ids);
    const open = stepsOf(findings).filter(({ missing }) => missing.length > 0);
    expect(open.map(({ name }) => name)).toEqual([step]);
  });

  test("names the one choice of series by which use is measured", () => {
    const measured = (series: object): unknown =>
      companyFindings({ ...fullCensus, series: { login_events: [], active_users_day: [], feature: [], ...series } }, 0)
        .filter(({ id }) => id === "D63")
        .map(({ values }) => values["metrics"])[0];
    const users = { active_users_day: ["users"], feature: ["a", "b"] };
    expect(measured({ login_events: ["logins"], ...users })).toBe("logins");
    expect(measured(users)).toBe("users");
    expect(measured({ feature: ["a", "b"] })).toBe("a, b");
  });

  test("is shown to an administrator, and only to one", async () => {
    const { ada, anna } = house.company;
    const said = wordsOf(await house.command(ada, "/tandem setup"));
    expect(said).toContain("steps are left");
    expect(said).toContain("There is no usage data yet");
    expect(said).toContain("✓ People: 7, of them CSM 2, AM 2, managers 1, administrators 1.");
    expect(wordsOf(await house.command(anna, "/tandem setup"))).toContain("Ask Ada Admin");
  });
});

describe("adding somebody", () => {
  test("takes them with their roles, region and manager, once, and says it in the audit", async () => {
    const { ada, olga: boss } = house.company;
    expect(wordsOf(await house.submit(ada, "setup.person", "", NIA))).toContain("Nia New is added");
    const [person] = await rows<{ id: string }>("select * from person where email = 'nia.new@tandem.example'");
    expect(person).toMatchObject({
      name: "Nia New",
      roles: ["csm"],
      region: "dach",
      manager_id: boss.id,
      active: true,
    });
    const audit = await rows("select person_id, subject from audit where action = 'setup.person'");
    expect(audit).toEqual([{ person_id: ada.id, subject: person?.id }]);
    expect(wordsOf(await house.submit(ada, "setup.person", "", NIA))).toContain("is here already");
  });

  test("is for administrators alone", async () => {
    const { anna } = house.company;
    const other = { ...NIA, email: "eve@tandem.example", role: "admin" };
    expect(wordsOf(await house.submit(anna, "setup.person", "", other))).toContain("Ask Ada Admin");
    expect(await rows("select 1 from person where email = 'eve@tandem.example'")).toEqual([]);
  });

  test("names every wrong field and adds nobody", async () => {
    const { ada } = house.company;
    const wrong = { name: " ", email: "nia", role: "boss", also: "", manager: "Nobody", region: "x".repeat(51) };
    const { reply } = await house.submit(ada, "setup.person", "", wrong);
    const fields = reply.kind === "invalid" ? Object.keys(reply.fields).sort() : [];
    expect(fields).toEqual(["email", "manager", "name", "region", "role"]);
    expect(await rows("select 1 from person where name = ' '")).toEqual([]);
  });

  test("asks which manager is meant when a name may be several", () => {
    const people = [fullPerson(olga, "en", "manager"), fullPerson({ ...olga, name: "Olga Other" }, "en", "manager")];
    const typed = { name: "Nia", email: "nia@x.example", roles: ["csm"], region: "", manager: "olga" };
    expect(decidePerson(typed, people)).toEqual([{ field: "manager", problem: "several", value: "olga" }]);
  });
});

describe("the defaults for everyone", () => {
  test("hold for working time, quiet hours, holidays, language and zone, all in one", async () => {
    const { ada, kim } = house.company;
    expect(wordsOf(await house.submit(ada, "settings.defaults", "", DEFAULTS))).toContain("Saved");
    const stored = await rows<{ name: string; value: unknown }>("select name, value from setting order by name");
    expect(Object.fromEntries(stored.map(({ name, value }) => [name, value]))).toEqual({
      ...DEFAULTS,
      region: "DE-BY",
      workdays: [1, 2, 3, 4],
    });
    expect(wordsOf(await house.command(ada, "/tandem setup"))).toContain("✓ Working time and language: set.");
    expect(wordsOf(await house.command(kim, "/tandem settings"))).toContain("work from 08:30 to 16:30");
  });

  test("name every wrong field and change nothing", async () => {
    const { ada } = house.company;
    const before = await rows("select name, value from setting order by name");
    const wrong = {
      locale: "fr",
      zone: "Mars/Base",
      region: "ZZ",
      workdays: "8",
      opens: "9am",
      closes: "25:00",
      quietFrom: "18:00",
      quietTo: "18:00",
      digestAt: "",
    };
    const { reply } = await house.submit(ada, "settings.defaults", "", wrong);
    expect(reply.kind === "invalid" && Object.keys(reply.fields).sort()).toEqual(
      Object.keys(wrong)
        .filter((each) => each !== "quietFrom")
        .sort(),
    );
    const early = await house.submit(ada, "settings.defaults", "", { ...DEFAULTS, closes: "08:30" });
    expect(wordsOf(early)).toContain("Work ends at 08:30, which isn't after 08:30");
    expect(await rows("select name, value from setting order by name")).toEqual(before);
  });
});

describe("a company without an administrator", () => {
  test("tells whoever comes first what to do, and makes nobody one", async () => {
    const { ada, kim, workspace } = house.company;
    await rows("update person set roles = '{colleague}' where id = $1", [ada.id]);
    expect(wordsOf(await house.command(kim, "/tandem setup"))).toContain("tandem person add");
    const stranger = { id: kim.id, name: "Stranger", user: "U0STRANGER" };
    expect(wordsOf(await house.command(stranger, "/tandem setup"))).toContain("I make nobody one unasked");
    expect(await rows("select 1 from person where 'admin' = any(roles)")).toEqual([]);
    await rows("update person set roles = '{admin}' where id = $1", [ada.id]);
    const later = await house.command(stranger, "/tandem setup", { contentKey: `again ${workspace}` });
    expect(wordsOf(later)).toContain("ask your Tandem administrator to add yours");
  });
});
