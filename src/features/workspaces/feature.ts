import { afterQuietHours } from "../../kernel/business-time.ts";
import type { EventOf } from "../../kernel/events.ts";
import { card, type Context, type Feature } from "../feature.ts";
import { drawGone } from "./cards.ts";
import { goneUntil } from "./store.ts";

/** Workspaces that the app was removed from: administrators are told, wherever they can still be reached. */
export const workspaces: Feature = {
  name: "workspaces",
  commands: [],
  cards: {
    gone: card({
      sensitive: false,
      called: "workspaces.called",
      direct: { why: "why.workspace", role: "admin" },
      async load({ tx }, subject, { stands }) {
        const [platform, workspace = ""] = subject.split(" ");
        const keptUntil = await goneUntil(tx, platform === "teams" ? "teams" : "slack", workspace);
        return keptUntil || stands ? { workspace, keptUntil } : "gone";
      },
      draw: drawGone,
    }),
  },
  reactions: { "workspace-gone": tell, "workspace-back": redraw },
};

async function tell(context: Context, event: EventOf<"workspace-gone">): Promise<void> {
  const { now, directory, posts } = context;
  const subject = subjectOf(event);
  const slot = now.toISOString();
  for (const admin of (await directory.people(context.tx)).filter((person) => person.roles.includes("admin"))) {
    const dueAt = afterQuietHours(now, admin.calendar);
    posts.announce({ card: "workspaces.gone", subject, address: `person:${admin.id}`, slot, dueAt });
  }
}

function redraw({ posts }: Context, event: EventOf<"workspace-back">): Promise<void> {
  posts.redraw(subjectOf(event));
  return Promise.resolve();
}

function subjectOf({ platform, workspace }: EventOf<"workspace-gone" | "workspace-back">): string {
  return `${platform} ${workspace}`;
}
