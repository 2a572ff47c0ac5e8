import type { Complaint, Flaw } from "../complaint.ts";

const MOST_COMPLAINTS = 10_000;

/** A line with a complaint is rejected as a whole. */
export interface Findings {
  /** lines of data, good or bad */
  readonly read: number;
  readonly rejected: number;
  /** in the order of lines, the first ten thousand */
  readonly complaints: readonly Complaint[];
  /** complaints beyond those */
  readonly unlisted: number;
  /** lines that nobody wants; not among those read */
  readonly aside: number;
}

/** Counts the lines of one file and keeps its complaints. */
export interface Desk {
  /** a line of data that was read, good or bad */
  count(): void;
  leaveAside(): void;
  read(): number;
  complain(line: number, flaws: readonly Flaw[]): void;
  /** said of the file or its header: no row is rejected by it */
  remark(line: number, flaws: readonly Flaw[]): void;
  result(): Findings;
}

export function createDesk(file: string): Desk {
  const complaints: Complaint[] = [];
  let read = 0;
  let rejected = 0;
  let unlisted = 0;
  let aside = 0;
  function remark(line: number, flaws: readonly Flaw[]): void {
    for (const each of flaws) {
      if (complaints.length < MOST_COMPLAINTS) complaints.push({ file, line, ...each });
      else unlisted++;
    }
  }
  return {
    count: () => void read++,
    leaveAside: () => void aside++,
    read: () => read,
    complain(line, flaws) {
      rejected++;
      remark(line, flaws);
    },
    remark,
    result: () => ({ read, rejected, complaints: complaints.toSorted((a, b) => a.line - b.line), unlisted, aside }),
  };
}
