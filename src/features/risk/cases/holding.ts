import type { Block } from "../../../chat/card.ts";
import type { Reply } from "../../../chat/interaction.ts";
import { done } from "../../../chat/reply.ts";
import { afterQuietHours } from "../../../kernel/business-time.ts";
import type { Person } from "../../../kernel/directory.ts";
import { NotFound } from "../../../kernel/errors.ts";
import type { RiskHoldId } from "../../../kernel/ids.ts";
import type { View } from "../../../locales/say.ts";
import type { Acting, CardKind, Context, Drawing, Job } from "../../feature.ts";
import { organisationDay } from "../calendar.ts";
import { countToAnnounce } from "../case-store.ts";
import type { Run } from "../night-store.ts";
import { standstillOf } from "../store.ts";
import { mustHold } from "./alerts.ts";
import { announceCases } from "./announcing.ts";
import { type Hold, holdById, insertHold, saveDecided } from "./hold-store.ts";
import { writeAudit } from "./store.ts";

/**
 * B13: so many crossed at once that the data may be broken, so whoever leads is asked before anybody is alerted.
 * @returns true when the alerts of this run wait
 */
export async function holdAlerts(context: Context, { asOf, day }: Run): Promise<boolean> {
  const { tx, ids, now, directory, posts } = context;
  const crossed = await countToAnnounce(tx, asOf);
  const { scored } = await standstillOf(tx, day);
  if (!mustHold(crossed, scored)) return false;
  const id = ids.next<"risk-hold">();
  if (!(await insertHold(tx, { id, asOf, crossed, scored }))) return true;
  for (const person of askedAmong(await directory.people(tx))) {
    const dueAt = afterQuietHours(now, person.calendar);
    posts.announce({ card: "risk.case-hold", subject: id, address: `person:${person.id}`, slot: "", dueAt });
  }
  return true;
}

/** Managers decide; where there is none, administrators. */
function askedAmong(people: readonly Person[]): Person[] {
  const active = people.filter((person) => person.active);
  const managers = active.filter(({ roles }) => roles.includes("manager"));
  return managers.length > 0 ? managers : active.filter(({ roles }) => roles.includes("admin"));
}

export const holdCard: CardKind<Hold> = {
  sensitive: false,
  called: "cases.called-hold",
  direct: { why: "why.case-hold", insistent: true },
  load: async ({ tx }, subject) => (await holdById(tx, subject as RiskHoldId)) ?? "gone",
  draw: drawHold,
};

/** Figures alone: which customers, the digest says to who may know. */
export function drawHold({ id, crossed, scored, state, decided }: Hold, view: View): Drawing {
  const { say } = view;
  const title = say("cases.hold-title");
  const body: Block[] = [{ kind: "text", text: say("cases.hold", { crossed, scored }) }];
  if (decided) {
    const by = { mention: decided.by };
    const at = { date: decided.at, style: "day-time" } as const;
    body.push({ kind: "context", text: say(DECIDED[state === "sent" ? "sent" : "kept-back"], { by, at }) });
  } else {
    body.push({
      kind: "buttons",
      elements: [
        {
          kind: "button",
          label: say("cases.hold-keep"),
          look: "primary",
          press: { name: "risk.hold-keep", subject: id },
        },
        { kind: "button", label: say("cases.hold-send"), press: { name: "risk.hold-send", subject: id } },
      ],
    });
  }
  return { card: { title, accent: decided ? "calm" : "warn", body }, summary: title };
}

const DECIDED = { sent: "cases.hold-sent", "kept-back": "cases.hold-kept" } as const;

/** Of two who decide, the conditional update lets one; the other hears what was decided. */
export async function decideHold(acting: Acting, subject: string, state: "sent" | "kept-back"): Promise<Reply> {
  const { tx, now, ids, person, posts, jobs, directory, view } = acting;
  const found = await holdById(tx, subject as RiskHoldId);
  const may = askedAmong(await directory.people(tx)).some(({ id }) => id === person.id || person.covers.includes(id));
  if (!found || !may) throw new NotFound("cases.gone");
  if (found.decided || !(await saveDecided(tx, found.id, state, person.id, now))) {
    const { state: was, decided } = (await holdById(tx, found.id)) ?? found;
    const by = decided ? [{ mention: decided.by }] : [];
    const at = { date: decided?.at ?? now, style: "day-time" } as const;
    return done(view.say(DECIDED[was === "sent" ? "sent" : "kept-back"], { by, at }));
  }
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action: `risk.hold-${state}`, subject, details: {} });
  if (state === "sent") await jobs.start("risk.send-held", { asOf: found.asOf.toISOString() });
  posts.redraw(subject);
  return done(view.say(state === "sent" ? "cases.hold-send-done" : "cases.hold-keep-done"));
}

/** The alerts of a held run, within the caps as ever. */
export const sendHeld: Job = {
  async run(context, data) {
    const asOf = new Date(data["asOf"] ?? context.now);
    await announceCases(context, asOf, await organisationDay(context.tx, context.now));
    return undefined;
  },
};
