import { stream } from "../../src/kernel/random.ts";
import type { Chaos, ChaosOptions, Outcome } from "./outcome.ts";
import { withRig } from "./rig.ts";
import { createChecker } from "./schedules-check.ts";
import { expectedOf } from "./schedules-expected.ts";
import { settleIn } from "./schedules-people.ts";
import { SCENES } from "./schedules-scenes.ts";
import { createStage } from "./schedules-stage.ts";
import type { ServiceProcess } from "./service-process.ts";

/** A Monday, early. */
const BEGINNING_MS = Date.parse("2026-03-02T03:00:00Z");
const END_MS = Date.parse("2031-01-01T00:00:00Z");
const USUAL_SCENES = 45;
const SAMPLE_SCENES = 3;

/** Two replicas whose schedules come due while they are killed, stopped, started, and their clock is moved. */
export const schedules: Chaos = { name: "schedules", run };

async function run({ seed, ops, sample, tell }: ChaosOptions): Promise<Outcome> {
  const directing = createStage(stream(seed, "schedules"));
  let services: readonly ServiceProcess[] = [];
  const watch = directing.watch(() => services);
  return withRig({ started: false, watch }, async (rig) => {
    services = rig.services;
    const stage = directing.on(rig);
    await settleIn(rig);
    const expected = await expectedOf(rig, BEGINNING_MS, END_MS);
    await stage.setClock(BEGINNING_MS);
    const checker = createChecker(stage, expected, stage.nowMs());
    const scenes = ops ?? (sample ? SAMPLE_SCENES : USUAL_SCENES);
    for (let at = 0; at < scenes; at++) {
      const scene = SCENES[at % SCENES.length];
      if (!scene) break;
      await scene.play(stage, expected);
      if (!rig.services.some(({ isUp }) => isUp)) await stage.startAll();
      await checker.check(`scene ${String(at + 1)}, ${scene.name}`);
      const found = checker.violations.length;
      const clock = new Date(stage.nowMs()).toISOString();
      tell(
        `${String(at + 1)}/${String(scenes)} ${scene.name}: ${clock}, ${found === 0 ? "holds" : `${String(found)} violations`}`,
      );
    }
    const { hit, missed } = stage.strikes;
    const counts = { ...checker.counts, "struck while firing": hit, "strikes that came too late": missed };
    return { ops: scenes, violations: checker.violations, counts };
  });
}
