import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFeatures } from "../src/features/index.ts";
import type { AccountId } from "../src/kernel/ids.ts";
import { type Audience, type FieldName, mayRead, type Role, type Scope } from "../src/kernel/permissions.ts";
import { addContract, addPerson, ids, type TestPerson } from "./helpers/company.ts";
import { letGrow } from "./helpers/growing.ts";
import { runApp, type RunningApp } from "./helpers/running-app.ts";

/** A marked value for each field that not everybody reads; letters and digits that occur nowhere else. */
const CANARIES = [
  { mark: "7654321", field: "arr" },
  { mark: "98765", field: "arr" },
  { mark: "canariaquell", field: "contact-names" },
  { mark: "markedcontactmail", field: "contacts" },
  { mark: "markedinternalnote", field: "internal" },
  { mark: "markedcommercialnote", field: "commercial" },
  { mark: "markedcustomernote", field: "customer" },
  { mark: "markedinternaldocument", field: "internal" },
  { mark: "markedcommercialdocument", field: "commercial" },
  { mark: "markedcustomerdocument", field: "customer" },
  { mark: "markedrequest", field: "requests" },
  { mark: "markedterms", field: "price" },
  { mark: "markedbenefit", field: "opportunity" },
  { mark: "markedquestion", field: "internal" },
  { mark: "markedsurveycomment", field: "nps" },
] as const satisfies readonly { readonly mark: string; readonly field: FieldName }[];

/** Whether somebody, or a channel, may come to read what is marked. */
function mayMeet(audience: Audience, field: FieldName): boolean {
  return mayRead(audience, field, scope);
}

/** What is asked for nobody: it tells of no customer, or speaks to somebody about themselves. */
const LOOK_UPS = (account: string): readonly string[] => [
  `/account ${account}`,
  ...createFeatures()
    .flatMap(({ commands = [] }) => commands)
    .filter(({ changes, word }) => !changes && word !== "account")
    .flatMap(({ word }) => [`/tandem ${word}`, `/tandem ${word} ${account}`, `/tandem ${word} am ${account} pricing`]),
];

/** Figures are written with separators, names with spaces; a mark is found in spite of them. */
function bare(value: unknown): string {
  return JSON.stringify(value)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");
}

let house: RunningApp;
let scope: Scope;
const readers = new Map<string, { person: TestPerson; roles: readonly Role[]; region: string }>();
let northwind: AccountId;

beforeAll(async () => {
  house = await runApp();
  const { organisation, workspace, anna, ben, marta, jonas, olga, ada, kim } = house.company;
  northwind = house.company.northwind;
  const [eva, otto, sven, mia] = await house.app.db.write(organisation, async (tx) => {
    const made = [
      await addPerson(tx, workspace, "Eva Exec", ["exec"]),
      await addPerson(tx, workspace, "Otto Other", ["manager"]),
      await addPerson(tx, workspace, "Sven Support", ["colleague"]),
      await addPerson(tx, workspace, "Mia Elsewhere", ["am"], { region: "uk" }),
    ] as const;
    await tx.rows("insert into slot (organisation_id, account_id, slot, person_id) values ($1, $2, 'support', $3)", [
      organisation,
      northwind,
      made[2].id,
    ]);
    await addContract(tx, northwind, { arrMinor: 765_432_100, seats: 98_765 });
    const contact = ids.next<"contact">();
    await tx.rows(
      `insert into contact (organisation_id, id, account_id, email, name, role, source, added_at, changed_at)
       values ($1, $2, $3, 'marked.contact.mail@customer.example', 'Canaria Quell', 'champion', 'chat', now(), now())`,
      [organisation, contact, northwind],
    );
    for (const visibility of ["internal", "commercial", "customer"]) {
      await tx.rows(
        `insert into timeline (organisation_id, id, account_id, kind, at, person_id, via, details, visibility, summary)
         values ($1, $2, $3, 'note', now(), $4, 'slack', '{}', $5, $6)`,
        [organisation, ids.next<"entry">(), northwind, marta.id, visibility, `marked ${visibility} note`],
      );
      await tx.rows(
        `insert into document (organisation_id, id, account_id, title, url, type, visibility, added_by, added_at)
         values ($1, $2, $3, $4, 'https://files.example/x', 'notes', $5, $6, now())`,
        [organisation, ids.next<"document">(), northwind, `marked ${visibility} document`, visibility, marta.id],
      );
    }
    await tx.rows(
      `insert into request (organisation_id, id, account_id, kind, text, terms, discount_percent, logged_by, at, owner_id,
                            response_due_at, state)
       values ($1, $2, $3, 'commercial', 'marked request', 'marked terms', 12, $4, now(), $4, now(), 'open')`,
      [organisation, ids.next<"request">(), northwind, marta.id],
    );
    await tx.rows(
      `insert into question (organisation_id, id, account_id, slot, asker_id, askee_id, question, asked_at, state)
       values ($1, $2, $3, 'csm', $4, $5, 'marked question', now(), 'open')`,
      [organisation, ids.next<"question">(), northwind, marta.id, anna.id],
    );
    await tx.rows(
      `insert into survey_answer (organisation_id, id, external_id, account_id, contact_id, kind, score, comment,
                                  answered_at, ingested_at, known_at)
       values ($1, $2, 'marked', $3, $4, 'nps', 0, 'marked survey comment', $5, $5, $5)`,
      [organisation, ids.next<"answer">(), northwind, contact, house.clock.now()],
    );
    return made;
  });
  await house.app.db.write(organisation, (tx) => letGrow(tx, northwind, house.clock.now()));
  await house.submit(anna, "opportunities.spot", northwind, {
    product: "more seats",
    benefit: "marked benefit: the warehouse team waits for logins every Monday morning",
    word: "yes",
  });
  for (const [who, person, roles] of [
    ["its CSM", anna, ["csm"]],
    ["another CSM", ben, ["csm"]],
    ["its AM", marta, ["am"]],
    ["another AM of the region", jonas, ["am"]],
    ["an AM elsewhere", mia, ["am"]],
    ["their manager", olga, ["manager"]],
    ["another manager", otto, ["manager"]],
    ["an executive", eva, ["exec"]],
    ["a colleague in a slot", sven, ["colleague"]],
    ["another colleague", kim, ["colleague"]],
    ["an administrator", ada, ["admin"]],
  ] as const) {
    readers.set(who, { person, roles, region: person === mia ? "uk" : "dach" });
  }
  scope = {
    account: northwind,
    csm: anna.id,
    am: marta.id,
    managers: [olga.id],
    others: [sven.id],
    engaged: [marta.id],
    region: "dach",
    poolOpen: false,
  };
}, 60_000);
afterAll(() => house.stop());

