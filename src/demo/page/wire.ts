import type { Locale } from "../../kernel/directory.ts";

/** What the page's two halves say to each other. */
export interface PageState {
  readonly me: {
    readonly id: string;
    readonly name: string;
    readonly language: Locale;
    readonly initials: string;
    readonly about: string;
  };
  readonly clock: ClockState;
  readonly channels: readonly ChannelState[];
  readonly at: ChannelState;
  /** oldest first */
  readonly messages: readonly Fragment[];
  readonly view: Fragment | null;
  readonly home: Fragment | null;
}

export interface ClockState {
  /** "Mon 23 Nov 2026, 08:00 Berlin" */
  readonly label: string;
  /** what it is moving by, while it moves */
  readonly moving: Step | null;
}

export interface ChannelState {
  readonly id: string;
  readonly name: string;
  readonly kind: "channel" | "private" | "direct";
  readonly topic: string;
  readonly shared: boolean;
  readonly unread: boolean;
}

/** A piece of the page: drawn anew only when its mark changes. */
export interface Fragment {
  readonly key: string;
  readonly mark: string;
  readonly html: string;
}

export type Step = "hour" | "morning" | "week";

export type Act =
  | { readonly kind: "command"; readonly channel: string; readonly text: string }
  | { readonly kind: "press"; readonly place: ActPlace; readonly action: string; readonly value?: string }
  | { readonly kind: "choose"; readonly place: ActPlace; readonly action: string; readonly chosen: readonly string[] }
  | { readonly kind: "submit"; readonly view: string; readonly values: Readonly<Record<string, readonly string[]>> }
  | { readonly kind: "attach"; readonly channel: string; readonly files: readonly ActFile[] }
  | { readonly kind: "shortcut"; readonly channel: string; readonly ts: string; readonly name: string }
  | { readonly kind: "close"; readonly view: string }
  | { readonly kind: "home" };

export interface ActFile {
  readonly name: string;
  readonly base64: string;
}

export type ActPlace = { readonly channel: string; readonly ts: string } | { readonly view: string };

export type ActOutcome =
  | { readonly kind: "ok" }
  | { readonly kind: "errors"; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: "refused" | "failed"; readonly because: string };
