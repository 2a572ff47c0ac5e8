import { localDate, type LocalDate } from "../../kernel/business-time.ts";

/** The day until which something was promised; it may be left out. */
export function promisedDay(typed: string | undefined): LocalDate | undefined | "wrong" {
  const text = (typed ?? "").trim();
  return text === "" ? undefined : (localDate(text) ?? "wrong");
}
