import { type Channel, channelsFor, type Handle, type Person } from "../../kernel/directory.ts";
import type { PersonId } from "../../kernel/ids.ts";
import type { Scope } from "../../kernel/permissions.ts";
import type { Address } from "../feature.ts";
import { leadersReading } from "../leading.ts";

/** Whose account it is. */
export interface Holding {
  readonly csm: PersonId | undefined;
  /** the CSM's manager */
  readonly manager: PersonId | undefined;
  readonly region: string | undefined;
}

/** The CSM channels for an account; a manager who looks after it themselves counts as their own team. */
export function csmChannels(channels: readonly Channel[], { csm, manager, region }: Holding): Channel[] {
  return channelsFor(channels, "csm", { managers: [manager, csm].filter((each) => each !== undefined), region });
}

/**
 * Where a risk case stands: the narrowest CSM channel, where there are several one in which its CSM can be mentioned;
 * else its CSM, or else who leads there and may read it.
 */
export function addressFor(
  belongs: Holding & { readonly scope: Scope },
  channels: readonly Channel[],
  people: readonly Person[],
  handles: readonly Handle[],
): Address | undefined {
  const { scope } = belongs;
  const fitting = csmChannels(channels, belongs);
  const theirs = handles.filter(({ person }) => person === belongs.csm);
  const reached = fitting.find((each) =>
    theirs.some(({ platform, workspace }) => platform === each.platform && workspace === each.workspace),
  );
  const channel = reached ?? fitting[0];
  if (channel) return `channel:${channel.id}`;
  const csm = people.find(({ id, active }) => active && id === belongs.csm);
  const person = csm ?? leadersReading("risk", scope, people)[0];
  return person && `person:${person.id}`;
}
