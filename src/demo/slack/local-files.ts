import { randomBytes } from "node:crypto";

export interface LocalFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Files of the local Slack, and the messages they stand with. Bounded: the oldest goes first. */
export interface LocalFiles {
  add(name: string, bytes: Uint8Array, id?: string): LocalFile;
  find(id: string): LocalFile | undefined;
  /** the files stand with a message */
  attach(channel: string, ts: string, files: readonly LocalFile[]): void;
  with(channel: string, ts: string): readonly LocalFile[];
}

const MOST = 40;

export function createLocalFiles(): LocalFiles {
  const files = new Map<string, LocalFile>();
  const standing = new Map<string, readonly LocalFile[]>();
  return {
    add(name, bytes, id = newFileId()) {
      const file = { id, name, bytes };
      files.set(id, file);
      for (const oldest of files.keys()) {
        if (files.size <= MOST) break;
        files.delete(oldest);
      }
      return file;
    },
    find: (id) => files.get(id),
    attach: (channel, ts, more) => void standing.set(`${channel} ${ts}`, more),
    with: (channel, ts) => (standing.get(`${channel} ${ts}`) ?? []).filter(({ id }) => files.has(id)),
  };
}

function newFileId(): string {
  return `F${randomBytes(6).toString("hex").toUpperCase()}`;
}
