import type { Reply } from "../../chat/interaction.ts";
import { done } from "../../chat/reply.ts";
import { localDateOf } from "../../kernel/business-time.ts";
import { mayRead } from "../../kernel/permissions.ts";
import { accountsAbout } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { forAccount } from "../naming.ts";
import { settingsOf } from "../settings/facts.ts";
import { stallsOf, standsSince } from "./decide.ts";
import { listCard, type OpenLine } from "./list-cards.ts";
import { show, storyIn } from "./pressing.ts";
import { integratedAmong, openOnboardings, plansById } from "./store.ts";
import { asksForTemplates, mayManage, showTemplates } from "./templates/managing.ts";

/** `/tandem onboarding`: what is open; with an account its plans, or `templates` */
export function onboardingByWords(acting: Acting, words: string): Promise<Reply> {
  if (words.trim() === "") return showOpen(acting);
  if (asksForTemplates(words)) return showTemplates(acting);
  return forAccount(acting, words, {
    which: "onboarding.which",
    pick: { press: "checkins.show" },
    found: ({ id }) => show(acting, id),
  });
}

/** What somebody may read of it. */
async function showOpen(acting: Acting): Promise<Reply> {
  const { person, view } = acting;
  const lines = await openLines(acting);
  const manages = mayManage(person);
  if (lines.length === 0) return done(view.say(manages ? "onboarding.list-none-manage" : "onboarding.list-none"));
  return { kind: "private", card: listCard(lines, manages, view) };
}

async function openLines(acting: Acting): Promise<OpenLine[]> {
  const { tx, now, audience, person } = acting;
  const today = localDateOf(now, person.calendar.zone);
  const open = await openOnboardings(tx);
  const accounts = await accountsAbout(tx, open, localDateOf(now, (await settingsOf(tx)).zone));
  const read = open.filter(({ account: id }) => {
    const account = accounts.get(id);
    return account && account.stage !== "churned" && mayRead(audience, "success-plan", account.scope);
  });
  const plans = await plansById(
    tx,
    read.map(({ id }) => id),
  );
  const integrated = await integratedAmong(
    tx,
    read.map(({ account }) => account),
  );
  return read.flatMap(({ id, account: at }): OpenLine[] => {
    const [plan, account] = [plans.get(id), accounts.get(at)];
    if (!plan || !account) return [];
    const stall = standsSince(plan, stallsOf(plan, integrated?.has(at), today));
    return [{ story: storyIn(plan, account, acting, person.calendar.zone), stall }];
  });
}
