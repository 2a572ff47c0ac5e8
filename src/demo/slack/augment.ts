import type { LocalChannel, LocalPerson } from "./emulator.ts";
import { asString, isJson, type Json } from "./shapes.ts";

/** What is known of the workspace beyond what the emulator keeps. */
export interface Known {
  readonly botName: string;
  readonly teamId: string;
  readonly people: ReadonlyMap<string, LocalPerson>;
  readonly channels: ReadonlyMap<string, LocalChannel>;
}

/** Adds to an answer of the emulator what the real Slack also says: zones, homes, channel flags. */
export function augment(method: string, answer: Json, known: Known, now: Date): Json {
  switch (method) {
    case "users.info":
    case "users.lookupByEmail":
      return { ...answer, user: withPerson(answer["user"], known, now) };
    case "users.list":
      return { ...answer, members: all(answer["members"]).map((user) => withPerson(user, known, now)) };
    case "conversations.info":
      return { ...answer, channel: withFlags(answer["channel"], known) };
    case "conversations.list":
      return { ...answer, channels: all(answer["channels"]).map((channel) => withFlags(channel, known)) };
    default:
      return answer;
  }
}

function withPerson(user: unknown, known: Known, now: Date): unknown {
  if (!isJson(user)) return user;
  const person = known.people.get(asString(user["id"]));
  const zone = person?.zone ?? "UTC";
  const stranger = person?.home !== undefined;
  return {
    ...user,
    team_id: person?.home ?? known.teamId,
    tz: zone,
    tz_label: zone,
    tz_offset: offsetSeconds(zone, now),
    locale: person?.locale ?? "en-GB",
    is_owner: false,
    is_primary_owner: false,
    is_restricted: person?.guest === true,
    is_ultra_restricted: false,
    is_app_user: false,
    ...(stranger ? { is_stranger: true } : {}),
  };
}

function withFlags(channel: unknown, known: Known): unknown {
  if (!isJson(channel)) return channel;
  const local = known.channels.get(asString(channel["id"]));
  const shared = local?.shared === true;
  return {
    ...channel,
    is_general: false,
    is_shared: shared,
    is_ext_shared: shared,
    is_org_shared: false,
    is_pending_ext_shared: false,
    pending_shared: [],
    context_team_id: known.teamId,
    shared_team_ids: [known.teamId],
    ...(local?.topic === undefined ? {} : { topic: { value: local.topic, creator: "", last_set: 0 } }),
  };
}

function all(values: unknown): unknown[] {
  return Array.isArray(values) ? values : [];
}

/** Seconds east of UTC at an instant. */
export function offsetSeconds(zone: string, at: Date): number {
  const name = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" })
    .formatToParts(at)
    .find((part) => part.type === "timeZoneName")?.value;
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? "");
  if (!match) return 0;
  return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 3600 + Number(match[3]) * 60);
}
