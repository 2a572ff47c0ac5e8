import { inhabit, NINE, runApp, type RunningApp } from "./running-app.ts";

/** One service for the tests of a file, each of which has a company and a morning of its own. */
export interface OneService {
  /** What the company before had still to do is forgotten with it. */
  begin(): Promise<RunningApp>;
  stop(): Promise<void>;
}

export function oneService(environment: Readonly<Record<string, string>> = {}): OneService {
  let running: RunningApp | undefined;
  return {
    async begin() {
      if (!running) return (running = await runApp({ environment }));
      const { app, clock, slack, company } = running;
      await app.settle();
      await app.db.write(company.organisation, async (tx) => {
        await tx.rows("delete from due where organisation_id = $1", [company.organisation]);
        await tx.rows("delete from lane where organisation_id = $1", [company.organisation]);
      });
      slack.calls.length = 0;
      clock.set(NINE);
      return (running = await inhabit(running));
    },
    stop: () => running?.app.stop() ?? Promise.resolve(),
  };
}
