import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { readCommandConfig, readConfig } from "../src/config.ts";
import { openDatabase } from "../src/db/open.ts";
import { connectProblem } from "../src/db/connect-problem.ts";
import { startProblem } from "../src/start-problem.ts";
import { createLog } from "../src/log.ts";

const URL = "postgres://tandem:very%20secret@db.example:5432/northwind";

test.each([
  ["PORT", "abc", 'PORT is "abc"; it must be a whole number from 0 to 65535.'],
  ["PORT", "65536", 'PORT is "65536"; it must be a whole number from 0 to 65535.'],
  ["PORT", "1e3", 'PORT is "1e3"; it must be a whole number from 0 to 65535.'],
  ["LOG_LEVEL", "loud", 'LOG_LEVEL is "loud"; it must be one of trace, debug, info, warn, error, fatal, silent.'],
  ["SLACK_API_URL", "x", 'SLACK_API_URL is "x"; it must be an address such as http://127.0.0.1:4000/api/.'],
])("a wrong %s is named with what is allowed", (name, value, sentence) => {
  expect(() => readConfig({ [name]: value })).toThrow(new Error(sentence));
});

test("an address of another kind of database is refused, and no password in it repeated", () => {
  for (const value of ["mysql://root:very-secret@db/x", "root:very-secret@db"]) {
    const refuse = (): unknown => readConfig({ DATABASE_URL: value });
    expect(refuse).toThrow(/^DATABASE_URL .*it must be the address of a PostgreSQL database, such as postgres:/);
    expect(refuse).not.toThrow(/secret/);
  }
  expect(readConfig({ DATABASE_URL: URL, PORT: "0" })).toMatchObject({ databaseUrl: URL, port: 0 });
});

test("a command needs no port, and logs warnings alone unless it is told otherwise", () => {
  expect(readCommandConfig({ PORT: "abc" }).logLevel).toBe("warn");
  expect(readCommandConfig({ LOG_LEVEL: "debug" }).logLevel).toBe("debug");
  expect(readConfig({}).logLevel).toBe("info");
});

test("a taken port is named, with the command that uses the next", async () => {
  const first = createServer().listen(0, "127.0.0.1");
  await once(first, "listening");
  const address = first.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const second = createServer();
  const error = await new Promise((resolve) => second.once("error", resolve).listen(port, "127.0.0.1"));
  expect(startProblem(error, "npm start")).toBe(
    `Port ${port} is taken. Stop what uses it, or set PORT to another one, e.g. PORT=${port === 65_535 ? 3000 : port + 1} npm start.`,
  );
  first.close();
  expect(startProblem(new Error("Something else."), "npm start")).toBe("Something else.");
});

test("a server that nobody answers for is said of DATABASE_URL, without its password", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  await new Promise((resolve) => server.close(resolve));
  const opened = openDatabase({
    url: `postgres://tandem:very-secret@127.0.0.1:${port}/tandem`,
    folder: "",
    log: createLog("silent"),
  });
  await expect(opened).rejects.toThrow(
    `DATABASE_URL names 127.0.0.1:${port}, where nothing answers. Check the host and the port, and that PostgreSQL runs there.`,
  );
});

test.each([
  ["ENOTFOUND", /^DATABASE_URL names the host "db.example", which can't be found\./],
  ["ETIMEDOUT", /^DATABASE_URL names db.example:5432, which can't be reached\./],
  [
    "28P01",
    /^PostgreSQL at db.example:5432 refused the user "tandem" of DATABASE_URL\. Check the user and the password/,
  ],
  ["3D000", /has no database "northwind", which DATABASE_URL names\./],
])("what %s means is said of DATABASE_URL", (code, sentence) => {
  const said = connectProblem(URL, Object.assign(new Error("as the driver says it"), { code }))?.message;
  expect(said).toMatch(sentence);
  expect(said).not.toMatch(/secret/);
});

test("what isn't about the connection keeps its own words", () => {
  expect(connectProblem(URL, new Error("The migration 1 failed"))).toBeUndefined();
});
