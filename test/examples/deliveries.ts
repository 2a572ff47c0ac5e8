import { type Open, openCard, type OpenLine, type Place } from "../../src/features/deliveries/cards.ts";
import type { Trouble } from "../../src/features/deliveries/decide.ts";
import type { Address, UnsettledPost } from "../../src/features/feature.ts";
import type { PostId } from "../../src/kernel/ids.ts";
import type { TextKey } from "../../src/locales/keys.ts";
import { anna, ben, type Example, NOW, personId, privately } from "./fixed.ts";

const ada = { id: personId(9), name: "Ada Admin" };

function line(
  n: number,
  place: Place,
  trouble: Trouble,
  reason: string,
  count: number,
  ...called: readonly TextKey[]
): OpenLine {
  const posts = Array.from({ length: count }, (_, at): UnsettledPost => {
    const id = `01900000-0000-7000-a${n}00-${String(at).padStart(12, "0")}` as PostId;
    const address: Address = `person:${personId(n)}`;
    const fate = trouble === "unknown" || trouble === "unread" ? "unknown" : "failed";
    return { id, card: "risk.case", address, fate, reason, dueAt: NOW };
  });
  const id = `01900000-0000-7000-a${n}00-000000000000` as PostId;
  return { id, place, trouble, wide: place.kind === "many", posts, called };
}

function openOf(more: number, ...lines: readonly OpenLine[]): Open {
  return { lines, more, count: more + lines.reduce((sum, { posts }) => sum + posts.length, 0) };
}

const doubtful = openOf(
  0,
  line(
    1,
    { kind: "channel", name: "#csm-dach" },
    "archived",
    "channel archived",
    12,
    "risk.called-case",
    "risk.called-team-digest",
  ),
  line(2, { kind: "person", person: anna }, "unknown", "ECONNRESET; looked up: timeout", 1, "risk.called-my-digest"),
  line(3, { kind: "person", person: ben }, "person", "person not reachable", 3, "risk.called-my-digest"),
);
const crowded = openOf(
  5,
  line(4, { kind: "many", count: 31 }, "cut-off", "address-gone: token_revoked", 64, "risk.called-my-digest"),
  line(5, { kind: "many", count: 2 }, "ours", "not-allowed: invalid_blocks", 2, "opportunities.called-offer"),
);

export const deliveryExamples: readonly Example[] = [
  { name: "deliveries", draw: (view) => openCard(doubtful, { ...view, audience: privately(ada, "admin") }) },
  { name: "deliveries-many", draw: (view) => openCard(crowded, { ...view, audience: privately(ada, "admin") }) },
  { name: "deliveries-settled", draw: (view) => openCard(openOf(0), { ...view, audience: privately(ada, "admin") }) },
];
