import { drawGone, type GoneWorkspace } from "../../src/features/workspaces/cards.ts";
import { type Example, NOW } from "./fixed.ts";

const keptUntil = new Date(NOW.getTime() + 30 * 86_400_000);

function of(name: string, gone: GoneWorkspace): Example {
  return { name, draw: (view) => drawGone(gone, view).card };
}

export const workspaceExamples: readonly Example[] = [
  of("workspace-gone", { workspace: "T0ACME", keptUntil }),
  of("workspace-back", { workspace: "T0ACME", keptUntil: undefined }),
];
