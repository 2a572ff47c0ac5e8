import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Card } from "../src/chat/card.ts";
import { plain } from "../src/chat/card.ts";
import type { Answer, Handle } from "../src/chat/handler.ts";
import type { Interaction, Reply, Sender } from "../src/chat/interaction.ts";
import { done } from "../src/chat/reply.ts";
import { workspaceOrganisation } from "../src/db/shell.ts";
import type { Feature, Responding } from "../src/features/feature.ts";
import { createDirectory, createFeatures } from "../src/features/index.ts";
import { createContexts } from "../src/inbound/context.ts";
import { commandsOf } from "../src/inbound/help.ts";
import { createRouter } from "../src/inbound/router.ts";
import { createMovableClock, wallClock } from "../src/kernel/clock.ts";
import type { ContactHandle } from "../src/kernel/directory.ts";
import { createIds } from "../src/kernel/ids.ts";
import { createSays } from "../src/locales/say.ts";
import { createPosts } from "../src/outbox/posts.ts";
import { type Company, mintCompany } from "./helpers/company.ts";
import { addCustomer } from "./helpers/customer-people.ts";
import { testDatabase, type TestDatabase } from "./helpers/database.ts";
import { createLines } from "./helpers/outbox.ts";
import { wordsOf } from "./helpers/running-app.ts";

const SUBJECT = "019400d2-5b7a-7c31-9a52-0d8c2f6e1a01";
const NOON = new Date("2026-11-24T11:00:00Z");
const THANKS: Card = { title: ["Thank you"], body: [] };

/** What a slice that asks customers' people declares, and what it was asked. */
function createAsking(): { readonly slice: Feature; readonly asked: Responding[] } {
  const asked: Responding[] = [];
  const heard = (responding: Responding, reply: Reply): Promise<Reply> => {
    asked.push(responding);
    return Promise.resolve(reply);
  };
  const staff = (): Promise<Reply> => Promise.resolve(done(["for staff"]));
  const form = { name: "ask.why", subject: SUBJECT, title: ["Why?"], submit: ["Send"], fields: [] };
  const slice: Feature = {
    name: "ask",
    presses: {
      score: {
        changes: true,
        run: staff,
        customer: (responding, { choice }) =>
          heard(responding, { kind: "replace", card: { ...THANKS, title: [`Thank you for ${String(choice)}`] } }),
      },
      look: { changes: false, run: staff, customer: (responding) => heard(responding, done(["looked up"])) },
      staff: { changes: true, run: staff },
    },
    forms: {
      why: {
        open: () => Promise.resolve(done(["for staff"])),
        submit: staff,
        customer: {
          open: () => Promise.resolve(form),
          submit: (responding, { values }) => heard(responding, done([`noted: ${values["why"] ?? ""}`])),
        },
      },
      inside: { open: () => Promise.resolve(form), submit: staff },
    },
  };
  return { slice, asked };
}

let opened: TestDatabase;
let company: Company;
let ask: ReturnType<typeof createAsking>;
let handle: Handle;
let inputs = 0;
const features = createFeatures();
const tenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";

beforeAll(async () => {
  opened = await testDatabase();
});
afterAll(() => opened.close());

beforeEach(async () => {
  const { db } = opened;
  company = await mintCompany(db);
  await db.system.rows(
    `insert into workspace (platform, external_id, organisation_id) values ('teams', $1, $2)
     on conflict (platform, external_id) do update set organisation_id = excluded.organisation_id`,
    [tenant, company.organisation],
  );
  ask = createAsking();
  const clock = createMovableClock(NOON);
  const ids = createIds(wallClock);
  const directory = createDirectory(clock);
  const all = [...features, ask.slice];
  handle = createRouter({
    db,
    features: all,
    directory,
    context: createContexts({
      features: all,
      ids,
      directory,
      posts: (tx, now) => createPosts(tx, { now, ids, wake: () => undefined }),
      jobs: () => ({ start: () => Promise.resolve() }),
      onEvent: () => undefined,
    }),
    organisationOf: (platform, workspace) => workspaceOrganisation(db.system, platform, workspace),
    redrawMessage: () => undefined,
    says: createSays(),
    clock,
    wall: wallClock,
    ids,
    log: createLines().log,
  });
});

