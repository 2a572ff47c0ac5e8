import type { SlotRow } from "../check/slots.ts";
import { tableSaver } from "./saver.ts";
import { saveSlots } from "./store.ts";

export const slots = tableSaver<SlotRow>({
  async save(tx, { rows }) {
    const holders = rows.map(({ accountId, slot, person }) => ({ account: accountId ?? "", slot, person }));
    return (await saveSlots(tx, "id", holders)).map(({ account, slot }) => `${account} ${slot}`);
  },
});
