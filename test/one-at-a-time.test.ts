import { expect, test } from "vitest";
import { oneAtATime } from "../src/kernel/one-at-a-time.ts";

/** Work that is ended by hand, run by run. */
function byHand() {
  const ends: { resolve(): void; reject(error: Error): void }[] = [];
  const work = oneAtATime(() => new Promise<void>((resolve, reject) => ends.push({ resolve, reject })));
  return { ends, work };
}

test("who asks while it runs shares the next run, which begins when this one has ended", async () => {
  const { ends, work } = byHand();
  const first = work();
  const [second, third] = [work(), work()];
  expect(ends).toHaveLength(1);
  ends[0]?.resolve();
  await first;
  await expect.poll(() => ends.length).toBe(2);
  ends[1]?.resolve();
  await Promise.all([second, third]);
  expect(ends).toHaveLength(2);
});

test("a run that fails fails for who asked for it, and not for the next", async () => {
  const { ends, work } = byHand();
  const first = work();
  const second = work();
  ends[0]?.reject(new Error("away"));
  await expect(first).rejects.toThrow("away");
  await expect.poll(() => ends.length).toBe(2);
  ends[1]?.resolve();
  await second;
  const third = work();
  expect(ends).toHaveLength(3);
  ends[2]?.resolve();
  await third;
});
