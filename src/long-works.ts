import { UPLOADS_JOB } from "./features/accounts/import/upload/feature.ts";
import { CALENDAR_JOB } from "./features/cadence/calendars.ts";
import { FILE_JOB } from "./features/cadence/inviting.ts";
import type { LongQueue, LongWork } from "./jobs/feature-jobs.ts";
import { readCalendars, type ReadCalendarsParts } from "./read-calendars.ts";
import { sendInvitations, type SendInvitationsParts } from "./send-invitations.ts";
import { takeUploads, type TakeUploadsParts } from "./take-uploads.ts";

/** What runs in no transaction, for it fetches, imports or sends. */
export const LONG_JOBS: ReadonlyMap<string, LongQueue> = new Map([
  [UPLOADS_JOB, "long"],
  [FILE_JOB, "patient"],
  [CALENDAR_JOB, "long"],
]);

/** "<slice>.<job>" → what runs */
export function longWorks(
  parts: TakeUploadsParts & SendInvitationsParts & ReadCalendarsParts,
): ReadonlyMap<string, LongWork> {
  return new Map([
    [UPLOADS_JOB, takeUploads(parts)],
    [FILE_JOB, sendInvitations(parts)],
    [CALENDAR_JOB, readCalendars(parts)],
  ]);
}
