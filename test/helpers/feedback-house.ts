import type { Answer } from "../../src/chat/handler.ts";
import type { SurveyId } from "../../src/features/nps/survey-store.ts";
import type { Tx } from "../../src/kernel/deps.ts";
import type { AccountId } from "../../src/kernel/ids.ts";
import { addChannel, type TestPerson } from "./company.ts";
import { inhabit, type RunningApp } from "./running-app.ts";
import { type Respondent, type SurveyHouse, surveysIn } from "./survey-house.ts";

/** Nobody else has to be asked for these to be the first. */
const TUESDAY = "2026-11-24T08:00:00Z";
const WEDNESDAY = "2026-11-25T09:01:00Z";

/** A company whose colleague Kim is of product and, with its people, in a channel for it. */
export interface FeedbackHouse extends SurveyHouse {
  /** what stands in the product channel */
  inProduct(): string[];
  /** somebody who gave 3 of 10 on Wednesday morning and wrote why */
  commented(name: string, comment: string): Promise<Respondent & { readonly survey: SurveyId }>;
  change<T>(fn: (tx: Tx) => Promise<T>): Promise<T>;
  /** the newest item */
  item(): Promise<string>;
  /** the task to tell a customer */
  tell(account: AccountId): Promise<string>;
  /** what stands around an input of somebody's, in the product channel */
  asks(who: TestPerson): ReturnType<typeof inputs>;
  /** what somebody does in the product channel */
  inChannel(who: TestPerson): {
    press(name: string, subject: string): Promise<Answer>;
    open(form: string, subject: string): Promise<Answer>;
    submit(form: string, subject: string, values: Record<string, string>): Promise<Answer>;
  };
}

let made = 0;

function inputs(who: TestPerson, workspace: string, conversation: string) {
  return {
    sender: { platform: "slack", workspace, user: who.user, home: workspace },
    place: { conversation, private: false },
    contentKey: `product-${String(++made)}`,
    replyTo: {},
  } as const;
}

/** A company of its own in a service that runs. @param hasChannel false: no channel is for product */
export async function feedbackIn(running: RunningApp, hasChannel = true): Promise<FeedbackHouse> {
  const house = surveysIn(await inhabit(running));
  const { app, company, slack } = house;
  const change = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => app.db.write(company.organisation, fn);
  let conversation = "";
  if (hasChannel) {
    const members = [company.anna, company.kim];
    const id = await change((tx) => addChannel(tx, company.workspace, "product", members));
    const [row] = await house.rows<{ conversation: string }>("select conversation from channel where id = $1", [id]);
    conversation = row?.conversation ?? "";
    slack.channels.set(conversation, {
      external: false,
      archived: false,
      members: members.map(({ user }) => ({ user, kind: "member" })),
    });
  }
  await house.at(TUESDAY);
  const inbound = (who: TestPerson) => inputs(who, company.workspace, conversation);
  const newest = async (sql: string, values: readonly unknown[] = []): Promise<string> =>
    (await house.rows<{ id: string }>(sql, values))[0]?.id ?? "";
  return {
    ...house,
    change,
    asks: inbound,
    inProduct() {
      const refs = new Set(
        slack.calls.flatMap((call) => (call.target.conversation === conversation ? [call.ref] : [])),
      );
      return [...refs].flatMap((ref) => slack.standing.get(ref) ?? []);
    },
    async commented(name, comment) {
      const respondent = await house.respondent(name);
      await house.campaign();
      await house.at(WEDNESDAY);
      const after = await house.follow(await house.link(respondent.contact), { do: "score", score: "3" });
      await house.follow(after.path, { do: "comment", comment });
      await house.app.settle();
      return { ...respondent, survey: await house.surveyOf(respondent.contact) };
    },
    item: () => newest("select id from feedback_item order by opened_at desc, id desc limit 1"),
    tell: (account) => newest("select id from feedback_tell where account_id = $1 order by id desc limit 1", [account]),
    inChannel: (who) => ({
      press: (name, subject) => app.handle({ ...inbound(who), kind: "press", action: { name, subject } }),
      open: (name, subject) => app.handle({ ...inbound(who), kind: "opening", action: { name, subject } }),
      submit: (form, subject, values) => app.handle({ ...inbound(who), kind: "submission", form, subject, values }),
    }),
  };
}
