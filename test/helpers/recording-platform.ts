import type {
  Between,
  ChannelFacts,
  Drawn,
  FetchOutcome,
  FileOutcome,
  FindOutcome,
  Outsider,
  Platform,
  SendOutcome,
  Target,
} from "../../src/chat/platform.ts";
import { plain } from "../../src/chat/card.ts";
import { slackWindows } from "../../src/chat/slack/pace.ts";
import { teamsWindows } from "../../src/chat/teams/pace.ts";

export interface Recorded {
  readonly call: "send" | "update";
  readonly target: Target;
  readonly ref: string;
  readonly drawn: Drawn;
  /** the letters of the title and of every text of the body */
  readonly words: string;
  /** milliseconds of the wall clock that the platform was given */
  readonly atMs: number;
}

/**
 * What a call ends in: an outcome, a thrown error, or a promise of the test's own. Of the last two only the first
 * leaves a message: its answer is lost, or the call never arrived.
 */
export type Fault = SendOutcome | Error | (() => Promise<SendOutcome>) | "reply-lost" | "never-arrived";

/** A look-up that was asked for. */
export interface RecordedLook {
  readonly target: Target;
  readonly deliveryId: string;
  readonly between: Between;
  readonly atMs: number;
}

/** A file of ours. */
export interface RecordedFile {
  readonly target: Target;
  readonly name: string;
  readonly text: string;
}

/** What a look-up ends in; by itself it finds what was posted. */
export type LookFault = FindOutcome | Error | (() => Promise<FindOutcome>);

/** A platform that posts nothing and remembers everything. */
export interface RecordingPlatform extends Platform {
  /** every call that was made, in order, whatever it ended in */
  readonly calls: Recorded[];
  /** what stands now: reference → words; faults leave no trace here */
  readonly standing: Map<string, string>;
  /** what the next calls to a conversation end in, first to last; after those they succeed */
  fault(conversation: string, ...faults: Fault[]): void;
  readonly looks: RecordedLook[];
  /** what the next look-ups in a conversation end in, first to last */
  lookFault(conversation: string, ...faults: LookFault[]): void;
  /** what a channel is, for `channelFlags` and `channelFacts`; unknown ones are internal and empty */
  readonly channels: Map<string, ChannelFacts | Error>;
  /** what people sent, by address: what stands in it, or what asking for it comes to */
  readonly files: Map<string, Uint8Array | FetchOutcome | Promise<FetchOutcome>>;
  /** the addresses that were asked for */
  readonly fetched: string[];
  readonly sentFiles: RecordedFile[];
  /** what the next files that are sent end in */
  fileFault(...faults: FileOutcome[]): void;
  /** who is none of ours, by e-mail */
  readonly outsiders: Map<string, Outsider>;
  /** conversations whose flags or members were asked for */
  readonly asked: string[];
}

export function createRecordingPlatform(
  options: {
    readonly name?: "slack" | "teams";
    readonly nowMs?: () => number;
    /** false: it counts nothing, so that nobody waits */
    readonly paced?: boolean;
  } = {},
): RecordingPlatform {
  const { name = "slack", nowMs = () => 0, paced = true } = options;
  const calls: Recorded[] = [];
  const standing = new Map<string, string>();
  const faults = new Map<string, Fault[]>();
  const looks: RecordedLook[] = [];
  const lookFaults = new Map<string, LookFault[]>();
  /** delivery id → reference */
  const posted = new Map<string, string>();
  const channels = new Map<string, ChannelFacts | Error>();
  const asked: string[] = [];
  const files: RecordingPlatform["files"] = new Map();
  const fetched: string[] = [];
  const sentFiles: RecordedFile[] = [];
  const sendFault: FileOutcome[] = [];
  const outsiders = new Map<string, Outsider>();
  let sent = 0;

  async function record(call: Recorded["call"], target: Target, ref: string, drawn: Drawn): Promise<SendOutcome> {
    const words = wordsOf(drawn);
    calls.push({ call, target, ref, drawn, words, atMs: nowMs() });
    const fault = faults.get(target.conversation)?.shift();
    if (fault instanceof Error) throw fault;
    if (fault === "never-arrived") return { kind: "ambiguous", problem: fault };
    const well = { kind: "sent", ref } as const;
    const outcome = typeof fault === "function" ? await fault() : fault === "reply-lost" ? well : (fault ?? well);
    if (outcome.kind === "sent") {
      standing.set(outcome.ref, words);
      posted.set(drawn.deliveryId, outcome.ref);
    }
    return fault === "reply-lost" ? { kind: "ambiguous", problem: fault } : outcome;
  }

  async function find(target: Target, deliveryId: string, between: Between): Promise<FindOutcome> {
    looks.push({ target, deliveryId, between, atMs: nowMs() });
    const fault = lookFaults.get(target.conversation)?.shift();
    if (fault instanceof Error) throw fault;
    if (fault) return typeof fault === "function" ? fault() : fault;
    const ref = posted.get(deliveryId);
    return ref === undefined ? { kind: "absent" } : { kind: "found", ref };
  }

  function factsOf({ conversation }: Target): ChannelFacts {
    asked.push(conversation);
    const facts = channels.get(conversation) ?? { external: false, archived: false, members: [] };
    if (facts instanceof Error) throw facts;
    return facts;
  }

  return {
    name,
    ...(paced ? { windows: name === "slack" ? slackWindows : teamsWindows } : {}),
    calls,
    standing,
    channels,
    asked,
    fault: (conversation, ...more) => void faults.set(conversation, [...(faults.get(conversation) ?? []), ...more]),
    looks,
    lookFault: (conversation, ...more) =>
      void lookFaults.set(conversation, [...(lookFaults.get(conversation) ?? []), ...more]),
    find,
    send(target, drawn) {
      sent += 1;
      return record("send", target, `${target.conversation}:${sent}`, drawn);
    },
    update: (target, ref, drawn) => record("update", target, ref, drawn),
    channelFlags: async (target) => factsOf(target),
    channelFacts: async (target) => factsOf(target),
    userByEmail: () => Promise.resolve(undefined),
    outsiders,
    outsiderByEmail: (_workspace, email) => Promise.resolve(outsiders.get(email)),
    files,
    fetched,
    sentFiles,
    fetchFile(_workspace, address, mostBytes) {
      fetched.push(address);
      const file = files.get(address);
      if (!file) return Promise.resolve({ kind: "refused", problem: "gone" });
      if (!(file instanceof Uint8Array)) return Promise.resolve(file);
      return Promise.resolve(file.length > mostBytes ? { kind: "too-big" } : { kind: "fetched", bytes: file });
    },
    sendFile(target, { name: called, bytes }) {
      const outcome = sendFault.shift() ?? ({ kind: "sent", ref: called } as const);
      if (outcome.kind === "sent") sentFiles.push({ target, name: called, text: Buffer.from(bytes).toString() });
      return Promise.resolve(outcome);
    },
    fileFault: (...more) => void sendFault.push(...more),
  };
}

function wordsOf({ card }: Drawn): string {
  const texts = card.body.flatMap((block) => {
    if (block.kind === "text" || block.kind === "context") return [plain(block.text)];
    return block.kind === "list" ? block.items.map(plain) : [];
  });
  return [plain(card.title), ...texts].join(" · ");
}
