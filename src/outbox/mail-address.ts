import type { Mailbox } from "../chat/platform.ts";
import type { Tx } from "../kernel/deps.ts";
import type { Locale } from "../kernel/directory.ts";
import type { ContactId, PersonId } from "../kernel/ids.ts";
import { NOBODY } from "../kernel/permissions.ts";
import { personAudience, type Readership } from "./audience.ts";
import { hasOptedOut } from "./contact-address.ts";
import { type AddressParts, nowhere, type Standing, unwanted } from "./standing.ts";
import type { Stand } from "./store.ts";

/**
 * The mailbox of somebody of a customer's, or of ours. The post keeps whose it is, never the address, so that an address
 * that is corrected or erased is so here too. Who has left or doesn't want to be asked gets nothing.
 * @param whose "contact:<id>" or "person:<id>"
 */
export async function mailStanding(
  tx: Tx,
  { directory, mail }: AddressParts,
  whose: string,
  stand: Stand | undefined,
): Promise<Standing> {
  if (!mail) return nowhere("platform not connected");
  const [kind, id = ""] = whose.split(":");
  if (kind === "person") {
    const person = await directory.person(tx, id as PersonId);
    if (!person?.active) return nowhere("person inactive");
    if (person.email === undefined) return nowhere("person without an address");
    const { name, email: address, locale, calendar } = person;
    const audience = personAudience(person);
    return here(whose, { name, address }, { locale, zone: calendar.zone }, { audience, users: [] });
  }
  const contact = await directory.contact(tx, id as ContactId);
  if (!contact) return nowhere("contact unknown");
  if (!stand && contact.hasLeft) return unwanted("contact left");
  if (!stand && (await hasOptedOut(tx, contact))) return unwanted("opted out");
  if (contact.email === undefined) return nowhere("contact without an address");
  return here(whose, { name: contact.name, address: contact.email }, contact, { audience: NOBODY, users: [] });
}

function here(
  conversation: string,
  mailbox: Mailbox,
  { locale, zone }: { readonly locale: Locale; readonly zone: string },
  readership: Readership,
): Standing {
  return {
    kind: "here",
    target: { platform: "email", workspace: "", conversation },
    mailbox,
    refresh: "nothing",
    channel: undefined,
    reader: undefined,
    insteadOf: undefined,
    locale,
    zone,
    readership: () => Promise.resolve(readership),
  };
}
