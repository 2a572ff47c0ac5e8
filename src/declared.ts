import type { Feature } from "./features/feature.ts";

/** What the slices declare of one kind, by "<slice>.<name>". */
export function declared<Kind>(
  features: readonly Feature[],
  part: (feature: Feature) => Readonly<Record<string, Kind>> | undefined,
): ReadonlyMap<string, Kind> {
  return new Map(
    features.flatMap((feature) =>
      Object.entries(part(feature) ?? {}).map(([name, kind]) => [`${feature.name}.${name}`, kind] as const),
    ),
  );
}
