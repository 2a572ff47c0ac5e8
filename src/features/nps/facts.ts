/** What a campaign decided of the people of a customer, and what came of it; how that is said is this slice's too. */
export { type AskedPerson, type LastAsked, lastAsked } from "./asked-store.ts";
export { lastAskedText, personText } from "./asked-texts.ts";
