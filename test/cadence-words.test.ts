import { expect, test } from "vitest";
import { plain } from "../src/chat/card.ts";
import { problemTexts } from "../src/features/cadence/forms.ts";
import { createSays } from "../src/locales/say.ts";
import { CALENDAR } from "./examples/fixed.ts";

const says = createSays();
const wrong = { field: "on", problem: "day-off", value: "2026-11-28 03:00", who: "Anna Kurz" } as const;

test.each([
  ["en", "Saturday, 28 November 2026 is a day off for Anna Kurz. Choose another day."],
  ["de", "Am Samstag, 28. November 2026, arbeitet Anna Kurz nicht. Wählen Sie einen anderen Tag."],
  ["zh", "2026年11月28日星期六 是 Anna Kurz 的休息日。请选择另一天。"],
] as const)("who is off on a day is said with its weekday, in %s", (locale, words) => {
  const { on } = problemTexts([wrong], CALENDAR, { say: says(locale) } as Parameters<typeof problemTexts>[2]);
  expect(plain(on ?? [])).toBe(words);
});

test.each([
  ["en", "Wed 25 Nov, 11:00"],
  ["de", "Mi., 25. Nov., 11:00"],
  ["zh", "11月25日周三 11:00"],
] as const)("a time that is offered has its weekday, in %s", (locale, words) => {
  expect(says(locale).date(new Date("2026-11-25T10:00:00Z"), "weekday-time", "Europe/Berlin")).toBe(words);
});
