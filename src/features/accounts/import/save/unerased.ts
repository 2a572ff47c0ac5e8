import { type AddressHmacs, erasedAmong } from "../../../../db/erased.ts";
import type { Database } from "../../../../db/transaction.ts";
import type { OrganisationId } from "../../../../kernel/ids.ts";
import type { Contents } from "../check/kinds.ts";
import { flaw, type KindName } from "../complaint.ts";
import { savePortion, type SavedPortion } from "./portion.ts";
import type { Saver } from "./saver.ts";

type Content = Contents[KindName];

/** Saves a portion without the lines of people who were erased: these are refused, so that nothing brings them back (H6). */
export async function saveUnerased(
  db: Database,
  organisation: OrganisationId,
  hmacsOf: AddressHmacs | undefined,
  saver: Saver<Content>,
  content: Content,
): Promise<SavedPortion> {
  const addresses = hmacsOf ? addressesIn(content) : [];
  if (!hmacsOf || addresses.length === 0 || !("lines" in content)) return savePortion(db, organisation, saver, content);
  const erased = await db.read(organisation, (tx) => erasedAmong(tx, addresses, hmacsOf));
  if (erased.size === 0) return savePortion(db, organisation, saver, content);
  const isKept = (_: unknown, at: number): boolean => !erased.has(addresses[at] ?? "");
  const refused = content.lines.flatMap((line, at) =>
    isKept(line, at) ? [] : [{ line, flaw: flaw("email", addresses[at] ?? "", "erased") }],
  );
  const rest = { ...content, rows: content.rows.filter(isKept), lines: content.lines.filter(isKept) } as Content;
  const saved = await savePortion(db, organisation, saver, rest);
  return { changed: saved.changed, refused: [...refused, ...saved.refused] };
}

/** The addresses of the people whom the rows are about, in the rows' order; none for other kinds of rows. */
function addressesIn(content: Content): string[] {
  if (!("rows" in content) || content.step !== "save") return [];
  const rows: readonly object[] = content.rows;
  if (!rows.some((row) => "email" in row)) return [];
  return rows.map((row) => ("email" in row && typeof row.email === "string" ? row.email : ""));
}
