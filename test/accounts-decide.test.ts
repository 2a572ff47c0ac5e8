import { describe, expect, test } from "vitest";
import { contactSignals } from "../src/features/accounts/contact-decide.ts";
import { checkDocument, isStale } from "../src/features/accounts/document-decide.ts";
import { checkLog, checkNote, pressureOf } from "../src/features/accounts/log-decide.ts";
import { decideProfile, givesWay } from "../src/features/accounts/profile-decide.ts";
import { decideQuiet, decideStage, type StageFacts } from "../src/features/accounts/stages.ts";
import { addDays, fixedDate } from "../src/kernel/business-time.ts";
import type { PersonId } from "../src/kernel/ids.ts";
import { contact } from "./examples/account-book.ts";
import { anna, ben, marta, NOW } from "./examples/fixed.ts";

const TODAY = fixedDate("2026-11-24");
const DAY_MS = 86_400_000;

function ago(days: number, ms = 0): Date {
  return new Date(NOW.getTime() - days * DAY_MS + ms);
}

describe("a stage", () => {
  const facts: StageFacts = {
    stage: "onboarding",
    since: undefined,
    heldUntil: undefined,
    wentLiveOn: undefined,
    firstGoalMetOn: undefined,
    breadth: undefined,
    running: [{ startsOn: fixedDate("2026-01-01"), renewsOn: undefined, termDays: undefined }],
    endedOn: undefined,
    renewedOn: undefined,
  };
  function moved(more: Partial<StageFacts>): string {
    const decision = decideStage({ ...facts, ...more }, TODAY);
    return decision.kind === "stays" ? "stays" : `${decision.to}: ${decision.reason}`;
  }
  function renewing(inDays: number, termDays: number | undefined = 365) {
    return { running: [{ startsOn: fixedDate("2026-01-01"), renewsOn: addDays(TODAY, inDays), termDays }] };
  }

  test("leaves onboarding with the go-live, and on day 90 without one, flagged as stalled", () => {
    expect(moved({ wentLiveOn: TODAY })).toBe("adoption: went-live");
    expect(moved({ wentLiveOn: addDays(TODAY, 1) })).toBe("stays");
    expect(moved({ since: addDays(TODAY, -89) })).toBe("stays");
    expect(moved({ since: addDays(TODAY, -90) })).toBe("adoption: stalled");
    expect(moved({})).toBe("stays");
  });

  test("becomes value with the first goal met, or with three fifths of the features in use", () => {
    expect(moved({ stage: "adoption", firstGoalMetOn: TODAY })).toBe("value: goal-met");
    expect(moved({ stage: "adoption", breadth: 0.59 })).toBe("stays");
    expect(moved({ stage: "adoption", breadth: 0.6 })).toBe("value: breadth");
    expect(moved({ stage: "adoption" })).toBe("stays");
  });

  test("becomes renewal 120 days before, for terms of six months and more", () => {
    expect(moved({ stage: "value", ...renewing(121) })).toBe("stays");
    expect(moved({ stage: "value", ...renewing(120) })).toBe("renewal: renewal-near");
    expect(moved({ stage: "value", ...renewing(60, 179) })).toBe("stays");
    expect(moved({ stage: "value", ...renewing(60, 180) })).toBe("renewal: renewal-near");
  });

  test("becomes value again once it is renewed, and doesn't go to and fro while the date is still near", () => {
    const said = { stage: "renewal", since: addDays(TODAY, -30), renewedOn: TODAY } as const;
    expect(moved({ ...said, ...renewing(365) })).toBe("value: renewed");
    expect(moved({ ...said, ...renewing(3) })).toBe("stays");
    expect(moved({ stage: "renewal", ...renewing(365) })).toBe("value: renewed");
    expect(moved({ stage: "renewal" })).toBe("stays");
  });

  test("is churned at the effective date of the last contract, and onboarding again with a new one", () => {
    expect(moved({ stage: "value", running: [], endedOn: TODAY })).toBe("churned: ended");
    expect(moved({ stage: "value", endedOn: TODAY })).toBe("stays");
    expect(moved({ stage: "value", running: [] })).toBe("stays");
    const ended = { stage: "churned", endedOn: addDays(TODAY, -30), since: addDays(TODAY, -29) } as const;
    const fresh = { running: [{ startsOn: addDays(TODAY, -30), renewsOn: undefined, termDays: undefined }] };
    expect(moved({ ...ended, ...fresh })).toBe("onboarding: new-contract");
    expect(moved(ended)).toBe("stays");
    expect(moved({ ...ended, ...fresh, heldUntil: addDays(TODAY, -1) })).toBe("stays");
  });

  test("that was set by hand holds on its last day and gives way on the next", () => {
    expect(moved({ stage: "value", ...renewing(60), heldUntil: TODAY })).toBe("stays");
    expect(moved({ stage: "value", ...renewing(60), heldUntil: addDays(TODAY, -1) })).toBe("renewal: renewal-near");
  });
});

