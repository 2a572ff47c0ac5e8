/** The floor of the same work: node:http, the signature, the form, a constant answer. For test/bench. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CONSTANT_ANSWER } from "./constant.ts";

const secret = process.env["SLACK_SIGNING_SECRET"] ?? "";

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const raw = Buffer.concat(chunks);
    const timestamp = String(request.headers["x-slack-request-timestamp"]);
    const signature = Buffer.from(String(request.headers["x-slack-signature"]));
    const hex = createHmac("sha256", secret).update(`v0:${timestamp}:`).update(raw).digest("hex");
    const expected = Buffer.from(`v0=${hex}`);
    const isSigned = signature.length === expected.length && timingSafeEqual(signature, expected);
    const command = isSigned ? new URLSearchParams(raw.toString()).get("command") : undefined;
    response.writeHead(command ? 200 : 401, { "content-type": "application/json" });
    response.end(JSON.stringify(CONSTANT_ANSWER));
  });
});
server.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
});
