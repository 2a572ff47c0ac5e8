/** By when something must be answered: begun once, and handed on to all that is done for the answer. */
export interface Deadline {
  /** resolves when it is too late */
  readonly passed: Promise<void>;
  /** It is answered: nobody waits any more. */
  end(): void;
}

export function deadlineIn(ms: number): Deadline {
  const { promise: passed, resolve } = Promise.withResolvers<void>();
  const late = setTimeout(resolve, ms);
  return { passed, end: () => clearTimeout(late) };
}

/**
 * @param limit milliseconds, or a deadline
 * @returns `undefined` when the work takes longer; it isn't stopped
 */
export async function within<T>(limit: number | Deadline, work: Promise<T>): Promise<T | undefined> {
  if (typeof limit !== "number") return Promise.race([work, limit.passed.then(() => undefined)]);
  const deadline = deadlineIn(limit);
  try {
    return await within(deadline, work);
  } finally {
    deadline.end();
  }
}
