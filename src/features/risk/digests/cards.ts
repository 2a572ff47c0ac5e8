import type { Block, Button, Card, Text } from "../../../chat/card.ts";
import type { PersonId } from "../../../kernel/ids.ts";
import { Visible } from "../../../kernel/permissions.ts";
import type { View } from "../../../locales/say.ts";
import type { Drawing } from "../../feature.ts";
import { becameText, closing, line, openButton, ownButton, scopeOfCsm, see, type Seen, smallPrint } from "./lines.ts";
import type { MyStory, TeamStory } from "./story.ts";
import type { MyEdition, TeamEdition } from "./edition.ts";
import { dayText, moneyText, momentText, sentences } from "../texts.ts";

const TOP = 5;
const CSM_LINES = 10;
const THEN = 3;
const ORPHANS_NAMED = 3;

/** The team's digest: the five with most weight, a line a CSM; at most 12 blocks (B8). */
export function drawTeam(story: TeamStory, view: View): Drawing {
  const { say, audience } = view;
  const { edition, entries, updatedAt } = story;
  const shown = entries.slice(0, TOP).flatMap((entry) => see(entry, view) ?? []);
  const readable = new Visible("risk-band", scopeOfCsm(undefined), true).open(audience);
  if (!readable) return hidden(view);
  if (edition.count === 0) return allClear(story, view);

  const title = say("risk.team-title", { count: edition.count });
  const more = edition.count - shown.length;
  const orphans = orphanText(story, view);
  const amountsHidden = shown.some(({ arr }) => arr === undefined) ? say("risk.amounts-hidden") : [];
  const body: Block[] = [
    { kind: "context", text: sentences(say("risk.estimate"), edition.late ? say("risk.late") : []) },
    ...shown.map((seen, at) => teamItem(seen, at + 1, edition, view)),
    ...byCsm(story, view),
    ...(more > 0
      ? [{ kind: "text" as const, text: say("risk.more", { count: more }), button: seeAll(story.id, view) }]
      : []),
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
    ...smallPrint(sentences(late, orphans, ...closing(edition, updatedAt, view))),
  ];
  return { card: { title: say("risk.clear-title"), accent: "good", body }, summary: say("risk.clear-title") };
}

function teamItem(seen: Seen, place: number, edition: TeamEdition, view: View): Block {
  const { entry } = seen;
  const said = line(seen, { told: "risk.item", plain: "risk.item-plain" }, { place: String(place) }, view);
  const button =
    entry.became.kind === "unowned" ? ownButton(entry.account.id, view) : openButton(entry.account.id, view);
  return { kind: "text", text: sentences(said, becameText(entry, edition.day, view)), button };
}