/** Everything that somebody is answered, whatever they look up or open about the account. */
async function learns(person: TestPerson): Promise<string> {
  const answers: unknown[] = [];
  for (const line of LOOK_UPS("northwind")) answers.push((await house.command(person, line)).reply);
  for (const { name, forms = {}, presses = {} } of createFeatures()) {
    for (const form of Object.keys(forms)) {
      answers.push((await house.open(person, `${name}.${form}`, northwind)).reply);
    }
    for (const [press, { changes }] of Object.entries(presses)) {
      if (!changes) answers.push((await house.press(person, `${name}.${press}`, northwind)).reply);
    }
  }
  return bare(answers);
}

const MARKS_OF_ALL = CANARIES.map(({ mark }) => mark);

describe("whatever is looked up or opened about a customer,", () => {
  test.each([
    "its CSM",
    "another CSM",
    "its AM",
    "another AM of the region",
    "an AM elsewhere",
    "their manager",
    "another manager",
    "an executive",
    "a colleague in a slot",
    "another colleague",
    "an administrator",
  ])("%s learns nothing that isn't theirs to read", async (who) => {
    const reader = readers.get(who);
    if (!reader) throw new Error(`${who} isn't there`);
    const { person, roles, region } = reader;
    const audience = { kind: "person", reader: { person: person.id, roles, region, covers: [] } } as const;
    const learnt = await learns(person);
    const mayKnow = new Set(CANARIES.filter(({ field }) => mayMeet(audience, field)).map(({ mark }) => mark));
    const told = MARKS_OF_ALL.filter((mark) => learnt.includes(mark));
    expect(told.filter((mark) => !mayKnow.has(mark))).toEqual([]);
  });

  test("its CSM, its AM and their manager do learn what is theirs, so that a mark is found where it stands", async () => {
    const of = async (who: string): Promise<string[]> => {
      const person = readers.get(who)?.person;
      if (!person) throw new Error(`${who} isn't there`);
      const learnt = await learns(person);
      return MARKS_OF_ALL.filter((mark) => learnt.includes(mark));
    };
    const commercial = ["markedcommercialnote", "markedcommercialdocument", "markedterms"];
    // Addresses are said nowhere; terms, a benefit and a question stand on their own cards only.
    const unsaid = ["markedcontactmail", "markedterms", "markedbenefit", "markedquestion"];
    const said = MARKS_OF_ALL.filter((mark) => !unsaid.includes(mark));
    expect(await of("its CSM")).toEqual(said.filter((mark) => !commercial.includes(mark)));
    expect(await of("its AM")).toEqual(said);
    expect(await of("their manager")).toEqual(said);
  });
});

describe("what is posted", () => {
  test("carries none of it to who may not read it, and notes, contacts and terms into no channel", async () => {
    await house.app.settle();
    const { anna, marta } = house.company;
    const direct = new Map([...readers].map(([who, { person }]) => [person.user, who]));
    const neverInChannels = ["contacts", "contact-names", "internal", "commercial"];
    for (const { target, drawn } of house.slack.calls) {
      const sent = bare([drawn.card, drawn.summary]);
      const who = direct.get(target.conversation);
      const reader = who === undefined ? undefined : readers.get(who);
      const barred = CANARIES.filter(({ field }) =>
        reader
          ? !mayMeet(
              {
                kind: "person",
                reader: { person: reader.person.id, roles: reader.roles, region: reader.region, covers: [] },
              },
              field,
            )
          : field === undefined || neverInChannels.includes(field),
      );
      expect(
        barred.map(({ mark }) => mark).filter((mark) => sent.includes(mark)),
        `to ${who ?? target.conversation}`,
      ).toEqual([]);
    }
    const said = bare(house.slack.calls.map(({ drawn }) => drawn.card));
    expect(said).toContain("markedbenefit");
    expect(house.slack.calls.map(({ target }) => target.conversation)).toContain(anna.user);
    expect(marta.user).not.toBe("");
  });
});
