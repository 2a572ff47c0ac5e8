/** Bare Bolt: its own HTTP receiver and commands that answer a constant. For test/bench. */
import { App, HTTPReceiver } from "@slack/bolt";
import type { AddressInfo } from "node:net";
import { CONSTANT_ANSWER } from "./constant.ts";

const receiver = new HTTPReceiver({ signingSecret: process.env["SLACK_SIGNING_SECRET"] ?? "" });
const app = new App({ receiver, token: "xoxb-bench", botId: "B0BENCH", botUserId: "U0BENCH" });
app.command(/.*/, async ({ ack }) => ack(CONSTANT_ANSWER));

const server = await receiver.start({ port: 0, host: "127.0.0.1" });
console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
