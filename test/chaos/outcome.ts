export interface ChaosOptions {
  /** every choice of the run comes from it */
  readonly seed: number;
  /** how many operations; what is usual for the run when left out */
  readonly ops: number | undefined;
  /** small and quick, to see that all still holds */
  readonly sample: boolean;
  /** a line on how far it is */
  tell(line: string): void;
}

/** Something that must never be, with all that is needed to find out why. */
export interface Violation {
  readonly rule: string;
  readonly detail: string;
}

export interface Outcome {
  readonly ops: number;
  readonly violations: readonly Violation[];
  /** what is worth reading though it breaks no rule */
  readonly noted?: readonly Violation[];
  /** what was done and seen, by name */
  readonly counts: Readonly<Record<string, number>>;
}

/** One kind of havoc and the check of what came of it. */
export interface Chaos {
  readonly name: string;
  /** @throws when the rig can't be set up; what the product does wrong is a violation */
  run(options: ChaosOptions): Promise<Outcome>;
}
