import { afterQuietHours, type LocalDate, localDateOf } from "../../kernel/business-time.ts";
import type { Person } from "../../kernel/directory.ts";
import { isId } from "../../kernel/ids.ts";
import type { AccountId, PersonId } from "../../kernel/ids.ts";
import { rosterOf } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { settingsOf } from "../settings/facts.ts";
import { type LinkList, linksElsewhere, saveLinkTo } from "./link-store.ts";
import { loopOwner } from "./loop-decide.ts";
import type { SurveyId, WaveId } from "./survey-store.ts";

export const LINK = "nps.link";
/** Why a list comes once more: somebody on it still waits, or it has another reader now. */
export const LINK_KINDS = ["again", "handed"] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

interface Passed {
  readonly id: SurveyId;
  readonly wave: WaveId;
  readonly account: AccountId;
}

/**
 * Puts somebody on the list of who passes their link on: one a wave, reader and day, so that a wave is one message a day
 * to each of us. Who comes onto it later is there when it is drawn anew.
 * @param kind undefined: it comes for the first time
 */
export async function passOn(
  { tx, now, posts }: Context,
  { id, wave, account }: Passed,
  { reader, kind, uselessAfter }: { reader: Person; kind: LinkKind | undefined; uselessAfter: Date },
): Promise<void> {
  const today = localDateOf(now, (await settingsOf(tx)).zone);
  const on = await saveLinkTo(tx, id, reader.id, today);
  const post = {
    card: LINK,
    subject: subjectOf({ wave, to: reader.id, on }),
    address: `person:${reader.id}`,
    slot: kind === undefined ? "" : `${today} ${kind}`,
  } as const;
  // Where it stood with somebody else, it stands no more.
  posts.redraw(id);
  posts.announce({ ...post, dueAt: afterQuietHours(now, reader.calendar), uselessAfter, shows: [id, account] });
  posts.showMore(post, [id, account]);
}

/** The customer changed hands: whose it is now passes on what nobody has answered yet. */
export async function linksHandedOver(context: Context, account: AccountId): Promise<void> {
  const { tx, now, directory } = context;
  const roster = await rosterOf(tx, account);
  const reader = roster && loopOwner(roster.scope, await directory.people(tx));
  if (!reader) return;
  for (const { id, wave, closes_at: uselessAfter } of await linksElsewhere(tx, account, reader.id, now)) {
    await passOn(context, { id, wave, account }, { reader, kind: "handed", uselessAfter });
  }
}

function subjectOf({ wave, to, on }: LinkList): string {
  return `${wave} ${to} ${on}`;
}

/** @returns undefined for what is no list */
export function listIn(subject: string): LinkList | undefined {
  const [wave = "", to = "", on = ""] = subject.split(" ");
  if (!isId(wave) || !isId(to) || !/^\d{4}-\d\d-\d\d$/.test(on)) return undefined;
  return { wave: wave as WaveId, to: to as PersonId, on: on as LocalDate };
}
