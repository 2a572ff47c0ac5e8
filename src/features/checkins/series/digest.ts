import type { CheckInId } from "../../../kernel/ids.ts";
import { Visible } from "../../../kernel/permissions.ts";
import type { View } from "../../../locales/say.ts";
import { type AnyDigestSection, type DigestItem, type DigestLine, digestSection } from "../../digest-section.ts";
import { kindText, startButton } from "./cards.ts";
import { daysOverdue } from "./decide.ts";
import { checkInsById, openOf } from "./store.ts";
import { type CheckInLine, linesOf } from "./story.ts";

interface DueLine {
  readonly item: DigestItem;
  readonly story: CheckInLine;
}

/** What is due today or late, for whose it is. */
const section = (digest: "csm" | "am", kind: "check-in" | "review"): AnyDigestSection =>
  digestSection<readonly DueLine[]>({
    surface: "digest",
    name: `${kind}s`,
    digests: [digest],
    order: 16,
    counted: kind === "review" ? "checkins.n-reviews" : "checkins.n-check-ins",
    heading: kind === "review" ? "checkins.digest-reviews" : "checkins.digest-check-ins",
    async gather({ tx }, { person, day }) {
      const open = (await openOf(tx, [person.id], day)).filter((each) => each.kind === kind);
      return open.map((each): DigestItem => {
        const late = daysOverdue(each, day);
        return {
          id: each.id,
          grade: late > 0 ? "late" : "today",
          pressing: late > 0,
          figures: { late, due: each.dueOn },
        };
      });
    },
    async load(context, items) {
      const found = await checkInsById(
        context.tx,
        items.map(({ id }) => id as CheckInId),
      );
      const stories = await linesOf(context, [...found.values()]);
      return items.flatMap((item): DueLine[] => {
        const story = stories.find(({ checkIn }) => checkIn.id === item.id);
        return story ? [{ item, story }] : [];
      });
    },
    changes: (lines) => lines.flatMap(({ story }) => story.checkIn.settledAt ?? []),
    draw: drawDues,
  });

export const checkInDigests: readonly AnyDigestSection[] = [section("csm", "check-in"), section("am", "review")];

function drawDues(lines: readonly DueLine[], view: View): DigestLine[] {
  const { say, audience } = view;
  return lines.flatMap(({ item, story: { checkIn, accountName: account, scope } }): DigestLine[] => {
    if (!new Visible("internal", scope, true).open(audience)) return [];
    const what = kindText(checkIn.kind, say);
    const late = Number(item.figures["late"]);
    const { state, dueOn, scheduledAt } = checkIn;
    const isMoved = state === "open" && dueOn !== item.figures["due"];
    const isOpen = state === "open" && !isMoved;
    const at = scheduledAt && ({ date: scheduledAt, style: "time" } as const);
    return [
      {
        id: item.id,
        name: [account],
        text:
          late > 0
            ? say("checkins.line-late", { what, account, count: late })
            : at && isOpen
              ? say("checkins.line-at", { what, account, at })
              : say("checkins.line-today", { what, account }),
        button: isOpen ? startButton(checkIn, say) : undefined,
        done: isOpen ? undefined : say(isMoved ? "checkins.done-moved" : DONE[state]),
      },
    ];
  });
}

const DONE = {
  open: "checkins.done-moved",
  held: "checkins.done-held",
  skipped: "checkins.done-skipped",
  missed: "checkins.done-missed",
  replaced: "checkins.done-replaced",
  ended: "checkins.done-ended",
} as const;
