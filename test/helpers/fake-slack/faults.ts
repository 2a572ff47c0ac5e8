import type { Fault, FaultRule, SlackCall } from "./shapes.ts";

export interface Faults {
  add(rule: FaultRule): void;
  clear(): void;
  /** the fault that meets a call, which uses its rule up by one */
  meet(call: SlackCall): Fault | undefined;
}

export function createFaults(): Faults {
  let rules: { readonly rule: FaultRule; left: number }[] = [];
  return {
    add(rule) {
      rules.push({ rule, left: rule.times ?? Infinity });
    },
    clear() {
      rules = [];
    },
    meet(call) {
      const met = rules.find(
        ({ rule, left }) =>
          left > 0 && (rule.method === undefined || rule.method === call.method) && (rule.where?.(call) ?? true),
      );
      if (!met) return undefined;
      met.left -= 1;
      return met.rule.is;
    },
  };
}

/** Whether a call that meets the fault still takes effect. */
export function isDone(fault: Fault | undefined): boolean {
  switch (fault?.kind) {
    case undefined:
    case "reply-lost":
    case "drip":
      return true;
    case "hang":
      return fault.done;
    case "cut-json":
    case "empty":
      return fault.done ?? true;
    case "status":
    case "html":
      return fault.done ?? false;
    case "never-arrived":
    case "error":
    case "rate-limited":
      return false;
  }
}
