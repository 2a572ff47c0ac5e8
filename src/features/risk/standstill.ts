import { afterQuietHours, type LocalDate } from "../../kernel/business-time.ts";
import { RISK } from "../../kernel/defaults.ts";
import type { View } from "../../locales/say.ts";
import type { CardKind, Context, Drawing } from "../feature.ts";
import { organisationDay } from "./calendar.ts";
import { type Standstill, standstillOf } from "./store.ts";
import { dayText } from "./texts.ts";

/** When the data of most customers is too old to score (B13), each administrator is told once, per last day of data. */
export async function tellAdmins({ tx, now, directory, posts }: Context, day: LocalDate): Promise<void> {
  const standstill = await standstillOf(tx, day);
  if (!standstill.dataUntil || standstill.frozen <= RISK.standstillShare * standstill.scored) return;
  const admins = (await directory.people(tx)).filter((person) => person.roles.includes("admin"));
  for (const admin of admins) {
    posts.announce({
      card: "risk.standstill",
      subject: tx.organisation,
      address: `person:${admin.id}`,
      slot: standstill.dataUntil,
      dueAt: afterQuietHours(now, admin.calendar),
    });
  }
}

export const standstillCard: CardKind<Standstill> = {
  sensitive: false,
  called: "risk.called-standstill",
  direct: { why: "why.standstill", role: "admin" },
  async load({ tx, now }) {
    const standstill = await standstillOf(tx, await organisationDay(tx, now));
    return standstill.dataUntil ? standstill : "gone";
  },
  draw: drawStandstill,
};

/** No customer is named: an administrator may not see their risk. */
export function drawStandstill({ dataUntil, frozen }: Standstill, view: View): Drawing {
  const { say } = view;
  const title = say("risk.standstill-title");
  const until = dataUntil ? dayText(dataUntil) : [];
  return {
    card: { title, accent: "warn", body: [{ kind: "text", text: say("risk.standstill", { count: frozen, until }) }] },
    summary: title,
  };
}
