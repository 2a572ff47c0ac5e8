import type { Locale } from "../../kernel/directory.ts";
import type { Role } from "../../kernel/permissions.ts";

export type Region = "DACH" | "UK" | "US" | "APAC";
export type Segment = "enterprise" | "mid-market" | "small business";

export interface CompanyPerson {
  readonly email: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly timezone: string;
  readonly locale: Locale;
  readonly region: Region;
  readonly managerEmail: string | undefined;
  /** false: nobody in the demo's chat has this e-mail, so the person stays unmatched */
  readonly inChat: boolean;
}

/** What an account really is; the product never sees it. */
export type State = "healthy" | "growing" | "drifting" | "failing" | "leaving";

/** From this day on (days after the start, negative before it) the account is in this state, whatever chance says. */
export interface Turn {
  readonly fromDay: number;
  readonly state: State;
  /** change of the log level of use a day; the state's own when left out */
  readonly driftPerDay?: number;
}

/** What is fixed for an account, so that the opening of the demo is the same for every seed. */
export interface Story {
  readonly script?: readonly Turn[];
  /** about: a contract always starts whole terms before its renewal */
  readonly signedDaysAgo?: number;
  readonly renewsInDays?: number;
  readonly noticeDays?: number;
  readonly termMonths?: number;
  readonly integrated?: boolean;
  /** share of the assigned seats that are active on a normal working day, before the script begins */
  readonly activeShare?: number;
  /** seats assigned on the day before the start */
  readonly seatsUsed?: number;
  /** relative growth of assigned seats a year */
  readonly seatGrowth?: number;
  /** chance may not make it give notice before this day */
  readonly staysUntilDay?: number;
  /** it gives notice on this day */
  readonly noticeOnDay?: number;
  readonly endReason?: string;
  /** an outcome that the customer measures: its value a year before the start, and at the start */
  readonly outcome?: readonly [number, number];
}

export interface AccountSpec extends Story {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly segment: Segment;
  readonly region: Region;
  readonly zone: string;
  readonly industry: string;
  readonly keyAccount: boolean;
  /** the part of a person's e-mail before the @ */
  readonly csm: string | undefined;
  readonly am: string | undefined;
  readonly seats: number;
  /** in whole units of the currency, a year */
  readonly arr: number;
  readonly currency: string;
}

/** name | segment | region | zone | industry | CSM | AM, with * for a key account | seats | ARR and currency */
export type Row = readonly [string, "E" | "M" | "S", Region, string, string, string, string, number, string];
