import { PrismaPg } from "@prisma/adapter-pg";
import type { Pool, PoolClient } from "pg";
import type { Tx } from "../kernel/deps.ts";
import { ownTransaction, poolOfOneTransaction } from "./ambient.ts";
import type { Ambient } from "./ambient.ts";
import { PrismaClient } from "./generated/client.ts";
import { openTx } from "./tx.ts";
import type { Prisma } from "./tx.ts";

export type { Prisma } from "./tx.ts";

/**
 * Prisma inside an open transaction. Write flat: a nested create or update, or an `include` on a
 * write, throws.
 * @throws Error when the transaction is over
 */
export function prismaOf(tx: Tx): Prisma {
  return openTx(tx).prisma();
}

/** One Prisma client for each connection of the pool, made when first needed. */
export function prismaClients(pool: Pool, ambient: Ambient): (client: PoolClient) => Prisma {
  const clients = new WeakMap<PoolClient, Prisma>();
  return (client) => {
    const known = clients.get(client);
    if (known) return known;
    const adapter = new PrismaPg(poolOfOneTransaction(pool, client, ambient));
    const made = withoutTransaction(new PrismaClient({ adapter }));
    clients.set(client, made);
    return made;
  };
}

function withoutTransaction(client: PrismaClient): Prisma {
  return new Proxy(client, {
    get: (target, name) =>
      name === "$transaction" ? () => Promise.reject(ownTransaction()) : (Reflect.get(target, name) as unknown),
  });
}
