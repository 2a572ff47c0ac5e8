import type { Reply } from "../../chat/interaction.ts";
import { localTime, type LocalTime, type WorkCalendar } from "../../kernel/business-time.ts";
import { DEFAULTS } from "../../kernel/defaults.ts";
import type { Tx } from "../../kernel/deps.ts";
import { calledChannel, type Channel, type ChannelPurpose, type Locale } from "../../kernel/directory.ts";
import type { ChannelId, PersonId } from "../../kernel/ids.ts";
import type { Clearance } from "../../kernel/permissions.ts";
import type { Acting } from "../context.ts";

/** What an organisation has set, with the defaults for the rest. */
export interface Settings {
  readonly zone: string;
  readonly locale: Locale;
  readonly region: string;
  readonly workdays: readonly number[];
  readonly opens: LocalTime;
  readonly closes: LocalTime;
  readonly quietFrom: LocalTime;
  readonly quietTo: LocalTime;
  readonly digestAt: LocalTime;
  readonly scoringAt: LocalTime;
}

/** The public holidays of a region; none for one that isn't known. */
export type Holidays = (region: string) => WorkCalendar["holidays"];

/** What is stored of them, in a statement that reads something else too; `settingsIn` reads it. */
export const SETTINGS = "(select jsonb_object_agg(setting.name, setting.value) from setting) as settings";

/** What SETTINGS selects. */
export interface SettingsRow {
  readonly settings: Readonly<Record<string, unknown>> | null;
}

export async function settingsOf(tx: Tx): Promise<Settings> {
  return settingsIn((await tx.rows<SettingsRow>(`select ${SETTINGS}`))[0]);
}

export function settingsIn(row: SettingsRow | undefined): Settings {
  const stored = new Map(Object.entries(row?.settings ?? {}));
  function text(name: keyof typeof DEFAULTS, fallback: string): string {
    const value = stored.get(name);
    return typeof value === "string" ? value : fallback;
  }
  function time(name: keyof typeof DEFAULTS, fallback: string): LocalTime {
    return localTime(text(name, fallback)) ?? (fallback as LocalTime);
  }
  const workdays = stored.get("workdays");
  return {
    zone: text("zone", DEFAULTS.zone),
    locale: text("locale", DEFAULTS.locale) as Locale,
    region: text("region", DEFAULTS.region),
    workdays: Array.isArray(workdays) ? (workdays as number[]) : DEFAULTS.workdays,
    opens: time("opens", DEFAULTS.opens),
    closes: time("closes", DEFAULTS.closes),
    quietFrom: time("quietFrom", DEFAULTS.quietFrom),
    quietTo: time("quietTo", DEFAULTS.quietTo),
    digestAt: time("digestAt", DEFAULTS.digestAt),
    scoringAt: time("scoringAt", DEFAULTS.scoringAt),
  };
}

/** Working time of somebody in a zone and a region. */
export function calendarOf(settings: Settings, holidays: Holidays, zone: string, region: string): WorkCalendar {
  const { workdays, opens, closes, quietFrom, quietTo } = settings;
  return { zone, workdays, opens, closes, quietFrom, quietTo, holidays: holidays(region) };
}

/** The organisation's own time, by which it works by itself on any day: without holidays. */
export function ownCalendar(settings: Settings): WorkCalendar {
  return calendarOf(settings, () => new Set(), settings.zone, settings.region);
}

/** The organisation as the one subject of a schedule. @param at as its clocks say; left out: when it is scored */
export async function organisationAt(
  tx: Tx,
  at?: LocalTime,
): Promise<{ readonly id: string; readonly at: LocalTime; readonly calendar: WorkCalendar }[]> {
  const settings = await settingsOf(tx);
  return [{ id: tx.organisation, at: at ?? settings.scoringAt, calendar: ownCalendar(settings) }];
}

interface Row extends SettingsRow {
  id: ChannelId;
  platform: "slack" | "teams";
  workspace: string;
  conversation: string;
  name: string;
  purpose: ChannelPurpose;
  clearance: Clearance;
  manager_id: PersonId | null;
  region: string | null;
  locale: Locale | null;
  digest_at: string | null;
}

/** What channels are called, archived ones too. */
export async function channelNames(tx: Tx, ids: readonly ChannelId[]): Promise<ReadonlyMap<ChannelId, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.rows<Pick<Channel, "id" | "platform" | "name">>(
    "select id, platform, name from channel where id = any($1::uuid[])",
    [ids],
  );
  return new Map(rows.map((row) => [row.id, calledChannel(row)]));
}

/** Channels with a purpose; the channels' half of the directory. */
export function createChannelFacts(holidays: Holidays) {
  async function load(tx: Tx, where: string, values: readonly unknown[]): Promise<Channel[]> {
    const rows = await tx.rows<Row>(
      `select id, platform, workspace, conversation, name, purpose, clearance, manager_id, region, locale, digest_at,
              ${SETTINGS}
         from channel where not archived and ${where} order by name, id`,
      values,
    );
    const settings = settingsIn(rows[0]);
    return rows.map((row) => ({
      id: row.id,
      platform: row.platform,
      workspace: row.workspace,
      conversation: row.conversation,
      name: row.name,
      purpose: row.purpose,
      clearance: row.clearance,
      manager: row.manager_id ?? undefined,
      region: row.region ?? undefined,
      locale: row.locale ?? settings.locale,
      calendar: calendarOf(settings, holidays, settings.zone, row.region ?? settings.region),
      digestAt: localTime(row.digest_at ?? "") ?? settings.digestAt,
    }));
  }
  return {
    async channel(tx: Tx, id: ChannelId): Promise<Channel | undefined> {
      return (await load(tx, "id = $1", [id]))[0];
    },
    async channels(tx: Tx): Promise<Channel[]> {
      return load(tx, "true", []);
    },
  };
}

/** What somebody who isn't an administrator is told instead: whom to ask. */
export async function adminOnly({
  tx,
  person,
  view,
  directory,
}: Acting): Promise<Extract<Reply, { kind: "done" }> | undefined> {
  if (person.roles.includes("admin")) return undefined;
  const admin = (await directory.people(tx)).find((each) => each.roles.includes("admin"));
  const sentence = admin
    ? view.say("settings.admin-only", { admin: admin.name })
    : view.say("settings.admin-only-nobody");
  return { kind: "done", sentence };
}
