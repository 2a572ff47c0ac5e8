import type { WallClock } from "./clock.ts";

declare const brand: unique symbol;
/** A string that was checked at a door to be the id of one kind of thing. */
export type Id<Kind extends string> = string & { readonly [brand]: Kind };

export type OrganisationId = Id<"organisation">;
export type PersonId = Id<"person">;
export type AccountId = Id<"account">;
export type ChannelId = Id<"channel">;
export type OpportunityId = Id<"opportunity">;
export type RiskCaseId = Id<"risk-case">;
export type EditionId = Id<"edition">;
export type PostId = Id<"post">;
export type ContactId = Id<"contact">;
export type EntryId = Id<"timeline-entry">;
export type DocumentId = Id<"document">;
export type CoverId = Id<"cover">;
export type QuestionId = Id<"question">;
export type RequestId = Id<"request">;
export type TouchpointId = Id<"touchpoint">;
export type PlayStepId = Id<"play-step">;
export type OnboardingId = Id<"onboarding">;
export type CheckSeriesId = Id<"check-series">;
export type CheckInId = Id<"check-in">;
export type WellTaskId = Id<"well-task">;
export type RiskHoldId = Id<"risk-hold">;
export type ContractId = Id<"contract">;
export type RenewalId = Id<"renewal">;
export type CadencePairId = Id<"cadence-pair">;
export type CadenceMeetingId = Id<"cadence-meeting">;
export type CadenceItemId = Id<"cadence-item">;

/** Makes the ids of one process. Passed in, so that tests can fix them. */
export interface Ids {
  /** A new UUIDv7 (RFC 9562): each sorts after all that this process made before, in one millisecond too. */
  next<Kind extends string>(): Id<Kind>;
}

const COUNTED_FROM = 3;

export function createIds(wall: WallClock): Ids {
  let lastMs = -1;
  let random = new Uint8Array(10);
  return {
    next<Kind extends string>(): Id<Kind> {
      const nowMs = wall.now().getTime();
      if (nowMs > lastMs) {
        lastMs = nowMs;
        random = crypto.getRandomValues(new Uint8Array(10));
        // Room to count up in: 2 ** 55 ids of one millisecond.
        random[COUNTED_FROM] = (random[COUNTED_FROM] ?? 0) & 0x7f;
      } else {
        countUp(random);
      }
      return uuidv7(lastMs, random) as Id<Kind>;
    },
  };
}

/** The method of RFC 9562 §6.2 for ids of one millisecond: the random part counts up. */
function countUp(random: Uint8Array): void {
  for (let at = random.length - 1; at >= COUNTED_FROM; at--) {
    random[at] = ((random[at] ?? 0) + 1) % 256;
    if (random[at] !== 0) return;
  }
}

/**
 * UUIDv7 of RFC 9562 §5.7: 48 bits of Unix milliseconds, then version, variant and 74 random bits.
 * @param unixMs milliseconds since 1970
 * @param random ten random bytes
 */
export function uuidv7(unixMs: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  let rest = unixMs;
  for (let at = 5; at >= 0; at--) {
    bytes[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isId(text: string): boolean {
  return UUID.test(text);
}
