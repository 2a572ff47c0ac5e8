import { isIP } from "node:net";
import { z } from "zod";

const BITS: ReadonlyMap<number, number> = new Map([
  [4, 32],
  [6, 128],
]);

/** Addresses and networks, such as 10.0.0.7 or 10.0.0.0/8, separated by commas; none of them is everybody. */
export const NETWORKS = z
  .string()
  .transform((typed) => typed.split(",").map((network) => network.trim()))
  .refine((networks) => networks.every(isNetwork));

function isNetwork(network: string): boolean {
  const [address = "", bits, ...more] = network.split("/");
  const most = BITS.get(isIP(address));
  if (most === undefined || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most);
}
