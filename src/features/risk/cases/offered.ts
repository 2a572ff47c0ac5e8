import type { Audience, Scope } from "../../../kernel/permissions.ts";
import { mayActOn } from "./decide.ts";

/** Which of a case's buttons are drawn. */
export type Offered = "all" | "log" | "nothing";

/** In a channel everybody reads the same card; in private nobody is offered what they would only be refused. */
export function offeredTo(audience: Audience, scope: Scope): Offered {
  if (audience.kind === "channel") return "all";
  const { person, covers, roles } = audience.reader;
  const refused = mayActOn(scope, { id: person, covers, roles });
  if (!refused) return "all";
  return refused.kind === "am-logs" ? "log" : "nothing";
}
