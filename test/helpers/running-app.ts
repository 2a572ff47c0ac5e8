import { type App, type AppOptions, createApp } from "../../src/app.ts";
import { plain } from "../../src/chat/card.ts";
import type { Answer } from "../../src/chat/handler.ts";
import type { Interaction } from "../../src/chat/interaction.ts";
import { readConfig } from "../../src/config.ts";
import type { Database } from "../../src/db/transaction.ts";
import { createMovableClock, type MovableClock, type WallClock, wallClock } from "../../src/kernel/clock.ts";
import { type Company, mintCompany, type TestPerson } from "./company.ts";
import { testDatabase } from "./database.ts";
import { createRecordingPlatform, type RecordingPlatform } from "./recording-platform.ts";

/** Tuesday, 09:00 in Berlin. */
export const NINE = new Date("2026-11-24T08:00:00Z");

let inputs = 0;

export interface RunningApp {
  readonly app: App;
  /** where it listens */
  readonly url: string;
  readonly clock: MovableClock;
  readonly slack: RecordingPlatform;
  readonly company: Company;
  /** what stands in the channel with this purpose, as letters, oldest first */
  standingIn(purpose: "csm" | "am"): Promise<string[]>;
  standingWith(person: TestPerson): string[];
  command(who: TestPerson, line: string, more?: Partial<Interaction>): Promise<Answer>;
  press(who: TestPerson, name: string, subject: string, key?: string): Promise<Answer>;
  open(who: TestPerson, form: string, subject: string): Promise<Answer>;
  submit(who: TestPerson, form: string, subject: string, values: Record<string, string>): Promise<Answer>;
  stop(): Promise<void>;
}

/**
 * The whole service with a small company and a platform that remembers.
 * @param given a migrated database, when the test has one; real time, when it moves that;
 *   what else the service is started with
 */
export async function runApp(
  given: {
    readonly db?: Database;
    readonly wall?: WallClock;
    readonly environment?: Readonly<Record<string, string>>;
    readonly calendars?: AppOptions["calendars"];
  } = {},
): Promise<RunningApp> {
  const db = given.db ?? (await testDatabase()).db;
  const clock = createMovableClock(NINE);
  const slack = createRecordingPlatform({ paced: false });
  const app = await createApp({
    config: readConfig({ PORT: "0", LOG_LEVEL: "silent", ...given.environment }),
    db,
    clock,
    wall: given.wall ?? wallClock,
    platforms: [slack],
    ...(given.calendars && { calendars: given.calendars }),
  });
  const url = await app.start({ tick: false });
  return inhabit({ app, url, clock, slack });
}

/** Another small company in a service that runs: what was there before is another organisation's. */
export async function inhabit(running: Pick<RunningApp, "app" | "url" | "clock" | "slack">): Promise<RunningApp> {
  const { app, url, clock, slack } = running;
  const { db } = app;
  const company = await mintCompany(db);
  const conversations = await db.read(company.organisation, (tx) =>
    tx.rows<{ purpose: string; conversation: string }>("select purpose, conversation from channel"),
  );
  const insiders = [company.anna, company.ben, company.marta, company.jonas, company.olga];
  for (const { conversation } of conversations) {
    slack.channels.set(conversation, {
      external: false,
      archived: false,
      members: insiders.map(({ user }) => ({ user, kind: "member" })),
    });
  }
  function inbound(who: TestPerson, key?: string) {
    return {
      sender: { platform: "slack", workspace: company.workspace, user: who.user, home: company.workspace },
      place: { conversation: "C0ANYWHERE", private: false },
      contentKey: key ?? `input-${String(++inputs)}`,
      replyTo: {},
    } as const;
  }
  return {
    app,
    url,
    clock,
    slack,
    company,
    standingIn(purpose) {
      const conversation = conversations.find((each) => each.purpose === purpose)?.conversation;
      return Promise.resolve(standing(slack, conversation ?? ""));
    },
    standingWith: (person) => standing(slack, person.user),
    command(who, line, more = {}) {
      const [command = "", ...rest] = line.slice(1).split(" ");
      return app.handle({ ...inbound(who), kind: "command", command, text: rest.join(" "), ...more } as Interaction);
    },
    press: (who, name, subject, key) => app.handle({ ...inbound(who, key), kind: "press", action: { name, subject } }),
    open: (who, name, subject) => app.handle({ ...inbound(who), kind: "opening", action: { name, subject } }),
    submit: (who, form, subject, values) => app.handle({ ...inbound(who), kind: "submission", form, subject, values }),
    stop: () => app.stop(),
  };
}

function standing(slack: RecordingPlatform, conversation: string): string[] {
  const refs = new Set(slack.calls.filter((call) => call.target.conversation === conversation).map((call) => call.ref));
  return [...refs].flatMap((ref) => slack.standing.get(ref) ?? []);
}

/** The sentence, or the letters of the card, that somebody was answered. */
export function wordsOf({ reply }: Answer): string {
  switch (reply.kind) {
    case "done":
      return plain(reply.sentence);
    case "private":
    case "replace":
      return [
        plain(reply.card.title),
        ...reply.card.body.map((block) => ("text" in block ? plain(block.text) : "")),
      ].join("\n");
    case "invalid":
      return Object.values(reply.fields).map(plain).join("\n");
    case "form":
      return plain(reply.form.title);
    case "nothing":
      return "";
  }
}
