/**
 * Why the service or the demo can't start, in words that say what to do.
 * @param command what was typed, e.g. "npm start"
 */
export function startProblem(error: unknown, command: string): string {
  if (!(error instanceof Error)) return String(error);
  if (!("syscall" in error && error.syscall === "listen" && "code" in error)) return error.message;
  const port = "port" in error ? Number(error.port) : 0;
  const other = `set PORT to another one, e.g. PORT=${String(port < 1024 || port === 65_535 ? 3000 : port + 1)} ${command}.`;
  const address = "address" in error ? String(error.address) : "";
  switch (error.code) {
    case "EADDRINUSE":
      return `Port ${String(port)} is taken. Stop what uses it, or ${other}`;
    case "EACCES":
      return `Port ${String(port)} isn't this user's to open. Start as one who may, or ${other}`;
    case "EADDRNOTAVAIL":
      return `HOST is "${address}"; this machine has no such address. Use 127.0.0.1 for this machine alone, or 0.0.0.0 for every network it is in.`;
    default:
      return error.message;
  }
}
