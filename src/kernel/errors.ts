/**
 * The four errors a feature may throw. Each carries the text key of a sentence for the person,
 * and the values that stand in it. Only inbound/router turns them into words.
 */
export type SentenceValues = Readonly<Record<string, string | number>>;

class Spoken extends Error {
  readonly key: string;
  readonly values: SentenceValues;
  constructor(key: string, values: SentenceValues = {}) {
    super(key);
    this.key = key;
    this.values = values;
  }
}

export class NotFound extends Spoken {
  override readonly name = "NotFound";
}
export class Conflict extends Spoken {
  override readonly name = "Conflict";
}
export class Forbidden extends Spoken {
  override readonly name = "Forbidden";
}
export class BadInput extends Spoken {
  override readonly name = "BadInput";
}

export type SpokenError = NotFound | Conflict | Forbidden | BadInput;

export function isSpoken(error: unknown): error is SpokenError {
  return error instanceof Spoken;
}

/** The end of an exhaustive switch. */
export function never(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
