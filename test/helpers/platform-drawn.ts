import type { Drawn, Target } from "../../src/chat/platform.ts";
import type { PersonId } from "../../src/kernel/ids.ts";
import type { PlatformHouse } from "./platform-house.ts";

export const ANNA = "019400d2-5b7a-7c31-9a52-0d8c2f6e1c01" as PersonId;
/** somebody without a handle on the platform */
export const NILS = "019400d2-5b7a-7c31-9a52-0d8c2f6e1c09" as PersonId;
export const DELIVERY = "019400d2-5b7a-7c31-9a52-0d8c2f6e1d01";

/** A message that mentions Anna. */
export function drawnFor({ anna }: PlatformHouse, words: string, more: Partial<Drawn> = {}): Drawn {
  return {
    card: { title: [words], body: [{ kind: "text", text: ["Call ", { mention: { id: ANNA, name: "Anna" } }, "."] }] },
    summary: [words],
    handles: new Map([[ANNA, anna.handle]]),
    locale: "en",
    zone: "Europe/Berlin",
    deliveryId: DELIVERY,
    ...more,
  };
}

/** Sends what must be taken. @returns its reference */
export async function postedIn({ platform }: PlatformHouse, target: Target, drawn: Drawn): Promise<string> {
  const outcome = await platform.send(target, drawn);
  if (outcome.kind !== "sent") throw new Error(`Sending ended as ${JSON.stringify(outcome)}.`);
  return outcome.ref;
}
