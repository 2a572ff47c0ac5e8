import type { Text } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import type { AddressHmacs } from "../../db/erased.ts";
import type { PersonId } from "../../kernel/ids.ts";
import type { Acting, Context } from "../feature.ts";
import { adminOnly } from "../settings/facts.ts";
import { wrongText } from "./cards.ts";
import { decidePerson, type TypedPerson, type WrongPerson } from "./person-decide.ts";
import { erasedAt, insertPerson, writeAudit } from "./store.ts";

/**
 * Adds somebody, and has them looked for in chat.
 * @param by who adds them; undefined at the command line
 * @returns all that is wrong; nothing was added then
 */
export async function addPerson(
  context: Pick<Context, "tx" | "ids" | "now" | "directory" | "emit">,
  typed: TypedPerson,
  by: PersonId | undefined,
  hmacsOf: AddressHmacs,
): Promise<readonly WrongPerson[]> {
  const { tx, ids, now, directory } = context;
  const decided = decidePerson(typed, await directory.people(tx));
  if (!("roles" in decided)) return decided;
  const erased = await erasedAt(tx, hmacsOf(tx.organisation, decided.email));
  if (erased) return [{ field: "email", problem: "erased", value: decided.email, at: erased }];
  const id = ids.next<"person">();
  if (!(await insertPerson(tx, id, decided))) return [{ field: "email", problem: "known", value: decided.email }];
  writeAudit(tx, {
    id: ids.next(),
    at: now,
    by,
    action: "setup.person",
    subject: id,
    details: { roles: decided.roles, region: decided.region ?? null, manager: decided.manager ?? null },
  });
  await context.emit({ kind: "person-added" });
  return [];
}

export async function submitPerson(acting: Acting, { values }: Submission, hmacsOf: AddressHmacs): Promise<Reply> {
  const refusal = await adminOnly(acting);
  if (refusal) return refusal;
  const { person, view } = acting;
  const { say } = view;
  const { name = "", email = "", role = "", also = "", region = "", manager = "" } = values;
  const typed = { name, email, roles: [role, ...(also === "" ? [] : [also])], region, manager };
  const wrong = await addPerson(acting, typed, person.id, hmacsOf);
  if (wrong.length === 0) return { kind: "done", sentence: say("setup.added", { name: name.trim() }) };
  const fields = wrong.map((each): [string, Text] => [each.field, wrongText(each, say)]);
  return { kind: "invalid", fields: Object.fromEntries(fields) };
}
