import { withPostgres } from "../helpers/postgres-server.ts";
import { type BenchCompany, filled } from "./bench-company.ts";
import { type Bench, type Figure, figure, type Scale, takeTurns } from "./harness.ts";
import { slashCommands, type Typed } from "./load.ts";
import { typoFigures } from "./typo.ts";
import { startService, withServices, withSlack } from "./services.ts";

const ACCOUNTS = { full: 20_000, sample: 200 } as const satisfies Record<Scale, number>;
/** prime, so that the accounts asked for one after the other aren't neighbours and belong to different people */
const STRIDE = 7919;

/**
 * A whole account card, from the signed request to its blocks, against a constant that bare Bolt answers; and the names
 * that are proposed for a misspelt one, against the plain statement of pg_trgm.
 */
export const account: Bench = {
  name: "account",
  run: (scale) =>
    withPostgres(({ url }) => withSlack((environment) => run(scale, url, environment)), { shared_buffers: "256MB" }),
};

async function run(scale: Scale, url: string, environment: Readonly<Record<string, string>>): Promise<Figure[]> {
  const company = await filled(url, { accounts: ACCOUNTS[scale], csms: 40 });
  const command = (n: number): Typed => asked(company, n);
  const seconds = scale === "full" ? 3 : 1;
  const typo = await typoFigures(scale, url, company);
  const starts = [() => startService("tandem", { ...environment, DATABASE_URL: url }), () => startService("bolt")];
  return withServices(starts, async ([tandem = "", bolt = ""]) => {
    const rounds = await takeTurns(scale, [
      { name: "tandem", run: () => slashCommands({ url: tandem, command, seconds, expect: "Data until" }) },
      { name: "bolt", run: () => slashCommands({ url: bolt, command, seconds, expect: "/account" }) },
    ]);
    return [
      figure("account: requests/s, a card ÷ bare Bolt", rounds.ratio("req/s", "tandem", "bolt"), { atLeast: 0.25 }),
      figure("account: p99, a card ÷ bare Bolt", rounds.ratio("p99 ms", "tandem", "bolt"), { atMost: 4 }),
      figure("account: requests/s", rounds.value("req/s", "tandem")),
      figure("account: p99 ms", rounds.value("p99 ms", "tandem")),
      ...typo,
    ];
  });
}

/** The nth request: somebody asks for an account of theirs by its exact name. */
function asked(company: BenchCompany, n: number): Typed {
  const at = n * STRIDE;
  return { user: company.user(at), command: "/account", text: company.account(at) };
}
