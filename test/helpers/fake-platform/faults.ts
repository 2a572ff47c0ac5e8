/** What goes wrong with a call on the way, whichever platform it goes to. */
export type WireFault =
  /** done and recorded, then the connection is reset */
  | { readonly kind: "reply-lost" }
  /** reset before anything is done */
  | { readonly kind: "never-arrived" }
  /** never answered */
  | { readonly kind: "hang"; readonly done: boolean }
  /** done, and answered byte by byte */
  | { readonly kind: "drip"; readonly bytesPerSecond: number }
  /** status 200 and a page in place of an answer; nothing is done unless said */
  | { readonly kind: "html"; readonly done?: boolean }
  /** done, and half of the answer; unless said */
  | { readonly kind: "cut-json"; readonly done?: boolean }
  /** done, and nothing as the answer; unless said */
  | { readonly kind: "empty"; readonly done?: boolean };

export interface AnyFault {
  readonly kind: string;
  readonly done?: boolean;
}

/** Which calls meet which fault. */
export interface AnyRule<Call, Fault> {
  readonly where?: (call: Call) => boolean;
  /** how many calls it meets; every one when left out */
  readonly times?: number;
  readonly is: Fault;
}

export interface Faults<Call, Rule extends AnyRule<Call, unknown>> {
  add(rule: Rule): void;
  clear(): void;
  /** the fault that meets a call, which uses its rule up by one */
  meet(call: Call): Rule["is"] | undefined;
}

/** @param isFor whether a rule names such a call */
export function createFaults<Call, Rule extends AnyRule<Call, unknown>>(
  isFor: (rule: Rule, call: Call) => boolean,
): Faults<Call, Rule> {
  let rules: { readonly rule: Rule; left: number }[] = [];
  return {
    add(rule) {
      rules.push({ rule, left: rule.times ?? Infinity });
    },
    clear() {
      rules = [];
    },
    meet(call) {
      const met = rules.find(({ rule, left }) => left > 0 && isFor(rule, call) && (rule.where?.(call) ?? true));
      if (!met) return undefined;
      met.left -= 1;
      return met.rule.is;
    },
  };
}

const DONE_UNLESS_SAID: ReadonlySet<string> = new Set(["reply-lost", "drip", "cut-json", "empty"]);

/** Whether a call that meets the fault still takes effect. */
export function isDone(fault: AnyFault | undefined): boolean {
  return fault === undefined || (fault.done ?? DONE_UNLESS_SAID.has(fault.kind));
}
