import type { PlatformName } from "../chat/interaction.ts";
import type { Courier, Mailbox, Platform, Target } from "../chat/platform.ts";
import { goneSubject } from "../db/installations.ts";
import type { Directory, Locale, Person } from "../kernel/directory.ts";
import type { ChannelId, PersonId } from "../kernel/ids.ts";
import type { Readership, Refresh } from "./audience.ts";
import type { Stand } from "./store.ts";

export interface AddressParts {
  readonly directory: Directory;
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  /** left out: no e-mail is sent */
  readonly mail?: Courier | undefined;
}

/** What carries messages there; undefined: it isn't connected. */
export function courierOf(
  { platforms, mail }: Pick<AddressParts, "platforms" | "mail">,
  { platform }: Pick<Target, "platform">,
): Courier | undefined {
  return platform === "email" ? mail : platforms.get(platform);
}

/** With the workspaces that the app was removed from, each as `goneSubject`: one may still be reached elsewhere. */
export type ReachParts = AddressParts & { readonly gone: ReadonlySet<string> };

/** Where an address goes right now, and who reads there. */
export type Standing =
  | {
      readonly kind: "nowhere";
      readonly reason: string;
      readonly unwanted?: true;
    }
  | {
      readonly kind: "here";
      readonly target: Target;
      /** of an e-mail: its reader's */
      readonly mailbox?: Mailbox;
      /** a channel whose flags or members have to be read before anything is drawn for it */
      readonly refresh: Refresh;
      readonly channel: ChannelId | undefined;
      /** whose direct message it is */
      readonly reader: PersonId | undefined;
      /** who is away, for whom the reader stands in */
      readonly insteadOf: Person | undefined;
      readonly locale: Locale;
      readonly zone: string;
      /** asks the database for the members' roles, so only when something is drawn */
      readership(): Promise<Readership>;
    };

export function isGone(
  gone: ReadonlySet<string>,
  { platform, workspace }: Pick<Target, "platform" | "workspace">,
): boolean {
  return platform !== "email" && gone.has(goneSubject(platform, workspace));
}

export function targetOf(stand: Stand | undefined): Target | undefined {
  return stand && targetIn(stand);
}

/** It isn't to be sent at all, which is no failure. */
export function unwanted(reason: string): Standing {
  return { kind: "nowhere", reason, unwanted: true };
}

export function nowhere(reason: string): Standing {
  return { kind: "nowhere", reason };
}

/** The target alone, of what stands or was sent. */
export function targetIn({ platform, workspace, conversation, only }: Target): Target {
  return { platform, workspace, conversation, ...(only === undefined ? {} : { only }) };
}

/** The first of several users that are one person: where the app still is, Slack before Teams. */
export function firstReached<At extends Pick<Target, "platform" | "workspace">>(
  { gone, ...parts }: ReachParts,
  users: readonly At[],
): At | undefined {
  const sortKey = (at: At): string => `${isGone(gone, at) ? "2" : "1"} ${at.platform} ${at.workspace}`;
  const [first] = users
    .filter((at) => courierOf(parts, at) !== undefined)
    .toSorted((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
  return first;
}
