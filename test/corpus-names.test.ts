import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plain } from "../src/chat/card.ts";
import type { Answer } from "../src/chat/handler.ts";
import { renderForm } from "../src/chat/slack/render-form.ts";
import { renderMessage } from "../src/chat/slack/render.ts";
import type { AccountId, PersonId } from "../src/kernel/ids.ts";
import { createSays } from "../src/locales/say.ts";
import type { TestPerson } from "./helpers/company.ts";
import { asPeopleSee, createTally, KINDS, type Read, readMessage, readView, SOME_STRINGS } from "./helpers/corpus.ts";
import { isWritable, quoted } from "./helpers/corpus/csv.ts";
import { folderWith } from "./helpers/csv.ts";
import { letGrow } from "./helpers/growing.ts";
import { runApp, type RunningApp } from "./helpers/running-app.ts";

/** Names that an import takes; a region is cut, for it may only have a hundred letters. */
const NAMES = [...new Set([...SOME_STRINGS, ...KINDS["like code"].slice(12, 24)])].filter(
  (name) => isWritable(name) && asPeopleSee(name) !== "" && asPeopleSee(name).length <= 100,
);
/** What is posted is sent at Slack's pace, twenty at once, so a few of them. */
const POSTED = 12;
const SPOTTED = 4;
const LARGEST = 20;
const says = createSays();
const tally = createTally("names through the service");

let run: RunningApp;
let people: readonly TestPerson[];

beforeAll(async () => {
  run = await runApp();
  people = await company(run);
}, 120_000);
afterAll(async () => {
  await run.stop();
  console.log(tally.line());
});

/** A company whose people, customers, regions and products all have hostile names, brought in by files. */
async function company({ app, company: { organisation, workspace } }: RunningApp): Promise<TestPerson[]> {
  const email = (at: number): string => `n${String(at % NAMES.length)}@corpus.example`;
  const rows = (header: string, of: (name: string, at: number) => readonly string[]): string =>
    `${header}\n${NAMES.map((name, at) => of(name, at).map(quoted).join(",")).join("\n")}\n`;
  const folder = await folderWith({
    "people.csv": rows("email,name,role,locale,region", (name, at) => [
      email(at),
      name,
      "csm;am;manager",
      ["en", "de", "zh"][at % 3] ?? "",
      name,
    ]),
    "accounts.csv": rows("external_id,name,segment,region,industry,lifecycle_stage,csm_email,am_email", (name, at) => [
      `N-${String(at)}`,
      name,
      name,
      name,
      name,
      "value",
      email(at),
      email(at + 1),
    ]),
    "contracts.csv": rows(
      "external_id,account_external_id,product,arr,currency,seats,starts_on,renews_on,notice_on",
      (name, at) => [
        `K-${String(at)}`,
        `N-${String(at)}`,
        name,
        "48000",
        "EUR",
        "10000000",
        "2025-01-01",
        "2027-03-31",
        at < POSTED ? "2026-11-20" : "",
      ],
    ),
  });
  const reports = await app.importFiles(organisation, [folder.path], { backfill: false });
  await folder.remove();
  expect(reports.map(({ changed, rejected }) => [changed, rejected])).toEqual(reports.map(() => [NAMES.length, 0]));
  return app.db.write(organisation, async (tx) => {
    await tx.rows("update channel set archived = true");
    const found = await tx.rows<{ id: PersonId; email: string; name: string }>(
      "select id, email, name from person where email like 'n%@corpus.example'",
    );
    const known = found.map(({ id, email: address, name }) => ({ id, name, user: `U0N${address.replace(/\D/g, "")}` }));
    for (const { id, user } of known) {
      await tx.rows(
        "insert into handle (organisation_id, platform, workspace, user_id, person_id) values ($1, 'slack', $2, $3, $4)",
        [organisation, workspace, user, id],
      );
    }
    return known.toSorted((a, b) => Number(a.user.slice(3)) - Number(b.user.slice(3)));
  });
}

