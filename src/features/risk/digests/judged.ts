import type { PersonRef } from "../../../chat/card.ts";
import { localDateOf } from "../../../kernel/business-time.ts";
import type { AccountId, PersonId } from "../../../kernel/ids.ts";
import { Visible } from "../../../kernel/permissions.ts";
import type { View } from "../../../locales/say.ts";
import { type AccountFacts, accountsById } from "../../accounts/facts.ts";
import { type DigestItem, type DigestLine, digestSection } from "../../digest-section.ts";
import { opinionsOf } from "../cases/opinion-store.ts";
import { OPINION } from "../cases/words.ts";
import type { Opinion } from "../cases/decide.ts";
import type { Band } from "../model.ts";
import { standingsOf } from "../store.ts";
import { bandWord } from "../texts.ts";
import { accountsWithOpinion, judgedNotARisk } from "./judged-store.ts";
import { openButton } from "./lines.ts";

const DAYS = 7;
const DAY_MS = 86_400_000;

export interface JudgedLine {
  readonly by: PersonRef;
  readonly count: number;
}

/** How many alerts of a manager's team were judged as no risk in the last seven days, a line a person. */
export const judgedSection = digestSection<readonly JudgedLine[]>({
  surface: "digest",
  name: "not-a-risk",
  digests: ["manager"],
  order: 60,
  counted: "digests.n-judged",
  heading: "digests.judged",
  async gather({ tx, now }, { person }) {
    const judges = await judgedNotARisk(tx, new Date(now.getTime() - DAYS * DAY_MS), now, person.id);
    return judges.map(({ by, count }) => ({ id: by, grade: String(count), figures: { count } }));
  },
  async load({ tx, directory }, items) {
    if (items.length === 0) return [];
    const people = new Map((await directory.people(tx)).map(({ id, name }) => [id, name]));
    return items.flatMap(({ id, figures }): JudgedLine[] => {
      const name = people.get(id as PersonId);
      return name === undefined ? [] : [{ by: { id: id as PersonId, name }, count: Number(figures["count"]) }];
    });
  },
  changes: () => [],
  draw: drawJudged,
});

function drawJudged(lines: readonly JudgedLine[], { say }: View): DigestLine[] {
  return lines.map(({ by, count }) => ({
    id: by.id,
    name: [by.name],
    text: say("digests.judged-line", { by: { mention: by }, count }),
  }));
}

export interface DifferingLine {
  readonly account: Pick<AccountFacts, "id" | "name" | "scope">;
  readonly band: Band;
  readonly opinion: Opinion;
  readonly by: PersonRef;
}

/** Accounts of which their CSM thinks otherwise than the score (B14). */
export const differingSection = digestSection<readonly DifferingLine[]>({
  surface: "digest",
  name: "differing",
  digests: ["manager"],
  order: 70,
  counted: "digests.n-differing",
  heading: "digests.differing",
  async gather({ tx, now }, { person }) {
    const ids = await accountsWithOpinion(tx, now, person.id);
    const opinions = await opinionsOf(tx, ids, now);
    const standings = await standingsOf(tx, ids);
    return ids.flatMap((id): DigestItem[] => {
      const [opinion, band] = [opinions.get(id)?.opinion, standings.get(id)?.band];
      if (!opinion || !band || !differ(opinion, band)) return [];
      return [{ id, grade: `${opinion} ${band}`, figures: { opinion, band } }];
    });
  },
  async load({ tx, now }, items, { calendar }) {
    const ids = items.map(({ id }) => id as AccountId);
    const accounts = await accountsById(tx, ids, localDateOf(now, calendar.zone));
    const opinions = await opinionsOf(tx, ids, now);
    return items.flatMap(({ id, figures }): DifferingLine[] => {
      const account = accounts.get(id as AccountId);
      const by = opinions.get(id as AccountId)?.by;
      if (!account || !by) return [];
      return [{ account, by, band: figures["band"] as Band, opinion: figures["opinion"] as Opinion }];
    });
  },
  changes: () => [],
  draw: drawDiffering,
});

/** A good opinion of what the score puts at risk, or a bad one of what it doesn't. */
export function differ(opinion: Opinion, band: Band): boolean {
  const isHigh = band === "high" || band === "critical";
  return isHigh ? opinion === "good" : opinion === "bad";
}

function drawDiffering(lines: readonly DifferingLine[], view: View): DigestLine[] {
  const { say, audience } = view;
  return lines.flatMap((line): DigestLine[] => {
    const seen = new Visible("risk-notes", line.account.scope, line).open(audience);
    if (!seen) return [];
    const { account, by, band, opinion } = seen;
    const text = say("digests.differing-line", {
      account: account.name,
      by: { mention: by },
      opinion: say(OPINION[opinion]),
      band: bandWord(band, view),
    });
    return [{ id: account.id, name: [account.name], text, button: openButton(account.id, view) }];
  });
}
