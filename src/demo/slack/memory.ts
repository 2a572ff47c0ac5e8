import type { Clock, WallClock } from "../../kernel/clock.ts";
import type { SlackView } from "./shapes.ts";

const MOST = { ephemerals: 200, posted: 400, times: 20_000, views: 10, triggers: 500, replies: 2_000 };
const REPLY_USES = 5;
const REPLY_LIFE_MS = 30 * 60_000;

/** A message only one person sees. */
export interface Ephemeral {
  readonly ts: string;
  readonly channel: string;
  readonly text: string;
  readonly blocks: unknown;
  readonly threadTs?: string;
}

/** Where a response_url leads back to. */
export interface ReplyAddress {
  readonly user: string;
  readonly channel: string;
  /** the message whose button was pressed */
  readonly ts?: string;
  readonly ephemeral: boolean;
}

/** Somebody's screen changed: one person's, or that of all in a channel. */
export type Change = { readonly user: string } | { readonly channel: string };

/** What Slack's clients know and the emulator doesn't. Bounded: the oldest goes first. */
export interface Memory {
  subscribe(listener: (change: Change) => void): () => void;
  changed(change: Change): void;
  /** @returns messages that are now too old to keep */
  posted(channel: string, ts: string, by: string): readonly { ts: string; by: string }[];
  latest(channel: string, user: string): string;
  shownAt(ts: string): Date | undefined;
  addEphemeral(user: string, ephemeral: Omit<Ephemeral, "ts"> & { ts?: string }): Ephemeral;
  replaceEphemeral(user: string, ts: string, next: Omit<Ephemeral, "ts" | "channel">): void;
  dropEphemeral(user: string, ts: string): void;
  ephemerals(user: string): readonly Ephemeral[];
  addReply(to: ReplyAddress): string;
  useReply(id: string): ReplyAddress | "expired" | "used" | undefined;
  addTrigger(trigger: string, user: string): void;
  userOf(trigger: string): string | undefined;
  views(user: string): readonly SlackView[];
  ownerOf(view: { id?: string; externalId?: string }): string | undefined;
  pushView(user: string, view: SlackView): void;
  /** in place of the view with the same id, if it is still open */
  updateView(view: SlackView): void;
  closeView(user: string, id: string | "all"): void;
  home(user: string): SlackView | undefined;
  publish(user: string, view: SlackView): void;
}

export function createMemory(clock: Clock, wall: WallClock, newId: () => string): Memory {
  const listeners = new Set<(change: Change) => void>();
  const times = new Map<string, Date>();
  const posted = new Map<string, { ts: string; by: string }[]>();
  const ephemerals = new Map<string, Ephemeral[]>();
  const replies = new Map<string, ReplyAddress & { until: number; left: number }>();
  const triggers = new Map<string, string>();
  const views = new Map<string, SlackView[]>();
  const homes = new Map<string, SlackView>();
  let made = 0;

  const changed = (change: Change) => listeners.forEach((listener) => listener(change));
  const stamp = (ts: string) => remember(times, ts, clock.now(), MOST.times);
  const mine = (user: string) => ephemerals.get(user) ?? [];
  const stack = (user: string) => views.get(user) ?? [];

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed,
    posted(channel, ts, by) {
      stamp(ts);
      const all = [...(posted.get(channel) ?? []), { ts, by }];
      posted.set(channel, all.slice(-MOST.posted));
      changed({ channel });
      return all.slice(0, -MOST.posted);
    },
    latest(channel, user) {
      const own = mine(user).findLast((one) => one.channel === channel)?.ts ?? "";
      const common = posted.get(channel)?.at(-1)?.ts ?? "";
      return own > common ? own : common;
    },
    shownAt: (ts) => times.get(ts),
    addEphemeral(user, { ts: given, ...rest }) {
      const seconds = Math.floor(wall.now().getTime() / 1000);
      // The emulator counts its messages up from .000001, ours must not meet them.
      const ts = given ?? `${seconds}.${String(500_000 + (made++ % 499_999))}`;
      const ephemeral = { ...rest, ts };
      stamp(ts);
      ephemerals.set(user, [...mine(user), ephemeral].slice(-MOST.ephemerals));
      changed({ user });
      return ephemeral;
    },
    replaceEphemeral(user, ts, next) {
      ephemerals.set(
        user,
        mine(user).map((one) => (one.ts === ts ? { ...next, ts, channel: one.channel } : one)),
      );
      changed({ user });
    },
    dropEphemeral(user, ts) {
      ephemerals.set(
        user,
        mine(user).filter((one) => one.ts !== ts),
      );
      changed({ user });
    },
    ephemerals: mine,
    addReply(to) {
      const id = newId();
      const until = wall.now().getTime() + REPLY_LIFE_MS;
      remember(replies, id, { ...to, until, left: REPLY_USES }, MOST.replies);
      return id;
    },
    useReply(id) {
      const reply = replies.get(id);
      if (!reply) return undefined;
      if (wall.now().getTime() >= reply.until) return "expired";
      if (reply.left <= 0) return "used";
      reply.left -= 1;
      return reply;
    },
    addTrigger: (trigger, user) => remember(triggers, trigger, user, MOST.triggers),
    userOf: (trigger) => triggers.get(trigger),
    views: stack,
    ownerOf({ id, externalId }) {
      const is = (view: SlackView) => view.id === id || (externalId !== undefined && view.external_id === externalId);
      for (const [user, open] of views) if (open.some(is)) return user;
      for (const [user, home] of homes) if (is(home)) return user;
      return undefined;
    },
    pushView(user, view) {
      views.set(user, [...stack(user), view].slice(-MOST.views));
      changed({ user });
    },
    updateView(view) {
      for (const [user, open] of views) {
        if (!open.some((one) => one.id === view.id)) continue;
        views.set(
          user,
          open.map((one) => (one.id === view.id ? view : one)),
        );
        changed({ user });
      }
      for (const [user, home] of homes) {
        if (home.id !== view.id) continue;
        homes.set(user, view);
        changed({ user });
      }
    },
    closeView(user, id) {
      views.set(user, id === "all" ? [] : stack(user).filter((one) => one.id !== id));
      changed({ user });
    },
    home: (user) => homes.get(user),
    publish(user, view) {
      homes.set(user, view);
      changed({ user });
    },
  };
}

function remember<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= most) return;
    map.delete(oldest);
  }
}
