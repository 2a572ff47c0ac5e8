import type { Reply } from "../chat/interaction.ts";
import { ConnectionLost } from "../db/lost.ts";
import type { Locale } from "../kernel/directory.ts";
import { isSpoken } from "../kernel/errors.ts";
import type { Ids } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";
import type { TextKey } from "../locales/keys.ts";
import type { Says } from "../locales/say.ts";

/** An error → the sentence that its presser reads; what nobody foresaw is logged under the code in it. */
export function createTrouble({
  says,
  ids,
  log,
}: {
  readonly says: Says;
  readonly ids: Ids;
  readonly log: Log;
}): (error: unknown, decides: boolean, locale: Locale) => Reply {
  return (error, decides, locale) => {
    const say = says(locale);
    if (isSpoken(error)) return { kind: "done", sentence: say(error.key as TextKey, error.values) };
    if (error instanceof ConnectionLost) {
      log.error({ err: error }, "an input could not reach the database");
      const mayStand = decides && error.committing;
      return { kind: "done", sentence: say(mayStand ? "shell.unsure" : "shell.away") };
    }
    const code = ids.next().slice(-6);
    log.error({ err: error, code }, "an input failed");
    return { kind: "done", sentence: say("shell.trouble", { code }) };
  };
}
