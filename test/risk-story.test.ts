import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../src/db/transaction.ts";
import { addDays, weekdayOf } from "../src/kernel/business-time.ts";
import { testDatabase, type TestDatabase } from "./helpers/database.ts";
import { tell } from "./helpers/risk-story.ts";
import { before, DAYS, DEEDS, feed, FROM } from "./helpers/risk-story-script.ts";

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.close());

const HOLIDAYS = ["2026-12-25", "2026-12-26", "2027-01-01"];

/** Read it beside risk-story-script.ts, which says who uses what, and what people do. */
const TOLD = `
Wed 25 Nov, Wingtip: first score: at-risk (notice)
Wed 25 Nov, Wingtip: in the digest, critical
Sat 05 Dec, Contoso Ltd: at-risk (notice)
Sat 05 Dec, Contoso Ltd: case opened (notice)
Sat 05 Dec, Contoso Ltd: alert to #csm, Mon 07 Dec 08:00
Mon 07 Dec, Contoso Ltd: in the digest, critical
Mon 07 Dec, Contoso Ltd: unowned to Ben, Mon 07 Dec 10:00
Mon 07 Dec, Contoso Ltd: escalated to Olga, Mon 07 Dec 11:00
Mon 07 Dec, Contoso Ltd: owned by Olga Orlova
Tue 08 Dec, Adatum: watch
Tue 08 Dec, Adatum: case opened (rise)
Tue 08 Dec, Adatum: alert to #csm, Tue 08 Dec 08:00
Tue 08 Dec, Adatum: in the digest, watch
Tue 08 Dec, Adatum: unowned to Anna, Tue 08 Dec 13:00
Tue 08 Dec, Adatum: escalated to Olga, Tue 08 Dec 17:00
Wed 09 Dec, Adatum: ok
Wed 09 Dec, Adatum: case closed (calmed)
Wed 09 Dec, Adatum: no more in the digest
Sun 13 Dec, Northwind GmbH: at-risk (score)
Sun 13 Dec, Northwind GmbH: case opened (score)
Sun 13 Dec, Northwind GmbH: alert to #csm, Mon 14 Dec 08:00
Mon 14 Dec, Northwind GmbH: in the digest, high
Mon 14 Dec, Northwind GmbH: owned by Anna Kurz
Mon 14 Dec, Contoso Ltd: idle to Olga, Mon 14 Dec 10:00
Wed 16 Dec, Northwind GmbH: in the digest, from high to watch
Wed 16 Dec, Contoso Ltd: owned by nobody
Wed 16 Dec, Contoso Ltd: given-back to Olga, Wed 16 Dec 10:00
Wed 16 Dec, Contoso Ltd: unowned to Ben, Wed 16 Dec 11:00
Wed 16 Dec, Contoso Ltd: escalated to Olga, Wed 16 Dec 12:00
Thu 17 Dec, Adatum: watch
Thu 17 Dec, Fabrikam: at-risk (score)
Thu 17 Dec, Fabrikam: case opened (score)
Thu 17 Dec, Fabrikam: alert to #csm, Thu 17 Dec 08:00
Thu 17 Dec, Fabrikam: in the digest, high
Thu 17 Dec, Adatum: in the digest, watch
Thu 17 Dec, Fabrikam: unowned to Anna, Thu 17 Dec 13:00
Thu 17 Dec, Fabrikam: escalated to Olga, Thu 17 Dec 17:00
Fri 18 Dec, Adatum: ok
Fri 18 Dec, Adatum: no more in the digest
Fri 18 Dec, Northwind GmbH: idle to Anna, Fri 18 Dec 10:00
Fri 18 Dec, Fabrikam: case closed (not-a-risk)
Tue 22 Dec, Northwind GmbH: below clear for 6 days, and no more
Tue 22 Dec, Tailspin: at-risk (score)
Tue 22 Dec, Fabrikam, Tailspin: case opened (score)
Tue 22 Dec, Fabrikam, Tailspin: alert to #csm, Tue 22 Dec 08:00
Tue 22 Dec, Tailspin: in the digest, high
Tue 22 Dec, Tailspin: put off until Mon 04 Jan
Tue 22 Dec, Northwind GmbH: owned by nobody
Tue 22 Dec, Northwind GmbH: given-back to Anna, Tue 22 Dec 10:00
Tue 22 Dec, Fabrikam: unowned to Anna, Tue 22 Dec 13:00
Tue 22 Dec, Northwind GmbH: unowned to Anna, Tue 22 Dec 14:00
Tue 22 Dec, Fabrikam: escalated to Olga, Tue 22 Dec 17:00
Wed 23 Dec, Fabrikam: in the digest, from high to critical
Wed 23 Dec, Northwind GmbH: escalated to Olga, Wed 23 Dec 10:00
Fri 25 Dec, Litware: at-risk (score)
Fri 25 Dec, Litware: case opened (score)
Fri 25 Dec, Litware: alert to #csm, Mon 28 Dec 08:00
Mon 28 Dec, Adatum: watch
Mon 28 Dec, Adatum: case opened (rise)
Mon 28 Dec, Adatum: alert to #csm, Mon 28 Dec 08:00
Mon 28 Dec, Tailspin: in the digest, from high to critical
Mon 28 Dec, Litware: in the digest, high
Mon 28 Dec, Adatum: in the digest, watch
Mon 28 Dec, Litware: unowned to Ben, Mon 28 Dec 13:00
Mon 28 Dec, Adatum: unowned to Anna, Mon 28 Dec 13:00
Mon 28 Dec, Litware, Adatum: escalated to Olga, Mon 28 Dec 17:00
Tue 29 Dec, Adatum: ok
Tue 29 Dec, Litware: at-risk (score, escalation)
Tue 29 Dec, Adatum: case closed (calmed)
Tue 29 Dec, Litware: joined its case: escalation
Tue 29 Dec, Litware: in the digest, from high to critical
Tue 29 Dec, Adatum: no more in the digest
Tue 29 Dec, Fabrikam: case closed (not-a-risk)
Wed 30 Dec, Northwind GmbH: recovering
Wed 30 Dec, Northwind GmbH: no more in the digest
Mon 04 Jan, the company: accountability to Olga, Mon 04 Jan 08:00
Mon 04 Jan, the company: accountability to Ada, Mon 04 Jan 08:00
Mon 04 Jan, Tailspin: awake to Anna, Mon 04 Jan 09:00
Mon 04 Jan, Tailspin: unowned to Anna, Mon 04 Jan 10:00
Mon 04 Jan, Tailspin: escalated to Olga, Mon 04 Jan 11:00
Tue 05 Jan, Litware: at-risk (score)
Tue 05 Jan, Tailspin: owned by Anna Kurz
Wed 06 Jan, Tailspin, Litware: in the digest, from critical to high
Thu 07 Jan, Tailspin: case closed (saved)
Mon 11 Jan, Tailspin, Litware: in the digest, from high to watch
Wed 13 Jan, Northwind GmbH: ok
Wed 13 Jan, Northwind GmbH: case closed (recovered)
Fri 15 Jan, Contoso Ltd: case closed (left)
Fri 15 Jan, Contoso Ltd: no more in the digest
Mon 18 Jan, Tailspin, Litware: in the digest, from watch to low
Wed 20 Jan, Litware, Tailspin: recovering
Wed 20 Jan, Tailspin, Litware: no more in the digest
Fri 29 Jan, Fabrikam: case opened (score)
Fri 29 Jan, Fabrikam: alert to #csm, Fri 29 Jan 08:00
Fri 29 Jan, Fabrikam: unowned to Anna, Fri 29 Jan 10:00
Fri 29 Jan, Fabrikam: escalated to Olga, Fri 29 Jan 11:00
Mon 01 Feb, the company: accountability to Olga, Mon 01 Feb 08:00
Mon 01 Feb, the company: accountability to Ada, Mon 01 Feb 08:00
Wed 03 Feb, Litware, Tailspin: ok
Wed 03 Feb, Litware: case closed (recovered)
Fri 05 Feb, Adatum, Fabrikam, Litware, Northwind GmbH, Proseware, Tailspin, Wingtip: frozen
Fri 05 Feb, the company: standstill to Ada, Fri 05 Feb 08:00
Fri 05 Feb, the digest: stands still, data until 2027-01-31
Tue 09 Feb, Adatum, Fabrikam, Litware, Northwind GmbH, Proseware, Tailspin, Wingtip: scored again
Tue 09 Feb, the digest: is of today again
Wed 10 Feb, Proseware: at-risk (score)
Wed 10 Feb, Proseware: case opened (score)
Wed 10 Feb, Proseware: alert to #csm, Wed 10 Feb 08:00
Wed 10 Feb, Proseware: in the digest, high
Wed 10 Feb, Proseware: unowned to Ben, Wed 10 Feb 13:00
Wed 10 Feb, Proseware: escalated to Olga, Wed 10 Feb 17:00
Mon 15 Feb, Proseware: in the digest, from high to critical
Mon 22 Feb, A1, A2, A3, A4, B1, B2, B3, B4, B5, B6, B7, B8, C1, C2: at-risk (escalation)
Mon 22 Feb, A1, A2, A3, A4, B1, B2, B3, B4, B5, B6, B7, B8, C1, C2: case opened (escalation)
Mon 22 Feb, B1, B2, B3, B4, B5, B8, A1, A2, A3, A4, C1: alert to #csm, Mon 22 Feb 08:00
Mon 22 Feb, B1, B2, B3, B4, B5, B6, B7, B8, A1, A2, A3, A4, C1, C2: in the digest, low
`;

test("over ninety days people are told of exactly this, and of nothing else", { timeout: 240_000 }, async () => {
  const { lines, mornings } = await tell(db, FROM, { before, feed, days: DAYS, deeds: DEEDS });
  expect(lines).toEqual(TOLD.trim().split("\n"));
  const days = Array.from({ length: DAYS }, (_, n) => addDays(FROM, n));
  expect(mornings).toEqual(days.filter((day) => weekdayOf(day) <= 5 && !HOLIDAYS.includes(day)));
});
