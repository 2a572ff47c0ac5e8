import { z } from "zod";

const DEFAULT_WAIT_SECONDS = 30;
const MOST_WAIT_SECONDS = 3600;
const SECONDS = z
  .string()
  .trim()
  .regex(/^\d{1,12}$/)
  .transform(Number);

/** The seconds of a Retry-After header: 30 for none or garbage, at most an hour. */
export function retryAfterSeconds(header: string | null | undefined): number {
  const seconds = SECONDS.safeParse(header);
  return seconds.success && seconds.data > 0 ? Math.min(seconds.data, MOST_WAIT_SECONDS) : DEFAULT_WAIT_SECONDS;
}
