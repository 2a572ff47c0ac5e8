import { localDateOf } from "../../kernel/business-time.ts";
import { accountsAbout } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { settingsOf } from "../settings/facts.ts";
import { askerOf, phaseOf, waitsFor } from "./decide.ts";
import type { SideStory, Story } from "./reading.ts";
import { type Exchange, exchangeById, type ExchangeId, type Side, type SideId } from "./store.ts";

/** Several at once, in their order; those whose customers are there. */
export async function storiesOf(context: Context, exchanges: readonly Exchange[]): Promise<Story[]> {
  if (exchanges.length === 0) return [];
  const { tx, now, directory } = context;
  const today = localDateOf(now, (await settingsOf(tx)).zone);
  const sides = exchanges.flatMap(({ learns, shares }) => [learns, shares]);
  const accounts = await accountsAbout(tx, sides, today);
  const people = await directory.people(tx);
  const sideOf = (side: Side): SideStory | undefined => {
    const account = accounts.get(side.account);
    if (!account) return undefined;
    const { name, scope, stage, segment, seats } = account;
    const asker = askerOf(scope, people);
    return { ...side, name, scope, stage, segment, seats, asker: asker && { id: asker.id, name: asker.name } };
  };
  return exchanges.flatMap((exchange): Story[] => {
    const learns = sideOf(exchange.learns);
    const shares = sideOf(exchange.shares);
    if (!learns || !shares) return [];
    const phase = phaseOf(exchange.state, [learns, shares]);
    const waits = waitsFor(phase, [learns, shares], exchange.reviewedAt !== undefined);
    return [{ exchange, phase, learns, shares, waits }];
  });
}

/** @param id of the exchange, or of one of its sides */
export async function storyOf(context: Context, id: string): Promise<Story | undefined> {
  const exchange = await exchangeById(context.tx, id as ExchangeId | SideId);
  return exchange && (await storiesOf(context, [exchange]))[0];
}
