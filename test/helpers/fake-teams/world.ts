import { createHash } from "node:crypto";
import type { WallClock } from "../../../src/kernel/clock.ts";
import type { ChannelChange, Json, TeamsChannel, TeamsMessage, TeamsTenant, TeamsUser } from "./shapes.ts";

export interface Person extends TeamsUser {
  readonly id: string;
  readonly tenant: string;
}
export interface Channel extends TeamsChannel {
  readonly tenant: string;
}

/** Where a bot may speak: a channel, or its conversation with a person. */
export type Place =
  | { readonly kind: "channel"; readonly id: string; readonly tenant: string; readonly channel: Channel }
  | { readonly kind: "personal"; readonly id: string; readonly tenant: string; readonly person: Person };

/** Everything the server knows. */
export interface World {
  addTenant(tenant: TeamsTenant): void;
  tenant(id: string): TeamsTenant | undefined;
  addUser(tenant: string, user: TeamsUser): void;
  /** by either id; in any tenant when none is named */
  person(user: string, tenant?: string): Person | undefined;
  addChannel(tenant: string, channel: TeamsChannel): void;
  setChannel(id: string, change: ChannelChange): void;
  /** those that aren't deleted */
  channelsOf(team: string): readonly Channel[];
  /** opens the conversation */
  direct(person: Person): string;
  /** @returns undefined where nobody is, or nobody any more */
  place(conversation: string): Place | undefined;
  bar(conversation: string): () => void;
  isBarred(conversation: string): boolean;
  block(person: Person): () => void;
  hasBlocked(person: Person): boolean;
  /** @param thread of a channel; a new one when left out */
  post(place: Place, thread: string | undefined, activity: Json): TeamsMessage;
  message(conversation: string, activityId: string): TeamsMessage | undefined;
  redraw(message: TeamsMessage, activity: Json): void;
  remove(message: TeamsMessage): void;
  standing(conversation: string): TeamsMessage[];
  /** milliseconds, each later than the one before */
  nextId(): string;
}

export function createWorld(wall: WallClock): World {
  const tenants = new Map<string, TeamsTenant>();
  /** by tenant and either id */
  const people = new Map<string, Person>();
  const channels = new Map<string, Channel>();
  const directs = new Map<string, string>();
  const messages = new Map<string, TeamsMessage>();
  const barred = new Set<string>();
  const blockedBy = new Set<string>();
  let lastMs = 0;

  function known(tenant: string): string {
    if (!tenants.has(tenant)) throw new Error(`Tenant ${tenant} is not known; addTenant makes one.`);
    return tenant;
  }
  function nextId(): string {
    lastMs = Math.max(lastMs + 1, wall.now().getTime());
    return String(lastMs);
  }
  const keep = (message: TeamsMessage): void =>
    void messages.set(`${message.conversation} ${message.activityId}`, message);

  return {
    addTenant: (tenant) => void tenants.set(tenant.id, tenant),
    tenant: (id) => tenants.get(id),
    addUser(id, user) {
      const tenant = known(id);
      const person = { ...user, id: user.id ?? `29:1${hashOf(user.aadObjectId)}`, tenant };
      people.set(keyOf(person), person);
      people.set(`${tenant} ${person.id}`, person);
    },
    person(user, tenant) {
      if (tenant !== undefined) return people.get(`${tenant} ${user}`);
      return [...people.values()].find((each) => each.aadObjectId === user || each.id === user);
    },
    addChannel(id, channel) {
      channels.set(channel.id, { ...channel, tenant: known(id) });
    },
    setChannel(id, change) {
      const channel = channels.get(id);
      if (!channel) throw new Error(`Channel ${id} is not known; addChannel makes one.`);
      channels.set(id, { ...channel, ...change });
    },
    channelsOf: (team) => [...channels.values()].filter((each) => each.team === team && !each.deleted),
    direct(person) {
      const id = directIdOf(person);
      directs.set(id, keyOf(person));
      return id;
    },
    place(id) {
      const channel = channels.get(id);
      if (channel && !channel.deleted) return { kind: "channel", id, tenant: channel.tenant, channel };
      const person = people.get(directs.get(id) ?? "");
      if (person && !person.deleted) return { kind: "personal", id, tenant: person.tenant, person };
      return undefined;
    },
    bar: (conversation) => entered(barred, bareOf(conversation)),
    isBarred: (conversation) => barred.has(conversation),
    block: (person) => entered(blockedBy, keyOf(person)),
    hasBlocked: (person) => blockedBy.has(keyOf(person)),
    post(place, thread, activity) {
      const activityId = nextId();
      const message: TeamsMessage = {
        tenant: place.tenant,
        conversation: place.id,
        activityId,
        thread: hasThreads(place) ? (thread ?? activityId) : undefined,
        activity,
        versions: [activity],
        deletedAt: undefined,
      };
      keep(message);
      return message;
    },
    message: (conversation, activityId) => messages.get(`${conversation} ${activityId}`),
    redraw: (message, activity) => keep({ ...message, activity, versions: [...message.versions, activity] }),
    remove: (message) => keep({ ...message, deletedAt: wall.now() }),
    standing(conversation) {
      const [bare, thread] = [bareOf(conversation), threadOf(conversation)];
      return [...messages.values()].filter(
        (each) => each.conversation === bare && (thread === undefined || each.thread === thread),
      );
    },
    nextId,
  };
}

/** The same for the same person every time, as in Teams. */
export function directIdOf(person: Person): string {
  return `a:1${hashOf(keyOf(person))}`;
}

const THREAD = ";messageid=";

export function bareOf(conversation: string): string {
  return conversation.split(THREAD)[0] ?? "";
}
export function threadOf(conversation: string): string | undefined {
  return conversation.split(THREAD)[1];
}
export function inThread(conversation: string, root: string): string {
  return `${conversation}${THREAD}${root}`;
}

function hasThreads(place: Place): boolean {
  return place.kind === "channel" && place.channel.team !== undefined;
}

function keyOf({ tenant, aadObjectId }: Person): string {
  return `${tenant} ${aadObjectId}`;
}

function hashOf(value: string): string {
  return createHash("sha256").update(value).digest("base64url");
}

/** @returns what takes it out again */
function entered(set: Set<string>, value: string): () => void {
  set.add(value);
  return () => void set.delete(value);
}
