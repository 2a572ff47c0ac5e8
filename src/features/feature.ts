import type { Block, Button, Card, Text } from "../chat/card.ts";
import type { ChannelChange, Overheard, Press, Reply, Shortcut, Submission, Upload } from "../chat/interaction.ts";
import type { Letter } from "../chat/platform.ts";
import type { Opened } from "../chat/reply.ts";
import type { LocalDate, LocalTime, WorkCalendar } from "../kernel/business-time.ts";
import type { Tx } from "../kernel/deps.ts";
import type { EventKind, EventOf } from "../kernel/events.ts";
import type { Role } from "../kernel/permissions.ts";
import type { TextKey } from "../locales/keys.ts";
import type { View } from "../locales/say.ts";
import type { AccountFacts } from "./accounts/facts.ts";
import type { Acting, Address, Context, Introducing, Responding } from "./context.ts";
import type { AnyAgendaSection } from "./agenda-section.ts";
import type { AnyDigestSection } from "./digest-section.ts";

export type * from "./context.ts";

export type HelpTopic = "customer" | "together" | "mine" | "set-up";

export interface Hint {
  readonly topic: HelpTopic;
  readonly help: TextKey;
}

export interface ChatCommand {
  /** "account" for `/account` and `/tandem account`; else the word after `/tandem` */
  readonly word: string;
  /** place in help; the eight that matter first have 1 to 8 */
  readonly order: number;
  /** what one wants to do, under which the whole help lists it */
  readonly topic: HelpTopic;
  readonly help: TextKey;
  /** what to type, letter for letter, behind `/tandem ` (or `/account `) */
  readonly example: TextKey;
  /** false: only looks up, so a repeat may run again */
  readonly changes: boolean;
  run(acting: Acting, words: string): Promise<Reply>;
  /** for people whom nobody knows */
  readonly introduce?: (introducing: Introducing, words: string) => Promise<Reply>;
}

export interface PressHandler {
  readonly changes: boolean;
  /** its reply holds a secret, so it isn't kept: whoever presses again is told this instead */
  readonly toldOnce?: TextKey;
  run(acting: Acting, press: Press & { readonly subject: string }): Promise<Reply>;
  /** for somebody of a customer's, who may press nothing else */
  readonly customer?: (responding: Responding, press: Press & { readonly subject: string }) => Promise<Reply>;
}

export interface FormHandler {
  /** left out: its subject is an id; instant: it is a time as ISO 8601 writes it */
  readonly about?: "nothing" | "instant";
  /** the form with what is known filled in, or why it can't be opened */
  open(acting: Acting, subject: string): Promise<Opened>;
  submit(acting: Acting, submission: Submission): Promise<Reply>;
  /** for somebody of a customer's, who may fill in nothing else */
  readonly customer?: {
    open(responding: Responding, subject: string): Promise<Opened>;
    submit(responding: Responding, submission: Submission): Promise<Reply>;
  };
}

/** What one may do with somebody's message, from the message's own menu. It opens a form. */
export interface MessageShortcut {
  /** the platforms' id of it, e.g. "log_timeline" */
  readonly name: string;
  /** what it is called in the menu; at most 24 letters */
  readonly title: TextKey;
  readonly help: TextKey;
  open(acting: Acting, shortcut: Shortcut): ReturnType<FormHandler["open"]>;
}

export interface Drawing {
  readonly card: Card;
  /** one line for notifications */
  readonly summary: Text;
  /** of what goes to mailboxes */
  readonly letter?: Letter;
}

/** Where a card stands, and in which slot: a digest's is its local date. */
export interface Standing {
  readonly address: Address;
  readonly slot: string;
  /** false: this is its first drawing, and nobody has seen it yet */
  readonly stands: boolean;
}

/** A card that stands at addresses. `State` comes from the database, `draw` is pure. */
export interface CardKind<State> {
  load(context: Context, subject: string, standing: Standing): Promise<State | "gone">;
  draw(state: State, view: View): Drawing;
  /** a post with money, score or risk: the channel's flags must be fresh before it is sent */
  readonly sensitive: boolean;
  /** what one calls it where it is spoken of, e.g. "team digest"; names no customer */
  readonly called: TextKey;
  /** left out: it only ever goes to channels */
  readonly direct?: Direct;
}

/** A card that people get directly: they may ask why, and put it off or turn it off. */
export interface Direct {
  /** why one gets it; its sentence may name the reader's digest {{time}} and {{zone}} */
  readonly why: TextKey;
  /** it comes at once, whatever one wishes: what one owns past its time, notice received, what one promised */
  readonly insistent?: boolean;
  /** it brings what one wished for; one changes those wishes, and has none for itself */
  readonly wished?: boolean;
  /** it is a digest, so it can't wait for one */
  readonly isDigest?: boolean;
  /** its addressee's alone: nobody who covers for them or leads them gets it, and nobody is told that it didn't arrive */
  readonly confidential?: boolean;
  /** only who has this role gets it */
  readonly role?: Role;
}

/** A part of a composed screen that another slice owns; that slice has read the account, for all its sections. */
export interface Section<State> {
  readonly surface: "account";
  readonly order: number;
  load(acting: Acting, account: AccountFacts): Promise<State | undefined>;
  draw(state: State, view: View): readonly Block[];
}
/** A part of somebody's own screen; nothing to say is no blocks. */
export interface HomeSection<State> {
  readonly surface: "home";
  readonly order: number;
  load(acting: Acting): Promise<State | undefined>;
  draw(state: State, view: View): readonly Block[];
}

