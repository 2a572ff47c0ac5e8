import type { Form, PersonRef } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import { afterQuietHours, type LocalDate, localDateOf } from "../../kernel/business-time.ts";
import type { Person } from "../../kernel/directory.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { CoverId, PersonId } from "../../kernel/ids.ts";
import { type Acting, card, type Context, type Feature } from "../feature.ts";
import { coverForm, coversCard, drawNotice, type NamedCover, problemTexts, savedSentence } from "./cards.ts";
import { type Cover, decideCover, mayArrange, mayEnd } from "./decide.ts";
import { uncoveredSection } from "./digest.ts";
import { coverById, endCover, holdPeople, insertCover, standingCovers, writeAudit } from "./store.ts";

/** Who stands in while somebody is away: what is addressed to them goes there, and their rights are lent (A12). */
export const covers: Feature = {
  name: "covers",
  commands: [
    {
      word: "cover",
      order: 13,
      topic: "mine",
      help: "covers.help",
      example: "covers.example",
      changes: false,
      run: show,
    },
  ],
  forms: { name: { about: "nothing", open, submit } },
  sections: [uncoveredSection],
  presses: { end: { changes: true, run: (acting, { subject }) => end(acting, subject as CoverId) } },
  cards: {
    notice: card({
      sensitive: false,
      called: "covers.called",
      direct: { why: "why.cover" },
      load: loadNotice,
      draw: drawNotice,
    }),
  },
};

async function show(acting: Acting): Promise<Reply> {
  const { tx, person, view, directory } = acting;
  const people = await directory.people(tx);
  const all = named(await standingCovers(tx, todayOf(acting)), people);
  const mine = all.filter(({ cover, away }) => cover.person === person.id || mayEnd(person, cover, away));
  const lines = mine.map((each) => ({ ...each, mayEnd: mayEnd(person, each.cover, each.away) }));
  return { kind: "private", card: coversCard(lines, view) };
}

async function open(acting: Acting): Promise<Form> {
  const { tx, person, view, directory } = acting;
  const leads = (await directory.people(tx)).some((each) => each.id !== person.id && mayArrange(person, each));
  return coverForm(leads, todayOf(acting), view);
}

async function submit(acting: Acting, { values }: Submission): Promise<Reply> {
  const { tx, ids, now, person, view, posts, directory } = acting;
  const people = await directory.people(tx);
  const today = todayOf(acting);
  const first = decideCover(person, values, people, [], today);
  if (first.kind === "ok") await holdPeople(tx, [first.away.id, first.cover.id]);
  const decision = decideCover(person, values, people, await standingCovers(tx, today), today);
  if (decision.kind === "wrong") {
    const nameOf = ({ by }: { readonly by: PersonId }): string => people.find(({ id }) => id === by)?.name ?? "?";
    return { kind: "invalid", fields: problemTexts(decision.problems, nameOf, view) };
  }
  const { away, cover, from, until } = decision;
  const id = ids.next<"cover">();
  insertCover(tx, { id, person: away.id, cover: cover.id, from, until }, person.id, now);
  const details = { person: away.id, cover: cover.id, from, until };
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action: "covers.name", subject: id, details });
  const dueAt = afterQuietHours(now, cover.calendar);
  posts.announce({ card: "covers.notice", subject: id, address: `person:${cover.id}`, slot: "", dueAt });
  return { kind: "done", sentence: savedSentence(away, cover, decision, away.id === person.id, view.say) };
}

async function end(acting: Acting, id: CoverId): Promise<Reply> {
  const { tx, ids, now, person, view, posts, directory } = acting;
  const cover = await coverById(tx, id);
  const away = cover && (await directory.person(tx, cover.person));
  if (!cover || !mayEnd(person, cover, away)) throw new NotFound("covers.gone");
  if (!(await endCover(tx, id, now))) return { kind: "done", sentence: view.say("covers.over-already") };
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action: "covers.end", subject: id, details: {} });
  posts.redraw(id);
  return { kind: "done", sentence: view.say("covers.ended", { person: away?.name ?? "" }) };
}

async function loadNotice(context: Context, subject: string): Promise<NamedCover | "gone"> {
  const { tx, directory } = context;
  const cover = await coverById(tx, subject as CoverId);
  if (!cover) return "gone";
  const [away, by] = [await directory.person(tx, cover.person), await directory.person(tx, cover.cover)];
  return away && by ? { cover, person: away, by } : "gone";
}

function named(
  all: readonly Cover[],
  people: readonly Person[],
): (NamedCover & { readonly away: Person | undefined })[] {
  const known = new Map(people.map((person) => [person.id, person]));
  const ref = (id: PersonId): PersonRef => ({ id, name: known.get(id)?.name ?? "?" });
  return all.map((cover) => ({
    cover,
    person: ref(cover.person),
    by: ref(cover.cover),
    away: known.get(cover.person),
  }));
}

function todayOf({ now, person }: Acting): LocalDate {
  return localDateOf(now, person.calendar.zone);
}
