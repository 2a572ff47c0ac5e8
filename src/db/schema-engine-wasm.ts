import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";

interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: { __wbindgen_start(): void } };
}

const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi };
const file = new URL("schema_engine_bg.wasm", import.meta.resolve("@prisma/schema-engine-wasm"));
const module = new WebAssembly.Module(await readFile(fileURLToPath(file)));
const { exports } = new WebAssembly.Instance(module, { "./schema_engine_bg.js": glue });
(glue as typeof glue & { __wbg_set_wasm(exports: object): void }).__wbg_set_wasm(exports);
Object.assign(globalThis, {
  PRISMA_WASM_PANIC_REGISTRY: {
    set_message(message: string): never {
      throw new Error(message);
    },
  },
});
exports.__wbindgen_start();

/** Import this file dynamically: it loads 5 MB, once. */
export const SchemaEngine: typeof glue.SchemaEngine = glue.SchemaEngine;
