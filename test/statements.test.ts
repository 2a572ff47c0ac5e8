import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Every prepared statement of the sources: a `name` beside a `sql`. */
function namesOfStatements(): string[] {
  return globSync("src/**/*.ts", { exclude: ["src/db/generated/**"] })
    .map((file) => readFileSync(file, "utf8"))
    .flatMap((text) => [...text.matchAll(/name: "([^"]+)",\s*sql:/g)].map(([, name = ""]) => name));
}

test("a prepared statement has a name of its own, of at most 63 letters", () => {
  const names = namesOfStatements();
  expect(names.length).toBeGreaterThan(20);
  expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
  expect(names.filter((name) => name.length > 63)).toEqual([]);
});
