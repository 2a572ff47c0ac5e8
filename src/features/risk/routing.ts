import type { Channel, Person } from "../../kernel/directory.ts";
import type { PersonId } from "../../kernel/ids.ts";
import type { Address } from "../feature.ts";

/** Whose account it is, as far as a channel's purpose asks for it. */
export interface Belongs {
  readonly csm: PersonId | undefined;
  /** the CSM's manager */
  readonly manager: PersonId | undefined;
  readonly region: string | undefined;
}

/** The CSM channels for an account: its manager's team before its region before the general ones. */
export function channelsFor(channels: readonly Channel[], { csm, manager, region }: Belongs): Channel[] {
  const csmChannels = channels.filter(({ purpose }) => purpose === "csm");
  const ofTeam = csmChannels.filter(
    (each) => each.manager !== undefined && (each.manager === manager || each.manager === csm),
  );
  if (ofTeam.length > 0) return ofTeam;
  const ofRegion = csmChannels.filter(
    (each) => each.manager === undefined && each.region !== undefined && each.region === region,
  );
  if (ofRegion.length > 0) return ofRegion;
  return csmChannels.filter((each) => each.manager === undefined && each.region === undefined);
}

/** Where a risk case stands: the narrowest CSM channel, else its CSM, their manager, the region's, any manager. */
export function addressFor(
  belongs: Belongs,
  channels: readonly Channel[],
  people: readonly Person[],
): Address | undefined {
  const [channel] = channelsFor(channels, belongs);
  if (channel) return `channel:${channel.id}`;
  const managers = people.filter(({ active, roles }) => active && roles.includes("manager"));
  const person =
    people.find(({ id, active }) => active && id === belongs.csm) ??
    people.find(({ id, active }) => active && id === belongs.manager) ??
    managers.find(({ region }) => region !== undefined && region === belongs.region) ??
    managers[0];
  return person && `person:${person.id}`;
}
