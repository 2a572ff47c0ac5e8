import { describe, expect, test } from "vitest";
import { addressFor } from "../src/features/risk/routing.ts";
import type { Channel, Handle } from "../src/kernel/directory.ts";
import type { ChannelId } from "../src/kernel/ids.ts";
import { accountId, anna, ben, CALENDAR, fullPerson, olga, scopeOf } from "./examples/fixed.ts";

describe("where a risk case stands", () => {
  const people = [fullPerson(anna, "en", "csm"), fullPerson(olga, "en", "manager")];
  const scope = scopeOf(accountId(1), { csm: anna.id, managers: [olga.id], region: "dach" });
  const belongs = { csm: anna.id, manager: olga.id, region: "dach", scope };
  const channel = (id: string, platform: Channel["platform"]): Channel => ({
    id: id as ChannelId,
    platform,
    workspace: platform === "slack" ? "T1" : "tenant",
    conversation: id,
    name: id,
    purpose: "csm",
    clearance: "commercial",
    manager: undefined,
    region: undefined,
    locale: "en",
    calendar: CALENDAR,
    digestAt: CALENDAR.opens,
  });
  const both = [channel("a-in-slack", "slack"), channel("b-in-teams", "teams")];
  const inTeams: readonly Handle[] = [{ person: anna.id, platform: "teams", workspace: "tenant", user: "anna" }];

  test("of two channels for it, is the one in which its CSM can be mentioned", () => {
    expect(addressFor(belongs, both, people, inTeams)).toBe("channel:b-in-teams");
    expect(addressFor(belongs, both, people, [])).toBe("channel:a-in-slack");
  });

  test("isn't a channel that isn't for it, only because its CSM is there", () => {
    const uk = { ...channel("c-uk", "teams"), region: "uk" };
    expect(addressFor(belongs, [channel("a-in-slack", "slack"), uk], people, inTeams)).toBe("channel:a-in-slack");
  });

  test("is with the CSM, then the manager, where no channel is for it", () => {
    expect(addressFor(belongs, [], people, inTeams)).toBe(`person:${anna.id}`);
    expect(addressFor({ ...belongs, csm: undefined }, [], people, [])).toBe(`person:${olga.id}`);
  });

  test("is with no manager who may not read of it, of whichever region they are", () => {
    const other = { ...fullPerson(ben, "en", "manager"), region: "dach" };
    const at = [other, { ...fullPerson(olga, "en", "manager"), region: "us" }];
    expect(addressFor({ ...belongs, manager: undefined }, [], at, [])).toBe(`person:${olga.id}`);
    expect(addressFor({ ...belongs, manager: undefined }, [], [other], [])).toBeUndefined();
  });
});
