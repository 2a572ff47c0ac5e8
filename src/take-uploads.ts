import { setTimeout as pause } from "node:timers/promises";
import type { Card, Text } from "./chat/card.ts";
import type { PlatformName, SentFile } from "./chat/interaction.ts";
import type { FetchOutcome, FileOutcome, NewFile, Platform, Target } from "./chat/platform.ts";
import type { ReaderOf } from "./db/offered-files.ts";
import type { Database } from "./db/transaction.ts";
import type { Content, ImportReport } from "./features/accounts/import/import.ts";
import { fileAt } from "./features/accounts/import/files.ts";
import {
  brokeOffCard,
  complaintsOf,
  complaintsPage,
  type Outcome,
  outcomeCard,
  outcomeLine,
  type Rest,
  type Unread,
} from "./features/accounts/import/upload/cards.ts";
import { complaintsFile } from "./features/accounts/import/upload/complaints-file.ts";
import { readJobData } from "./features/accounts/import/upload/job.ts";
import type { JobData } from "./jobs/boss.ts";
import type { LongWork } from "./jobs/feature-jobs.ts";
import type { Directory, Person } from "./kernel/directory.ts";
import type { Ids, OrganisationId } from "./kernel/ids.ts";
import type { Log } from "./kernel/log.ts";
import type { Says } from "./locales/say.ts";

export interface TakeUploadsParts {
  readonly db: Database;
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  readonly directory: Directory;
  readonly ids: Ids;
  readonly log: Log;
  readonly says: Says;
  readonly importContents: (
    organisation: OrganisationId,
    contents: readonly Content[],
    signal: AbortSignal,
  ) => Promise<ImportReport[]>;
}

/** Who sent the files, and where they are told. */
interface Asker {
  readonly platform: Platform;
  readonly person: Person;
  readonly target: Target;
}

/** Of all files of one message together: they are in memory while they are read. */
export const MOST_UPLOADED_BYTES = 20 * 1024 * 1024;
const TRIES = 4;
const PAUSE_MS = 2000;
const MOST_PAUSE_MS = 30_000;

/**
 * Fetches the files that somebody sent, imports them and tells them what came of it, also when it was tried for the
 * last time. That is a reply to them alone, so it takes no place in the outbox.
 * @throws Error when the signal ended the import; run again it brings in the rest
 */
