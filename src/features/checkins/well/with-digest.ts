import { afterQuietHours, localDateOf, nextOccurrence } from "../../../kernel/business-time.ts";
import type { Person } from "../../../kernel/directory.ts";
import type { Scope } from "../../../kernel/permissions.ts";
import type { Context } from "../../feature.ts";
import { inMorningSince } from "../../risk/facts.ts";
import type { WellTask } from "./store.ts";

const MINUTE_MS = 60_000;

/** In which of somebody's digests a task of theirs stands: one alone, also where they have several. */
export function digestOf(
  { id, roles }: Pick<Person, "id" | "roles">,
  scope: Scope,
): "am" | "csm" | "manager" | undefined {
  if (scope.am === id) return "am";
  if (scope.csm === id) return "csm";
  return roles.includes("manager") ? "manager" : undefined;
}

/** Whether somebody's digest has it at the very time at which a card of its own would come. */
export async function comesWithDigest(
  { tx, now }: Context,
  { id, dueAt }: Pick<WellTask, "id" | "dueAt">,
  reader: Person,
  scope: Scope,
): Promise<boolean> {
  if (digestOf(reader, scope) === undefined) return false;
  const { calendar, digestAt } = reader;
  const at = afterQuietHours(now, calendar);
  // What the morning of this minute has is known; one that is still to come will have what is due by then.
  if (await inMorningSince(tx, reader.id, id, new Date(now.getTime() - MINUTE_MS))) return at <= now;
  if (at <= now || localDateOf(dueAt, calendar.zone) > localDateOf(at, calendar.zone)) return false;
  const before = new Date(at.getTime() - MINUTE_MS);
  const digest = nextOccurrence({ at: digestAt, days: "working-days" }, calendar, before).dueAt;
  return digest.getTime() < at.getTime() + MINUTE_MS;
}
