import { withPostgres } from "../helpers/postgres-server.ts";
import { filled } from "./bench-company.ts";
import { type Bench, type Contestant, type Figure, figure, type Scale, takeTurns } from "./harness.ts";
import { slashCommands, type Typed } from "./load.ts";
import { startService, withServices, withSlack } from "./services.ts";

/** How fast a signed command is answered: the whole service against bare Bolt and against bare node:http. */
export const ack: Bench = {
  name: "ack",
  run: (scale) => withPostgres(({ url }) => withSlack((environment) => run(scale, url, environment))),
};

async function run(scale: Scale, url: string, environment: Readonly<Record<string, string>>): Promise<Figure[]> {
  const company = await filled(url, { accounts: 10, csms: 40 });
  const command = (n: number): Typed => ({ user: company.user(n), command: "/tandem", text: "help" });
  const seconds = scale === "full" ? 3 : 1;
  const starts = [
    () => startService("tandem", { ...environment, DATABASE_URL: url }),
    () => startService("bolt"),
    () => startService("node-http"),
  ];
  return withServices(starts, async (urls) => {
    const contestants = ["tandem", "bolt", "node-http"].map((name, at): Contestant => {
      const served = urls[at] ?? "";
      return { name, run: () => slashCommands({ url: served, command, seconds, expect: "/account" }) };
    });
    const rounds = await takeTurns(scale, contestants);
    return [
      figure("ack: requests/s, Tandem ÷ bare Bolt", rounds.ratio("req/s", "tandem", "bolt"), { atLeast: 1.5 }),
      figure("ack: p99, Tandem ÷ bare Bolt", rounds.ratio("p99 ms", "tandem", "bolt"), { atMost: 0.75 }),
      figure("ack: requests/s, Tandem ÷ node:http", rounds.ratio("req/s", "tandem", "node-http")),
      figure("ack: requests/s, node:http ÷ bare Bolt", rounds.ratio("req/s", "node-http", "bolt")),
      figure("ack: requests/s", rounds.value("req/s", "tandem")),
      figure("ack: p99 ms", rounds.value("p99 ms", "tandem")),
    ];
  });
}