export function takeUploads(parts: TakeUploadsParts): LongWork {
  const { db, platforms, directory, ids, log, says } = parts;

  return {
    async run(organisation, data, signal) {
      const { files, sender } = readJobData(data);
      const asked = await askerOf(organisation, data);
      if (!asked) return;
      const { platform, target, person } = asked;
      try {
        const { contents, unread } = await fetched(platform, sender.workspace, files, signal);
        const reports = contents.length > 0 ? await parts.importContents(organisation, contents, signal) : [];
        await tell(platform, target, person, { reports, unread });
      } catch (error) {
        if (signal.aborted) throw error;
        log.error({ err: error }, "files that somebody sent could not be imported");
        await say(platform, target, person, brokeOffCard(says(person.locale)));
      }
    },
    async gaveUp(organisation, data) {
      const asked = await askerOf(organisation, data);
      if (asked) await say(asked.platform, asked.target, asked.person, brokeOffCard(says(asked.person.locale)));
    },
  };

  /** Whoever isn't an administrator any more by now brings nothing in, and is told nothing. */
  async function askerOf(organisation: OrganisationId, data: JobData): Promise<Asker | undefined> {
    const { person: id, sender } = readJobData(data);
    const platform = platforms.get(sender.platform);
    const person = await db.read(organisation, (tx) => directory.person(tx, id));
    if (!platform || !person || !mayImport(person)) return undefined;
    const { platform: name, workspace, user } = sender;
    return { platform, person, target: { platform: name, workspace, conversation: user } };
  }

  async function fetched(
    platform: Platform,
    workspace: string,
    files: readonly SentFile[],
    signal: AbortSignal,
  ): Promise<{ readonly contents: readonly Content[]; readonly unread: readonly Unread[] }> {
    const contents: Content[] = [];
    const unread: Unread[] = [];
    let leftBytes = MOST_UPLOADED_BYTES;
    for (const { name, address } of files) {
      const isKnown = fileAt(name).some((each) => "kind" in each);
      const got = isKnown ? await patiently(() => platform.fetchFile(workspace, address, leftBytes), signal) : NOTHING;
      if (got.kind === "fetched") {
        contents.push({ name, bytes: got.bytes });
        leftBytes -= got.bytes.length;
      } else {
        if (got.kind !== "too-big")
          log.warn({ problem: got.problem }, "a file that somebody sent could not be fetched");
        unread.push({ file: name, because: got.kind === "too-big" ? "too-big" : "not-fetched" });
      }
    }
    return { contents, unread };
  }

  async function tell(platform: Platform, target: Target, person: Person, outcome: Outcome): Promise<void> {
    const words = says(person.locale);
    const complaints = complaintsOf(outcome);
    const file: NewFile = {
      name: "complaints.csv",
      title: words("upload.file"),
      bytes: complaintsFile(words, complaints),
      locale: person.locale,
      reader: person.id,
    };
    const sendFile = complaints.length > 0 ? platform.sendFile?.bind(platform) : undefined;
    const sent = sendFile ? await delivered(() => sendFile(target, file)) : undefined;
    const rest = restIn(sent);
    await say(platform, target, person, outcomeCard(outcome, rest, words), outcomeLine(outcome, words));
    // What may stand there isn't said again in words.
    if (rest !== "below") return;
    const page = complaintsPage(outcome, words);
    if (page) await say(platform, target, person, page);
  }

  async function say(
    platform: Platform,
    target: Target,
    person: Person,
    card: Card,
    summary: Text = card.title,
  ): Promise<void> {
    const { locale, calendar } = person;
    const drawn = {
      card,
      summary,
      handles: new Map(),
      locale,
      zone: calendar.zone,
      deliveryId: ids.next(),
    };
    await delivered(() => platform.send(target, drawn));
  }

  async function delivered(send: () => Promise<FileOutcome>): Promise<FileOutcome> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await send();
      const isLater = outcome.kind === "slow-down" || outcome.kind === "passing";
      if (!isLater || attempt === TRIES) {
        if (outcome.kind !== "sent" && outcome.kind !== "offered")
          log.warn({ outcome }, "what came of an import could not be told");
        return outcome;
      }
      await pause(outcome.kind === "slow-down" ? Math.min(outcome.waitMs, MOST_PAUSE_MS) : PAUSE_MS);
    }
  }
}

function mayImport({ active, roles }: Person): boolean {
  return active && roles.includes("admin");
}

/** Who a user of Teams is by now, and whether they may have the complaints of an import. */
export function createReaderOf(directory: Directory): ReaderOf {
  return async (tx, tenant, user) => {
    const person = await directory.byHandle(tx, "teams", tenant, user);
    return person && { person: person.id, locale: person.locale, mayHave: mayImport(person), active: person.active };
  };
}

/** Where the complaints after the first are, by what came of the file with all of them. */
function restIn(sent: FileOutcome | undefined): Rest {
  if (sent?.kind === "offered") return "offered";
  return sent?.kind === "sent" || sent?.kind === "ambiguous" ? "in-file" : "below";
}

/** A file of no kind isn't fetched: its name is what the import complains of. */
const NOTHING: FetchOutcome = { kind: "fetched", bytes: new Uint8Array() };

async function patiently(fetch: () => Promise<FetchOutcome>, signal: AbortSignal): Promise<FetchOutcome> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await fetch();
    if (outcome.kind !== "passing" || attempt === TRIES) return outcome;
    await pause(PAUSE_MS, undefined, { signal });
  }
}
