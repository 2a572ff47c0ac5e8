import type { AccountId } from "../../kernel/ids.ts";
import { rosterOf } from "../accounts/facts.ts";
import type { Feature } from "../feature.ts";
import { openHolder, setHolder, slotByName } from "./holding.ts";
import { changeRow, openRow, showMatrix, who, whoOf } from "./matrix.ts";

/** Who is addressed with what, and who holds which slot of an account (A4). */
export const responsibilities: Feature = {
  name: "responsibilities",
  commands: [
    {
      word: "who",
      order: 9,
      topic: "together",
      help: "responsibilities.help-who",
      example: "responsibilities.example-who",
      changes: false,
      run: who,
    },
    {
      word: "matrix",
      order: 30,
      topic: "set-up",
      help: "responsibilities.help-matrix",
      example: "responsibilities.example-matrix",
      changes: false,
      run: showMatrix,
    },
    {
      word: "slot",
      order: 31,
      topic: "set-up",
      help: "responsibilities.help-slot",
      example: "responsibilities.example-slot",
      changes: false,
      run: slotByName,
    },
  ],
  presses: {
    who: {
      changes: false,
      async run(acting, { subject }) {
        const account = await rosterOf(acting.tx, subject as AccountId);
        if (!account) return { kind: "done", sentence: acting.view.say("accounts.gone") };
        return whoOf(acting, account, "");
      },
    },
  },
  forms: {
    row: { about: "nothing", open: openRow, submit: changeRow },
    holder: { open: (acting, subject) => openHolder(acting, subject as AccountId), submit: setHolder },
  },
};
