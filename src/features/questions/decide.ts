import { addWorkingHours, type WorkCalendar } from "../../kernel/business-time.ts";
import { QUESTION } from "../../kernel/defaults.ts";
import type { Person } from "../../kernel/directory.ts";
import type { AccountId, PersonId, QuestionId } from "../../kernel/ids.ts";
import { mayRead, type Scope } from "../../kernel/permissions.ts";
import type { Carriage } from "../feature.ts";
import { leadersReading } from "../leading.ts";

export const ROLES_ASKED = ["csm", "am"] as const;
export type Asked = (typeof ROLES_ASKED)[number];

export interface Question {
  readonly id: QuestionId;
  readonly account: AccountId;
  /** in which role the other is asked */
  readonly slot: Asked;
  readonly asker: PersonId;
  readonly askee: PersonId;
  readonly question: string;
  readonly askedAt: Date;
  readonly answered: { readonly by: PersonId; readonly at: Date; readonly text: string } | undefined;
}

export type Askee =
  | { readonly kind: "asked"; readonly person: Person }
  /** nobody has the role there, so it goes to a manager */
  | { readonly kind: "instead"; readonly person: Person }
  | { readonly kind: "yourself" }
  | { readonly kind: "nobody" };

/** Whom a question goes to: who has the role; else the account's manager, the region's, any manager; never to oneself. */
export function decideAskee(slot: Asked, scope: Scope, people: readonly Person[], asker: PersonId): Askee {
  const active = people.filter((person) => person.active);
  const holder = active.find(({ id }) => id === scope[slot]);
  if (holder) return holder.id === asker ? { kind: "yourself" } : { kind: "asked", person: holder };
  const [manager] = leadersReading("internal", scope, active).filter(({ id }) => id !== asker);
  return manager ? { kind: "instead", person: manager } : { kind: "nobody" };
}

/** What an AM and a manager say to each other may be about prices, so it is kept for those who read commercial entries. */
export function visibilityOf(scope: Scope, people: readonly Person[]): "commercial" | "internal" {
  const readsAll = people.every(({ id, roles, region, covers }) =>
    mayRead({ kind: "person", reader: { person: id, roles, region, covers } }, "commercial", scope),
  );
  return readsAll ? "commercial" : "internal";
}

/** Since when who was asked can know of it: nobody is late with what their digest hasn't brought yet. */
export function readableSince({ askedAt }: Pick<Question, "askedAt">, carriage: Carriage, now: Date): Date {
  if (carriage.kind === "alone") return askedAt;
  return carriage.kind === "waits" ? now : carriage.at;
}

export function remindAt(askedAt: Date, calendar: WorkCalendar): Date {
  return addWorkingHours(askedAt, QUESTION.remindAfterHours, calendar);
}

export function escalateAt(askedAt: Date, calendar: WorkCalendar): Date {
  return addWorkingHours(askedAt, QUESTION.escalateAfterHours, calendar);
}

export interface Presser {
  readonly id: PersonId;
  readonly covers: readonly PersonId[];
  readonly isManager: boolean;
}

export type AnswerOutcome =
  | { readonly kind: "may" }
  | { readonly kind: "answered"; readonly by: PersonId; readonly at: Date }
  | { readonly kind: "for-askee" }
  /** who has nothing to do with it is told that there is none */
  | { readonly kind: "unseen" };

/** Who answers: who was asked, their cover, a manager. First who may see it, then what is decided, then who may act. */
export function decideAnswer(
  { asker, askee, answered }: Pick<Question, "asker" | "askee" | "answered">,
  managers: readonly PersonId[],
  presser: Presser,
): AnswerOutcome {
  const isOf = (person: PersonId): boolean => person === presser.id || presser.covers.includes(person);
  const leads = presser.isManager && managers.some(isOf);
  if (!isOf(asker) && !isOf(askee) && !leads) return { kind: "unseen" };
  if (answered) return { kind: "answered", by: answered.by, at: answered.at };
  return isOf(askee) || leads ? { kind: "may" } : { kind: "for-askee" };
}
