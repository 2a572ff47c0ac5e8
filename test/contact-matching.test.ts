import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { matchContacts } from "../src/features/accounts/match-contacts.ts";
import type { ContactId } from "../src/kernel/ids.ts";
import { addCustomer, type NewContact } from "./helpers/customer-people.ts";
import { createLines } from "./helpers/outbox.ts";
import { NINE, runApp, type RunningApp } from "./helpers/running-app.ts";

let house: RunningApp;
beforeAll(async () => {
  house = await runApp();
});
afterAll(() => house.stop());

const organisation = () => house.company.organisation;
let contacts: ContactId[];
beforeEach(() => (contacts = []));
afterEach(async () => {
  house.slack.outsiders.clear();
  await house.app.db.write(organisation(), (tx) => tx.rows("delete from contact_handle"));
  await house.app.db.write(organisation(), (tx) => tx.rows("delete from contact"));
});

async function know(email: string, more: Partial<NewContact> & { account?: "northwind" | "adatum" } = {}) {
  const { account = "northwind", ...given } = more;
  const id = await house.app.db.write(organisation(), (tx) =>
    addCustomer(tx, house.company[account], { name: email, email, ...given }),
  );
  contacts.push(id);
  return id;
}
function isGuest(email: string, user: string, home = house.company.workspace): void {
  house.slack.outsiders.set(email, { user, home });
}
function handles(): Promise<unknown[]> {
  return house.app.db.read(organisation(), (tx) =>
    tx.rows(
      `select c.name, k.platform, k.workspace, k.user_id as user, k.matched_at as at from contact_handle k
         join contact c on c.id = k.contact_id order by c.name, k.user_id`,
    ),
  );
}
function match(platform = house.slack) {
  const { db } = house.app;
  const { log } = createLines();
  return matchContacts({ db, platform, log }, organisation(), house.company.workspace, contacts, NINE);
}

describe("contacts who are sought", () => {
  test("are found among the guests of our workspace and those of other companies, each at home, and once", async () => {
    await know("Dana@northwind.example");
    await know("erik@northwind.example");
    await know("nobody@northwind.example");
    isGuest("dana@northwind.example", "U0DANA");
    isGuest("erik@northwind.example", "U0ERIK", "T0CUSTOMR");
    expect(await match()).toEqual({ matched: 2, unmatched: 1, left: 0 });
    const { workspace } = house.company;
    expect(await handles()).toEqual([
      { name: "Dana@northwind.example", platform: "slack", workspace, user: "U0DANA", at: NINE },
      { name: "erik@northwind.example", platform: "slack", workspace: "T0CUSTOMR", user: "U0ERIK", at: NINE },
    ]);
    expect(await match()).toEqual({ matched: 0, unmatched: 1, left: 0 });
  });

  test("are matched at every customer that has them, though they were sought for one", async () => {
    await know("dana@group.example");
    await know("DANA@group.example", { account: "adatum" });
    contacts.pop();
    isGuest("dana@group.example", "U0DANA");
    expect(await match()).toMatchObject({ matched: 2 });
    expect(await handles()).toHaveLength(2);
  });

  test("aren't looked for without an address, once they have left, or when they are one of us", async () => {
    const asked: string[] = [];
    const platform = {
      ...house.slack,
      outsiderByEmail: (_: string, email: string) => {
        asked.push(email);
        return Promise.resolve({ user: "U0ANY", home: house.company.workspace });
      },
    };
    await know("gone@northwind.example", { leftOn: "2026-11-24" });
    await know("Anna.Kurz@tandem.example");
    const bare = await know("bare@northwind.example");
    await house.app.db.write(organisation(), (tx) => tx.rows("update contact set email = null where id = $1", [bare]));
    await know("stays@northwind.example", { leftOn: "2026-11-25" });
    await match(platform);
    expect(asked).toEqual(["stays@northwind.example"]);
  });

  test("are never the user of one of us, whatever address the platform says it has", async () => {
    await know("shared@northwind.example");
    isGuest("shared@northwind.example", house.company.anna.user);
    expect(await match()).toEqual({ matched: 0, unmatched: 0, left: 0 });
    expect(await handles()).toEqual([]);
  });

  test("are left where the platform doesn't answer, and the next search goes on there", async () => {
    const asked: string[] = [];
    let answers = 1;
    const platform = {
      ...house.slack,
      outsiderByEmail: (_: string, email: string) => {
        asked.push(email);
        return answers-- > 0
          ? Promise.resolve({ user: `U0${email.slice(0, 1).toUpperCase()}`, home: house.company.workspace })
          : Promise.reject(new Error("ratelimited"));
      },
    };
    for (const name of ["a", "b", "c", "d", "e", "f"]) await know(`${name}@northwind.example`);
    expect(await match(platform)).toEqual({ matched: 1, unmatched: 0, left: 5 });
    expect(asked).toHaveLength(4);
    answers = 9;
    expect(await match(platform)).toEqual({ matched: 5, unmatched: 0, left: 0 });
  });

  test("are found also behind an address that the platform can't answer, at every search", async () => {
    const platform = {
      ...house.slack,
      outsiderByEmail: (_: string, email: string) =>
        /^[abx]/u.test(email)
          ? Promise.reject(new Error("invalid_arguments"))
          : Promise.resolve({ user: `U0${email.slice(0, 1).toUpperCase()}`, home: house.company.workspace }),
    };
    for (const name of ["a", "b", "dana", "x", "zoe"]) await know(`${name}@northwind.example`);
    expect(await match(platform)).toEqual({ matched: 2, unmatched: 0, left: 3 });
    expect(await handles()).toMatchObject([{ user: "U0D" }, { user: "U0Z" }]);
    await know("c@northwind.example");
    expect(await match(platform)).toEqual({ matched: 1, unmatched: 0, left: 3 });
  });

  test("are looked for in the background, once it is decided that they are to be", async () => {
    const { app } = house;
    await know("dana@northwind.example");
    await know("erik@northwind.example");
    isGuest("dana@northwind.example", "U0DANA");
    isGuest("erik@northwind.example", "U0ERIK");
    const [dana, erik] = contacts as [ContactId, ContactId];
    await expect(
      app.change(organisation(), async (context) => {
        await context.emit({ kind: "contacts-sought", contacts: [erik] });
        throw new Error("it was not decided after all");
      }),
    ).rejects.toThrow();
    await app.settle();
    expect(await handles()).toEqual([]);
    await app.change(organisation(), ({ emit }) => emit({ kind: "contacts-sought", contacts: [dana] }));
    await app.change(organisation(), ({ emit }) => emit({ kind: "contacts-sought", contacts: [erik, dana] }));
    await app.settle();
    expect(await handles()).toMatchObject([{ user: "U0DANA" }, { user: "U0ERIK" }]);
  });

  test("are looked for again where the platform didn't answer at first", async () => {
    const { app, slack } = house;
    await know("dana@northwind.example");
    isGuest("dana@northwind.example", "U0DANA");
    const answering = slack.outsiders;
    const silent = vi.spyOn(answering, "get").mockImplementationOnce(() => {
      throw new Error("socket hang up");
    });
    await app.change(organisation(), ({ emit }) => emit({ kind: "contacts-sought", contacts }));
    await app.settle();
    expect(silent).toHaveBeenCalledTimes(2);
    expect(await handles()).toMatchObject([{ user: "U0DANA" }]);
  });
});
