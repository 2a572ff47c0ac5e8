import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plain } from "../src/chat/card.ts";
import { AUDIT_ACTIONS, type AuditAction } from "../src/db/audit.ts";
import { auditCard } from "../src/features/privacy/audit-cards.ts";
import { NOBODY } from "../src/kernel/permissions.ts";
import { createSays } from "../src/locales/say.ts";
import { ids } from "./helpers/company.ts";
import { NINE, runApp, type RunningApp } from "./helpers/running-app.ts";

let house: RunningApp;
beforeAll(async () => {
  house = await runApp();
});
afterAll(() => house.stop());

async function rows<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
  return house.app.db.write(house.company.organisation, (tx) => tx.rows<Row>(sql, values));
}

describe("the list of what was decided", () => {
  const says = createSays();
  const by = { id: ids.next<"person">(), name: "Kim Lee" };
  const said = (action: AuditAction, locale: "en" | "de" | "zh"): string => {
    const view = { say: says(locale), locale, zone: "UTC", audience: NOBODY };
    const one = { id: ids.next<"audit">(), at: NINE, by, action, kept: action, about: "Northwind GmbH" };
    const [list] = auditCard([one], false, view).body;
    return list?.kind === "list" ? list.items.map(plain).join() : "";
  };

  test.each(AUDIT_ACTIONS)("has a sentence of its own for %s in every language, with whom it was about", (action) => {
    const [en, de, zh] = [said(action, "en"), said(action, "de"), said(action, "zh")];
    for (const sentence of [en, de, zh]) {
      expect(sentence).toContain("Kim Lee");
      expect(sentence).toContain("Northwind GmbH");
      expect(sentence).not.toContain(action);
    }
    expect(new Set([en, de, zh]).size).toBe(3);
    expect(zh).toMatch(/[\u4e00-\u9fff]{3}/);
  });

  test("names the account that a case, an opinion or a request was about, and never a contact", async () => {
    const { ada, anna, northwind } = house.company;
    await house.submit(anna, "risk.opinion", northwind, { opinion: "bad", reason: "Dana is leaving." });
    const [found] = await rows<{ id: string }>("select id from risk_case where account_id = $1", [northwind]);
    await house.submit(anna, "risk.snooze", found?.id ?? "", { until: "next-day" });
    const dana = await house.app.db.write(house.company.organisation, async (tx) => {
      const id = ids.next<"contact">();
      await tx.rows(
        `insert into contact (organisation_id, id, account_id, name, source, added_at, changed_at)
         values ($1, $2, $3, 'Dana Vogt', 'csv', $4, $4)`,
        [tx.organisation, id, northwind, NINE],
      );
      return id;
    });
    await rows(
      "insert into audit (organisation_id, id, at, action, subject, details) values ($1, $2, $3, 'privacy.export', $4, '{}')",
      [house.company.organisation, ids.next(), NINE, dana],
    );
    const { reply } = await house.command(ada, "/tandem audit 7");
    const [list] = reply.kind === "private" ? reply.card.body : [];
    const lines = list?.kind === "list" ? list.items.map(plain) : [];
    const lineWith = (words: string): string => lines.find((line) => line.includes(words)) ?? "";
    expect(lineWith("opinion of a customer")).toContain("Northwind GmbH");
    expect(lineWith("snoozed a risk case")).toContain("Northwind GmbH");
    expect(lineWith("exported what is held")).not.toContain("Dana");
  });
});
