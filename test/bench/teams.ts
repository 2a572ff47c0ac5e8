import { openDatabase } from "../../src/db/open.ts";
import { startFakeTeams } from "../helpers/fake-teams.ts";
import { withPostgres } from "../helpers/postgres-server.ts";
import { keptLog } from "../helpers/slack-request.ts";
import type { Bench, Figure, Scale } from "./harness.ts";
import { fanoutFigures } from "./teams-fanout.ts";
import { mintTeams } from "./teams-house.ts";
import { pressFigures } from "./teams-press.ts";

/** A press in Teams with its real work against botbuilder alone, and messages to threads against Teams' own windows. */
export const teams: Bench = { name: "teams", run: (scale) => withPostgres(({ url }) => run(scale, url)) };

async function run(scale: Scale, url: string): Promise<Figure[]> {
  const fake = await startFakeTeams();
  const db = await openDatabase({ url, folder: "", log: keptLog() });
  try {
    const house = await mintTeams(db, fake);
    const pressing = await pressFigures(scale, { db, url, teams: fake, house });
    return [...pressing, ...(await fanoutFigures(scale, { url, teams: fake, house }))];
  } finally {
    await db.close();
    await fake.stop();
  }
}
