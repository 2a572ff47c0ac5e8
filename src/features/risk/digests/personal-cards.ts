import type { Block, Button, Text } from "../../../chat/card.ts";
import type { TextKey } from "../../../locales/keys.ts";
import type { View } from "../../../locales/say.ts";
import type { DigestLine } from "../../digest-section.ts";
import type { Drawing } from "../../feature.ts";
import { movingButtons, snoozeButtons } from "../cases/card-parts.ts";
import { offeredTo } from "../cases/offered.ts";
import { dayText, momentText, sentences } from "../texts.ts";
import type { PersonalEdition } from "./edition.ts";
import {
  basisText,
  becameText,
  type ByNews,
  byNews,
  closing,
  joined,
  line,
  namesText,
  newsText,
  openButton,
  nextButton,
  scopeOfCsm,
  seeEach,
  seeAllButton,
  type Seen,
  smallPrint,
  trendBlocks,
  updatedText,
} from "./lines.ts";
import type { Part } from "./sections.ts";
import { stakeText } from "./stake.ts";
import type { PersonalStory } from "./story.ts";

const THEN = 3;
const LINES_A_PART = 4;
const COUNTED = 4;
/** So many groups of what hasn't changed are read in one line; more stand below each other. */
const GROUPS_A_LINE = 2;

/** The lines of a part as they stand in the digest. */
interface Lines {
  readonly part: Pick<Part, "counted" | "among" | "heading">;
  readonly shown: readonly Block[];
  /** how many are new, changed or pressing, and how many of them have no room */
  readonly fresh: number;
  /** of these, how many have one of the grades that are counted apart */
  readonly apart: number;
  readonly crowded: number;
  readonly same: readonly DigestLine[];
}

/** Somebody's own digest: what is new first, by what is theirs to do; what isn't, in one line. */
export function drawPersonal(story: PersonalStory, view: View): Drawing {
  const { say } = view;
  const { edition, updatedAt } = story;
  const seen = seeEach(story.entries, view);
  const risks = byNews(seen);
  const parts = story.parts.map((part) => linesOf(part, view));
  const title = titleOf(story, risks, parts, view);
  const isMine = edition.kind === "mine";
  const small = sentences(
    edition.late ? say("risk.late") : [],
    basisText(seen, view),
    ...(isMine ? closing(edition, updatedAt, view) : [updatedText(updatedAt, view)]),
  );
  const scope = scopeOfCsm(story.reader.id, story.manager);
  const stake = isMine ? stakeText(edition, scope, view) : undefined;
  const body: Block[] = [
    ...inStead(story, view),
    ...(stake ? [{ kind: "text" as const, text: say("digests.stake-line", { said: stake }) }] : []),
    ...riskLines(story, risks, view),
    ...parts.flatMap(({ part, shown }): Block[] =>
      shown.length > 0 ? [{ kind: "text", text: say(part.heading) }, ...shown] : [],
    ),
    ...rest(story, risks, parts, view),
    ...(isMine ? trendBlocks(edition, scope, view) : []),
    ...smallPrint(small),
  ];
  return { card: { title, body }, summary: title };
}

function linesOf(part: Part, view: View): Lines {
  const items = new Map(part.items.map((item) => [item.id, item]));
  const lines = part.draw(view);
  const isFresh = ({ id }: DigestLine): boolean => {
    const item = items.get(id);
    return item?.was !== "same" || item.pressing === true;
  };
  const fresh = lines.filter(isFresh);
  const shown = fresh.slice(0, LINES_A_PART);
  return {
    part,
    shown: shown.map((each) => lineBlock(each, items.get(each.id)?.was === "new", view)),
    fresh: fresh.length,
    apart: fresh.filter(({ id }) => part.among?.grades.includes(items.get(id)?.grade ?? "")).length,
    crowded: fresh.length - shown.length,
    same: lines.filter((each) => !isFresh(each) && !each.done),
  };
}

/** A line with its one action; what is done with has none. */
export function lineBlock({ text, button, done }: DigestLine, isNew: boolean, { say }: View): Block {
  if (done) return { kind: "text", text: sentences(text, say("digests.done", { done })) };
  const said = sentences(text, isNew ? say("digests.new") : []);
  return button ? { kind: "text", text: said, button } : { kind: "text", text: said };
}

const TITLE: Readonly<Record<PersonalEdition["kind"], TextKey>> = {
  mine: "digests.your-day",
  am: "digests.your-day",
  also: "digests.your-day",
  manager: "digests.your-team",
};

function titleOf({ edition, reader }: PersonalStory, risks: ByNews, parts: readonly Lines[], view: View): Text {
  const { say, locale } = view;
  const name = (locale === "en" ? reader.name.split(" ")[0] : undefined) ?? reader.name;
  const all = edition.kind === "mine" ? edition.count : risks.fresh.length;
  const news = newsOf(parts, view);
  const isNew = news.length > 0 || risks.fresh.length > 0 || !edition.since;
  const counts = [
    ...(all > 0 ? [say("risk.risks", { count: all })] : []),
    ...news,
    ...(isNew && (all > 0 || news.length > 0) ? [] : [say("digests.nothing-new")]),
  ];
  const what = countsText(counts, view);
  return say(TITLE[edition.kind], { name, what });
}

/** How many are new, each kind said once, though two parts have some of it. */
function newsOf(parts: readonly Lines[], { say }: View): Text[] {
  return byKind(parts).flatMap((alike): Text[] => {
    const [first] = alike;
    const count = alike.reduce((sum, { fresh }) => sum + fresh, 0);
    if (!first || count === 0) return [];
    const what = say(first.part.counted, { count });
    const apart = alike.reduce((sum, each) => sum + each.apart, 0);
    const among = alike.find(({ part }) => part.among)?.part.among;
    return [among && apart > 0 ? say(among.said, { what, count: apart }) : what];
  });
}

