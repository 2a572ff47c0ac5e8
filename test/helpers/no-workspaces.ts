import type { Workspaces } from "../../src/chat/workspaces.ts";

/** Nothing installs the app, and nothing happens when it is removed. */
export const NO_WORKSPACES: Workspaces = {
  tokenOf: () => Promise.resolve(undefined),
  mayInstall: () => Promise.resolve("ask-for-link"),
  install: () => Promise.resolve("ask-for-link"),
  useOnce: () => Promise.resolve(false),
  gone: () => Promise.resolve(),
};
