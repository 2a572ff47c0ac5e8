import type { Context, Reactions } from "../feature.ts";
import { customerAsked } from "./asked.ts";
import { openDetractor, settleDetractor } from "./detractor-store.ts";
import { handOver } from "./handover.ts";
import { planMeasures } from "./measuring.ts";
import { hold, letGo, offerWaiting, reasonToHold } from "./holding.ts";
import { openOf } from "./life-store.ts";
import { happen } from "./living.ts";
import { tidy } from "./tidying.ts";

type Touched = Parameters<NonNullable<Reactions["account-touched"]>>[1];

/** What may end the time in which an Account Manager hears nothing of an account (A5). */
const ENDS_QUIET: ReadonlySet<string> = new Set(["stage-changed", "stage-set", "am-pulled-in", "request-commercial"]);
const CONTACTS: ReadonlySet<string> = new Set(["call", "email", "meeting", "message", "on-site"]);
const STAGED: ReadonlySet<string> = new Set(["stage-changed", "stage-set", "slot-changed"]);

/** What happens elsewhere and changes an opportunity (D2, D6, D7). */
export const reactions: Reactions = {
  "account-at-risk": (context, { account }) => hold(context, account, "at-risk"),
  "account-recovered": (context, { account }) => letGo(context, account),
  async "contact-detractor"(context, { account, contact }) {
    await openDetractor(context.tx, account, contact, context.now);
    const because = await reasonToHold(context, account);
    if (because) await hold(context, account, because);
  },
  async "detractor-settled"(context, { account, contact }) {
    await settleDetractor(context.tx, account, contact);
    await letGo(context, account);
  },
  "customer-asked": (context, asked) => customerAsked({ ...context, via: asked.via }, asked),
  async "opportunity-won"(context, { opportunity }) {
    await handOver(context, opportunity);
    await planMeasures(context, opportunity);
  },
  async "account-touched"(context, touch) {
    if (STAGED.has(touch.what)) await tidy(context, touch.account);
    if (ENDS_QUIET.has(touch.what)) await offerWaiting(context, touch.account);
    if (CONTACTS.has(touch.what) && touch.direction !== undefined) await contacted(context, touch);
  },
};

/** Who claimed an opportunity there spoke with the customer: their promise is kept. */
async function contacted(context: Context, { account, by, via }: Touched): Promise<void> {
  const person = by && (await context.directory.person(context.tx, by));
  if (!person || (via !== "slack" && via !== "teams")) return;
  for (const id of await openOf(context.tx, account)) {
    await happen({ ...context, via }, id, { kind: "contact", by: person });
  }
}
