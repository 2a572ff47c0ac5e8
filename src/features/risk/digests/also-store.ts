import { sqlStateOf } from "../../../db/ambient.ts";
import { isLost } from "../../../db/lost.ts";

/** True for an error of the database: its transaction is of no use any more. */
export function isOfDatabase(error: unknown): boolean {
  return sqlStateOf(error) !== undefined || isLost(error);
}
