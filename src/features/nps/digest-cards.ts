import { FORMER } from "../../kernel/former.ts";
import { Visible } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import type { DigestItem, DigestLine } from "../digest-section.ts";
import { endText, logCall } from "./loop-cards.ts";
import type { LoopStory } from "./story.ts";

export interface LoopLine {
  readonly item: DigestItem;
  readonly story: LoopStory;
}

/** Who waits for a call, and by when they were promised it. */
export function drawCalls(lines: readonly LoopLine[], view: View): DigestLine[] {
  return lines.flatMap(({ item, story }) =>
    lineOf(item, story, view, {
      text: item.figures["late"] === undefined ? "nps.digest-call" : "nps.digest-call-late",
      button: {
        kind: "button",
        label: view.say("accounts.log"),
        opens: logCall(story.survey, story.scope.account),
      },
    }),
  );
}

/** Calls that weren't made, for who leads. */
export function drawEscalated(lines: readonly LoopLine[], view: View): DigestLine[] {
  return lines.flatMap(({ item, story }) =>
    lineOf(item, story, view, {
      text: story.owner ? "nps.digest-escalated" : "nps.digest-call",
      button: {
        kind: "button",
        label: view.say("digests.open"),
        press: { name: "accounts.open", subject: story.scope.account },
      },
    }),
  );
}

/** Who would recommend us, and may be asked to say so. */
export function drawFavours(lines: readonly LoopLine[], view: View): DigestLine[] {
  return lines.flatMap(({ item, story }) =>
    lineOf(item, story, view, {
      text: "nps.digest-favour",
      button: { kind: "button", label: view.say("nps.agreed"), opens: { name: "nps.favour", subject: story.loop.id } },
    }),
  );
}

interface Drawn {
  readonly text: "nps.digest-call" | "nps.digest-call-late" | "nps.digest-escalated" | "nps.digest-favour";
  readonly button: NonNullable<DigestLine["button"]>;
}

function lineOf(
  { id, figures }: DigestItem,
  story: LoopStory,
  { say, audience }: View,
  { text, button }: Drawn,
): DigestLine[] {
  const { survey, scope, accountName: account, loop, owner, closer } = story;
  const score = new Visible("nps", scope, loop.score ?? survey.score).open(audience);
  if (score === undefined) return [];
  const who = survey.contact?.name ?? FORMER.contact;
  const by = { date: loop.dueAt, style: "day" } as const;
  const done = loop.closedAt && loop.closedAs;
  return [
    {
      id,
      name: [account],
      text: say(text, {
        who,
        account,
        score,
        by,
        count: Number(figures["late"] ?? 0),
        ...(owner ? { owner: { mention: owner } } : {}),
      }),
      button: done ? undefined : button,
      done:
        done && loop.closedAt
          ? endText(done, { who, on: loop.closedAt, by: closer && { mention: closer } }, say)
          : undefined,
    },
  ];
}

/** The answers since the morning before, in one line that tells of nobody. */
export function drawAnswers(items: readonly DigestItem[], { say }: View): DigestLine[] {
  return items.map(({ id, figures }) => {
    const of = (name: string): number => Number(figures[name] ?? 0);
    const counts = { promoters: of("promoters"), passives: of("passives"), detractors: of("detractors") };
    const count = counts.promoters + counts.passives + counts.detractors;
    return { id, name: say("nps.digest-answers-name"), text: say("nps.digest-answers", { count, ...counts }) };
  });
}
