const LONGEST_MS = 28_000;

/** Stops cleanly on SIGTERM or SIGINT, once, and ends the process in any case. */
export function stopOnSignals(stop: () => Promise<void>, say: (error: unknown) => void): void {
  let stopping = false;
  function begin(): void {
    if (stopping) return;
    stopping = true;
    setTimeout(() => {
      say(new Error("stopping took too long"));
      process.exit(1);
    }, LONGEST_MS).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        say(error);
        process.exit(1);
      },
    );
  }
  process.once("SIGTERM", begin);
  process.once("SIGINT", begin);
}
