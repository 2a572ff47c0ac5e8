import { configDefaults, defineConfig } from "vitest/config";
import { findChromium } from "./test/helpers/chromium.ts";
import { closingReport } from "./test/helpers/closing-report.ts";

const E2E = "test/e2e/**";
const browserless = findChromium() === undefined;
const leftOut = browserless ? [{ what: E2E, why: "there is no Chromium here (Debian: apt-get install chromium)" }] : [];

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
    exclude: [...configDefaults.exclude, "test/.cache/**", ...leftOut.map(({ what }) => what)],
    reporters: ["default", closingReport(leftOut)],
    maxWorkers: 2,
    // As src/wasm-code.ts says.
    execArgv: ["--no-wasm-code-gc"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
