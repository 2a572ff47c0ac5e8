import type { Chart, ChartPoint, Text } from "./card.ts";

const POINTS = 30;
const BARS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** The newest points that a platform takes. */
export function pointsOf({ points }: Chart, most = POINTS): readonly ChartPoint[] {
  return points.slice(-Math.min(most, POINTS));
}

/** A line of bars, the lowest for the least; level where nothing changes. */
export function sparkline(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const height = (value: number): number =>
    most === least ? 3 : Math.round(((value - least) / (most - least)) * (BARS.length - 1));
  return values.map((value) => BARS[height(value)] ?? "").join("");
}

/** The chart in one line of letters, without its sentence. */
export function barsOf(chart: Chart): Text {
  return [{ bold: chart.title }, ` ${sparkline(pointsOf(chart).map(({ value }) => value))}`];
}
