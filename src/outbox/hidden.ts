import type { Drawing } from "../features/feature.ts";
import type { Audience } from "../kernel/permissions.ts";
import type { Readership } from "./audience.ts";

/**
 * The members because of whom parts of a card fall away, though the channel is cleared for them (A7).
 * @param draw is pure, so a card can be drawn for an audience that isn't there
 */
export function hiddenBecauseOf(draw: (audience: Audience) => Drawing, { audience, users }: Readership): string[] {
  if (audience.kind !== "channel" || audience.outsiders) return [];
  const drawnFor = (members: readonly (readonly string[])[]): string =>
    JSON.stringify(draw({ ...audience, members: members as typeof audience.members }));
  const whole = drawnFor([]);
  if (drawnFor(audience.members) === whole) return [];
  const lacking = new Map<string, boolean>();
  return users.filter((_user, at) => {
    const roles = audience.members[at] ?? [];
    const key = roles.toSorted().join();
    const lacks = lacking.get(key) ?? drawnFor([roles]) !== whole;
    lacking.set(key, lacks);
    return lacks;
  });
}
