import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Browser, chromium } from "playwright-core";
import { readConfig } from "../../src/config.ts";
import { type Demo, startDemo } from "../../src/demo/start.ts";
import { BROWSER_FLAGS, findChromium } from "./chromium.ts";
import { PICTURES } from "./demo-page.ts";
import { freePort } from "./free-port.ts";

export interface OpenDemo {
  readonly demo: Demo;
  readonly browser: Browser;
  stop(): Promise<void>;
}

/** The demo in a folder of its own, on a free port, and a browser to sit down at it. */
export async function openDemo({ teams = false }: { readonly teams?: boolean } = {}): Promise<OpenDemo> {
  const folder = await mkdtemp(path.join(tmpdir(), "tandem-e2e-"));
  await mkdir(PICTURES, { recursive: true });
  const demo = await startDemo({
    config: readConfig({ PORT: String(await freePort()), LOG_LEVEL: "warn" }),
    folder,
    secret: () => randomBytes(24).toString("hex"),
    say: () => undefined,
    teams,
  });
  const browser = await chromium.launch({ executablePath: findChromium() ?? "", args: BROWSER_FLAGS });
  return {
    demo,
    browser,
    async stop() {
      await browser.close();
      await demo.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
