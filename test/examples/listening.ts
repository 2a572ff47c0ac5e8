import { drawNotice, drawTip } from "../../src/features/listening/cards.ts";
import { type Example, NOW } from "./fixed.ts";

export const listeningExamples: readonly Example[] = [
  { name: "listening-on", draw: (view) => drawNotice(true, view).card },
  { name: "listening-off", draw: (view) => drawNotice(false, view).card },
  {
    name: "listening-tip",
    draw: (view) => drawTip({ channel: "#shared-northwind", at: NOW.toISOString() }, view).card,
  },
];
