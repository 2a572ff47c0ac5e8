import type { Reply } from "../../chat/interaction.ts";
import type { AddressHmacs } from "../../db/erased.ts";
import { type Acting, type Context, type Feature, homeSection, type Introducing } from "../feature.ts";
import { adminOnly } from "../settings/facts.ts";
import { submitPerson } from "./adding.ts";
import { homeSetUp, personForm, setUpCard } from "./cards.ts";
import { companyFindings, type SetUpStep, stepsOf } from "./decide.ts";
import { censusOf } from "./facts.ts";

/** The first run: what is there, what is missing, and how to get it (H3). Only administrators. */
export function createSetup(hmacsOf: AddressHmacs): Feature {
  return {
    name: "setup",
    commands: [
      {
        word: "setup",
        order: 7,
        topic: "set-up",
        help: "setup.help",
        example: "setup.example",
        changes: true,
        run: show,
        introduce,
      },
    ],
    forms: {
      person: {
        about: "nothing",
        open: async (acting) => (await adminOnly(acting)) ?? personForm(acting.view),
        submit: (acting, submission) => submitPerson(acting, submission, hmacsOf),
      },
    },
    sections: [
      homeSection<readonly SetUpStep[]>({
        surface: "home",
        order: 10,
        load: async (acting) => (acting.person.roles.includes("admin") ? stepsIn(acting) : undefined),
        draw: homeSetUp,
      }),
    ],
  };
}

async function show(acting: Acting): Promise<Reply> {
  const refusal = await adminOnly(acting);
  if (refusal) return refusal;
  const census = await censusOf(acting.tx);
  return { kind: "private", card: setUpCard(stepsOf(companyFindings(census, 0)), census, acting.view) };
}

async function stepsIn({ tx }: Pick<Context, "tx">): Promise<readonly SetUpStep[]> {
  return stepsOf(companyFindings(await censusOf(tx), 0));
}

/** Whoever comes first is made nothing: who administers is said at the command line, or by a file. */
async function introduce({ tx, say }: Introducing): Promise<Reply> {
  const { admins } = await censusOf(tx);
  return { kind: "done", sentence: say(admins === 0 ? "setup.nobody" : "shell.stranger") };
}
