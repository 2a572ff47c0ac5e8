import { unmatchedCard } from "../../src/features/accounts/links/cards.ts";
import { coversCard, drawNotice, type NamedCover } from "../../src/features/covers/cards.ts";
import { fixedDate } from "../../src/kernel/business-time.ts";
import type { CoverId } from "../../src/kernel/ids.ts";
import { anna, ben, type Example, marta, jonas, personId, privately } from "./fixed.ts";

function coverOf(n: number, more: Partial<NamedCover> & { readonly ended?: boolean } = {}): NamedCover {
  const { person = anna, by = ben, ended = false } = more;
  const id = `01900000-0000-7000-b000-${String(n).padStart(12, "0")}` as CoverId;
  const days = { from: fixedDate("2026-11-25"), until: fixedDate("2026-12-04") };
  return { person, by, cover: { id, person: person.id, cover: by.id, ended, ...days } };
}

const unmatched = Array.from({ length: 12 }, (_, at) => ({
  id: personId(20 + at),
  name: `Person Number ${String(at + 1)}`,
  email: `person.${String(at + 1)}@quillstone.example`,
}));

export const peopleExamples: readonly Example[] = [
  {
    name: "covers",
    draw: (view) =>
      coversCard(
        [
          { ...coverOf(1), mayEnd: true },
          { ...coverOf(2, { person: marta, by: jonas }), mayEnd: false },
        ],
        { ...view, audience: privately(anna, "csm") },
      ),
  },
  { name: "covers-none", draw: (view) => coversCard([], { ...view, audience: privately(anna, "csm") }) },
  { name: "cover-notice", draw: (view) => drawNotice(coverOf(1), { ...view, audience: privately(ben, "csm") }).card },
  {
    name: "cover-over",
    draw: (view) => drawNotice(coverOf(1, { ended: true }), { ...view, audience: privately(ben, "csm") }).card,
  },
  { name: "people-unmatched", draw: (view) => unmatchedCard(unmatched, view) },
  { name: "people-all-matched", draw: (view) => unmatchedCard([], view) },
];