describe("the Account Manager's quiet", () => {
  const facts = { stage: "onboarding", pulledInUntil: undefined, asksForMore: false, renewalNear: false };

  test("holds in onboarding and adoption, and in no other stage", () => {
    const stages = ["onboarding", "adoption", "value", "renewal", "churned"];
    expect(stages.filter((stage) => decideQuiet({ ...facts, stage }, NOW))).toEqual(["onboarding", "adoption"]);
  });

  test("is ended by the customer's own request, by the renewal window, and by whoever pulls them in, for its time", () => {
    expect(decideQuiet({ ...facts, asksForMore: true }, NOW)).toBe(false);
    expect(decideQuiet({ ...facts, renewalNear: true }, NOW)).toBe(false);
    expect(decideQuiet({ ...facts, pulledInUntil: new Date(NOW.getTime() + 1) }, NOW)).toBe(false);
    expect(decideQuiet({ ...facts, pulledInUntil: NOW }, NOW)).toBe(true);
  });
});

describe("the people at a customer", () => {
  test("are silent after 60 days as a sponsor and 45 as a champion; a user never is", () => {
    const people = [
      contact(1, "Dana", { role: "champion", lastAt: ago(45) }),
      contact(2, "Erik", { role: "champion", lastAt: ago(45, 1) }),
      contact(3, "Mia", { role: "sponsor", lastAt: ago(60) }),
      contact(4, "Tom", { role: "sponsor", lastAt: ago(60, 1) }),
      contact(5, "Una", { role: "user", lastAt: ago(400) }),
    ];
    expect(contactSignals(people, NOW, "UTC").silent.map(({ contact: { name }, days }) => [name, days])).toEqual([
      ["Dana", 45],
      ["Mia", 60],
    ]);
  });

  test("whom nobody ever spoke with are silent since we know them", () => {
    const people = [contact(1, "Dana", { role: "champion", addedAt: ago(50) })];
    expect(contactSignals(people, NOW, "UTC").silent).toMatchObject([{ days: 50 }]);
  });

  test("who left are missed until somebody has the part again", () => {
    const left = contact(1, "Mia", { role: "sponsor", leftOn: TODAY });
    const heir = contact(2, "Tom", { role: "sponsor", lastAt: ago(1) });
    expect(contactSignals([left], NOW, "UTC").gone).toEqual([left]);
    expect(contactSignals([left, heir], NOW, "UTC").gone).toEqual([]);
    const tomorrow = { ...left, leftOn: addDays(TODAY, 1) };
    expect(contactSignals([tomorrow], NOW, "UTC").gone).toEqual([]);
    const evening = new Date(`${TODAY}T12:00:00Z`);
    expect(contactSignals([tomorrow], evening, "Europe/Berlin").gone).toEqual([]);
    expect(contactSignals([tomorrow], evening, "Pacific/Auckland").gone).toEqual([tomorrow]);
  });

  test("are too few when fewer than two were touched in 90 days", () => {
    const one = contact(1, "Dana", { lastAt: ago(90) });
    const old = contact(2, "Erik", { lastAt: ago(90, -1) });
    expect(contactSignals([one, old], NOW, "UTC").few).toEqual({ touched: 1 });
    expect(contactSignals([one, { ...old, lastAt: ago(89) }], NOW, "UTC").few).toBeUndefined();
    expect(contactSignals([], NOW, "UTC").few).toEqual({ touched: 0 });
  });
});

describe("touches of one person", () => {
  const sides = (person: PersonId) => (person === marta.id ? "am" : person === anna.id ? "csm" : "other");
  const mine = { at: NOW, by: anna.id };

  test("collide within 48 hours when they are of different roles", () => {
    const by = marta.id;
    expect(pressureOf(mine, [{ at: ago(2), by }], sides, NOW).collision).toEqual({ by, at: ago(2) });
    expect(pressureOf(mine, [{ at: ago(2, -1), by }], sides, NOW).collision).toBeUndefined();
    expect(pressureOf(mine, [{ at: ago(1), by: anna.id }], sides, NOW).collision).toBeUndefined();
    expect(pressureOf({ at: NOW, by: ben.id }, [{ at: ago(1), by: undefined }], sides, NOW).collision).toBeUndefined();
  });

  test("reach the cap with the fourth in 30 days", () => {
    const others = [1, 2, 29].map((days) => ({ at: ago(days), by: anna.id }));
    expect(pressureOf(mine, others, sides, NOW).touches).toBe(4);
    expect(pressureOf(mine, others.slice(1), sides, NOW).touches).toBeUndefined();
    expect(pressureOf(mine, [...others.slice(0, 2), { at: ago(30), by: anna.id }], sides, NOW).touches).toBeUndefined();
    expect(pressureOf({ at: ago(5), by: anna.id }, others, sides, NOW).touches).toBe(4);
  });
});

