export type Moment = "arrived" | "recorded" | "answered";
export type CallListener<Call> = (call: Call, moment: Moment) => void | Promise<void>;

export interface Listeners<Call> {
  /** @returns what ends it */
  add(listener: CallListener<Call>): () => void;
  /** one after the other, each waited for */
  tell(call: Call, moment: Moment): Promise<void>;
}

export function createListeners<Call>(): Listeners<Call> {
  const listeners = new Set<CallListener<Call>>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async tell(call, moment) {
      for (const listener of listeners) await listener(call, moment);
    },
  };
}
