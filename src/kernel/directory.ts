import type { LocalTime, WorkCalendar } from "./business-time.ts";
import type { Tx } from "./deps.ts";
import type { AccountId, ChannelId, ContactId, PersonId } from "./ids.ts";
import type { Clearance, Role } from "./permissions.ts";

export type Locale = "en" | "de" | "zh";

export interface Person {
  readonly id: PersonId;
  readonly name: string;
  readonly email: string | undefined;
  readonly roles: readonly Role[];
  readonly region: string | undefined;
  readonly manager: PersonId | undefined;
  readonly locale: Locale;
  readonly calendar: WorkCalendar;
  readonly digestAt: LocalTime;
  readonly active: boolean;
  /** people whom they cover today */
  readonly covers: readonly PersonId[];
  /** who stands in for them today */
  readonly cover: PersonId | undefined;
}

/**
 * Who is meant by a name or an e-mail address: the one it is, else those whose name or part of a name begins so.
 * @param typed as somebody typed it
 */
export function personsCalled(people: readonly Person[], typed: string): Person[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return [];
  const exact = people.filter(({ name, email }) => name.toLowerCase() === wanted || email?.toLowerCase() === wanted);
  if (exact.length > 0) return exact;
  return people.filter(({ name }) => ` ${name.toLowerCase()}`.includes(` ${wanted}`));
}

/** A channel as its platform's people call it. */
export function calledChannel({ platform, name }: Pick<Channel, "platform" | "name">): string {
  return platform === "slack" ? `#${name}` : name;
}

/** customer: people of ours talk with a customer there; nothing is routed to it */
export type ChannelPurpose = "csm" | "am" | "product" | "customer";

export interface Channel {
  readonly id: ChannelId;
  readonly platform: "slack" | "teams";
  readonly workspace: string;
  readonly conversation: string;
  readonly name: string;
  readonly purpose: ChannelPurpose;
  readonly clearance: Clearance;
  /** for one manager's team, or one region; neither: for everyone */
  readonly manager: PersonId | undefined;
  readonly region: string | undefined;
  readonly locale: Locale;
  readonly calendar: WorkCalendar;
  readonly digestAt: LocalTime;
}

/** People and channels, as every part of the shell may ask for them. */
export interface Directory {
  person(tx: Tx, id: PersonId): Promise<Person | undefined>;
  people(tx: Tx): Promise<Person[]>;
  byHandle(tx: Tx, platform: "slack" | "teams", workspace: string, user: string): Promise<Person | undefined>;
  /** a person's handles in chat; none when nobody matched them */
  handles(tx: Tx, people: readonly PersonId[]): Promise<Handle[]>;
  channel(tx: Tx, id: ChannelId): Promise<Channel | undefined>;
  channels(tx: Tx): Promise<Channel[]>;
  /** Somebody at a customer; who was erased has a name for all such, and no handles. */
  contact(tx: Tx, id: ContactId): Promise<Contact | undefined>;
  /** Whom a user is at our customers, who is there before who has left: one may be at several. Nobody among us is asked for. */
  contactsByHandle(tx: Tx, handle: ContactHandle): Promise<Contact[]>;
}

/** Somebody at a customer, as chat needs to know them. */
export interface Contact {
  readonly id: ContactId;
  readonly account: AccountId;
  readonly name: string;
  readonly email: string | undefined;
  /** theirs, else the organisation's */
  readonly locale: Locale;
  /** IANA time zone: theirs, else their company's, else the organisation's */
  readonly zone: string;
  /** they are at the customer no more */
  readonly hasLeft: boolean;
  readonly handles: readonly ContactHandle[];
}

/**
 * A user in chat who is a contact. `home` is their own team or tenant: for a guest the workspace they are a guest of, for
 * somebody met in a channel shared with another company that company's, whichever of our workspaces they are met in.
 */
export interface ContactHandle {
  readonly platform: "slack" | "teams";
  readonly home: string;
  readonly user: string;
}

export interface Handle {
  readonly person: PersonId;
  readonly platform: "slack" | "teams";
  readonly workspace: string;
  readonly user: string;
}

/** Person → user, in one workspace of a platform. */
export function handlesIn(
  handles: readonly Handle[],
  where: { readonly platform: Handle["platform"]; readonly workspace: string },
): ReadonlyMap<PersonId, string> {
  return new Map(
    handles
      .filter(({ platform, workspace }) => platform === where.platform && workspace === where.workspace)
      .map(({ person, user }) => [person, user]),
  );
}

/** Whose matter it is, as far as a channel may be for somebody. */
export interface Belongs {
  /** the managers whose team it is */
  readonly managers: readonly PersonId[];
  readonly region: string | undefined;
}

/** The channels a matter belongs to: those of a manager's team before those of a region before everyone's. */
export function channelsFor(channels: readonly Channel[], purpose: ChannelPurpose, of: Belongs): Channel[] {
  const fitting = channels.filter((channel) => channel.purpose === purpose);
  const ofTeam = fitting.filter(({ manager }) => manager !== undefined && of.managers.includes(manager));
  if (ofTeam.length > 0) return ofTeam;
  const ofRegion = fitting.filter(({ manager, region }) => !manager && region !== undefined && region === of.region);
  if (ofRegion.length > 0) return ofRegion;
  return fitting.filter(({ manager, region }) => !manager && !region);
}
