import { expect, test } from "vitest";
import { daily, hourly } from "../src/inbound/daily.ts";
import { stillWall } from "./helpers/slack-request.ts";

const HOUR_MS = 3_600_000;

/** After how many of the hours it ran. */
async function ran(of: typeof hourly): Promise<number[]> {
  const wall = stillWall();
  const seen: number[] = [];
  let hours = 0;
  const look = of(wall, () => Promise.resolve(void seen.push(hours)));
  for (; hours <= 25; hours += 0.5) {
    await look(wall.now());
    wall.move(HOUR_MS / 2);
  }
  return seen;
}

test("what is looked at hourly is looked at when the process starts, and each hour after it", async () => {
  expect(await ran(hourly)).toEqual(Array.from({ length: 26 }, (_, hour) => hour));
});

test("what is looked at daily is first looked at a day after the start", async () => {
  expect(await ran(daily)).toEqual([24]);
});
