import { pino } from "pino";
import type { Log } from "./kernel/log.ts";

/**
 * The service's log, in lines of JSON; secrets are left out.
 * @param fd 1, or 2 where the output is somebody's answer
 */
export function createLog(level: string, fd: 1 | 2 = 1): Log {
  return pino(
    { level, redact: ["*.token", "*.botToken", "*.signingSecret", "err.config", "err.original"] },
    pino.destination({ fd, sync: true }),
  );
}
