import { setTimeout as pause } from "node:timers/promises";
import type { PlatformName } from "./chat/interaction.ts";
import type { FileOutcome, Platform } from "./chat/platform.ts";
import type { Database } from "./db/transaction.ts";
import { contentOf, invitationIn, isInvited, unsentSlot } from "./features/cadence/inviting.ts";
import type { Context } from "./features/feature.ts";
import type { JobData } from "./jobs/boss.ts";
import type { LongWork } from "./jobs/feature-jobs.ts";
import { afterQuietHours } from "./kernel/business-time.ts";
import type { Directory, Person } from "./kernel/directory.ts";
import type { CadenceMeetingId, OrganisationId, PersonId } from "./kernel/ids.ts";
import type { Log } from "./kernel/log.ts";
import type { Says } from "./locales/say.ts";

export interface SendInvitationsParts {
  readonly db: Database;
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  readonly directory: Directory;
  readonly log: Log;
  readonly says: Says;
  /** decides in a transaction */
  readonly change: <T>(organisation: OrganisationId, work: (context: Context) => Promise<T>) => Promise<T>;
}

const TRIES = 4;
const PAUSE_MS = 2000;
const MOST_PAUSE_MS = 30_000;

/**
 * Gives somebody the invitation to a meeting, or what takes it back, as a file in their own chat. The card says the same
 * in words, so a platform that takes no file, or none of this size, loses nothing but the file.
 * @throws Error while the platform is away or busy; sent again, it is the same invitation
 */
export function sendInvitations({ db, platforms, directory, log, says, change }: SendInvitationsParts): LongWork {
  return {
    async run(organisation, data) {
      const found = await load(organisation, data);
      if (!found) return;
      const { person, handle, content, title, name } = found;
      const platform = platforms.get(handle.platform);
      const sendFile = platform?.sendFile?.bind(platform);
      if (!sendFile) return;
      const { user: conversation, workspace } = handle;
      const target = { platform: handle.platform, workspace, conversation };
      const bytes = new TextEncoder().encode(content);
      const file = { name, title, bytes, locale: person.locale, reader: person.id, own: true } as const;
      const outcome = await delivered(() => sendFile(target, file));
      if (isPassing(outcome)) throw new Error("an invitation's file could not be delivered yet");
      if (outcome.kind === "sent" || outcome.kind === "offered") return;
      log.warn({ outcome }, "an invitation's file was not delivered");
      if (outcome.kind !== "ambiguous") await tell(organisation, data, person, "refused");
    },
    async gaveUp(organisation, data) {
      const found = await load(organisation, data);
      if (found) await tell(organisation, data, found.person, "away");
    },
  };

  async function tell(organisation: OrganisationId, data: JobData, person: Person, why: "refused" | "away") {
    const { meeting = "", method = "", sequence = "" } = data;
    await change(organisation, ({ posts, now }) => {
      posts.announce({
        card: "cadence.unsent",
        subject: meeting,
        address: `person:${person.id}`,
        slot: unsentSlot(method, sequence, why),
        dueAt: afterQuietHours(now, person.calendar),
      });
      return Promise.resolve();
    });
  }

  /** What is of no use any more by now isn't sent. */
  async function load(organisation: OrganisationId, data: JobData) {
    const { meeting = "", person: reader = "", method = "", sequence = "" } = data;
    return db.read(organisation, async (tx) => {
      const invitation = await invitationIn({ tx, directory }, meeting as CadenceMeetingId, `${method} ${sequence}`);
      const person = await directory.person(tx, reader as PersonId);
      if (!invitation || !person?.active || (method === "REQUEST" && !isInvited(invitation, person.id)))
        return undefined;
      const handles = await directory.handles(tx, [person.id]);
      const handle = handles.find(({ platform }) => platforms.has(platform));
      if (!handle) return undefined;
      const say = says(person.locale);
      const { content } = contentOf(invitation, say, person.locale);
      const name = method === "CANCEL" ? "cancelled.ics" : "invitation.ics";
      return { person, handle, content, title: say("cadence.file-title"), name };
    });
  }
}

function isPassing({ kind }: FileOutcome): boolean {
  return kind === "slow-down" || kind === "passing";
}

async function delivered(send: () => Promise<FileOutcome>): Promise<FileOutcome> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await send();
    if (!isPassing(outcome) || attempt === TRIES) return outcome;
    await pause(outcome.kind === "slow-down" ? Math.min(outcome.waitMs, MOST_PAUSE_MS) : PAUSE_MS);
  }
}
