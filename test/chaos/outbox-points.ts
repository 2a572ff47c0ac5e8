import type { SlackCall } from "../helpers/fake-slack.ts";
import type { Moment } from "../helpers/fake-slack/shapes.ts";

/** Where a process is killed. */
export type Point =
  /** `call`: which call it is, by name */
  | { readonly at: "call"; readonly call: string; readonly moment: Moment }
  /** the nth COMMIT of a run: before it is passed on, or when its reply is there */
  | { readonly at: "commit"; readonly number: number; readonly moment: "before" | "after" };

export const MOMENTS: readonly Moment[] = ["arrived", "recorded", "answered"];

export function nameOf(point: Point): string {
  return point.at === "call" ? `${point.call} ${point.moment}` : `${point.moment} COMMIT ${String(point.number)}`;
}

/** What is tried there, of whatever call or COMMIT. */
export function kindOf(point: Point): string {
  return point.at === "call" ? `a call ${point.moment}` : `${point.moment} a COMMIT`;
}

/** Names calls so that the same call of another run has the same name: "chat.postMessage C0AM #2". */
export function createNaming(): (call: SlackCall) => string {
  const seen = new Map<string, number>();
  const names = new Map<number, string>();
  return (call) => {
    const known = names.get(call.number);
    if (known !== undefined) return known;
    const { channel, user, users, email } = call.args;
    const about = [channel, user, users, email].find((each) => typeof each === "string") ?? "";
    const words = `${call.method} ${String(about)}`.trim();
    const count = (seen.get(words) ?? 0) + 1;
    seen.set(words, count);
    const name = `${words} #${String(count)}`;
    names.set(call.number, name);
    return name;
  };
}
