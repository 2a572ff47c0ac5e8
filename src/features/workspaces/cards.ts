import type { View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";

/** A workspace that the app was removed from. */
export interface GoneWorkspace {
  readonly workspace: string;
  /** until when what is stored is kept; undefined: the app is there again */
  readonly keptUntil: Date | undefined;
}

export function drawGone({ workspace, keptUntil }: GoneWorkspace, { say }: View): Drawing {
  const title = say(keptUntil ? "workspaces.gone-title" : "workspaces.back-title");
  if (!keptUntil) {
    const body = [{ kind: "text", text: say("workspaces.back", { workspace }) } as const];
    return { card: { title, accent: "good", body }, summary: title };
  }
  const until = { date: keptUntil, style: "day" } as const;
  return {
    card: {
      title,
      accent: "warn",
      body: [
        { kind: "text", text: say("workspaces.gone", { workspace, until }) },
        { kind: "context", text: say("workspaces.gone-next") },
      ],
    },
    summary: title,
  };
}