/** Parts that are counted in the same words, in the order of their first. */
function byKind(parts: readonly Lines[]): readonly (readonly Lines[])[] {
  return [...Map.groupBy(parts, ({ part }) => part.counted).values()];
}

/** The first few; a headline of more isn't read. */
function countsText(counts: readonly Text[], { say, locale }: View): Text {
  const separator = locale === "zh" ? "，" : ", ";
  if (counts.length <= COUNTED) return joined(counts, separator);
  return say("digests.and-others", { what: joined(counts.slice(0, COUNTED - 1), separator) });
}

/** Said to a manager who gets the digest of somebody whom chat can't reach; a cover reads it above. */
function inStead({ reader }: PersonalStory, { say, audience }: View): Block[] {
  if (audience.kind !== "person") return [];
  const { person, covers } = audience.reader;
  if (person === reader.id || covers.includes(reader.id)) return [];
  return [{ kind: "context", text: say("risk.in-stead", { name: reader.name }) }];
}

/** First the weightiest of what is new, or else what still waits for an owner; then the others that are new. */
function riskLines(story: PersonalStory, { fresh, waiting }: ByNews, view: View): Block[] {
  const [first = waiting, ...others] = fresh;
  if (!first) return [];
  const then = others.slice(0, THEN).map((each): Block => {
    const said = line(each, { told: "risk.then", plain: "risk.then-plain" }, {}, view);
    const text = sentences(said, newsText(each, view), mine(each, story, view));
    return { kind: "text", text, button: nextButton(each.entry, view) };
  });
  return [...firstItem(first, story, view), ...then];
}

function firstItem(seen: Seen, story: PersonalStory, view: View): Block[] {
  const { account } = seen.entry;
  const said = line(seen, { told: "risk.first", plain: "risk.first-plain" }, {}, view);
  return [
    { kind: "text", text: sentences(said, newsText(seen, view), mine(seen, story, view), asleep(seen, story, view)) },
    { kind: "buttons", elements: [...doing(seen, view), openButton(account.id, view)] },
  ];
}

/** The same as on its case, but for what belongs to its end. */
function doing({ entry: { account, became, found, scope } }: Seen, view: View): Button[] {
  if (offeredTo(view.audience, scope) !== "all") return [];
  if (became.kind === "over" || became.kind === "judged") return [];
  const snooze = found?.state === "open" ? snoozeButtons(found, view) : [];
  return [...movingButtons(account.id, became.kind === "owned", view), ...snooze];
}

function asleep({ entry: { found } }: Seen, { edition }: PersonalStory, view: View): Text {
  if (found?.state !== "open" || !found.snoozedUntil) return [];
  return view.say("cases.line-asleep", { until: momentText(found.snoozedUntil, edition.day, view) });
}

/** An unowned item of one's own needs no word about whose it is. */
function mine({ entry }: Seen, { reader, edition }: PersonalStory, view: View): Text {
  const { became } = entry;
  if (became.kind === "unowned") return [];
  if (became.kind === "owned" && became.owner.id === reader.id) {
    return view.say("risk.my-owned", { at: momentText(became.at, edition.day, view) });
  }
  return becameText(entry, edition.day, view);
}

/** What is as it was on the morning before, in one line or a line each; and how much has no room. */
function rest(story: PersonalStory, risks: ByNews, parts: readonly Lines[], view: View): Block[] {
  const { say, locale } = view;
  const { edition } = story;
  const shown = risks.fresh.length > 0 ? Math.min(risks.fresh.length, THEN + 1) : risks.waiting ? 1 : 0;
  const old = risks.fresh.length > 0 && risks.waiting ? [risks.waiting, ...risks.same] : risks.same;
  const hidden = edition.kind === "mine" ? edition.count - shown - old.length : 0;
  const count = Math.max(0, hidden) + parts.reduce((sum, { crowded }) => sum + crowded, 0);
  const more = count > 0 ? say("risk.more", { count }) : [];
  const groups = edition.since ? groupsOf(old, parts, view) : [];
  const day = edition.since ? dayText(edition.since.day) : [];
  const button = seeAllButton(story.id, view);
  if (groups.length > GROUPS_A_LINE) {
    const items = more.length > 0 ? [...groups, more] : groups;
    return [
      { kind: "text", text: say("digests.same-list", { day }), button },
      { kind: "list", ordered: false, items },
    ];
  }
  const what = joined(groups, locale === "zh" ? "；" : "; ");
  const text = sentences(groups.length > 0 ? say("digests.same", { day, what }) : [], more);
  return text.length > 0 ? [{ kind: "text", text, button }] : [];
}

/** "2 risks (Northwind, Contoso)" of each kind of what hasn't changed. */
function groupsOf(old: readonly Seen[], parts: readonly Lines[], view: View): Text[] {
  const group = (what: Text, names: readonly Text[]): Text =>
    view.say("digests.group", { what, names: namesText(names, names.length, view) });
  const count = (key: TextKey, found: readonly unknown[]): Text => view.say(key, { count: found.length });
  const risks = old.map(({ entry }): Text => [entry.account.name]);
  return [
    ...(risks.length > 0 ? [group(count("risk.risks", risks), risks)] : []),
    ...byKind(parts).flatMap((alike) => {
      const names = alike.flatMap(({ same }) => same.map(({ name }) => name));
      const [first] = alike;
      return first && names.length > 0 ? [group(count(first.part.counted, names), names)] : [];
    }),
  ];
}
