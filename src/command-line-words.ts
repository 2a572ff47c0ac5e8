/** Options that several subcommands take, in commander's words. */
export const ORG = ["--org <slug>", "the organisation; not needed while there is one"] as const;

/** Draws one line anew each time, if somebody looks; "" takes it away. */
export function lineOn(terminal: NodeJS.WritableStream): (line: string) => void {
  const isWatched = "isTTY" in terminal && terminal.isTTY === true;
  return (line) => {
    if (isWatched) terminal.write(`\r\u001b[K${line}`);
  };
}
