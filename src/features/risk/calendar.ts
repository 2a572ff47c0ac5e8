import { type LocalDate, localDateOf, type WorkCalendar } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import { ownCalendar, settingsOf } from "../settings/facts.ts";

/** The organisation's date of an instant. */
export async function organisationDay(tx: Tx, now: Date): Promise<LocalDate> {
  return localDateOf(now, (await settingsOf(tx)).zone);
}

/** When the organisation is scored: every day, so without holidays. */
export async function scoringTime(
  tx: Tx,
): Promise<{ at: Awaited<ReturnType<typeof settingsOf>>["scoringAt"]; calendar: WorkCalendar }> {
  const settings = await settingsOf(tx);
  return { at: settings.scoringAt, calendar: ownCalendar(settings) };
}
