import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { FetchOutcome } from "../src/chat/platform.ts";
import { isFileAddress as isSlackFile } from "../src/chat/slack/files.ts";
import { translate } from "../src/chat/slack/translate.ts";
import { filesIn, isFileAddress as isTeamsFile } from "../src/chat/teams/files.ts";
import { createOrigins } from "../src/chat/teams/origin.ts";
import { ACTIVITY } from "../src/chat/teams/payloads.ts";
import { translate as fromTeams } from "../src/chat/teams/translate.ts";
import { type Outcome, outcomeCard } from "../src/features/accounts/import/upload/cards.ts";
import { complaintsFile } from "../src/features/accounts/import/upload/complaints-file.ts";
import { plain } from "../src/chat/card.ts";
import { flaw } from "../src/features/accounts/import/complaint.ts";
import { jobData } from "../src/features/accounts/import/upload/job.ts";
import { createDirectory } from "../src/features/index.ts";
import { createSays } from "../src/locales/say.ts";
import { MOST_UPLOADED_BYTES, takeUploads } from "../src/take-uploads.ts";
import { ids, type TestPerson } from "./helpers/company.ts";
import { lines } from "./helpers/csv.ts";
import { ANNA, CHANNEL, TEAM, TENANT } from "./helpers/fake-teams/acme.ts";
import { runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";
import * as says from "./helpers/teams-activity.ts";

const origins = createOrigins("a secret of the tests");
const HEADER = "external_id,name,segment";

let house: RunningApp;
let inputs = 0;

beforeAll(async () => {
  house = await runApp();
});
afterAll(() => house.stop());
beforeEach(() => {
  house.slack.calls.length = 0;
  house.slack.fetched.length = 0;
  house.slack.sentFiles.length = 0;
  house.slack.files.clear();
});

type Sent = Readonly<Record<string, string | Uint8Array | FetchOutcome | Promise<FetchOutcome>>>;

/** Somebody sends files in one message. @returns what they are told at once */
async function send(who: TestPerson, files: Sent, key = `upload-${String(++inputs)}`, home?: string): Promise<string> {
  const { workspace } = house.company;
  for (const [name, content] of Object.entries(files)) {
    house.slack.files.set(`shelf/${key}/${name}`, typeof content === "string" ? Buffer.from(content) : content);
  }
  const answer = await house.app.handle({
    kind: "upload",
    sender: { platform: "slack", workspace, user: who.user, home: home ?? workspace },
    place: { conversation: "D0ADA", private: true },
    contentKey: key,
    replyTo: {},
    files: Object.keys(files).map((name) => ({ name, address: `shelf/${key}/${name}` })),
  });
  return wordsOf(answer);
}

/** What somebody is told when all is done, message by message. */
async function told(who: TestPerson): Promise<string[]> {
  await house.app.settle();
  return house.slack.calls.filter(({ target }) => target.conversation === who.user).map(({ words }) => words);
}

async function accountsCalled(...ids: string[]): Promise<string[]> {
  const rows = await house.app.db.read(house.company.organisation, (tx) =>
    tx.rows<{ name: string }>("select name from account where external_id = any($1) order by external_id", [ids]),
  );
  return rows.map(({ name }) => name);
}

describe("a file that an administrator sends", () => {
  test("is imported, and they are told at once that it is read and then what came of it", async () => {
    const { ada } = house.company;
    const said = await send(ada, { "accounts.csv": lines(HEADER, "U1,Fabrikam,smb", "U2,Tailspin,smb") });
    expect(said).toBe("I'm reading accounts.csv. In a moment I'll tell you here what came of it.");
    expect(await told(ada)).toEqual(["Imported · accounts.csv: 2 read, 2 new or changed, 0 unchanged, 0 not taken."]);
    expect(await accountsCalled("U1", "U2")).toEqual(["Fabrikam", "Tailspin"]);
    expect(house.slack.sentFiles).toEqual([]);
  });

  test("brings in its good rows; the first three complaints are said and all are in a file", async () => {
    const { ada } = house.company;
    const bad = Array.from({ length: 5 }, (_, at) => `B${String(at)},Bad ${String(at)},=HYPERLINK("x")`);
    const rows = bad.map((row) => row.replace('=HYPERLINK("x")', '"=HYPERLINK(""x"")"'));
    await send(ada, { "accounts.csv": lines("external_id,name,domain", "G1,Good,good.example", ...rows) });
    const [summary = "", ...others] = await told(ada);
    expect(summary).toMatch(
      /^Imported, but not everything · accounts\.csv: 6 read, 1 new or changed, .* 5 not taken\./,
    );
    expect(summary).toContain("There are 5 complaints.");
    expect(summary.match(/accounts\.csv line/g)).toHaveLength(3);
    const [notified] = house.slack.calls.filter(({ target }) => target.conversation === ada.user).slice(-1);
    expect(plain(notified?.drawn.summary ?? [])).toMatch(
      /6 read.*accounts\.csv line 3, column domain: =HYPERLINK\("x"\) is not a domain\. Use one.*line 5, column domain/,
    );
    expect(others).toEqual([]);
    const [file] = house.slack.sentFiles;
    expect(file?.name).toBe("complaints.csv");
    expect(file?.target.conversation).toBe(ada.user);
    const table = (file?.text ?? "").trim().split("\r\n");
    expect(table).toHaveLength(6);
    expect(table[1]).toMatch(/^"accounts\.csv","3","domain","'=HYPERLINK\(""x""\)",/);
    expect(await accountsCalled("G1", "B0")).toEqual(["Good"]);
  });

  test("twenty complaints more are said in words where a file can't be posted, and how to see the rest", async () => {
    const { ada } = house.company;
    house.slack.fileFault({ kind: "not-allowed", problem: "missing_scope" });
    const rows = Array.from({ length: 30 }, (_, at) => `W${String(at)},`);
    await send(ada, { "accounts.csv": lines("external_id,name", ...rows) });
    const [summary = "", page = "", ...others] = await told(ada);
    expect(summary).not.toContain("complaints.csv");
    expect(page.match(/accounts\.csv line/g)).toHaveLength(20);
    expect(page).toContain("7 more aren't shown here.");
    expect(others).toEqual([]);
  });

  test("has its complaints offered where somebody is asked first, which they are told, and nothing more in words", async () => {
    const { ada } = house.company;
    house.slack.fileFault({ kind: "offered" });
    const rows = Array.from({ length: 5 }, (_, at) => `O${String(at)},`);
    await send(ada, { "accounts.csv": lines("external_id,name", ...rows) });
    const [summary = "", ...others] = await told(ada);
    expect(summary).toContain("Allow me above to save it to your OneDrive; I keep it for a day.");
    expect(others).toEqual([]);
  });

  test.each([
    ["en", /complaints\.csv.*, just above\./],
    ["de", /complaints\.csv.*, hier darüber\./],
    ["zh", /个问题在上方的.*complaints\.csv/],
  ] as const)("has a file with its first complaints above the card that tells of it (%s)", (locale, words) => {
    const complaints = [{ file: "accounts.csv", line: 2, ...flaw("name", "", "missing") }];
    const counts = { read: 9, changed: 0, unchanged: 0, rejected: 9, unlisted: 8 };
    const report = { kind: "accounts", file: "accounts.csv", ...counts, complaints };
    const outcome = { reports: [report], unread: [] } as unknown as Outcome;
    expect(JSON.stringify(outcomeCard(outcome, "in-file", createSays()(locale)))).toMatch(words);
  });

  test("sent as the same message once more is imported once", async () => {
    const { ada } = house.company;
    const files = { "accounts.csv": lines(HEADER, "U3,Wingtip,smb") };
    const first = await send(ada, files, "upload-twice");
    await told(ada);
    expect(await send(ada, files, "upload-twice")).toBe(first);
    expect(await told(ada)).toHaveLength(1);
    expect(house.slack.fetched).toHaveLength(1);
  });

  test("comes with others in any order, which are taken in the import's", async () => {
    const { ada } = house.company;
    const said = await send(ada, {
      "contacts.csv": lines("account_external_id,email,name", "U9,kim@u9.example,Kim"),
      "notes.csv": "whatever",
      "accounts.csv": lines(HEADER, "U9,Nine,smb"),
    });
    expect(said).toContain("3 files: contacts.csv, notes.csv, accounts.csv");
    const [summary = ""] = await told(ada);
    expect(summary).toContain("contacts.csv: 1 read, 1 new or changed");
    expect(summary).toMatch(/notes\.csv: this is no kind of file that can be imported/);
    expect(house.slack.fetched.filter((address) => address.endsWith("notes.csv"))).toEqual([]);
  });

  test.each([
    ["holiday.jpg", /holiday\.jpg: this is no kind of file that can be imported.*people\.csv, accounts\.csv/],
    ["accounts (1).csv", /Did you mean accounts\.csv\?/],
    ["", /no kind of file/],
  ])("called %j isn't fetched, and they are told the names there are", async (name, words) => {
    expect(await send(house.company.ada, { [name]: "x" })).toMatch(words);
    expect(await told(house.company.ada)).toEqual([]);
    expect(house.slack.fetched).toEqual([]);
  });

  test.each([
    ["nothing at all", "", /there is no header row/],
    ["no row", lines(HEADER), /0 read/],
    ["UTF-16", Buffer.from(`\uFEFF${HEADER}\n`, "utf16le"), /the file is UTF-16\. Save it as CSV UTF-8/],
    ["a spreadsheet", Buffer.from("PK\u0003\u0004 workbook"), /this is a spreadsheet or an archive/],
    ["a byte order mark", `\uFEFF${lines(HEADER, "U5,Marked,smb")}`, /1 read, 1 new or changed/],
  ])("with %s in it is told of as any import tells", async (_, content, words) => {
    await send(house.company.ada, { "accounts.csv": content });
    expect((await told(house.company.ada))[0]).toMatch(words);
  });

  test("that is too big, or can't be had, is said to be so; the others are taken", async () => {
    const { ada } = house.company;
    await send(ada, {
      "accounts.csv": lines(HEADER, "U6,Six,smb"),
      "usage.csv": new Uint8Array(MOST_UPLOADED_BYTES),
      "people.csv": { kind: "refused", problem: "http 403" },
    });
    const [summary = ""] = await told(ada);
    expect(summary).toContain("accounts.csv: 1 read, 1 new or changed");
    expect(summary).toMatch(/usage\.csv wasn't read: what you send me at once may be 20 MB at most/);
    expect(summary).toMatch(/people\.csv could not be fetched\. Send it again/);
  });

  test("isn't kept: nothing of it stands in a job, a post, an input or the audit", async () => {
    const { ada, organisation } = house.company;
    await send(ada, { "accounts.csv": lines("external_id,name", "U7,", "canary-7731,Sieben,Acht") });
    expect((await told(ada))[0]).toContain("2 not taken");
    const kept = await house.app.db.read(organisation, (tx) =>
      tx.rows<{ row: string }>(
        `select row_to_json(input)::text as row from input union all select row_to_json(post)::text from post
         union all select row_to_json(audit)::text from audit`,
      ),
    );
    const jobs = await house.app.db.system.rows<{ row: string }>(
      "select row_to_json(job)::text as row from pgboss.job",
    );
    expect([...kept, ...jobs].filter(({ row }) => /canary-7731|Sieben/.test(row))).toEqual([]);
    expect(kept.filter(({ row }) => row.includes("shelf/"))).toEqual([]);
  });
});

describe("an import that doesn't come to its end", () => {
  async function taken(signal: AbortSignal): Promise<string[]> {
    const { ada, organisation, workspace } = house.company;
    const { run } = takeUploads({
      db: house.app.db,
      platforms: new Map([["slack", house.slack]]),
      directory: createDirectory(house.clock),
      ids,
      log: house.app.log,
      says: createSays(),
      importContents: () => Promise.reject(new Error("it ended")),
    });
    house.slack.files.set("shelf/one", Buffer.from(HEADER));
    const sender = { platform: "slack", workspace, user: ada.user } as const;
    const files = [{ name: "accounts.csv", address: "shelf/one" }];
    await run(organisation, jobData({ person: ada.id, sender, files }), signal);
    return told(ada);
  }

  test("because the service stops is taken up again, and until then nothing is said", async () => {
    await expect(taken(AbortSignal.abort())).rejects.toThrow("it ended");
    expect(await told(house.company.ada)).toEqual([]);
  });

  test("at its last try, whatever ended it, is said to have broken off, once, and what to do", async () => {
    const { ada } = house.company;
    const { promise: waits, resolve: goOn } = Promise.withResolvers<FetchOutcome>();
    await send(ada, { "accounts.csv": waits });
    const saidSo = () => house.slack.calls.filter(({ words }) => words.includes("The import broke off."));
    await vi.waitFor(
      async () => {
        // As whoever held it leaves it who is gone for good.
        await house.app.db.system.rows(
          `update pgboss.job set retry_limit = retry_count, heartbeat_on = now() - interval '1 hour'
            where name = 'long' and state = 'active'`,
        );
        expect(saidSo()).toHaveLength(1);
      },
      { timeout: 25_000, interval: 200 },
    );
    expect(saidSo()[0]).toMatchObject({ target: { conversation: ada.user } });
    expect(saidSo()[0]?.words).toContain("Send the file again");
    goOn({ kind: "refused", problem: "gone" });
    await told(ada);
    expect(saidSo()).toHaveLength(1);
  }, 40_000);

  test("because something broke is said to have broken off, and what to do", async () => {
    const said = await taken(new AbortController().signal);
    expect(said).toEqual([expect.stringMatching(/The import broke off\. .* Send the file again/)]);
  });
});

describe("a file that somebody else sends", () => {
  test("isn't taken from who is no administrator; they are told whom to ask", async () => {
    const { anna, olga, kim } = house.company;
    for (const who of [anna, olga, kim]) {
      const said = await send(who, { "accounts.csv": lines(HEADER, "X1,Not theirs,smb") });
      expect(said).toBe("Only a Tandem administrator can do this. Ask Ada Admin.");
      expect(await told(who)).toEqual([]);
    }
    expect(house.slack.fetched).toEqual([]);
    expect(await accountsCalled("X1")).toEqual([]);
  });

  test("isn't taken from who isn't known, nor from another company's people", async () => {
    const nobody = { ...house.company.ada, user: "U0NOBODY" };
    expect(await send(nobody, { "accounts.csv": HEADER })).toMatch(/I only work for colleagues/);
    expect(await send(house.company.ada, { "accounts.csv": HEADER }, undefined, "T0OTHER")).toMatch(/can't help you/);
    expect(await told(nobody)).toEqual([]);
    expect(house.slack.fetched).toEqual([]);
  });

  test("isn't taken any more when who sent it is no administrator by the time it is read", async () => {
    const { ada, organisation } = house.company;
    const become = (...roles: string[]) =>
      house.app.db.write(organisation, (tx) => tx.rows("update person set roles = $2 where id = $1", [ada.id, roles]));
    const { promise: waits, resolve: goOn } = Promise.withResolvers<FetchOutcome>();
    await send(ada, { "accounts.csv": waits });
    await send(ada, { "accounts.csv": lines(HEADER, "X2,Late,smb") });
    await become("csm");
    goOn({ kind: "refused", problem: "gone" });
    await told(ada);
    expect(await accountsCalled("X2")).toEqual([]);
    expect(house.slack.fetched).toHaveLength(1);
    await become("admin");
  });
});

describe("what the platforms say of a file", () => {
  const event = {
    type: "message",
    subtype: "file_share",
    channel_type: "im",
    channel: "D0ADA",
    user: "U0ADA",
    ts: "1790000000.000100",
    files: [
      { name: "accounts\u202e.csv", url_private_download: "https://files.slack.com/files-pri/T1-F1/download/a.csv" },
    ],
  };
  const told = (change: object, envelope: object = {}) =>
    translate({ type: "event_callback", event: { ...event, ...change }, ...envelope }, "T0TANDEM");

  test("in Slack it is a message in one's own conversation with the bot", () => {
    expect(told({})).toMatchObject({
      kind: "upload",
      sender: { user: "U0ADA", workspace: "T0TANDEM", home: "T0TANDEM" },
      place: { conversation: "D0ADA", private: true },
      files: [{ name: "accounts.csv", address: event.files[0]?.url_private_download }],
    });
  });

  test.each([
    ["in a channel", { channel_type: "channel", channel: "C0TEAM" }],
    ["in a group", { channel_type: "mpim", channel: "G0TEAM" }],
    ["of a bot's", { bot_id: "B0OTHER" }],
    ["that was changed", { subtype: "message_changed" }],
  ])("in Slack nothing is heard of a message %s", (_, change) => {
    expect(told(change)).toBeUndefined();
  });

  test("in Slack the bot doesn't hear its own files", () => {
    expect(told({ user: "U0TANDEM" }, { authorizations: [{ user_id: "U0TANDEM", is_bot: true }] })).toBeUndefined();
  });

  test("in Slack the same message told twice, with another time, has the same key", () => {
    const keyOf = (change: object) => told({ client_msg_id: "m-1", ...change })?.contentKey;
    expect(keyOf({})).toBe(keyOf({ ts: "1790000001.000100" }));
    expect(keyOf({})).not.toBe(keyOf({ client_msg_id: "m-2" }));
  });

  test("in Teams it is an attachment of its own kind; a message's own text as HTML is none", () => {
    const contentType = "application/vnd.microsoft.teams.file.download.info";
    const downloadUrl = "https://acme-my.sharepoint.com/personal/ada/_layouts/15/download.aspx?UniqueId=1&tempauth=x";
    expect(
      filesIn([
        { contentType: "text/html", content: "<p>here</p>" },
        { contentType, name: "usage.csv", content: { downloadUrl, uniqueId: "1", fileType: "csv" } },
        { contentType, name: "broken.csv" },
      ]),
    ).toEqual([{ name: "usage.csv", address: downloadUrl }]);
    expect(filesIn(null)).toEqual([]);
  });

  test("in Teams it is taken in a personal chat; beside words in a team it is none", () => {
    const content = { downloadUrl: "https://acme-my.sharepoint.com/a?tempauth=x" };
    const attachments = [{ contentType: "application/vnd.microsoft.teams.file.download.info", name: "a.csv", content }];
    const who = { id: ANNA.id, name: ANNA.name, aadObjectId: ANNA.aadObjectId };
    const serviceUrl = "http://127.0.0.1:4000/emea/";
    const heard = (where: says.TeamsWhere) =>
      fromTeams(ACTIVITY.parse({ ...says.typed("", { who, serviceUrl, where }), attachments }), TENANT, origins);
    expect(heard({ kind: "personal", conversation: "a:1anna", tenant: TENANT })).toMatchObject({
      manner: "message",
      interaction: { kind: "upload", files: [{ name: "a.csv", address: content.downloadUrl }] },
    });
    const team = heard({ kind: "channel", channel: CHANNEL, team: TEAM, tenant: TENANT });
    expect(team?.interaction.kind).toBe("command");
  });

  test("an address is the platform's own only when it can be read in no other way", () => {
    const path = "/files-pri/T1-F1/a.csv";
    const others = [
      `http://files.slack.com${path}`,
      `https://files.slack.com:8443${path}`,
      `https://files.slack.com.example.com${path}`,
      `https://files.slack.com@example.com${path}`,
      `https://example.com\\@files.slack.com${path}`,
      `https://f\u0456les.slack.com${path}`,
      `https://evil-sharepoint.com/a`,
      `https://sharepoint.com.example.com/a`,
      `https://a.b.sharepoint.com/a`,
      `https://acme.sharepoint.com:444/a`,
      `http://acme.sharepoint.com/a`,
      `https://user@acme.sharepoint.com/a`,
      `https://acme.sharepoint.com\\.example.com/a`,
      `https://10.0.0.1/a`,
      `https://[::1]/a`,
      `javascript:alert(1)`,
    ];
    expect(others.filter((each) => isSlackFile(each, undefined) || isTeamsFile(each, false))).toEqual([]);
    expect(isSlackFile(`https://files.slack.com${path}`, undefined)).toBe(true);
    expect(isTeamsFile("https://acme-my.sharepoint.com/personal/a", false)).toBe(true);
    expect(isTeamsFile("http://127.0.0.1:3978/a", false)).toBe(false);
  });
});

test("no cell of the complaints' file is taken for a formula, whatever stands in it", () => {
  const values = [
    "=1+1",
    "+49 30",
    "-5",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "＝1",
    "|cmd",
    "%x",
    "a;=1",
    "a,=1",
    "a;\t=1",
    'a"b',
    "plain",
  ];
  const complaints = values.map((value, at) => ({
    file: "=evil.csv",
    line: at + 1,
    ...flaw("name", "", "missing"),
    value,
  }));
  const text = Buffer.from(complaintsFile(createSays()("en"), complaints)).toString();
  expect(text.startsWith("\uFEFF")).toBe(true);
  const cells = text.split("\r\n").flatMap((row) => row.split('","').map((cell) => cell.replace(/^\uFEFF?"/, "")));
  expect(cells.filter((cell) => /(^|[;,\t])\s*[=+\-@|%＝]/.test(cell))).toEqual([]);
  expect(text).toContain('"a""b"');
});
