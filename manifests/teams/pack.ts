/** npm run manifest:teams -- --app-id UUID --host NAME [--out FILE] [--listening]: writes the app package that Teams takes. */
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { packManifest } from "./package.ts";

const USAGE = "Say npm run manifest:teams -- --app-id UUID --host NAME [--out FILE] [--listening].";
const OPTIONS = {
  "app-id": { type: "string", default: "" },
  host: { type: "string", default: "" },
  listening: { type: "boolean", default: false },
  out: { type: "string", default: "tandem-teams.zip" },
} as const;

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  try {
    const { values } = parseArgs({ args: [...words], options: OPTIONS });
    const { "app-id": appId, host, listening } = values;
    await writeFile(values.out, await packManifest({ appId, host, listening }));
    process.stdout.write(
      `${values.out} is written. Upload it in the Teams admin centre (https://admin.teams.microsoft.com): ` +
        "Teams apps, Manage apps, Upload new app. Then allow it for your people.\n",
    );
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    return 2;
  }
}
