import { withPostgres } from "../helpers/postgres-server.ts";
import { filled } from "./bench-company.ts";
import { type Bench, type Contestant, type Figure, figure, type Scale, takeTurns } from "./harness.ts";
import { slashCommands, type Typed } from "./load.ts";
import { type Service, startService, startTandem } from "./services.ts";

/** How fast a signed command is answered: the whole service against bare Bolt and against bare node:http. */
export const ack: Bench = { name: "ack", run: (scale) => withPostgres((server) => run(scale, server.url)) };

async function run(scale: Scale, url: string): Promise<Figure[]> {
  const company = await filled(url, { accounts: 10, csms: 40 });
  const services: Service[] = [];
  async function started(service: Promise<Service>): Promise<string> {
    services.push(await service);
    return (await service).url;
  }
  const asked = (n: number): Typed => ({ user: company.user(n), command: "/tandem", text: "help" });
  const seconds = scale === "full" ? 3 : 1;
  const contestant = (name: string, at: string, expect: string): Contestant => ({
    name,
    run: () => slashCommands({ url: at, command: asked, seconds, expect }),
  });
  try {
    const rounds = await takeTurns(scale, [
      contestant("tandem", await started(startTandem({ DATABASE_URL: url })), "/account"),
      contestant("bolt", await started(startService("bolt")), "/account"),
      contestant("node-http", await started(startService("node-http")), "/account"),
    ]);
    return [
      figure("ack: requests/s, Tandem ÷ bare Bolt", rounds.ratio("req/s", "tandem", "bolt"), { atLeast: 1.5 }),
      figure("ack: p99, Tandem ÷ bare Bolt", rounds.ratio("p99 ms", "tandem", "bolt"), { atMost: 0.75 }),
      figure("ack: requests/s, Tandem ÷ node:http", rounds.ratio("req/s", "tandem", "node-http")),
      figure("ack: requests/s", rounds.value("req/s", "tandem")),
      figure("ack: p99 ms", rounds.value("p99 ms", "tandem")),
    ];
  } finally {
    for (const service of services) await service.stop();
  }
}
