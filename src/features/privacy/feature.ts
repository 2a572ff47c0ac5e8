import type { AddressHmacs } from "../../db/erased.ts";
import type { Feature } from "../feature.ts";
import { showAudit, showOlder } from "./auditing.ts";
import type { Decided } from "./audit-store.ts";
import { askToErase, askToExport, goOnErasing, openErase, submitErase } from "./erasing.ts";
import { retain, retention } from "./retaining.ts";

/** Erasing and exporting people, how long what is kept, and who decided what (H6). */
export function createPrivacy(hmacsOf: AddressHmacs): Feature {
  return {
    name: "privacy",
    commands: [
      {
        word: "erase",
        order: 60,
        topic: "set-up",
        help: "privacy.help-erase",
        example: "privacy.example-erase",
        changes: false,
        run: (acting, words) => askToErase(acting, words, hmacsOf),
      },
      {
        word: "audit",
        order: 61,
        topic: "set-up",
        help: "privacy.help-audit",
        example: "privacy.example-audit",
        changes: false,
        run: showAudit,
      },
      {
        word: "export",
        order: 62,
        topic: "set-up",
        help: "privacy.help-export",
        example: "privacy.example-export",
        changes: false,
        run: (acting, words) => askToExport(acting, words, hmacsOf),
      },
    ],
    forms: { erase: { open: openErase, submit: (acting, submission) => submitErase(acting, submission, hmacsOf) } },
    presses: { older: { changes: false, run: (acting, { subject }) => showOlder(acting, subject as Decided["id"]) } },
    schedules: [retention],
    jobs: { erase: { run: goOnErasing }, retain },
  };
}
