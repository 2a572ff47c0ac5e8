import { plain } from "../../../chat/card.ts";
import { afterQuietHours, weekdayOf } from "../../../kernel/business-time.ts";
import type { AccountId } from "../../../kernel/ids.ts";
import type { View } from "../../../locales/say.ts";
import type { CardKind, Context, Drawing } from "../../feature.ts";
import { SCORED, type ScoredFeature } from "../model.ts";
import { FIRST, type Run } from "../night-store.ts";
import { countsOf, DRIFT_ALARMS, DRIFT_WARNS, type DriftNoted, isOff, stability } from "./drift.ts";
import { levelOf, noteDrift, watchedAfter } from "./drift-store.ts";
import { logitsOf } from "./fit.ts";
import { SCORE } from "./learn.ts";
import { activeModel } from "./model-store.ts";
import { pastOf } from "./past.ts";

const MONDAY = 1;
const LEAST_ACCOUNTS = 50;
const TOLD = 5;

type Data = Readonly<Record<string, string>>;

/** Once a week the customers are looked at beside those the model learned from. @returns what is left of a phase, or nothing */
export async function watchDrift(context: Context, run: Run, data: Data): Promise<Data | undefined> {
  if (weekdayOf(run.day) !== MONDAY) return undefined;
  const model = await activeModel(context.tx);
  if (!model) return undefined;
  const counts = JSON.parse(data["counts"] ?? "{}") as Record<string, number[]>;
  const page = await watchedAfter(context.tx, run, (data["after"] ?? FIRST) as AccountId);
  const last = page.at(-1);
  if (last) {
    const past = pastOf(
      page.map(({ account, values }) => ({
        account,
        values,
        day: run.day,
        leftInDays: Infinity,
        segment: "",
        perSeat: NaN,
      })),
      run.day,
    );
    const scores = logitsOf(model.fitted, past);
    for (const [name, { edges }] of Object.entries(model.metrics.spreads)) {
      const values = name === SCORE ? scores : (past.columns[SCORED.findIndex((each) => each === name)] ?? []);
      const more = countsOf(edges, values);
      counts[name] = more.map((each, at) => each + (counts[name]?.[at] ?? 0));
    }
    return { counts: JSON.stringify(counts), after: last.account };
  }
  const moved = Object.entries(model.metrics.spreads)
    .map(([name, spread]) => ({ name, stability: stability(spread, counts[name] ?? []) }))
    .filter((each) => each.stability > DRIFT_WARNS)
    .sort((one, other) => other.stability - one.stability);
  const level = await levelOf(context.tx, run);
  const off =
    level.accounts >= LEAST_ACCOUNTS && isOff(level)
      ? { foretold: Math.round(level.foretold), came: level.came }
      : undefined;
  const drift: DriftNoted = { day: run.day, moved, off };
  await noteDrift(context.tx, model.version, drift);
  await tellOnce(context, model.version, drift);
  return undefined;
}

/** Administrators hear of an alarm, and of a level that is off, once a version; of what only warns, nobody: it is in the report. */
async function tellOnce(
  { tx, now, directory, posts }: Context,
  version: number,
  { moved, off }: DriftNoted,
): Promise<void> {
  const alarms = moved.some(({ stability: index }) => index > DRIFT_ALARMS);
  if (!alarms && !off) return;
  const admins = (await directory.people(tx)).filter((person) => person.roles.includes("admin"));
  for (const admin of admins) {
    posts.announce({
      card: "risk.drift",
      subject: tx.organisation,
      address: `person:${admin.id}`,
      slot: `${String(version)} ${off ? "level" : "spread"}`,
      dueAt: afterQuietHours(now, admin.calendar),
    });
  }
}

export const driftCard: CardKind<DriftNoted> = {
  sensitive: false,
  called: "risk.called-drift",
  direct: { why: "why.drift", role: "admin" },
  async load({ tx }) {
    const found = (await activeModel(tx))?.metrics.drift;
    return found && (found.off || found.moved.length > 0) ? found : "gone";
  },
  draw: drawDrift,
};

/** A stored name may be of a measure that is no more. */
function isMeasure(name: string): name is ScoredFeature | typeof SCORE {
  return name === SCORE || SCORED.some((feature) => feature === name);
}

/** No customer is named: an administrator may not see their risk. */
export function drawDrift({ moved, off }: DriftNoted, view: View): Drawing {
  const { say } = view;
  const title = say("risk.drift-title");
  const names = moved
    .flatMap(({ name }) => (isMeasure(name) ? plain(say(`risk.measure-${name}`)) : []))
    .slice(0, TOLD)
    .join(", ");
  const said = off ? say("risk.drift-level", { foretold: off.foretold, came: off.came }) : say("risk.drift", { names });
  return {
    card: {
      title,
      accent: "warn",
      body: [
        { kind: "text", text: said },
        { kind: "text", text: say("risk.drift-do") },
      ],
    },
    summary: title,
  };
}
