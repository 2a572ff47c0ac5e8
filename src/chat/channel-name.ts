import { z } from "zod";
import { beginning, oneLine } from "../kernel/text.ts";

/** A channel's name as a name: one line, not endless. */
export const CHANNEL_NAME = z.string().transform((name) => beginning(oneLine(name), 100));
