import { setFlagsFromString } from "node:v8";

/**
 * Keeps WebAssembly's code until the process ends. V8 of Node 24 may end the process when two threads give code back at
 * once ("Check failed: jit_page_->allocations_.erase"), and the embedded database and each worker thread have some.
 */
export function keepWasmCode(): void {
  setFlagsFromString("--no-wasm-code-gc");
}
