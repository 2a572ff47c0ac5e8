import { describe, expect, test } from "vitest";
import type { PacedCall, Rate, Sliding } from "../../src/chat/pace.ts";
import type { Target } from "../../src/chat/platform.ts";
import type { PlatformHouse } from "./platform-house.ts";

const EACH: Readonly<Record<PacedCall, true>> = {
  post: true,
  update: true,
  read: true,
  look: true,
  "scarce-look": true,
};
const CALLS = Object.keys(EACH) as PacedCall[];

/** In which windows a platform counts: none is without, or its posts would go out as fast as they come. */
export function paceContract(name: string, house: () => PlatformHouse): void {
  const windowsOf = (target: Target, call: PacedCall) => {
    const windows = house().platform.windows?.(target, call);
    if (!windows) throw new Error(`${name} has no window for: ${call}`);
    return windows;
  };
  const limited = (window: Rate | Sliding): number[] =>
    "limits" in window
      ? window.limits.flatMap(({ turns, spanMs }) => [turns, spanMs])
      : [window.burst, window.intervalMs];

  describe(`${name}: a call`, () => {
    test.each(CALLS)("is counted in windows that let something through, and not everything: %s", (call) => {
      const { wide, narrow } = windowsOf(house().channel, call);
      for (const window of narrow ? [wide, narrow] : [wide]) {
        const figures = limited(window);
        expect(figures.length).toBeGreaterThan(0);
        for (const figure of figures) expect(figure).toBeGreaterThan(0);
      }
    });

    test.each(CALLS)("takes nothing from another workspace, and shares its own: %s", (call) => {
      const { wide } = windowsOf(house().channel, call);
      expect(windowsOf(house().anna.direct, call).wide).toEqual(wide);
      expect(windowsOf(house().elsewhere, call).wide.key).not.toBe(wide.key);
    });

    test("that posts is counted in its own conversation too", () => {
      const [here, there] = [house().channel, house().anna.direct].map((target) => windowsOf(target, "post"));
      expect(here?.narrow).toBeDefined();
      expect(here?.narrow?.key).not.toBe(here?.wide.key);
      expect(there?.narrow?.key).not.toBe(here?.narrow?.key);
    });
  });
}
