/** What a slice wants later, about one of its things: at most one of a name a subject is due at a time. */
export interface Reminders {
  /** "<slice>.<reminder>" fires at an instant of the domain's time; one that is set already moves there */
  set(name: string, subject: string, dueAt: Date): void;
  drop(name: string, subject: string): void;
}

export interface JobStarter {
  /**
   * "<slice>.<job>"; runs after commit, in a transaction of its own, or in none where app.ts wires it as a long one. The
   * same name and data twice, still waiting, is one.
   */
  start(name: string, data: Readonly<Record<string, string>>): Promise<void>;
}