/** Somebody in chat: where the bot meets them, and their own team or tenant. */
interface User extends Pick<Sender, "platform" | "user" | "home"> {
  readonly met: string;
}
const guest = (): User => ({ platform: "slack", user: "U0GUEST", home: company.workspace, met: company.workspace });
const connected = (): User => ({ platform: "slack", user: "U0DANA", home: "T0CUSTOMR", met: company.workspace });
const teamsGuest = (): User => ({
  platform: "teams",
  user: "5a1f0c3e-7b42-4c19-9d08-0000000000aa",
  home: tenant,
  met: tenant,
});
const KINDS = [
  ["a guest of our Slack workspace", guest],
  ["somebody of another company in a Slack channel", connected],
  ["a guest of our Teams tenant", teamsGuest],
] as const;

function from({ platform, user, home, met }: User, key?: string) {
  return {
    sender: { platform, workspace: met, user, home },
    place: { conversation: "C0SHARED", private: false },
    contentKey: key ?? `customer-${String(++inputs)}-${company.organisation}`,
    replyTo: {},
  };
}
function press(who: User, name: string, choice?: string, key?: string): Promise<Answer> {
  const chosen = choice === undefined ? {} : { choice };
  return handle({ ...from(who, key), kind: "press", action: { name, subject: SUBJECT, ...chosen }, ...chosen });
}
function know({ platform, home, user }: ContactHandle, locale: "en" | "de" | "zh" = "de"): Promise<unknown> {
  return opened.db.write(company.organisation, (tx) =>
    addCustomer(tx, company.northwind, {
      name: "Dana Vogt",
      email: "dana@northwind.example",
      locale,
      zone: "Europe/Vienna",
      handles: [{ platform, home, user }],
    }),
  );
}

const SORRY = {
  en: "I can't help you with that here. If you need something, write to whoever looks after you.",
  de: "Dabei kann ich Ihnen hier nicht helfen. Wenn Sie etwas brauchen, schreiben Sie Ihrer Ansprechperson bei uns.",
} as const;

const STRANGER = "I can't help you with that here.";

/** A question that nobody asked them, to which they'd have the buttons and the form. */
const CLOSED =
  "Diese Frage ist geschlossen. Wenn Sie uns etwas sagen möchten, schreiben Sie Ihrer Ansprechperson bei uns.";
const FOR_CUSTOMERS = ["nps.score", "nps.never", "nps.no-need", "nps.why", "plans.answer", "plans.never", "plans.say"];

/** Everything that any slice lets somebody do. */
function everything(who: User): [string, Interaction][] {
  const here = () => from(who);
  const file = { name: "usage.csv", address: "https://files.example/1" };
  const message = { text: "a word", author: {}, at: NOON };
  const alone = (): ReturnType<typeof from> => ({ ...here(), place: { conversation: "D0OWN", private: true } });
  return [
    ...commandsOf(features).map((each): [string, Interaction] => [
      `/tandem ${each.word}`,
      { ...here(), kind: "command", command: "tandem", text: `${each.word} northwind` },
    ]),
    ["/account", { ...here(), kind: "command", command: "account", text: "northwind" }],
    ["help", { ...here(), kind: "command", command: "tandem", text: "help" }],
    ["all help", { ...here(), kind: "command", command: "tandem", text: "help more" }],
    ["a word to the bot", { ...alone(), kind: "command", command: "tandem", text: "help", answeredByMessage: true }],
    ["an unknown word", { ...here(), kind: "command", command: "tandem", text: "sesame" }],
    ["a link code", { ...here(), kind: "command", command: "tandem", text: "link ABCD-EFGH" }],
    ...features.flatMap(({ name, presses = {} }) =>
      Object.keys(presses).map((each): [string, Interaction] => [
        `the button ${name}.${each}`,
        { ...here(), kind: "press", action: { name: `${name}.${each}`, subject: SUBJECT }, choice: "1" },
      ]),
    ),
    ["a button of an older build", { ...here(), kind: "press", action: undefined }],
    ["a button of no slice", { ...here(), kind: "press", action: { name: "no.such", subject: SUBJECT } }],
    ...features.flatMap(({ name, forms = {} }) =>
      Object.entries(forms).flatMap(([each, { about }]): [string, Interaction][] => {
        const subject = about === "nothing" ? "" : about === "instant" ? NOON.toISOString() : SUBJECT;
        const form = `${name}.${each}`;
        return [
          [`opening ${form}`, { ...here(), kind: "opening", action: { name: form, subject } }],
          [`filling in ${form}`, { ...here(), kind: "submission", form, subject, values: { note: "x" } }],
        ];
      }),
    ),
    ...features
      .flatMap(({ shortcuts = [] }) => shortcuts)
      .map(({ name }): [string, Interaction] => [
        `the shortcut ${name}`,
        { ...here(), kind: "shortcut", name, message },
      ]),
    ["a shortcut of nobody's", { ...here(), kind: "shortcut", name: "no_such", message }],
    ["a file", { ...alone(), kind: "upload", files: [file] }],
    ["their own screen", { ...alone(), kind: "home" }],
    [
      "a button of ours among a customer's",
      { ...here(), kind: "press", action: { name: "ask.staff", subject: SUBJECT } },
    ],
    [
      "a form of ours among a customer's",
      { ...here(), kind: "opening", action: { name: "ask.inside", subject: SUBJECT } },
    ],
  ];
}

