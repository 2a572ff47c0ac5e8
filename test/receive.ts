import { readFile } from "node:fs/promises";
import { readConfig } from "../src/config.ts";
import { wallClock } from "../src/kernel/clock.ts";
import { type Replay, signedReplay } from "./helpers/slack-request.ts";

/** Sends one recorded payload to a running service, signed: `npm run receive -- test/replay/FILE.json`. */
const [file] = process.argv.slice(2);
const { slack, host, port } = readConfig();
if (!file || !slack) {
  process.stderr.write(
    "Say which file, with the service's SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN set: npm run receive -- test/replay/FILE.json\n",
  );
  process.exit(1);
}

const replay = JSON.parse(await readFile(file, "utf8")) as Replay;
const { method, url, headers, payload } = signedReplay(replay, wallClock.now(), slack.signingSecret);
const answer = await fetch(`http://${host}:${String(port)}${url}`, { method, headers, body: payload });
process.stdout.write(`${String(answer.status)} ${await answer.text()}\n`);
