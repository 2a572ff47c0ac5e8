import { addDays, type LocalDate, localDate } from "../../kernel/business-time.ts";
import { personsCalled, type Person } from "../../kernel/directory.ts";
import type { CoverId, PersonId } from "../../kernel/ids.ts";
import type { Role } from "../../kernel/permissions.ts";

/** Who stands in for whom on which days, both ends included (A12). */
export interface Cover {
  readonly id: CoverId;
  readonly person: PersonId;
  readonly cover: PersonId;
  readonly from: LocalDate;
  readonly until: LocalDate;
  readonly ended: boolean;
}

export type Field = "person" | "cover" | "from" | "until";

/** Why it can't be so, at the field that says it. */
export type CoverProblem =
  | { readonly field: "person" | "cover"; readonly kind: "unknown"; readonly typed: string }
  | { readonly field: "person" | "cover"; readonly kind: "several"; readonly typed: string; readonly names: string[] }
  | { readonly field: "person"; readonly kind: "not-yours"; readonly name: string }
  | { readonly field: "cover"; readonly kind: "same" }
  /** another has neither their role nor leads them, so nothing could be lent */
  | { readonly field: "cover"; readonly kind: "other-role"; readonly name: string; readonly away: string }
  | { readonly field: "cover"; readonly kind: "away-too"; readonly name: string }
  | { readonly field: "from" | "until"; readonly kind: "no-day"; readonly typed: string }
  | { readonly field: "until"; readonly kind: "past" }
  | { readonly field: "until"; readonly kind: "before" }
  | { readonly field: "until"; readonly kind: "too-long"; readonly days: number }
  | { readonly field: "from"; readonly kind: "covered"; readonly by: PersonId }
  /** who is to be away stands in for somebody on one of these days */
  | { readonly field: "from"; readonly kind: "stands-in"; readonly by: PersonId };

export type CoverDecision =
  | {
      readonly kind: "ok";
      readonly away: Person;
      readonly cover: Person;
      readonly from: LocalDate;
      readonly until: LocalDate;
    }
  | { readonly kind: "wrong"; readonly problems: readonly CoverProblem[] };

const MOST_DAYS = 366;
/** Roles whose rights come from accounts, and can be lent. */
const LENT: readonly Role[] = ["csm", "am", "manager"];

/**
 * @param values what was typed: person (blank: oneself), cover, from, until
 * @param today of the presser
 * @param standing covers that are not over, of anybody
 */
export function decideCover(
  presser: Person,
  values: Readonly<Record<string, string>>,
  people: readonly Person[],
  standing: readonly Cover[],
  today: LocalDate,
): CoverDecision {
  const problems: CoverProblem[] = [];
  const typed = (field: Field): string => (values[field] ?? "").trim();
  const away = typed("person") === "" ? presser : called(people, "person", typed("person"), problems);
  if (away && !mayArrange(presser, away)) problems.push({ field: "person", kind: "not-yours", name: away.name });
  const cover = called(people, "cover", typed("cover"), problems);
  const from = dayOf("from", typed("from"), problems);
  const until = dayOf("until", typed("until"), problems);
  if (from && until) problems.push(...spanProblems(from, until, today));
  if (away && cover) problems.push(...pairProblems(away, cover));
  if (problems.length > 0 || !away || !cover || !from || !until) return { kind: "wrong", problems };

  const clashes = standing.filter((each) => !each.ended && each.from <= until && each.until >= from);
  const own = clashes.find((each) => each.person === away.id);
  if (own) return { kind: "wrong", problems: [{ field: "from", kind: "covered", by: own.cover }] };
  const taken = clashes.find((each) => each.cover === away.id);
  if (taken) return { kind: "wrong", problems: [{ field: "from", kind: "stands-in", by: taken.person }] };
  if (clashes.some((each) => each.person === cover.id)) {
    return { kind: "wrong", problems: [{ field: "cover", kind: "away-too", name: cover.name }] };
  }
  return { kind: "ok", away, cover, from, until };
}

/** Oneself, one's reports; an administrator for everybody. */
export function mayArrange(presser: Person, away: Pick<Person, "id" | "manager">): boolean {
  return away.id === presser.id || away.manager === presser.id || presser.roles.includes("admin");
}

/** Who arranged it, who is away, who stands in: any of them may end it. */
export function mayEnd(presser: Person, cover: Cover, away: Pick<Person, "id" | "manager"> | undefined): boolean {
  return presser.id === cover.cover || (away !== undefined && mayArrange(presser, away));
}

function called(
  people: readonly Person[],
  field: "person" | "cover",
  typed: string,
  problems: CoverProblem[],
): Person | undefined {
  const found = personsCalled(people, typed);
  const [first, second] = found;
  if (first && !second) return first;
  if (first) problems.push({ field, kind: "several", typed, names: found.map(({ name }) => name) });
  else problems.push({ field, kind: "unknown", typed });
  return undefined;
}

function dayOf(field: "from" | "until", typed: string, problems: CoverProblem[]): LocalDate | undefined {
  const day = localDate(typed);
  if (!day) problems.push({ field, kind: "no-day", typed });
  return day;
}

function spanProblems(from: LocalDate, until: LocalDate, today: LocalDate): CoverProblem[] {
  if (until < from) return [{ field: "until", kind: "before" }];
  if (until < today) return [{ field: "until", kind: "past" }];
  return until > addDays(from, MOST_DAYS - 1) ? [{ field: "until", kind: "too-long", days: MOST_DAYS }] : [];
}

function pairProblems(away: Person, cover: Person): CoverProblem[] {
  if (away.id === cover.id) return [{ field: "cover", kind: "same" }];
  const lent = away.roles.filter((role) => LENT.includes(role));
  const fits = away.manager === cover.id || lent.every((role) => cover.roles.includes(role));
  return fits ? [] : [{ field: "cover", kind: "other-role", name: cover.name, away: away.name }];
}
