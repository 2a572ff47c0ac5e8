import type { Text } from "../../chat/card.ts";
import type { Press, Reply } from "../../chat/interaction.ts";
import { afterQuietHours, localDateOf } from "../../kernel/business-time.ts";
import { type Acting, card, type Context, type Feature } from "../feature.ts";
import { adminOnly } from "../settings/facts.ts";
import { drawOpen, openCard } from "./cards.ts";
import { chosenOf, LISTED_DAYS, troubleOf } from "./decide.ts";
import { type Called, isTold, loadOpen, OWN_CARD, unsettledPosts } from "./open.ts";
import { type AuditAction, writeAudit } from "./store.ts";

type Act = (acting: Acting, press: Press & { readonly subject: string }) => Promise<Reply>;

/** What every administrator's card shows. */
const SUBJECT = "deliveries";

/** What did not arrive, or nobody knows whether it did: told to administrators, who decide what becomes of it. */
export function createDeliveries(called: Called): Feature {
  const settling = (settle: typeof again, wide: boolean) => ({
    changes: true,
    run: ((acting, { subject }) => settleLine(acting, called, subject, wide, settle)) satisfies Act,
  });
  return {
    name: "deliveries",
    commands: [
      {
        word: "deliveries",
        order: 50,
        topic: "set-up",
        help: "deliveries.help",
        example: "deliveries.example",
        changes: false,
        run: (acting) => show(acting, called),
      },
    ],
    presses: {
      again: settling(again, false),
      "again-all": settling(again, true),
      fine: settling(fine, false),
      "fine-all": settling(fine, true),
    },
    cards: {
      open: card({
        sensitive: false,
        called: "deliveries.called",
        direct: { why: "why.deliveries", role: "admin" },
        async load(context, _subject, { stands }) {
          const open = await loadOpen(context, called);
          return open.lines.length === 0 && !stands ? "gone" : open;
        },
        draw: drawOpen,
      }),
    },
    reactions: {
      "post-unsettled": (context, event) => (isTold(event.card, called) ? tell(context) : Promise.resolve()),
    },
  };
}

/** One card an administrator and local day, drawn anew with every further one. */
async function tell(context: Context): Promise<void> {
  const { tx, now, directory, posts } = context;
  for (const admin of (await directory.people(tx)).filter((person) => person.roles.includes("admin"))) {
    const dueAt = afterQuietHours(now, admin.calendar);
    const slot = localDateOf(dueAt, admin.calendar.zone);
    posts.announce({ card: OWN_CARD, subject: SUBJECT, address: `person:${admin.id}`, slot, dueAt });
  }
  posts.redraw(SUBJECT);
}

async function show(acting: Acting, called: Called): Promise<Reply> {
  const refusal = await adminOnly(acting);
  if (refusal) return refusal;
  const open = await loadOpen(acting, called);
  return open.lines.length === 0
    ? { kind: "done", sentence: acting.view.say("deliveries.nothing", { days: LISTED_DAYS }) }
    : { kind: "private", card: openCard(open, acting.view) };
}

async function settleLine(
  acting: Acting,
  called: Called,
  subject: string,
  wide: boolean,
  settle: typeof again,
): Promise<Reply> {
  const refusal = await adminOnly(acting);
  if (refusal) return refusal;
  const { tx, ids, now, person, view, place, posts } = acting;
  const chosen = chosenOf(await unsettledPosts(acting, called), subject, wide);
  const [first] = chosen;
  if (!first) return { kind: "done", sentence: view.say("deliveries.settled-already") };
  const { action, said, counts, changed } = await settle(
    acting,
    chosen.map(({ id }) => id),
  );
  // Another administrator pressed at the same moment.
  if (changed === 0) return { kind: "done", sentence: view.say("deliveries.settled-already") };
  const details = { trouble: troubleOf(first), ...(wide ? {} : { address: first.address }), ...counts };
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action, subject, details });
  posts.redraw(SUBJECT);
  if (!place.ephemeral) return { kind: "done", sentence: said };
  return { kind: "replace", card: openCard(await loadOpen(acting, called), view, said) };
}

interface Settled {
  readonly action: AuditAction;
  /** posts that are settled now and were not before */
  readonly changed: number;
  readonly said: Text;
  readonly counts: Readonly<Record<string, number>>;
}

async function again({ posts, view }: Acting, ids: Parameters<Context["posts"]["sendAgain"]>[0]): Promise<Settled> {
  const counts = await posts.sendAgain(ids);
  return { action: "deliveries.again", changed: counts.again + counts.late, said: saidOf(counts, view.say), counts };
}

function saidOf({ again: sent, late }: { again: number; late: number }, say: Acting["view"]["say"]): Text {
  if (late === 0) return say("deliveries.sent-again", { count: sent });
  return sent === 0 ? say("deliveries.too-late", { count: late }) : say("deliveries.sent-some", { again: sent, late });
}

async function fine({ posts, view }: Acting, ids: Parameters<Context["posts"]["leave"]>[0]): Promise<Settled> {
  const left = await posts.leave(ids);
  return {
    action: "deliveries.fine",
    changed: left,
    said: view.say("deliveries.left", { count: left }),
    counts: { left },
  };
}
