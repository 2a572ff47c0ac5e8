import { stream } from "../../src/kernel/random.ts";
import { setTimeout as pause } from "node:timers/promises";
import type { CommitFault, Race } from "./claims-plan.ts";
import type { Violation } from "./outcome.ts";
import type { Statement, Verdict, Watch } from "./proxy.ts";
import type { Rig } from "./rig.ts";
import type { ServiceProcess } from "./service-process.ts";

/** Makes the trouble that races were planned with, and counts it. */
export interface Havoc {
  readonly counts: Readonly<Record<string, number>>;
  /** starts that failed, because they met trouble of their own, and were tried again */
  readonly notes: readonly Violation[];
  /** what a replica's proxy looks out for */
  watch(replica: number): Watch;
  /** from now on there is trouble */
  begin(rig: Pick<Rig, "services" | "proxies">): void;
  /** @param id by which the proxy knows the race's transactions */
  plan(id: string, race: Race): void;
  forget(id: string): void;
  /** a race begins: the replica that was to have trouble then has it */
  onStart(race: Race): void;
  /** Resolves once every replica is back. @throws when one could not be started again */
  over(): Promise<void>;
}

export const RACE_ID = { prefix: "c4a05000-", length: 36 } as const;

const OTHERS_CUT = 0.01;
const LONGEST_DOWN_MS = 1500;
const MOST_STARTS = 5;

/** At most one replica is away at a time, for there must be somebody to answer. */
export function createHavoc(seed: number): Havoc {
  const planned = new Map<string, { readonly faults: readonly CommitFault[]; commits: number }>();
  const counts: Record<string, number> = {};
  const notes: Violation[] = [];
  let rig: Pick<Rig, "services" | "proxies"> = { services: [], proxies: [] };
  let away: Promise<void> | undefined;
  let failure: unknown;

  function count(what: string): void {
    counts[what] = (counts[what] ?? 0) + 1;
  }

  /** @returns false when a replica is away already */
  function send(what: string, replica: number, comeBack: (service: ServiceProcess) => Promise<void>): boolean {
    const service = rig.services[replica];
    if (away || !service?.isUp) return false;
    count(what);
    away = comeBack(service).then(
      () => {
        away = undefined;
      },
      (error: unknown) => {
        failure = error;
      },
    );
    return true;
  }
  async function killed(service: ServiceProcess): Promise<void> {
    await service.kill("SIGKILL");
    await pause(stream(seed, "down", String(counts["replicas killed"])).next() * LONGEST_DOWN_MS);
    for (let tries = 1; ; tries++) {
      try {
        return await service.start();
      } catch (error) {
        if (tries === MOST_STARTS) throw error;
        // A start that meets a lost connection ends the process; whoever watches over it starts it again.
        notes.push({ rule: "a replica starts", detail: error instanceof Error ? error.message : String(error) });
      }
    }
  }
  async function stopped(service: ServiceProcess, forMs: number): Promise<void> {
    await service.kill("SIGSTOP");
    await pause(forMs);
    await service.kill("SIGCONT");
  }

  function faultOf({ marks, number }: Statement, replica: number): CommitFault["fault"] | undefined {
    const [mark] = marks;
    const race = mark === undefined ? undefined : planned.get(mark);
    if (race) {
      race.commits++;
      return race.faults.find(({ commit }) => commit === race.commits)?.fault;
    }
    return stream(seed, "other commit", String(replica), String(number)).next() < OTHERS_CUT ? "cut-reply" : undefined;
  }

  function watch(replica: number): Watch {
    const killAfter = new Set<number>();
    return {
      statements: /^commit$/i,
      marks: RACE_ID,
      before(statement): Verdict | undefined {
        if (rig.services.length === 0) return undefined;
        const fault = faultOf(statement, replica);
        switch (fault) {
          case undefined:
            return undefined;
          case "cut-reply":
          case "reset":
            count(fault === "reset" ? "connections reset at a COMMIT" : "replies to a COMMIT lost");
            return fault;
          case "kill-before":
            if (!send("replicas killed", replica, killed)) return undefined;
            count("of them before a COMMIT");
            return "reset";
          case "kill-after":
            killAfter.add(statement.number);
            return undefined;
          default:
            count("COMMITs held up");
            return fault;
        }
      },
      after({ number }) {
        if (killAfter.delete(number) && send("replicas killed", replica, killed)) count("of them after a COMMIT");
      },
    };
  }

  return {
    counts,
    notes,
    watch,
    begin(given) {
      rig = given;
    },
    plan: (id, { faults }) => void planned.set(id, { faults, commits: 0 }),
    forget: (id) => void planned.delete(id),
    onStart({ trouble }) {
      if (!trouble) return;
      const { replica } = trouble;
      switch (trouble.kind) {
        case "kill":
          send("replicas killed", replica, killed);
          return;
        case "stop":
          send("replicas stopped for a while", replica, (service) => stopped(service, trouble.forMs));
          return;
        case "reset":
          count("times all connections of a replica were reset");
          rig.proxies[replica]?.reset();
          return;
        case "slow":
          count("times a replica's database was far away");
          rig.proxies[replica]?.setLatency(trouble.latencyMs);
          setTimeout(() => rig.proxies[replica]?.setLatency(0), trouble.forMs);
      }
    },
    async over() {
      while (away && failure === undefined) await away;
      if (failure !== undefined) throw new Error("a replica could not be started again", { cause: failure });
    },
  };
}
