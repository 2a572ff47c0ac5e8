import type { Directory } from "../kernel/directory.ts";
import { createAccounts } from "./accounts/feature.ts";
import { createPeopleFacts } from "./accounts/people-facts.ts";
import { createDeliveries } from "./deliveries/feature.ts";
import type { TextKey } from "../locales/keys.ts";
import type { Feature } from "./feature.ts";
import { opportunities } from "./opportunities/feature.ts";
import { risk } from "./risk/feature.ts";
import { createChannelFacts } from "./settings/facts.ts";
import { settings } from "./settings/feature.ts";
import { createHolidays } from "./settings/holidays.ts";

/** The slices, in the order in which they react to an event and stand in help. */
export function createFeatures(): readonly Feature[] {
  const others = [risk, opportunities, settings];
  const accounts = createAccounts(others.flatMap((feature) => feature.sections ?? []));
  return [accounts, ...others, createDeliveries(calledIn([accounts, ...others]))];
}

/** "<slice>.<card>" → what one calls it */
function calledIn(features: readonly Feature[]): ReadonlyMap<string, TextKey> {
  return new Map(
    features.flatMap(({ name, cards = {} }) =>
      Object.entries(cards).map(([kind, { called }]) => [`${name}.${kind}`, called] as const),
    ),
  );
}

/** People from the account book, channels from the settings. */
export function createDirectory(): Directory {
  const holidays = createHolidays();
  return { ...createPeopleFacts(holidays), ...createChannelFacts(holidays) };
}
