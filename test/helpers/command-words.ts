/** What may be said to one of the commands `bench`, `chaos` and `proof`. */
export interface Vocabulary {
  /** what the names are names of, e.g. "bench" */
  readonly what: string;
  readonly names: readonly string[];
  /** e.g. "--sample" */
  readonly flags: readonly string[];
  /** by option, e.g. "--seed" */
  readonly values: Readonly<Record<string, AllowedValue>>;
}

export interface AllowedValue {
  /** how it stands in the usage, e.g. "N" */
  readonly sign: string;
  /** e.g. "a whole number of at most nine digits" */
  readonly allowed: string;
  accepts(value: string): boolean;
}

/** @throws never; `wrong` says which word can't be understood, and what can */
export type Understood =
  | {
      readonly kind: "understood";
      /** each once; `all` is every name */
      readonly names: readonly string[];
      readonly flags: ReadonlySet<string>;
      readonly values: ReadonlyMap<string, string>;
    }
  | { readonly kind: "wrong"; readonly because: string };

export const WHOLE_NUMBER: AllowedValue = {
  sign: "N",
  allowed: "a whole number of at most nine digits",
  accepts: (value) => /^\d{1,9}$/.test(value),
};

/** As `WHOLE_NUMBER`, from 1 on. */
export const COUNT: AllowedValue = {
  sign: "N",
  allowed: "a whole number from 1 on, of at most nine digits",
  accepts: (value) => /^[1-9]\d{0,8}$/.test(value),
};

/** Reads the words behind `npm run … --`. */
export function understand(words: readonly string[], vocabulary: Vocabulary): Understood {
  const { what, names: known, flags: knownFlags, values: knownValues } = vocabulary;
  const names = new Set<string>();
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const rest = words.flatMap((word) => (/^--[^=]+=/.test(word) ? cut(word) : [word]));
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const value = Object.hasOwn(knownValues, word) ? knownValues[word] : undefined;
    if (value) {
      const given = rest.shift();
      if (given === undefined) return wrong(`${word} lacks its value; it must be ${value.allowed}.`);
      if (!value.accepts(given)) return wrong(`${word} is "${given}"; it must be ${value.allowed}.`);
      values.set(word, given);
    } else if (knownFlags.includes(word)) {
      flags.add(word);
    } else if (word.startsWith("-")) {
      return wrong(`There is no option "${word}". There are ${listed(optionsOf(vocabulary))}.`);
    } else if (word === "all") {
      known.forEach((name) => names.add(name));
    } else if (known.includes(word)) {
      names.add(word);
    } else {
      return wrong(`There is no ${what} "${word}". There are ${listed([...known, "all"])}.`);
    }
  }
  if (names.size === 0) return wrong(`No ${what} is named. There are ${listed([...known, "all"])}.`);
  return { kind: "understood", names: [...names], flags, values };
}

/** "Say npm run bench -- ack | boot | all [--sample] [--json]." */
export function usageOf(vocabulary: Vocabulary): string {
  const options = optionsOf(vocabulary).map((option) => `[${option}]`);
  return `Say npm run ${vocabulary.what} -- ${[...vocabulary.names, "all"].join(" | ")} ${options.join(" ")}.`;
}

function optionsOf({ flags, values }: Vocabulary): string[] {
  return [...Object.entries(values).map(([option, { sign }]) => `${option} ${sign}`), ...flags];
}

function cut(word: string): [string, string] {
  const at = word.indexOf("=");
  return [word.slice(0, at), word.slice(at + 1)];
}

function wrong(because: string): Understood {
  return { kind: "wrong", because };
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}
