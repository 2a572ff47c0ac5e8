import {
  brokeOffCard,
  complaintsPage,
  outcomeCard,
  type Outcome,
} from "../../src/features/accounts/import/upload/cards.ts";
import { type Complaint, flaw } from "../../src/features/accounts/import/complaint.ts";
import type { ImportReport } from "../../src/features/accounts/import/import.ts";
import type { Example } from "./fixed.ts";

const ACCOUNTS: ImportReport = {
  kind: "accounts",
  file: "accounts.csv",
  read: 240,
  changed: 12,
  unchanged: 228,
  rejected: 0,
  complaints: [],
  unlisted: 0,
  aside: 0,
};
const complaints: Complaint[] = Array.from({ length: 27 }, (_, at) => ({
  file: "usage.csv",
  line: at + 2,
  ...flaw("day", `31/0${String((at % 9) + 1)}/2026`, "not-a-day"),
}));
const USAGE: ImportReport = {
  ...ACCOUNTS,
  kind: "usage",
  file: "usage.csv",
  read: 5000,
  changed: 4973,
  unchanged: 0,
  rejected: 27,
  complaints,
};
const whole: Outcome = { reports: [ACCOUNTS], unread: [] };
const partly: Outcome = {
  reports: [ACCOUNTS, USAGE],
  unread: [
    { file: "tickets.csv", because: "too-big" },
    { file: "people.csv", because: "not-fetched" },
  ],
};

export const uploadExamples: readonly Example[] = [
  { name: "upload-whole", draw: ({ say }) => outcomeCard(whole, "in-file", say) },
  { name: "upload-partly", draw: ({ say }) => outcomeCard(partly, "in-file", say) },
  { name: "upload-page", draw: ({ say }) => complaintsPage(partly, say) ?? brokeOffCard(say) },
  { name: "upload-broke-off", draw: ({ say }) => brokeOffCard(say) },
];
