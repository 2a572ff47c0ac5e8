/** A stream of random numbers that depends on nothing but its seed and labels. */
export interface Random {
  /** uniform in [0, 1) */
  next(): number;
  /** normal with mean 0 and standard deviation 1 */
  normal(): number;
  /** a whole number of [low, high] */
  between(low: number, high: number): number;
  pick<T>(choices: readonly [T, ...T[]]): T;
}

/**
 * The stream that belongs to a seed and some labels, e.g. an account and a day. sfc32 (PractRand) seeded by FNV-1a,
 * so that what happens on one day of one account never depends on how many numbers others have drawn.
 */
export function stream(seed: number, ...labels: readonly string[]): Random {
  const key = labels.join("\u0000");
  let a = fnv1a(key, seed >>> 0);
  let b = fnv1a(key, a ^ 0x9e3779b9);
  let c = fnv1a(key, b ^ 0x85ebca6b);
  let counter = 1;

  function bits(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
  function next(): number {
    return bits() / 2 ** 32;
  }
  for (let round = 0; round < 12; round++) bits();

  return {
    next,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (choices) => choices[Math.floor(next() * choices.length)] ?? choices[0],
  };
}

function fnv1a(text: string, basis: number): number {
  let hash = (basis ^ 0x811c9dc5) >>> 0;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
