import { afterAll, beforeAll, expect, test } from "vitest";
import { createAddressHmacs } from "../src/db/erased.ts";
import { createImporting } from "../src/importing.ts";
import { createMovableClock } from "../src/kernel/clock.ts";
import type { OrganisationId } from "../src/kernel/ids.ts";
import { ids } from "./helpers/company.ts";
import { lines } from "./helpers/csv.ts";
import { mintOrganisation, testDatabase, type TestDatabase } from "./helpers/database.ts";
import { NOON } from "./helpers/outbox.ts";
import { keptLog } from "./helpers/slack-request.ts";

const PEOPLE = lines("email,name,role", "kim@acme.example,Kim,csm");
const METRICS = lines("metric,kind", "logins,login_events");

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

/** Files that somebody sent, while looking people up in chat never ends. */
async function sent(files: Readonly<Record<string, string>>) {
  const organisation = await mintOrganisation(database.db);
  const asked = { now: [] as OrganisationId[], later: [] as OrganisationId[] };
  const importing = createImporting({
    db: database.db,
    ids,
    clock: createMovableClock(NOON),
    log: keptLog(),
    hmacsOf: createAddressHmacs(() => [Buffer.alloc(32)]),
    matching: {
      now(each) {
        asked.now.push(each);
        return new Promise<void>(() => undefined);
      },
      later: (each) => void asked.later.push(each),
      seek: () => undefined,
      idle: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    },
    rearm: () => Promise.resolve(),
  });
  const contents = Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.from(text) }));
  const reports = await importing.contents(organisation, contents, new AbortController().signal);
  expect(reports.map(({ changed }) => changed)).toEqual(contents.map(() => 1));
  return { organisation, asked };
}

test("who sent a file of people hears what came of it while they are still looked for in chat", async () => {
  const { organisation, asked } = await sent({ "people.csv": PEOPLE });
  expect(asked).toEqual({ now: [], later: [organisation] });
});

test("a file without people has nobody looked for", async () => {
  const { asked } = await sent({ "metrics.csv": METRICS });
  expect(asked).toEqual({ now: [], later: [] });
});
