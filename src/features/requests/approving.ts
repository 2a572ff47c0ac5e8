import { done, type Done } from "../../chat/reply.ts";
import type { Scope } from "../../kernel/permissions.ts";
import type { Acting } from "../feature.ts";
import { leadersOf } from "../leading.ts";
import { mayApprove } from "./decide.ts";

/** A discount above the limit is approved before it is answered, proposed or sold. Says who approves, and nothing of prices. */
export async function approveFirst({ tx, person, directory, view }: Acting, scope: Scope): Promise<Done> {
  if (mayApprove(scope, person)) return done(view.say("requests.approve-first-yours"));
  const people = await directory.people(tx);
  const [approver] = leadersOf(scope, people).filter((each) => mayApprove(scope, each));
  return done(
    approver
      ? view.say("requests.approve-first", { approver: { mention: { id: approver.id, name: approver.name } } })
      : view.say("requests.approve-first-nobody"),
  );
}