describe.each(KINDS)("%s whom we know as a customer's", (_kind, who) => {
  test("gets one sentence in their own language, whatever they type, press, fill in, send or open", async () => {
    await know(who());
    const all = everything(who());
    const declared = features.flatMap(({ name, presses = {}, forms = {} }) =>
      [...Object.entries(presses), ...Object.entries(forms)].flatMap(([each, { customer }]) =>
        customer && name !== "ask" ? [`${name}.${each}`] : [],
      ),
    );
    expect(declared).toEqual(FOR_CUSTOMERS);
    expect(all.length).toBeGreaterThan(150);
    for (const [what, interaction] of all) {
      const { reply, locale, zone, handles } = await handle(interaction);
      expect({ what, reply, locale, zone }).toEqual({
        what,
        reply: done([FOR_CUSTOMERS.some((each) => what.endsWith(` ${each}`)) ? CLOSED : SORRY.de]),
        locale: "de",
        zone: "Europe/Vienna",
      });
      expect(handles.size).toBe(0);
    }
    const [counted] = await opened.db.read(company.organisation, (tx) =>
      tx.rows<{ written: number }>(
        `select (select count(*) from post) + (select count(*) from timeline) + (select count(*) from opportunity)
              + (select count(*) from request) + (select count(*) from question) as written`,
      ),
    );
    expect(Number(counted?.written)).toBe(0);
  });

  test("presses and fills in what is declared for customers, with no rights of ours", async () => {
    await know(who());
    expect(wordsOf(await press(who(), "ask.score", "9"))).toContain("Thank you for 9");
    const opening = await handle({ ...from(who()), kind: "opening", action: { name: "ask.why", subject: SUBJECT } });
    expect(opening.reply).toMatchObject({ kind: "form", form: { name: "ask.why" } });
    const sent = { kind: "submission", form: "ask.why", subject: SUBJECT, values: { why: "it is slow" } } as const;
    expect(wordsOf(await handle({ ...from(who()), ...sent }))).toBe("noted: it is slow");
    expect(ask.asked).toHaveLength(2);
    for (const { contacts, view, via, workspace } of ask.asked) {
      expect(contacts).toMatchObject([{ name: "Dana Vogt", account: company.northwind, hasLeft: false }]);
      expect(view).toMatchObject({
        locale: "de",
        zone: "Europe/Vienna",
        audience: { kind: "channel", outsiders: true },
      });
      expect({ via, workspace }).toEqual({ via: who().platform, workspace: who().met });
    }
  });
});

