import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ChannelMember } from "../src/chat/platform.ts";
import type { Audience, Role } from "../src/kernel/permissions.ts";
import { hiddenBecauseOf } from "../src/outbox/hidden.ts";
import type { TestPerson } from "./helpers/company.ts";
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
    await house.submit(house.company.anna, "opportunities.spot", house.company.adatum, {
      product,
      benefit,
      word: "yes",
    });
    await house.app.settle();
  }
  const inChannel = async (): Promise<string> => (await house.standingIn("am")).at(-1) ?? "";
  const asked = (): string[] => house.standingWith(ada);

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
    const { organisation, olga, amChannel } = house.company;
    expect(wordsOf(await house.press(olga, "settings.approve", amChannel))).toContain("Only a Tandem administrator");
    expect(wordsOf(await house.press(ada, "settings.approve", amChannel))).toContain("Approved.");
    await house.app.settle();
    expect(await inChannel()).toContain("Month-end reports");
    expect(await inChannel()).not.toContain("hidden");
    expect(wordsOf(await house.press(ada, "settings.approve", amChannel))).toContain("decided already");
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
    expect(wordsOf(await house.press(ada, "settings.approve", house.company.amChannel))).toContain("Approved.");
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
    const { amChannel } = house.company;
    expect(wordsOf(await house.press(ada, "settings.keep", amChannel))).toContain("goes on without these parts");
    await spot("the interface");
    expect(await inChannel()).toContain("1 member lacks clearance");
    house.clock.set(new Date(NINE.getTime() + 86_400_000));
    await spot("the reports");
    expect(asked()).toHaveLength(1);
    expect(asked()[0]).toContain("Kim Lee: stays hidden");
  });

  test("somebody whom nobody knows is asked about too, without a name", async () => {
    await joined({ user: kim.user, kind: "member" }, { user: "U0WHO", kind: "member" });
    await spot("the dashboards");
    expect(asked().at(-1)).toContain("somebody whom I don't know");
    expect(await inChannel()).toContain("2 members lack clearance");
    expect(wordsOf(await house.press(ada, "settings.approve", house.company.amChannel))).toContain("1 more colleague");
    await house.app.settle();
    expect(await inChannel()).toContain("1 member lacks clearance");
  });
});
