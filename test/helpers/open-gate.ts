import type { Gate } from "../../src/chat/teams/connector.ts";

/** Lets everybody through and counts nobody. */
export const openGate: Gate = { enter: () => Promise.resolve(() => Promise.resolve()) };