/** What of somebody's day a slice knows: a line each, the most urgent first. */
export interface TodaySection<State> {
  readonly surface: "today";
  readonly order: number;
  load(acting: Acting): Promise<State | undefined>;
  draw(state: State, view: View): readonly TodayLine[];
}
export interface TodayLine {
  readonly text: Text;
  readonly button?: Button | undefined;
}

export interface Occurrence {
  readonly localDate: LocalDate;
  readonly dueAt: Date;
  /** the service was down when it was due */
  readonly late: boolean;
}

/** Something that happens at a local time. One occurrence fires once, over replicas and restarts. */
export interface Schedule {
  readonly name: string;
  readonly days: "working-days" | "every-day";
  subjects(context: Context): Promise<readonly ScheduleSubject[]>;
  fire(context: Context, subject: string, occurrence: Occurrence): Promise<void>;
}
export interface ScheduleSubject {
  readonly id: string;
  readonly at: LocalTime;
  readonly calendar: WorkCalendar;
}

/** Something due once, at an instant that a slice set. It fires once, over replicas and restarts. */
export interface Reminder {
  /** It isn't set any more then, and may set itself anew. What it is about may be settled meanwhile. */
  fire(context: Context, subject: string): Promise<void>;
}

/** Slow work in batches: each call is a transaction of its own; it returns what is left, or nothing. */
export interface Job {
  run(context: Context, data: JobData, prepared?: unknown): Promise<JobData | undefined>;
  /** What takes long: before each batch, which gets what it gives, and with short transactions alone. */
  readonly prepare?: (read: <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>, data: JobData) => Promise<unknown>;
}
type JobData = Readonly<Record<string, string>>;
export type Reactions = { readonly [K in EventKind]?: (context: Context, event: EventOf<K>) => Promise<void> | void };

/** What a slice is. It declares; the shell routes, ticks, draws and helps from the same table. */
export interface Feature {
  readonly name: string;
  readonly commands?: readonly ChatCommand[];
  readonly presses?: Readonly<Record<string, PressHandler>>;
  readonly forms?: Readonly<Record<string, FormHandler>>;
  readonly cards?: Readonly<Record<string, AnyCardKind>>;
  readonly sections?: readonly AnySection[];
  readonly shortcuts?: readonly MessageShortcut[];
  readonly reminders?: Readonly<Record<string, Reminder>>;
  readonly schedules?: readonly Schedule[];
  readonly reactions?: Reactions;
  readonly jobs?: Readonly<Record<string, Job>>;
  /** what one may do besides commands, under a topic of the whole help */
  readonly hints?: readonly Hint[];
  /** what is said at once to who sent files; of all slices one takes them */
  readonly uploaded?: (acting: Acting, upload: Upload) => Promise<Reply>;
  /** draws somebody's own screen anew, with what a press there came to; one slice has it */
  readonly home?: (acting: Acting, said: Text) => Promise<Reply>;
  readonly channelChanged?: (context: Context, change: ChannelChange) => Promise<void>;
  /** what somebody among us said in a channel; none of it may be stored */
  readonly overheard?: (context: Context, overheard: Overheard) => Promise<void>;
}

/** A card kind whose state only its own slice knows. Built by `card()`. */
export interface AnyCardKind {
  readonly sensitive: boolean;
  readonly called: TextKey;
  readonly direct?: Direct | undefined;
  prepare(context: Context, subject: string, standing: Standing): Promise<((view: View) => Drawing) | "gone">;
}
export interface AnyAccountSection {
  readonly surface: "account";
  readonly order: number;
  prepare(acting: Acting, account: AccountFacts): Promise<((view: View) => readonly Block[]) | undefined>;
}
export interface AnyHomeSection {
  readonly surface: "home";
  readonly order: number;
  prepare(acting: Acting): Promise<((view: View) => readonly Block[]) | undefined>;
}
export interface AnyTodaySection {
  readonly surface: "today";
  readonly order: number;
  prepare(acting: Acting): Promise<((view: View) => readonly TodayLine[]) | undefined>;
}
export type AnySection = AnyAccountSection | AnyHomeSection | AnyTodaySection | AnyDigestSection | AnyAgendaSection;

export function card<State>(kind: CardKind<State>): AnyCardKind {
  return {
    sensitive: kind.sensitive,
    called: kind.called,
    direct: kind.direct,
    async prepare(context, subject, standing) {
      const state = await kind.load(context, subject, standing);
      return state === "gone" ? "gone" : (view) => kind.draw(state, view);
    },
  };
}

export function section<State>(kind: Section<State>): AnyAccountSection {
  return {
    surface: kind.surface,
    order: kind.order,
    async prepare(acting, account) {
      const state = await kind.load(acting, account);
      return state === undefined ? undefined : (view) => kind.draw(state, view);
    },
  };
}

export function homeSection<State>(kind: HomeSection<State>): AnyHomeSection {
  return {
    surface: kind.surface,
    order: kind.order,
    async prepare(acting) {
      const state = await kind.load(acting);
      return state === undefined ? undefined : (view) => kind.draw(state, view);
    },
  };
}

export function todaySection<State>(kind: TodaySection<State>): AnyTodaySection {
  return {
    surface: kind.surface,
    order: kind.order,
    async prepare(acting) {
      const state = await kind.load(acting);
      return state === undefined ? undefined : (view) => kind.draw(state, view);
    },
  };
}