function byCsm({ edition, people }: TeamStory, view: View): Block[] {
  const { say, audience } = view;
  const person = (id: PersonId): Text => [{ mention: { id, name: people.get(id) ?? "" } }];
  const items = edition.csms.slice(0, CSM_LINES).map(({ csm, count, arr }) => {
    const accounts = say("risk.accounts", { count });
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
  const separator = locale === "zh" ? "、" : ", ";
  return texts.flatMap((text, at) => (at === 0 ? text : [separator, ...text]));
}

function seeAll(edition: string, { say }: View): Button {
  return { kind: "button", label: say("risk.see-all"), press: { name: "risk.see-all", subject: edition } };
}

/** A CSM's own digest: what first, what then, what is due, what grows. */
export function drawMine(story: MyStory, view: View): Drawing {
  const { say } = view;
  const { edition, entries, updatedAt } = story;
  const seen = entries.flatMap((entry) => see(entry, view) ?? []);
  const [first, ...others] = seen;
  const then = others.slice(0, THEN);
  const more = edition.count - then.length - (first ? 1 : 0);
  const title = myTitle(story, view);
  const small = sentences(
    edition.late ? say("risk.late") : [],
    seen.length > 0 ? say("risk.estimate") : [],
    more > 0 ? say("risk.more", { count: more }) : [],
    ...closing(edition, updatedAt, view),
  );
  const body: Block[] = [
    ...inStead(story, view),
    ...(first ? firstItem(first, story, view) : []),
    ...then.map((each): Block => {
      const said = line(each, { told: "risk.then", plain: "risk.then-plain" }, {}, view);
      return {
        kind: "text",
        text: sentences(said, mine(each, story, view)),
        button: openButton(each.entry.account.id, view),
      };
    }),
    ...renewals(story, view),
    ...growing(story, view),
    ...smallPrint(small),
    ...(more > 0 ? [{ kind: "buttons", elements: [seeAll(story.id, view)] } as const] : []),
  ];
  return { card: { title, body }, summary: title };
}

function myTitle({ edition, reader }: MyStory, { say, locale }: View): Text {
  const name = (locale === "en" ? reader.name.split(" ")[0] : undefined) ?? reader.name;
  const risks = say("risk.risks", { count: edition.count });
  const due = say("risk.renewals", { count: edition.renewals.length });
  if (edition.count > 0 && edition.renewals.length > 0) return say("risk.my-both", { name, risks, renewals: due });
  if (edition.count > 0) return say("risk.my-one", { name, what: risks });
  return say("risk.my-one", { name, what: edition.renewals.length > 0 ? due : say("risk.my-growing") });
}

/** Said to a manager who gets the digest of a CSM whom chat can't reach. */
function inStead({ reader }: MyStory, { say, audience }: View): Block[] {
  if (audience.kind !== "person" || audience.reader.person === reader.id) return [];
  return [{ kind: "context", text: say("risk.in-stead", { name: reader.name }) }];
}

function firstItem(seen: Seen, story: MyStory, view: View): Block[] {
  const { account, became } = seen.entry;
  const said = line(seen, { told: "risk.first", plain: "risk.first-plain" }, {}, view);
  const open = openButton(account.id, view);
  return [
    { kind: "text", text: sentences(said, mine(seen, story, view)) },
    { kind: "buttons", elements: became.kind === "unowned" ? [ownButton(account.id, view), open] : [open] },
  ];
}

/** An unowned item of one's own needs no word about whose it is. */
function mine({ entry }: Seen, { reader, edition }: MyStory, view: View): Text {
  const { became } = entry;
  if (became.kind === "unowned") return [];
  if (became.kind === "owned" && became.owner.id === reader.id) {
    return view.say("risk.my-owned", { at: momentText(became.at, edition.day, view) });
  }
  return becameText(entry, edition.day, view);
}

function renewals({ edition, accounts, reader, manager }: MyStory, view: View): Block[] {
  const { say, audience } = view;
  const seen =
    new Visible<MyEdition["renewals"]>("contract-dates", scopeOfCsm(reader.id, manager), edition.renewals).open(
      audience,
    ) ?? [];
  const items = seen.flatMap(({ account, renewsOn, noticeUntil }): Text[] => {
    const name = accounts.get(account);
    if (name === undefined) return [];
    const renewal = dayText(renewsOn);
    return [
      noticeUntil && noticeUntil !== renewsOn
        ? say("risk.renewal-notice", { account: name, renewal, notice: dayText(noticeUntil) })
        : say("risk.renewal", { account: name, renewal }),
    ];
  });
  if (items.length === 0) return [];
  return [
    { kind: "text", text: say("risk.my-renewals") },
    { kind: "list", ordered: false, items },
  ];
}

function growing({ edition, accounts, reader, manager }: MyStory, view: View): Block[] {
  const { say, audience } = view;
  const seen =
    new Visible<MyEdition["growing"]>("usage", scopeOfCsm(reader.id, manager), edition.growing).open(audience) ?? [];
  return seen.flatMap(({ account, percent, used, seats }): Block[] => {
    const name = accounts.get(account);
    if (name === undefined) return [];
    const text =
      used !== undefined && seats !== undefined
        ? say("risk.growing-seats", { account: name, percent, used, seats })
        : say("risk.growing", { account: name, percent });
    const spot: Button = {
      kind: "button",
      label: say("risk.spot"),
      opens: { name: "opportunities.spot", subject: account },
    };
    return [{ kind: "text", text, button: spot }];
  });
}

/** The private list behind "See all": as much of it as the reader may see. */
export function allCard(
  entries: readonly Seen[],
  count: number,
  edition: { readonly day: TeamEdition["day"] },
  view: View,
): Card {
  const { say } = view;
  if (entries.length === 0) return { title: [], body: [{ kind: "text", text: say("risk.all-none") }] };
  const items = entries.map((seen) =>
    sentences(
      line(seen, { told: "risk.all-item", plain: "risk.all-item-plain" }, {}, view),
      becameText(seen.entry, edition.day, view),
    ),
  );
  const more = count - entries.length;
  return {
    title: say("risk.all-title"),
    body: [
      { kind: "list", ordered: true, items },
      ...smallPrint(sentences(say("risk.estimate"), more > 0 ? say("risk.more", { count: more }) : [])),
    ],
  };
}
