import type { LightMyRequestResponse as Response } from "fastify";
import type { SurveyId } from "../../src/features/nps/survey-store.ts";
import type { AccountId, ContactId } from "../../src/kernel/ids.ts";
import { addAccount, ids, type TestPerson } from "./company.ts";
import { oneService } from "./one-service.ts";
import { runApp, type RunningApp, wordsOf } from "./running-app.ts";

export const BASE = "https://tandem.example";
let networks = 0;
const LONG_AGO = new Date("2025-01-01T00:00:00Z");

export interface Respondent {
  readonly account: AccountId;
  readonly contact: ContactId;
  readonly name: string;
}

/** The running service with customers whose people can be asked. */
export interface SurveyHouse extends RunningApp {
  /** a customer of Anna's and Marta's with one person */
  respondent(
    name: string,
    more?: { readonly locale?: string; readonly zone?: string; readonly role?: string },
  ): Promise<Respondent>;
  /** Olga plans a campaign that begins today, and starts it */
  campaign(): Promise<void>;
  /** the clock moves there, and all that is due is done */
  at(instant: string): Promise<void>;
  surveyOf(contact: ContactId): Promise<SurveyId>;
  /** what Anna copies for somebody, as the path behind the host */
  link(contact: ContactId, who?: TestPerson): Promise<string>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, fields: Record<string, string>): Promise<Response>;
  /** posts, and follows to the page that it leads to */
  follow(path: string, fields: Record<string, string>): Promise<{ readonly path: string; readonly body: string }>;
  rows<T extends object>(sql: string, values?: readonly unknown[]): Promise<T[]>;
}

export async function runSurveys(environment: Record<string, string> = {}): Promise<SurveyHouse> {
  return surveysIn(await runApp({ environment: { BASE_URL: BASE, ...environment } }));
}

/** The same with one service for the tests of a file. */
export function surveyService(): { begin(): Promise<SurveyHouse>; stop(): Promise<void> } {
  const service = oneService({ BASE_URL: BASE });
  return { ...service, begin: async () => surveysIn(await service.begin()) };
}

/** The same in a service that runs. */
export function surveysIn(house: RunningApp): SurveyHouse {
  const { app, company, clock } = house;
  const rows = <T extends object>(sql: string, values: readonly unknown[] = []): Promise<T[]> =>
    app.db.write(company.organisation, (tx) => tx.rows<T>(sql, [...values]));
  const at = async (instant: string): Promise<void> => {
    clock.set(new Date(instant));
    await app.settle();
  };
  // Each house is a network of its own, since one address may only ask so much in a minute.
  const from = { "x-forwarded-for": `198.18.${String(++networks >> 8)}.${String(networks & 255)}` };
  const post = (path: string, fields: Record<string, string>): Promise<Response> =>
    app.server.inject({
      method: "POST",
      url: path,
      headers: { ...from, "content-type": "application/x-www-form-urlencoded" },
      payload: new URLSearchParams(fields).toString(),
    });
  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    app.server.inject({ url: path, headers: { ...from, ...headers } });
  const surveyOf = async (contact: ContactId): Promise<SurveyId> => {
    const [row] = await rows<{ id: SurveyId }>("select id from survey where contact_id = $1 order by id desc", [
      contact,
    ]);
    if (!row) throw new Error("nobody asks them");
    return row.id;
  };
  return {
    ...house,
    rows,
    at,
    get,
    post,
    surveyOf,
    async respondent(name, more = {}) {
      const contact = ids.next<"contact">();
      const account = await app.db.write(company.organisation, async (tx) => {
        const made = await addAccount(tx, `${name} Ltd`, { csm: company.anna.id, am: company.marta.id });
        await tx.rows(
          `insert into contact (organisation_id, id, account_id, email, name, role, locale, zone, source, added_at, changed_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, 'csv', $9, $9)`,
          [
            company.organisation,
            contact,
            made,
            `${name.toLowerCase().replaceAll(" ", ".")}@customer.example`,
            name,
            more.role ?? "champion",
            more.locale ?? null,
            more.zone ?? "Europe/Berlin",
            LONG_AGO,
          ],
        );
        return made;
      });
      return { account, contact, name };
    },
    async campaign() {
      const on = clock.now().toISOString().slice(0, 10);
      await house.submit(company.olga, "nps.campaign", "", { name: "Quarterly", on, tier: "all", whom: "everybody" });
      const [row] = await rows<{ id: string }>("select id from survey_campaign order by id desc limit 1");
      await house.press(company.olga, "nps.start", row?.id ?? "");
    },
    async link(contact, who = company.anna) {
      return pathIn(wordsOf(await house.press(who, "nps.link", await surveyOf(contact))));
    },
    async follow(path, fields) {
      const { statusCode, headers } = await post(path, fields);
      const to = headers.location;
      if (statusCode !== 303 || typeof to !== "string") throw new Error(`${String(statusCode)} instead of a way on`);
      return { path: to.replace(/\?.*/, ""), body: (await get(to)).body };
    },
  };
}

/** @returns the path behind the host @throws where no link was told */
export function pathIn(said: string): string {
  const [, path] = /https:\/\/tandem\.example(\/s\/[\w-]{22})/.exec(said) ?? [];
  if (path === undefined) throw new Error(`no link in: ${said}`);
  return path;
}
