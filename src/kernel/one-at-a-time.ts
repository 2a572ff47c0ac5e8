/**
 * Work that many ask for and that needs to be done once for all of them: one run at a time, and whoever asks while it
 * runs shares the next one.
 * @returns asks for a run that begins now or later, and resolves when that has ended; it rejects as the work does
 */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  function begin(): Promise<void> {
    const begun = work().finally(() => {
      if (running === begun) running = undefined;
    });
    running = begun;
    return begun;
  }
  return () => {
    if (!running) return begin();
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return begin();
      });
    return next;
  };
}
