/** Who waits for an answer; `resolve` is called once. */
interface Waiting<Ask, Answer> {
  readonly ask: Ask;
  resolve(answer: Promise<Answer>): void;
}

export interface CrowdParts<Ask, Answer> {
  /** gives an answer for each ask, in the same order */
  decide(asks: readonly Ask[]): Promise<readonly Answer[]>;
  /** Told why some couldn't be decided together. @returns whether that is nothing to those who didn't cause it */
  isApart(error: unknown): boolean;
  /** how many are decided together */
  readonly most: number;
}

/**
 * Asks about one thing at a time: the first is decided at once, and all who come meanwhile are decided together after
 * it, in the order in which they came. Where that fails for the sake of one, each is decided alone; else all hear it.
 */
export function createCrowds<Ask, Answer>({
  decide,
  isApart,
  most,
}: CrowdParts<Ask, Answer>): (about: string, ask: Ask) => Promise<Answer> {
  const crowds = new Map<string, Waiting<Ask, Answer>[]>();

  async function alone(ask: Ask): Promise<Answer> {
    const [answer] = await decide([ask]);
    if (answer === undefined) throw new Error("an ask was left without an answer");
    return answer;
  }

  /** Each one's answer, and none where each is to be decided alone. */
  async function together(crowd: readonly Waiting<Ask, Answer>[]): Promise<readonly Answer[]> {
    if (crowd.length === 1) return [];
    try {
      return await decide(crowd.map(({ ask }) => ask));
    } catch (error) {
      if (isApart(error)) return [];
      throw error;
    }
  }

  async function settle(crowd: readonly Waiting<Ask, Answer>[]): Promise<void> {
    const deciding = together(crowd);
    const settled = crowd.map(({ ask, resolve }, at) => {
      const answer = deciding.then((answers) => answers[at] ?? alone(ask));
      resolve(answer);
      return answer;
    });
    await Promise.allSettled(settled);
  }

  async function serve(about: string, waiting: Waiting<Ask, Answer>[]): Promise<void> {
    while (waiting.length > 0) await settle(waiting.splice(0, most));
    crowds.delete(about);
  }

  return (about, ask) =>
    new Promise((resolve) => {
      const crowd = crowds.get(about);
      if (crowd) {
        crowd.push({ ask, resolve });
        return;
      }
      const begun = [{ ask, resolve }];
      crowds.set(about, begun);
      void serve(about, begun);
    });
}
