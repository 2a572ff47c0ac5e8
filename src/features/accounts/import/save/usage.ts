import type { UsageContent } from "../check/usage-content.ts";
import type { SaveContext, Saver } from "./saver.ts";
import { saveCoverage, saveUsage } from "./store.ts";

export function usage({ now }: SaveContext): Saver<UsageContent> {
  return {
    async save(tx, content) {
      if (content.step === "values") return saveUsage(tx, content, now);
      await saveCoverage(tx, content);
      return 0;
    },
  };
}