function shown({ reply, locale, zone, handles }: Answer): Read {
  const context = { handles, zone, say: says(locale) };
  switch (reply.kind) {
    case "private":
    case "replace":
      return readMessage(renderMessage(reply.card, context));
    case "form":
      return readView(renderForm(reply.form, { conversation: "C0", direct: false }, context));
    case "done":
      return readMessage(renderMessage({ title: [], body: [{ kind: "text", text: reply.sentence }] }, context));
    case "invalid":
      return {
        texts: Object.values(reply.fields).map((text) => ({ place: "error", letters: plain(text) })),
        live: [],
        faults: [],
      };
    case "nothing":
      return { texts: [], live: [], faults: [] };
  }
}

function expectHarmless(read: Read, what: string): void {
  const odd = read.live.filter((live) => !/^@U[0-9A-Z]+$|^date$/.test(live));
  expect([...read.faults, ...odd], what).toEqual([]);
}

function hasSaid(read: Read, name: string): boolean {
  return read.texts.some(({ letters }) => asPeopleSee(letters.replaceAll("\u200a", "")).includes(asPeopleSee(name)));
}

/** Settles until nothing is due any more: on a busy machine a send may lose its turn. */
async function settled({ app, clock, company: { organisation } }: RunningApp): Promise<void> {
  for (;;) {
    await app.settle();
    const [waiting] = await app.db.read(organisation, (tx) =>
      tx.rows<{ posts: number }>(
        "select count(*)::int as posts from post where state in ('wanted', 'sending') and due_at <= $1",
        [clock.now()],
      ),
    );
    const next = await app.nextDue();
    if (waiting?.posts === 0 && (!next || next > clock.now())) return;
    await pause(100);
  }
}

describe("names that were imported", () => {
  test("are read as people see them on the account's card, by name and by id, and in the form", async () => {
    for (const [at, name] of NAMES.entries()) {
      const who = people[at];
      if (!who) throw new Error("nobody");
      for (const line of [`/account N-${String(at)}`, `/account ${name}`, `/tandem opportunity N-${String(at)}`]) {
        const answer = await run.command(who, line);
        const read = shown(answer);
        expectHarmless(read, `${line} for ${JSON.stringify(name)}`);
        expect(plain(answer.reply.kind === "done" ? answer.reply.sentence : []), line).not.toMatch(
          /wrong on my side|schief|出了/,
        );
        if (line.includes("N-")) expect([line, name, hasSaid(read, name)]).toEqual([line, name, true]);
        tally.count("commands", 3);
      }
    }
  }, 60_000);

  test("stand in the settings and the channel's form", async () => {
    const { ada } = run.company;
    for (const line of [
      "/tandem settings",
      "/tandem settings mine",
      "/tandem settings defaults",
      "/tandem settings channel",
    ]) {
      const read = shown(await run.command(ada, line));
      expectHarmless(read, line);
      tally.count("settings");
      if (!line.endsWith("channel")) continue;
      const options = read.texts.filter(({ place }) => place === "option");
      expect(options.length).toBeGreaterThan(NAMES.length);
    }
  });

  test("stand in offers, cases and digests as names, in every language", async () => {
    const {
      app,
      clock,
      slack,
      company: { organisation },
    } = run;
    const ids = await app.db.read(organisation, (tx) =>
      tx.rows<{ id: string; external_id: string }>("select id, external_id from account"),
    );
    const accountOf = new Map(ids.map(({ id, external_id }) => [external_id, id]));
    const benefit = "The warehouse team waits for logins every Monday.";
    for (let at = POSTED; at < POSTED + SPOTTED; at++) {
      const [who, name = ""] = [people[at], NAMES[at]];
      if (!who) throw new Error("nobody");
      const account = accountOf.get(`N-${String(at)}`) as AccountId;
      await app.db.write(organisation, (tx) => letGrow(tx, account, clock.now()));
      const answer = await run.submit(who, "opportunities.spot", account, {
        product: name,
        benefit: `${benefit} ${name}`,
        word: "yes",
      });
      expectHarmless(shown(answer), `spotting ${JSON.stringify(name)}`);
    }
    for (const instant of ["2026-11-25T02:30:00Z", "2026-11-25T08:00:00Z"]) {
      clock.set(new Date(instant));
      await settled(run);
    }
    for (let at = 0; at < SPOTTED; at++) {
      const who = people[at];
      if (!who) throw new Error("nobody");
      const answer = await run.press(who, "risk.own", accountOf.get(`N-${String(at)}`) ?? "");
      expectHarmless(shown(answer), `owning ${JSON.stringify(NAMES[at])}`);
    }
    await settled(run);
    // Two for an opportunity, a digest a person, and digests drawn anew for cases that were taken.
    expect(slack.calls.length).toBeGreaterThan(2 * SPOTTED + POSTED);
    const all = slack.calls.map(({ drawn }) => {
      const context = { handles: drawn.handles, zone: drawn.zone, say: says(drawn.locale as "en") };
      return readMessage(renderMessage(drawn.card, context, drawn.summary));
    });
    for (const read of all) {
      expectHarmless(read, JSON.stringify(read.texts[0]));
      tally.count("posts");
    }
    for (const name of NAMES.slice(0, POSTED + SPOTTED)) {
      expect([name, all.some((read) => hasSaid(read, name))]).toEqual([name, true]);
      tally.count("names in posts");
    }
  }, 120_000);

  test("leave the service as it was for everybody else", async () => {
    const { anna } = run.company;
    const read = shown(await run.command(anna, "/account northwind"));
    expect(hasSaid(read, "Northwind GmbH")).toBe(true);
  });
});

