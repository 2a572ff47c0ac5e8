export const URL_AT_MOST = 2000;

/** An https address of a host with a dot, without a name or password in it. @returns undefined for all else */
export function linkOf(typed: string): string | undefined {
  if (typed.length > URL_AT_MOST || !URL.canParse(typed)) return undefined;
  const url = new URL(typed);
  const isPlain = url.protocol === "https:" && url.username === "" && url.password === "" && url.hostname.includes(".");
  return isPlain && url.href.length <= URL_AT_MOST ? url.href : undefined;
}
