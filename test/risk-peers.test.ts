import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PeerSet, peersIn } from "../src/features/risk/peers.ts";
import { type Measures, together } from "../src/features/risk/score.ts";
import type { PersonId } from "../src/kernel/ids.ts";

const ANNA = "anna" as PersonId;
const BEN = "ben" as PersonId;
const MEDIAN = { login_days_28: 14, breadth_28: 0.5, seat_util: 0.6 };

function setOf(group: PeerSet["group"], uses: readonly number[], csm?: PersonId): PeerSet {
  return { group, csm, rising: uses.toSorted((a, b) => a - b), median: MEDIAN };
}

describe("an account among its peers", () => {
  const uses = [1, 2, 3, 4, 5, 6, 7, 8, 9];

  test("stands at the share of the others that it is above, and in the middle of those it equals", () => {
    const sets = [setOf("organisation", uses)];
    expect(peersIn(sets, undefined, 1)?.peer_pct).toBe(0);
    expect(peersIn(sets, undefined, 5)?.peer_pct).toBe(50);
    expect(peersIn(sets, undefined, 9)?.peer_pct).toBe(100);
    expect(
      peersIn(
        [
          setOf(
            "organisation",
            uses.map(() => 7),
          ),
        ],
        undefined,
        7,
      )?.peer_pct,
    ).toBe(50);
  });

  test("is compared with its CSM's portfolio first, else with its segment, and it says with whom", () => {
    const sets = [setOf("portfolio", uses, ANNA), setOf("segment", [...uses, 10, 11])];
    expect(peersIn(sets, ANNA, 3)).toMatchObject({ peer_group: "portfolio", peers: 8 });
    expect(peersIn(sets, BEN, 3)).toMatchObject({ peer_group: "segment", peers: 10 });
    expect(peersIn(sets, undefined, 3)).toMatchObject({ peer_group: "segment", peers: 10, peer_median: MEDIAN });
    expect(peersIn([], ANNA, 3)).toBeUndefined();
  });

  test("has the percentile that counting one by one gives", () => {
    const some = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 9, maxLength: 60 });
    fc.assert(
      fc.property(some, fc.nat(), (all, at) => {
        const mine = all[at % all.length] ?? 0;
        const below = all.filter((use) => use < mine).length;
        const same = all.filter((use) => use === mine).length - 1;
        const counted = (100 * (below + same / 2)) / (all.length - 1);
        expect(peersIn([setOf("organisation", all)], undefined, mine)?.peer_pct).toBeCloseTo(counted, 9);
      }),
    );
  });
});

describe("what batches of accounts measure", () => {
  function measured(values: readonly number[]): Measures {
    const n = values.length;
    const mean = n === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / n;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return { ln_arr: { n, mean, sd: n < 2 ? 0 : Math.sqrt(squares / (n - 1)) } };
  }

  test("is together what all of them measure at once, wherever they are cut", () => {
    const values = fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { maxLength: 60 });
    fc.assert(
      fc.property(values, fc.array(fc.nat(60), { maxLength: 6 }), (all, cuts) => {
        const ends = [...cuts.map((cut) => Math.min(cut, all.length)), all.length].toSorted((a, b) => a - b);
        const parts = ends.map((end, at) => all.slice(at === 0 ? 0 : ends[at - 1], end));
        const joined = parts.map(measured).reduce(together, {});
        const whole = measured(all).ln_arr ?? { n: 0, mean: 0, sd: 0 };
        expect(joined.ln_arr?.n ?? 0).toBe(whole.n);
        expect(joined.ln_arr?.mean ?? 0).toBeCloseTo(whole.mean, 6);
        expect(joined.ln_arr?.sd ?? 0).toBeCloseTo(whole.sd, 6);
      }),
    );
  });
});