describe("a customer's press", () => {
  test("that is delivered again is done once, and gets the same reply", async () => {
    await know(guest());
    const [first, again] = [
      await press(guest(), "ask.score", "9", "one press"),
      await press(guest(), "ask.score", "9", "one press"),
    ];
    expect(again.reply).toEqual(first.reply);
    expect(again.locale).toBe("de");
    expect(ask.asked).toHaveLength(1);
    expect(wordsOf(await press(guest(), "ask.score", "3", "another"))).toContain("Thank you for 3");
    expect(ask.asked).toHaveLength(2);
  });

  test("that only looks up says nothing to a copy", async () => {
    await know(guest());
    expect(wordsOf(await press(guest(), "ask.look", undefined, "a look"))).toBe("looked up");
    expect((await press(guest(), "ask.look", undefined, "a look")).reply).toEqual({ kind: "nothing" });
  });

  test("that isn't theirs is refused to a copy as well", async () => {
    await know(guest());
    expect(wordsOf(await press(guest(), "ask.staff", undefined, "refused"))).toBe(SORRY.de);
    expect(wordsOf(await press(guest(), "ask.staff", undefined, "refused"))).toBe(SORRY.de);
  });

  test("names them at each customer who has them, who is there before who has left", async () => {
    const handles = [{ platform: "slack", home: company.workspace, user: guest().user }] as const;
    await opened.db.write(company.organisation, async (tx) => {
      await addCustomer(tx, company.northwind, { name: "Dana at Northwind", leftOn: "2026-11-01", handles });
      await addCustomer(tx, company.adatum, { name: "Dana at Adatum", locale: "zh", handles });
      await addCustomer(tx, company.contoso, { name: "Dana at Contoso", leftOn: "2026-12-31", handles });
    });
    const { locale } = await press(guest(), "ask.score", "9");
    expect(ask.asked[0]?.contacts.map(({ name, hasLeft }) => [name, hasLeft])).toEqual([
      ["Dana at Adatum", false],
      ["Dana at Contoso", false],
      ["Dana at Northwind", true],
    ]);
    expect(locale).toBe("zh");
  });

  test("is in the organisation's words and their company's zone where nobody knows theirs", async () => {
    await opened.db.write(company.organisation, async (tx) => {
      await tx.rows("update account set zone = 'Asia/Tokyo' where id = $1", [company.northwind]);
      await addCustomer(tx, company.northwind, {
        name: "Dana",
        handles: [{ platform: "slack", home: company.workspace, user: guest().user }],
      });
    });
    expect(await press(guest(), "ask.score", "9")).toMatchObject({ locale: "en", zone: "Asia/Tokyo" });
  });
});

describe("who isn't a customer's", () => {
  test("gets what they always got: of another company a refusal, among ours help with who they are", async () => {
    expect(wordsOf(await press(connected(), "ask.score", "9"))).toBe(STRANGER);
    const stranger = wordsOf(await press(guest(), "ask.score", "9"));
    expect(stranger).toBe(plain(createSays()("en")("shell.stranger")));
    expect(ask.asked).toEqual([]);
  });

  test("but is one of our own people stays one, though they be somebody's contact too", async () => {
    const anna = { ...guest(), user: company.anna.user };
    await know(anna);
    expect(wordsOf(await press(anna, "ask.score", "9"))).toBe("for staff");
    expect(wordsOf(await handle({ ...from(anna), kind: "command", command: "tandem", text: "help" }))).toContain(
      "What you can ask me",
    );
  });

  test("but has the same user id in another company isn't taken for them", async () => {
    await know(guest());
    expect(wordsOf(await press({ ...guest(), home: "T0OTHER" }, "ask.score", "9"))).toBe(STRANGER);
    expect(ask.asked).toEqual([]);
  });

  test("but comes by another of our workspaces is found by their own team alone", async () => {
    await know(connected());
    await opened.db.system.rows(
      "insert into workspace (platform, external_id, organisation_id) values ('slack', $1, $2)",
      [`${company.workspace}B`, company.organisation],
    );
    const met = `${company.workspace}B`;
    expect(wordsOf(await press({ ...connected(), met }, "ask.score", "7"))).toContain("Thank you for 7");
    expect(ask.asked[0]?.workspace).toBe(met);
  });
});
