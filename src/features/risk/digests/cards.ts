import type { Block, Text } from "../../../chat/card.ts";
import type { PersonId } from "../../../kernel/ids.ts";
import { Visible } from "../../../kernel/permissions.ts";
import type { View } from "../../../locales/say.ts";
import type { Drawing } from "../../feature.ts";
import { dayText, moneyText, sentences } from "../texts.ts";
import {
  basisText,
  becameText,
  besideName,
  byNews,
  closing,
  joined,
  line,
  namesText,
  newsText,
  nextButton,
  scopeOfCsm,
  seeEach,
  seeAllButton,
  type Seen,
  smallPrint,
  trendBlocks,
} from "./lines.ts";
import type { TeamEdition } from "./edition.ts";
import { stakeText } from "./stake.ts";
import type { TeamStory } from "./story.ts";

const TOP = 5;
const CSM_LINES = 10;
const ORPHANS_NAMED = 3;

/** The team's digest: the five with most weight, and what else is new; a line a CSM; at most 12 blocks (B8). */
export function drawTeam(story: TeamStory, view: View): Drawing {
  const { say, audience } = view;
  const { edition, entries, updatedAt } = story;
  const readable = new Visible("risk-band", scopeOfCsm(undefined), true).open(audience);
  if (!readable) return hidden(view);
  if (edition.count === 0) return allClear(story, view);

  const seen = seeEach(entries, view);
  const { fresh, waiting } = byNews(seen);
  const isQuiet = fresh.length === 0 && edition.since !== undefined;
  const shown = isQuiet ? seen.filter((each) => each === waiting) : seen.slice(0, TOP);
  const others = seen.filter((each) => !shown.includes(each));
  const looked = isQuiet
    ? say("digests.team-same", { count: edition.count })
    : say("risk.team-title", { count: edition.count });
  const stake = stakeText(edition, scopeOfCsm(undefined), view);
  const title = stake ?? looked;
  const first = stake ? say("digests.sentence", { said: looked }) : [];
  const orphans = orphanText(story, view);
  const amountsHidden = shown.some(({ arr }) => arr === undefined) ? say("risk.amounts-hidden") : [];
  const body: Block[] = [
    { kind: "context", text: sentences(first, basisText(seen, view), edition.late ? say("risk.late") : []) },
    ...shown.map((seen, at) => teamItem(seen, at + 1, edition, view)),
    ...rest(story, others, edition.count - shown.length, view),
    ...byCsm(story, view),
    ...trendBlocks(edition, scopeOfCsm(undefined), view),
    ...smallPrint(sentences(orphans, ...closing(edition, updatedAt, view), amountsHidden)),
  ];
  return { card: { title, accent: "warn", body }, summary: title };
}

function hidden({ say }: View): Drawing {
  const title = say("risk.hidden-digest-title");
  return { card: { title, body: [{ kind: "text", text: say("risk.hidden-digest") }] }, summary: title };
}

function allClear(story: TeamStory, view: View): Drawing {
  const { edition, accounts, updatedAt } = story;
  const { say } = view;
  const count = edition.customers;
  const name = edition.next && accounts.get(edition.next.account);
  const said =
    edition.next && name !== undefined
      ? say("risk.clear-next", { count, account: name, day: dayText(edition.next.on) })
      : say("risk.clear", { count });
  const orphans = orphanText(story, view);
  const late = edition.late ? say("risk.late") : [];
  const body: Block[] = [
    { kind: "text", text: said },
    ...trendBlocks(edition, scopeOfCsm(undefined), view),
    ...smallPrint(sentences(late, orphans, ...closing(edition, updatedAt, view))),
  ];
  return { card: { title: say("risk.clear-title"), accent: "good", body }, summary: say("risk.clear-title") };
}

function teamItem(seen: Seen, place: number, edition: TeamEdition, view: View): Block {
  const { entry } = seen;
  const said = line(seen, { told: "risk.item", plain: "risk.item-plain" }, { place: String(place) }, view);
  return {
    kind: "text",
    text: sentences(said, newsText(seen, view), becameText(entry, edition.day, view)),
    button: nextButton(entry, view),
  };
}

/** Of what isn't in the list, what is new, and what is as it was on the morning before; what has no room is counted. */
function rest({ id, edition }: TeamStory, others: readonly Seen[], count: number, view: View): Block[] {
  const { say } = view;
  if (count <= 0) return [];
  const { since } = edition;
  const named = (each: Seen): Text =>
    say("digests.named", { account: each.entry.account.name, weight: besideName(each, view) });
  const { fresh, waiting, same } = byNews(others);
  const news = since ? fresh.map(named) : [];
  const old = (waiting ? others.filter((each) => !fresh.includes(each)) : same).map(named);
  const further = news.length > 0 ? say("digests.further", { what: namesText(news, news.length, view) }) : [];
  const left = count - news.length;
  const unchanged =
    since && old.length > 0
      ? say("digests.same", { day: dayText(since.day), what: namesText(old, left, view) })
      : left > 0
        ? say("risk.more", { count: left })
        : [];
  const text = sentences(further, unchanged);
  return [{ kind: "text", text, button: seeAllButton(id, view) }];
}

function byCsm({ edition, people }: TeamStory, view: View): Block[] {
  const { say, audience } = view;
  const person = (id: PersonId): Text => [{ mention: { id, name: people.get(id) ?? "" } }];
  const items = edition.csms.slice(0, CSM_LINES).map(({ csm, count, arr, stake }) => {
    const accounts = say("risk.accounts", { count });
    if (edition.stake) {
      const calibrated = say("risk.accounts", { count: count - (stake?.estimated ?? 0) });
      const money = stakeText({ ...edition, stake, since: undefined }, scopeOfCsm(csm), view);
      return money
        ? say("digests.csm-stake", { csm: person(csm), accounts: calibrated, money })
        : say("risk.csm-plain", { csm: person(csm), accounts });
    }
    const seen = new Visible("arr", scopeOfCsm(csm), arr).open(audience);
    return seen && seen.length > 0
      ? say("risk.csm-money", { csm: person(csm), arr: moneyText(seen, view), accounts })
      : say("risk.csm-plain", { csm: person(csm), accounts });
  });
  const unnamed = edition.csms.length - items.length;
  if (unnamed > 0) items.push(say("risk.csm-more", { count: unnamed }));
  if (edition.clear.length > 0) items.push(say("risk.csm-clear", { people: names(edition.clear, person, view) }));
  if (items.length === 0) return [];
  return [
    { kind: "text", text: say("risk.by-csm") },
    { kind: "list", ordered: false, items },
  ];
}

function orphanText({ edition, accounts }: TeamStory, { say, locale }: View): Text {
  const { orphans } = edition;
  if (orphans.length === 0) return [];
  const named = orphans.slice(0, ORPHANS_NAMED).flatMap((id) => accounts.get(id) ?? []);
  const more = orphans.length > named.length ? ["…"] : [];
  return say("risk.orphans", { count: orphans.length, names: [...named, ...more].join(locale === "zh" ? "、" : ", ") });
}

function names(people: readonly PersonId[], person: (id: PersonId) => Text, { locale, say }: View): Text {
  const texts = people.slice(0, CSM_LINES).map(person);
  if (people.length > texts.length) texts.push(say("risk.csm-more", { count: people.length - texts.length }));
  return joined(texts, locale === "zh" ? "、" : ", ");
}
