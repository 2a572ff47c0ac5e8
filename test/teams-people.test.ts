import { describe, expect, test } from "vitest";
import { membersIn } from "../src/chat/teams/people.ts";

const OURS = "7d0c9ad0-1111-4222-8333-acacacacacac";
const THEIRS = "7d0c9ad0-1111-4222-8333-c0c0c0c0c0c0";
const anna = { id: "29:anna", aadObjectId: "anna-object", name: "Anna Berg", email: "Anna@acme.example" };

describe("a member of a conversation", () => {
  test.each([
    ["of our tenant is a colleague", { tenantId: OURS, userRole: "user" }, "member"],
    ["of our tenant, written in capitals, is a colleague", { tenantId: OURS.toUpperCase() }, "member"],
    ["of another tenant is external", { tenantId: THEIRS, userRole: "user" }, "external"],
    ["without a tenant is external", { userRole: "user" }, "external"],
    ["of no tenant is external", { tenantId: null, userRole: "user" }, "external"],
    ["of an empty tenant is external", { tenantId: "", userRole: "user" }, "external"],
    ["who is a guest of our tenant is a guest", { tenantId: OURS, userRole: "guest" }, "guest"],
    ["who is a guest by their name is a guest", { tenantId: OURS, userPrincipalName: "d_x#EXT#@acme" }, "guest"],
    ["who is a guest of nobody's is external", { userRole: "guest" }, "external"],
    ["who gave no name to the meeting is external", { tenantId: OURS, userRole: "anonymous" }, "external"],
  ] as const)("%s", (_who, more, kind) => {
    expect(membersIn([{ ...anna, ...more }], OURS)).toMatchObject([{ user: "anna-object", kind }]);
  });

  test("is found by each of their addresses, in small letters", () => {
    const [member] = membersIn([{ ...anna, tenantId: OURS, userPrincipalName: "ABerg@acme.example" }], OURS);
    expect(member?.emails).toEqual(["anna@acme.example", "aberg@acme.example"]);
  });

  test("isn't guessed at when the page is none", () => {
    expect(() => membersIn({ members: [anna] }, OURS)).toThrow();
  });
});
