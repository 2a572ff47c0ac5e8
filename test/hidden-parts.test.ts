import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ChannelMember } from "../src/chat/platform.ts";
import { drawAllHidden, drawHidden } from "../src/features/settings/hidden-cards.ts";
import { aboutThose } from "../src/features/settings/hidden-decide.ts";
import { type HiddenMember, hiddenMembers } from "../src/features/settings/hidden-store.ts";
import type { Audience, Role } from "../src/kernel/permissions.ts";
import { hiddenBecauseOf } from "../src/outbox/hidden.ts";
import { createSays, type View } from "../src/locales/say.ts";
import { ids, type TestPerson } from "./helpers/company.ts";
import { csmChannel } from "./examples/accounts.ts";
import { letGrow } from "./helpers/growing.ts";
import { NINE, runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";

describe("because of whom parts of a card fall away", () => {
  const draw = (audience: Audience) => {
    const isHidden = audience.kind === "channel" && audience.members.some((roles) => !roles.includes("am"));
    return { card: { title: [isHidden ? "hidden" : "€ 9,000"], body: [] }, summary: [] };
  };
  const channel = (members: readonly Role[][], outsiders = false) =>
    ({ kind: "channel", clearance: "commercial", members, outsiders }) as const;
  const users = ["U1", "U2", "U3"];

  test("are the members whose role doesn't read them, and no others", () => {
    expect(hiddenBecauseOf(draw, { audience: channel([["am"], ["colleague"], []]), users })).toEqual(["U2", "U3"]);
    expect(hiddenBecauseOf(draw, { audience: channel([["am"], ["csm", "am"], ["am"]]), users })).toEqual([]);
  });

  test("are none where outsiders read, for no approval would change that", () => {
    expect(hiddenBecauseOf(draw, { audience: channel([["am"], ["colleague"], []], true), users })).toEqual([]);
  });
});

describe("the card about hidden parts", () => {
  const channel = ids.next<"channel">();
  const member = (n: number): HiddenMember => ({
    user: `U${String(n)}`,
    person: ids.next<"person">(),
    name: `Person ${String(n)}`,
    approved: undefined,
  });
  const view: View = {
    say: createSays()("en"),
    locale: "en",
    zone: "Europe/Berlin",
    audience: {
      kind: "person",
      reader: { person: ids.next<"person">(), covers: [], roles: ["admin"], region: undefined },
    },
  };
  const drawn = (count: number, draw = drawHidden) => {
    const members = Array.from({ length: count }, (_, n) => member(n));
    return JSON.stringify(draw({ channel: csmChannel, members }, view).card);
  };

  test("names ten, counts the rest, and leads to all of them", () => {
    expect(drawn(10)).not.toContain("settings.hidden-all");
    expect(drawn(11)).toContain("settings.hidden-all");
    expect(drawn(11)).not.toContain("Person 10");
    expect(drawn(11, drawAllHidden)).toContain("Person 10");
    expect(drawn(11, drawAllHidden)).not.toContain("settings.hidden-all");
  });

  test("is about its members in whatever order, and about others when one joins, leaves or is known", () => {
    const [one, two, three] = [member(1), member(2), member(3)];
    expect(aboutThose(channel, [one, two])).toBe(aboutThose(channel, [two, { ...one, approved: true }]));
    const others = [[one], [one, two, three], [one, three], [one, { ...two, person: undefined }]];
    for (const each of others) expect(aboutThose(channel, each)).not.toBe(aboutThose(channel, [one, two]));
  });
});

describe("a colleague without a reason to be there", () => {
  let house: RunningApp;
  let kim: TestPerson;
  let ada: TestPerson;
  let conversation: string;
  let changes = 0;
  beforeAll(async () => {
    house = await runApp();
    ({ kim, ada } = house.company);
    const rows = await house.app.db.read(house.company.organisation, (tx) =>
      tx.rows<{ conversation: string }>("select conversation from channel where purpose = 'am'"),
    );
    conversation = rows[0]?.conversation ?? "";
  });
  afterAll(() => house.stop());
  beforeEach(() => house.clock.set(NINE));

  async function joined(...more: ChannelMember[]): Promise<void> {
    const { anna, ben, marta, jonas, olga } = house.company;
    const ours = [anna, ben, marta, jonas, olga].map(({ user }) => ({ user, kind: "member" }) as const);
    house.slack.channels.set(conversation, { external: false, archived: false, members: [...ours, ...more] });
    await house.app.handle({
      kind: "channel-change",
      change: "joined",
      sender: { platform: "slack", workspace: house.company.workspace, user: kim.user, home: house.company.workspace },
      place: { conversation, private: false },
      contentKey: `joined-${String(++changes)}`,
      replyTo: {},
    });
  }
  async function spot(product: string): Promise<void> {
    const benefit = "Month-end reports are still copied by hand from three exports, every time.";
    const { organisation, adatum } = house.company;
    await house.app.db.write(organisation, (tx) => letGrow(tx, adatum, house.clock.now()));
    await house.submit(house.company.anna, "opportunities.spot", house.company.adatum, {
      product,
      benefit,
      word: "yes",
    });
    await house.app.settle();
  }
  const inChannel = async (): Promise<string> => (await house.standingIn("am")).at(-1) ?? "";
  const asked = (): string[] => house.standingWith(ada);
  /** What the buttons of the administrator's card are about now. */
  async function about(): Promise<string> {
    const { organisation, amChannel } = house.company;
    return aboutThose(amChannel, await house.app.db.read(organisation, (tx) => hiddenMembers(tx, amChannel)));
  }

  test("takes parts of a post away from everyone there, which the post says, and an administrator is asked once", async () => {
    await joined({ user: kim.user, kind: "member" });
    await spot("the archive");
    expect(await inChannel()).toContain("Some of this is hidden: 1 member lacks clearance");
    expect(await inChannel()).not.toContain("Month-end reports");
    await spot("more seats");
    expect(asked()).toHaveLength(1);
    expect(asked()[0]).toContain("Kim Lee");
  });

  test("is let in by an administrator alone, and then everything stands there", async () => {
    const { organisation, olga } = house.company;
    expect(wordsOf(await house.press(olga, "settings.approve", await about()))).toContain(
      "Only a Tandem administrator",
    );
    expect(wordsOf(await house.press(ada, "settings.approve", await about()))).toContain("Approved.");
    await house.app.settle();
    expect(await inChannel()).toContain("Month-end reports");
    expect(await inChannel()).not.toContain("hidden");
    expect(wordsOf(await house.press(ada, "settings.approve", await about()))).toContain("decided already");
    const kept = await house.app.db.read(organisation, (tx) =>
      tx.rows<{ details: object }>("select details from audit where action = 'settings.approve'"),
    );
    expect(kept).toEqual([{ details: { users: [kim.user] } }]);
  });

  test("an approval is good for the clearance it was given for, and asked for anew with another", async () => {
    const { organisation } = house.company;
    const place = { conversation, private: false, name: "am" };
    const setUp = { purpose: "am", forWhom: "everyone", locale: "en", digestAt: "08:00" };
    const approved = () =>
      house.app.db.read(organisation, (tx) => tx.rows("select 1 from channel_approval where approved"));
    async function cleared(clearance: string): Promise<void> {
      await house.app.handle({
        kind: "submission",
        form: "settings.channel",
        subject: "",
        values: { ...setUp, clearance },
        sender: {
          platform: "slack",
          workspace: house.company.workspace,
          user: ada.user,
          home: house.company.workspace,
        },
        place,
        contentKey: `cleared-${String(++changes)}`,
        replyTo: {},
      });
    }
    await cleared("commercial");
    expect(await approved()).toHaveLength(1);
    await cleared("operations");
    expect(await approved()).toEqual([]);
    await cleared("commercial");
    await spot("the archive again");
    expect(await inChannel()).toContain("1 member lacks clearance");
    expect(wordsOf(await house.press(ada, "settings.approve", await about()))).toContain("Approved.");
  });

  test("no approval lifts a guest", async () => {
    await joined({ user: kim.user, kind: "guest" });
    await spot("training");
    expect((await house.standingIn("am")).join("\n")).not.toContain("training");
    await joined({ user: kim.user, kind: "member" });
    await spot("the exports");
    expect(await inChannel()).toContain("the exports");
  });

  test("stays without it when the administrator says so, and isn't asked about again", async () => {
    expect(wordsOf(await house.press(ada, "settings.keep", await about()))).toContain("goes on without these parts");
    await spot("the interface");
    expect(await inChannel()).toContain("1 member lacks clearance");
    house.clock.set(new Date(NINE.getTime() + 86_400_000));
    await spot("the reports");
    expect(asked()).toHaveLength(1);
    expect(asked()[0]).toContain("Kim Lee: stays hidden");
  });

  test("somebody whom nobody knows is asked about too, without a name", async () => {
    const before = await about();
    await joined({ user: kim.user, kind: "member" }, { user: "U0WHO", kind: "member" });
    await spot("the dashboards");
    const { organisation } = house.company;
    const verdicts = () =>
      house.app.db.read(organisation, (tx) =>
        tx.rows("select user_id, approved from channel_approval order by user_id"),
      );
    const stood = await verdicts();
    for (const press of ["settings.approve", "settings.keep"]) {
      expect(wordsOf(await house.press(ada, press, before))).toContain("has changed since you looked");
    }
    expect(await verdicts()).toEqual(stood);
    expect(asked().at(-1)).toContain("somebody whom I don't know");
    expect(await inChannel()).toContain("2 members lack clearance");
    expect(wordsOf(await house.press(ada, "settings.approve", await about()))).toContain("1 more colleague");
    await house.app.settle();
    expect(await inChannel()).toContain("1 member lacks clearance");
  });
});
