import type { TestPerson } from "./company.ts";
import { wordsOf } from "./running-app.ts";
import type { SurveyHouse } from "./survey-house.ts";

let inputs = 0;

/** What somebody of ours is told who wants the link to a goal's question, for one of the customer's people. */
export async function goalLinkSaid(
  house: SurveyHouse,
  goal: string,
  contact: string,
  { who = house.company.anna, key = `goal-link-${String(++inputs)}` }: { readonly who?: TestPerson; key?: string } = {},
): Promise<string> {
  const { workspace } = house.company;
  const answer = await house.app.handle({
    sender: { platform: "slack", workspace, user: who.user, home: workspace },
    place: { conversation: "C0ANYWHERE", private: false },
    contentKey: key,
    replyTo: {},
    ...{ kind: "press", action: { name: "plans.link", subject: goal }, choice: contact },
  });
  await house.app.settle();
  return wordsOf(answer);
}

/** A goal of Northwind's, made by Anna. */
export async function addGoal(house: SurveyHouse, name: string): Promise<string> {
  const { northwind, anna } = house.company;
  const values = { name, on: "2027-03-31", owner: anna.id, ours: "Two more seats of ours" };
  await house.submit(anna, "plans.add", northwind, values);
  return (await house.rows<{ id: string }>("select id from goal order by id desc limit 1"))[0]?.id ?? "";
}
