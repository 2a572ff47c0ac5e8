const LEAST = [22, 20] as const;

/** Ends the process with a sentence on a Node that can't run the sources. */
export function refuseOldNode(version: string = process.versions.node): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1])) return;
  process.stderr.write(
    `Tandem needs Node ${LEAST.join(".")} or newer; this is ${version}. Start it through npm (for example \`npm start\`), which brings its own.\n`,
  );
  process.exit(1);
}