describe("what is typed", () => {
  const room = { contacts: [contact(1, "Dana")], visibilities: ["internal"] as const, zone: "Europe/Berlin", now: NOW };
  const typed = {
    contact: "unlisted",
    kind: "call",
    direction: "out",
    proactive: "yes",
    on: "2026-11-24",
    at: "09:00",
    said: "She asks for twelve more.",
    visibility: "internal",
  };

  test("of a contact is in the typist's zone, and not still to come", () => {
    expect(checkLog(typed, room)).toMatchObject({
      kind: "ok",
      value: { at: NOW, contact: undefined, proactive: true },
    });
    const later = checkLog({ ...typed, at: "09:01" }, room);
    expect(later).toMatchObject({ problems: [{ field: "on", problem: "ahead", value: "2026-11-24 09:01" }] });
  });

  test("of a contact names every wrong field", () => {
    const wrong = checkLog({ visibility: "commercial", on: "31/02/2026", at: "9am", said: " " }, room);
    const fields = wrong.kind === "wrong" ? wrong.problems.map(({ field }) => field).sort() : [];
    expect(fields).toEqual(["at", "contact", "direction", "kind", "on", "proactive", "said", "visibility"]);
  });

  test("of a price is kept from who may not read prices, by who may read them", () => {
    const both = { ...room, visibilities: ["internal", "commercial", "customer"] as const };
    const offer = { ...typed, said: "Angebot über 7.500 Euro mit 10 % Rabatt besprochen." };
    for (const visibility of ["internal", "customer"]) {
      const problems = [{ field: "visibility", problem: "price", value: "7.500 Euro" }];
      expect(checkLog({ ...offer, visibility }, both)).toEqual({ kind: "wrong", problems });
      expect(checkNote({ text: offer.said, visibility }, both.visibilities)).toEqual({ kind: "wrong", problems });
    }
    expect(checkLog({ ...offer, visibility: "commercial" }, both)).toMatchObject({ kind: "ok" });
    expect(checkLog(offer, room)).toMatchObject({ kind: "ok" });
  });

  test.each([
    ["http://docs.example/plan"],
    ["javascript:alert(1)"],
    ["https://anna:secret@docs.example/plan"],
    ["https://intranet/plan"],
    ["plan"],
    [`https://docs.example/${"a".repeat(2000)}`],
  ])("as a link can't be %s", (url) => {
    const values = { title: "Plan", url, type: "plan", visibility: "internal", asOf: "2026-11-24" };
    expect(checkDocument(values, ["internal"], TODAY)).toMatchObject({ problems: [{ field: "url" }] });
    const good = checkDocument({ ...values, url: "https://docs.example/plan" }, ["internal"], TODAY);
    expect(good).toMatchObject({ kind: "ok", value: { url: "https://docs.example/plan" } });
  });

  test("as an offer is for the commercial side alone", () => {
    const values = { title: "Offer", url: "https://docs.example/o", type: "offer", asOf: "2026-11-24" };
    const both = ["internal", "commercial"] as const;
    expect(checkDocument({ ...values, visibility: "internal" }, both, TODAY)).toMatchObject({
      problems: [{ field: "visibility", problem: "offer" }],
    });
    expect(checkDocument({ ...values, visibility: "commercial" }, both, TODAY).kind).toBe("ok");
  });

  test("is old after 90 days", () => {
    expect([isStale(addDays(TODAY, -90), TODAY), isStale(addDays(TODAY, -91), TODAY)]).toEqual([false, true]);
  });
});

describe("a field of the profile", () => {
  const stored = {
    needs: { value: "Logins.", asOf: TODAY, source: "crm" },
    "how-to-help": { value: "Be brief.", asOf: TODAY, source: "chat" },
  } as const;

  test("gives way to its own source and to a stronger one: CRM over CSV over chat", () => {
    const pairs = (["chat", "csv", "crm"] as const).flatMap((from) =>
      (["chat", "csv", "crm"] as const).filter((to) => givesWay(from, to)).map((to) => `${from} to ${to}`),
    );
    expect(pairs).toEqual(["chat to chat", "chat to csv", "chat to crm", "csv to csv", "csv to crm", "crm to crm"]);
  });

  test("is saved when it changed, but not in chat when the CRM says it", () => {
    const values = { needs: "Nothing.", "how-to-help": "Be brief.", industry: "Peak in May.", asOf: "2026-11-24" };
    expect(decideProfile(stored, values, TODAY)).toEqual({
      kind: "ok",
      asOf: TODAY,
      changed: [{ field: "industry", value: "Peak in May." }],
    });
  });

  test("that is too long or of a day to come is named with what is allowed", () => {
    const values = { "how-to-help": "a".repeat(301), asOf: "2026-11-25" };
    expect(decideProfile(stored, values, TODAY)).toMatchObject({
      problems: [
        { field: "how-to-help", problem: "long", value: "301", most: 300 },
        { field: "asOf", problem: "ahead" },
      ],
    });
  });
});
