import type { PlatformName } from "../chat/interaction.ts";
import type { AddressHmacs } from "../db/erased.ts";
import type { Sealer } from "../db/seal.ts";
import type { Tokens } from "../db/tokens.ts";
import { declared } from "../declared.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Directory } from "../kernel/directory.ts";
import type { Log } from "../kernel/log.ts";
import type { AnyAgendaSection } from "./agenda-section.ts";
import { createAccounts } from "./accounts/feature.ts";
import { uploads } from "./accounts/import/upload/feature.ts";
import { links } from "./accounts/links/feature.ts";
import { createContactFacts } from "./accounts/contact-facts.ts";
import { createPeopleFacts } from "./accounts/people-facts.ts";
import { createCadence } from "./cadence/feature.ts";
import { checkins } from "./checkins/feature.ts";
import { content } from "./content/feature.ts";
import { covers } from "./covers/feature.ts";
import { createDeliveries } from "./deliveries/feature.ts";
import type { Called } from "./deliveries/open.ts";
import type { Feature } from "./feature.ts";
import { feedback } from "./feedback/feature.ts";
import { createHome } from "./home/feature.ts";
import { createListening } from "./listening/feature.ts";
import { createNps } from "./nps/feature.ts";
import { opportunities } from "./opportunities/feature.ts";
import { createPlans } from "./plans/feature.ts";
import { createPrivacy } from "./privacy/feature.ts";
import { peers } from "./peers/feature.ts";
import { promises } from "./promises/feature.ts";
import { questions } from "./questions/feature.ts";
import { createRenewals } from "./renewals/feature.ts";
import { requests } from "./requests/feature.ts";
import { responsibilities } from "./responsibilities/feature.ts";
import { createRisk } from "./risk/feature.ts";
import { createChannelFacts } from "./settings/facts.ts";
import { createSettings } from "./settings/feature.ts";
import { createHolidays } from "./settings/holidays.ts";
import type { NotificationKind } from "./settings/notify-decide.ts";
import { createSetup } from "./setup/feature.ts";
import { workspaces } from "./workspaces/feature.ts";

/**
 * The slices, in the order in which they react to an event and stand in help.
 * @param hmacsOf left out where nobody is erased, say where only their commands are listed
 * @param listensOn where the app may read channels
 * @param baseUrl where the pages of links stand; left out: there are no links
 * @param tokens of links in letters; left out where no e-mail is sent
 * @param sealer of what is secret; left out where nothing of that is kept
 */
export function createFeatures(
  hmacsOf: AddressHmacs = noKey,
  log?: Log,
  listensOn: readonly PlatformName[] = [],
  baseUrl?: string,
  tokens?: Tokens,
  sealer?: Sealer,
): readonly Feature[] {
  const settings = createSettings(() => notificationKinds(all));
  const others: readonly Feature[] = [
    createRisk(
      () => all.flatMap((feature) => feature.sections ?? []),
      () => declared(all, ({ cards }) => cards),
      createHolidays(),
      log,
    ),
    opportunities,
    createRenewals(createHolidays()),
    checkins,
    createCadence(
      () =>
        all.flatMap(({ sections: theirs = [] }) =>
          theirs.filter((each): each is AnyAgendaSection => each.surface === "agenda"),
        ),
      tokens !== undefined,
      sealer,
    ),
    createNps(createHolidays(), baseUrl, tokens),
    feedback,
    createPlans(baseUrl, createHolidays()),
    promises,
    content,
    peers,
    covers,
    links,
    uploads,
    questions,
    requests,
    responsibilities,
    settings,
    createListening(listensOn),
    createSetup(hmacsOf),
    workspaces,
    createPrivacy(hmacsOf),
  ];
  const sections = others.flatMap((feature) => feature.sections ?? []);
  const accounts = createAccounts(sections, createHolidays(), hmacsOf);
  const home = createHome([...(accounts.sections ?? []), ...sections]);
  const all: readonly Feature[] = [accounts, ...others, home, createDeliveries(calledIn([accounts, ...others]))];
  return all;
}

function noKey(): never {
  throw new Error("An address can't be looked up without the encryption key.");
}

/** The cards that people get directly. */
function notificationKinds(features: readonly Feature[]): NotificationKind[] {
  return features.flatMap(({ name, cards = {} }) =>
    Object.entries(cards).flatMap(([kind, { called, direct }]) =>
      direct ? [{ card: `${name}.${kind}`, called, direct }] : [],
    ),
  );
}

/** "<slice>.<card>" → what one calls it */
function calledIn(features: readonly Feature[]): Called {
  return new Map(
    features.flatMap(({ name, cards = {} }) =>
      Object.entries(cards).map(
        ([kind, { called, direct }]) => [`${name}.${kind}`, direct?.confidential ? "untold" : called] as const,
      ),
    ),
  );
}

/** People of ours and of customers from the account book, channels from the settings. The clock says who is away today. */
export function createDirectory(clock: Clock): Directory {
  const holidays = createHolidays();
  return { ...createPeopleFacts(holidays, clock), ...createContactFacts(clock), ...createChannelFacts(holidays) };
}
