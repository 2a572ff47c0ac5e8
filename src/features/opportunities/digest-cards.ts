import type { Button, Text } from "../../chat/card.ts";
import { Visible } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import type { DigestItem, DigestLine } from "../digest-section.ts";
import { followed, hasPassed } from "./claimed-cards.ts";
import type { Story } from "./story-model.ts";

/** An opportunity of the morning as it is now. */
export interface OfferLine {
  readonly item: DigestItem;
  readonly story: Story;
}

export function drawToClaim(lines: readonly OfferLine[], view: View): DigestLine[] {
  const { say } = view;
  return linesOf(lines, view, ({ item, story }) => {
    const values = { ...names(story), by: { date: dateIn(item, "by"), style: "day-time" } as const };
    const said = { released: "digests.offer-released", late: "digests.offer-late" } as const;
    return {
      text: say(said[item.grade as keyof typeof said] ?? "digests.offer", values),
      button: {
        kind: "button",
        label: say("opportunities.claim"),
        look: "primary",
        press: { name: "opportunities.claim", subject: item.id },
      },
      done: takenText(story, view) ?? notTheirsText(story, view),
    };
  });
}

export function drawPromised(lines: readonly OfferLine[], view: View): DigestLine[] {
  return linesOf(lines, view, ({ item, story }) => ({
    text: view.say(item.grade === "due" ? "digests.promise-due" : "digests.promise", {
      ...names(story),
      by: { date: dateIn(item, "by"), style: "day-time" },
    }),
    button: {
      kind: "button",
      label: view.say("deals.log-contact"),
      opens: { name: "accounts.log", subject: story.opportunity.account },
    },
    done: parkedText(story, view) ?? keptText(story, view),
  }));
}

/** The promise is kept, or isn't theirs any more. */
function keptText({ opportunity }: Story, { say }: View): Text | undefined {
  return opportunity.stage === "claimed" ? undefined : say("deals.digest-kept");
}

export function drawParked(lines: readonly OfferLine[], view: View): DigestLine[] {
  return linesOf(lines, view, ({ item, story }) => ({
    text: view.say("digests.offer-parked", {
      ...names(story),
      since: { date: dateIn(item, "since"), style: "day" },
    }),
    button: openButton(story, view),
    done: story.opportunity.parked ? undefined : view.say("digests.offer-free"),
  }));
}

/** What a manager reads of offers that nobody claimed in time. */
export function drawUnclaimed(lines: readonly OfferLine[], view: View): DigestLine[] {
  return linesOf(lines, view, ({ item, story }) => {
    const values = { ...names(story), by: { date: dateIn(item, "by"), style: "day-time" } as const };
    return {
      text: story.assignee
        ? view.say("digests.offer-unclaimed", { ...values, am: { mention: story.assignee } })
        : view.say("digests.offer-unclaimed-nobody", values),
      button: openButton(story, view),
      done: takenText(story, view),
    };
  });
}

function linesOf(
  lines: readonly OfferLine[],
  { audience }: View,
  draw: (line: OfferLine) => Omit<DigestLine, "id" | "name">,
): DigestLine[] {
  return lines.flatMap((line) => {
    const seen = new Visible("opportunity", line.story.scope, line).open(audience);
    return seen ? [{ id: line.item.id, name: [line.story.accountName], ...draw(seen) }] : [];
  });
}

/** Nobody claims it any more: it was claimed, is on hold, or isn't offered at all. */
function takenText(story: Story, view: View): Text | undefined {
  const said = claimedText(story, view) ?? parkedText(story, view);
  return said ?? (story.opportunity.stage === "routed" ? undefined : followed(story, view));
}

/** Its reader passed on it, or it was given to somebody else by name. */
function notTheirsText(story: Story, view: View): Text | undefined {
  const { audience, say } = view;
  if (hasPassed(story, view)) return say("deals.you-passed");
  const { assignee, opportunity } = story;
  if (opportunity.pool || !assignee || audience.kind !== "person") return undefined;
  const { person, covers } = audience.reader;
  return person === assignee.id || covers.includes(assignee.id) ? undefined : followed(story, view);
}

function claimedText({ opportunity, claimer }: Story, { say }: View): Text | undefined {
  if (!opportunity.claimed || !claimer) return undefined;
  return say("digests.offer-claimed", {
    am: { mention: claimer },
    at: { date: opportunity.claimed.at, style: "time" },
  });
}

function parkedText({ opportunity }: Story, { say }: View): Text | undefined {
  return opportunity.parked && say("digests.offer-held");
}

function names({ accountName, opportunity }: Story) {
  return { account: accountName, product: opportunity.product };
}

function openButton({ opportunity }: Story, { say }: View): Button {
  return { kind: "button", label: say("digests.open"), press: { name: "accounts.open", subject: opportunity.account } };
}

function dateIn({ figures }: DigestItem, name: string): Date {
  return new Date(String(figures[name]));
}