describe("numbers that were imported", () => {
  test("at their largest, hundreds of times, keep nobody from the account's card and the night's score", async () => {
    const {
      app,
      clock,
      company: { organisation, olga },
    } = run;
    const largest = Array.from(
      { length: 300 },
      (_, at) => `L-${String(at)},N-${String(LARGEST)},90071992547409.91,EUR,10000000,1900-01-01,2199-12-31,3650`,
    );
    const folder = await folderWith({
      "contracts.csv": `external_id,account_external_id,arr,currency,seats,starts_on,renews_on,notice_days\n${largest.join("\n")}\n`,
      "metrics.csv": "metric,kind\nactive,active_users_day\nseats,seats_used\nuse,feature\n",
      "usage.csv": `account_external_id,metric,day,value\n${["active", "seats", "use"].flatMap((metric) => ["2026-11-01", "2026-11-10", "2026-11-20", "2026-11-23"].map((day) => `N-${String(LARGEST)},${metric},${day},999999999999999.999999`)).join("\n")}\n`,
    });
    const reports = await app.importFiles(organisation, [folder.path], { backfill: true });
    await folder.remove();
    expect(reports.map(({ rejected, changed }) => [rejected, changed])).toEqual([
      [0, 300],
      [0, 3],
      [0, 12],
    ]);
    clock.set(new Date("2026-11-26T02:30:00Z"));
    await settled(run);
    const read = shown(await run.command(olga, `/account N-${String(LARGEST)}`));
    expectHarmless(read, "the largest account");
    expect(hasSaid(read, "3,010,000,000 seats")).toBe(true);
    const scored = await app.db.read(organisation, (tx) =>
      tx.rows<{ p: number }>(
        "select p from risk_state s join account a on a.id = s.account_id where a.external_id = $1",
        [`N-${String(LARGEST)}`],
      ),
    );
    expect(scored.map(({ p }) => p > 0 && p < 1)).toEqual([true]);
    tally.count("largest numbers", 5);
  }, 60_000);
});
