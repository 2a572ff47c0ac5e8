import { asString, isJson } from "../../../src/demo/slack/shapes.ts";
import { viewProblems } from "../../../src/demo/slack/strict.ts";
import type { WallClock } from "../../../src/kernel/clock.ts";
import type { Json, SlackViewShown } from "./shapes.ts";
import { newHash, no, ok, type Team, type World } from "./world.ts";

const TRIGGER_LIFE_MS = 3000;

export interface Views {
  triggerId(): string;
  open(world: World, team: Team, args: Json): Json;
  push(world: World, team: Team, args: Json): Json;
  update(world: World, team: Team, args: Json): Json;
}

/** Modals: a trigger opens one within 3 s; a hash keeps two writers apart. */
export function createViews(wall: WallClock): Views {
  const triggers = new Map<string, { readonly madeMs: number; used: boolean }>();

  /** @returns Slack's refusal, or undefined when the trigger was good; it is used up then */
  function useTrigger(id: string): Json | undefined {
    const trigger = triggers.get(id);
    if (!trigger) return no("invalid_trigger_id");
    if (trigger.used) return no("exchanged_trigger_id");
    if (wall.monotonicMs() - trigger.madeMs > TRIGGER_LIFE_MS) return no("expired_trigger_id");
    trigger.used = true;
    return undefined;
  }

  function show(world: World, team: Team, args: Json): Json {
    const refused = badView(args["view"]) ?? useTrigger(asString(args["trigger_id"]));
    if (refused) return refused;
    return keep(world, world.nextId("V"), team, args["view"], []);
  }

  return {
    triggerId() {
      const id = `${String(triggers.size + 1)}.1.${newHash()}`;
      triggers.set(id, { madeMs: wall.monotonicMs(), used: false });
      return id;
    },
    open: show,
    push: show,
    update(world, team, args) {
      const shown = world.views.get(asString(args["view_id"]));
      if (shown?.team !== team.id) return no("not_found");
      if (args["hash"] !== undefined && args["hash"] !== shown.hash) return no("hash_conflict");
      return badView(args["view"]) ?? keep(world, shown.id, team, args["view"], shown.versions);
    },
  };
}

function keep(world: World, id: string, team: Team, given: unknown, before: readonly Json[]): Json {
  const view = isJson(given) ? given : {};
  const shown: SlackViewShown = { id, team: team.id, hash: newHash(), view, versions: [...before, view] };
  world.views.set(id, shown);
  return ok({ view: { ...view, id, hash: shown.hash, team_id: team.id } });
}

function badView(view: unknown): Json | undefined {
  const problems = viewProblems(view);
  return problems.length === 0
    ? undefined
    : no("invalid_arguments", { response_metadata: { messages: problems.map((each) => `[ERROR] ${each}`) } });
}
