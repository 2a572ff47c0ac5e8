import type { Command } from "commander";
import { plain } from "./chat/card.ts";
import type { AddressHmacs } from "./db/erased.ts";
import type { Examined } from "./doctor.ts";
import { addPerson } from "./features/setup/adding.ts";
import { wrongText } from "./features/setup/cards.ts";
import type { OrganisationId } from "./kernel/ids.ts";
import { ROLES } from "./kernel/permissions.ts";
import { createSays } from "./locales/say.ts";

export interface PeopleCommandsParts {
  readonly program: Command;
  readonly out: (text: string) => void;
  /** @param slug of the organisation; not needed while there is one */
  readonly within: (
    slug: string | undefined,
    use: (
      opened: Pick<Examined, "change"> & { readonly hmacsOf: AddressHmacs; readonly organisation: OrganisationId },
    ) => Promise<void>,
  ) => Promise<void>;
}

interface Words {
  readonly role?: readonly string[];
  readonly region?: string;
  readonly manager?: string;
  readonly org?: string;
}

/** `tandem person`: people, one by one; the first administrator for instance. */
export function addPeopleCommands({ program, out, within }: PeopleCommandsParts): void {
  program
    .command("person")
    .description("people, one by one; for many import people.csv")
    .command("add <email> <name...>")
    .description("adds somebody, the first administrator for instance")
    .requiredOption("--role <role...>", `one or several of ${ROLES.join(", ")}`)
    .option("--region <region>", "whose opportunities they get, e.g. dach")
    .option("--manager <person>", "their manager's name or e-mail address")
    .option("--org <slug>", "the organisation; not needed while there is one")
    .action((email: string, names: string[], { role = [], region = "", manager = "", org }: Words) =>
      within(org, async ({ change, hmacsOf, organisation }) => {
        const name = names.join(" ");
        const typed = { name, email, roles: role, region, manager };
        const wrong = await change(organisation, (context) => addPerson(context, typed, undefined, hmacsOf));
        if (wrong.length > 0) {
          const say = createSays()("en");
          throw new Error(wrong.map((each) => plain(wrongText(each, say))).join("\n"));
        }
        out(`Added ${name.trim()} (${role.join(", ")}).\n`);
      }),
    );
}
