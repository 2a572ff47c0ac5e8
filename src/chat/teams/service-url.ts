/** Where Microsoft's connectors of Teams live. Whoever is written to elsewhere would get customers' data. */
const HOSTS: ReadonlySet<string> = new Set(["smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com"]);
const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "[::1]", "localhost"]);
const MOST_LETTERS = 300;
const PLAIN = /^https?:\/\/[\w.:[\]-]+(?:\/[\w.~:/%-]*)?$/i;

/**
 * Whether Tandem may write to an address that calls itself a connector of Teams.
 * @param local instead of Microsoft's hosts over https: this machine over http
 */
export function isServiceUrl(address: string, local: boolean): boolean {
  // A backslash, a space, a slash too few or an exotic letter is read in more than one way.
  if (address.length > MOST_LETTERS || !PLAIN.test(address) || !URL.canParse(address)) return false;
  const { protocol, hostname, port, username, password } = new URL(address);
  if (username !== "" || password !== "") return false;
  if (local) return protocol === "http:" && isLoopback(hostname);
  return protocol === "https:" && port === "" && HOSTS.has(hostname);
}

export function isLoopback(hostname: string): boolean {
  return LOOPBACK.has(hostname);
}
