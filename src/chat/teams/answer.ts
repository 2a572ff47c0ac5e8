import { never } from "../../kernel/errors.ts";
import { within } from "../../kernel/within.ts";
import type { Says } from "../../locales/say.ts";
import type { Card, Form, Text } from "../card.ts";
import type { Answer, Handle } from "../handler.ts";
import { createHandling, type Reader } from "../handling.ts";
import type { Opening, Submission } from "../interaction.ts";
import { cardOf, contentOf } from "../reply.ts";
import { createRunning } from "../running.ts";
import { toLetters } from "../runs.ts";
import type { TurnAnswer } from "./adapter.ts";
import type { Sent } from "./connector.ts";
import type { AdaptiveCard } from "./elements.ts";
import type { Origins } from "./origin.ts";
import { activityOf } from "./platform.ts";
import { posted, privately, type PrivateParts, redrawn } from "./privately.ts";
import { renderMessage } from "./render.ts";
import { type FormParts, formTitle, renderForm } from "./render-form.ts";
import { runsOf, type TeamsContext } from "./text.ts";
import type { Translated } from "./translate.ts";
import { bar, dialog, dialogEnds, HEARD, inItsPlace } from "./invoke-answers.ts";

export interface AnswererParts extends PrivateParts {
  readonly handle: Handle;
  readonly says: Says;
  readonly origins: Origins;
  /** after this an input gets a first answer and its Reply later; Teams gives up after 5 s */
  readonly answerWithinMs: number;
}

export interface Answerer {
  /** What Teams' request is answered with. */
  answer(translated: Translated): Promise<TurnAnswer>;
  /** Resolves once every Reply that outlived its request was delivered or given up. */
  idle(): Promise<void>;
}

/** So long a bar waits to say the truth about a message. */
const SHOWN_WITHIN_MS = 1000;

/** Decide, commit, then answer: runs the handler and brings its Reply to the person who acted. */
export function createAnswerer(parts: AnswererParts): Answerer {
  const { says, answerWithinMs } = parts;
  const { handled, readerOf } = createHandling(parts);
  const { later, idle } = createRunning(parts.log);

  function contextOf(reader: Reader): TeamsContext {
    return { handles: reader.handles, zone: reader.zone, locale: reader.locale, say: says(reader.locale) };
  }

  function lettersOf(content: Card | Text, reader: Reader): string {
    const text = "body" in content ? content.title : content;
    return toLetters(runsOf(text, contextOf(reader)));
  }

  function messageOf(card: Card, reader: Reader): Sent {
    return activityOf(renderMessage(card, contextOf(reader)));
  }

  function contentIn(card: Card, reader: Reader): AdaptiveCard {
    return renderMessage(card, contextOf(reader)).content;
  }

  function formIn(
    form: Form,
    { interaction }: Translated,
    reader: Reader,
    where: FormParts["place"],
    filledIn: Pick<FormParts, "typed" | "problems"> = {},
  ): AdaptiveCard {
    const { place, sender, contentKey } = interaction;
    const carried = { form: form.name, subject: form.subject, user: sender.user };
    const origin = parts.origins.seal({ place, opened: contentKey }, carried);
    return renderForm(form, { place: where, origin, ...filledIn }, contextOf(reader));
  }

  function messageWith(content: AdaptiveCard): Sent {
    return activityOf({ summary: content.fallbackText ?? "–", content });
  }

  /** @returns undefined when there is nothing to say */
  async function messageFor(translated: Translated, answer: Answer): Promise<Sent | undefined> {
    const { interaction } = translated;
    const { reply } = answer;
    if (interaction.kind === "submission") return messageWith(await afterForm(translated, interaction, answer));
    if (reply.kind === "nothing") return undefined;
    return reply.kind === "form"
      ? messageWith(formIn(reply.form, translated, answer, "message"))
      : messageOf(cardOf(reply), answer);
  }

  /**
   * By messages, to them alone. Where no bar or dialog can say it, a line in the channel's thread says where they are.
   * @returns false when nobody was reached
   */
  async function deliver(translated: Translated, answer: Answer, isLate = false): Promise<boolean> {
    const { interaction, from, manner } = translated;
    const message = await messageFor(translated, answer);
    if (!message) return true;
    // A dialog's message is the one that it was opened from, which isn't the dialog's to redraw.
    const isInPlace = manner !== "dialog" && (interaction.kind === "submission" || answer.reply.kind === "replace");
    if (isInPlace && from.personal && (await redrawn(parts, from, message))) return true;
    const isThere = await privately(parts, interaction.sender, from, message);
    if (!isThere)
      parts.log.warn({ contentKey: interaction.contentKey, kind: interaction.kind }, "a reply reached nobody");
    const isSaidHere = manner === "message" || (isLate && !isThere);
    if (from.personal || !isSaidHere) return isThere;
    const sentence = says(answer.locale)(isThere ? "teams.privately" : "teams.unreachable");
    await posted(parts, from, messageOf({ title: [], body: [{ kind: "text", text: sentence }] }, answer));
    return isThere;
  }

  function deliverLater(translated: Translated, work: Promise<Answer>): void {
    later(work.then((late) => deliver(translated, late, true)).then(() => undefined));
  }

  async function byMessage(translated: Translated, work: Promise<Answer>): Promise<TurnAnswer> {
    const answer = await within(answerWithinMs, work);
    if (answer) later(deliver(translated, answer).then(() => undefined));
    else deliverLater(translated, work);
    return HEARD;
  }

  /** In the card's place, or in a bar beneath it. */
  async function byAction(translated: Translated, work: Promise<Answer>): Promise<TurnAnswer> {
    const { interaction, from } = translated;
    const answer = await within(answerWithinMs, work);
    if (!answer) {
      deliverLater(translated, work);
      return bar(lettersOf(says(readerOf(interaction).locale)("teams.later"), readerOf(interaction)));
    }
    const { reply } = answer;
    if (interaction.kind === "submission") return formAnswered(translated, interaction, answer);
    switch (reply.kind) {
      case "done":
      case "invalid":
        return bar(lettersOf(contentOf(reply), answer));
      case "nothing":
        return bar("");
      case "replace": {
        if (!from.personal) return elsewhere(translated, answer);
        const message = messageOf(reply.card, answer);
        later(redrawn(parts, from, message).then(() => undefined));
        return inItsPlace(contentIn(reply.card, answer));
      }
      case "private":
      case "form":
        return elsewhere(translated, answer);
      default:
        return never(reply);
    }
  }

  /** In their own conversation; the bar says so to who pressed in a channel. */
  async function elsewhere(translated: Translated, answer: Answer): Promise<TurnAnswer> {
    const work = deliver(translated, answer);
    later(work.then(() => undefined));
    if (translated.from.personal) return bar("");
    const isThere = await within(SHOWN_WITHIN_MS, work);
    const sentence = says(answer.locale)(isThere === false ? "teams.unreachable" : "teams.privately");
    return bar(lettersOf(sentence, answer));
  }

  /** A form that stands as a message gives way to what became of it, and stays when it was wrong. */
  async function formAnswered(translated: Translated, sent: Submission, answer: Answer): Promise<TurnAnswer> {
    const content = await afterForm(translated, sent, answer);
    // Elsewhere it would be seen by others, in the place of a post.
    if (translated.from.personal) later(redrawn(parts, translated.from, messageWith(content)).then(() => undefined));
    return inItsPlace(content);
  }

  async function afterForm(translated: Translated, sent: Submission, answer: Answer): Promise<AdaptiveCard> {
    const { reply } = answer;
    if (reply.kind === "form") return formIn(reply.form, translated, answer, "message");
    if (reply.kind === "nothing") return noticeOf(says(answer.locale)("chat.saved"), answer);
    if (reply.kind !== "invalid") return contentIn(cardOf(reply), answer);
    const form = await formAgain(sent);
    if (!form) return contentIn(cardOf(reply), answer);
    return formIn(form, translated, answer, "message", { typed: sent.values, problems: reply.fields });
  }

  function noticeOf(text: Text, reader: Reader): AdaptiveCard {
    return contentIn({ title: [], body: [{ kind: "text", text }] }, reader);
  }

  /** Teams doesn't send a form back with what was typed in it, so it is opened once more. */
  async function formAgain(sent: Submission): Promise<Form | undefined> {
    const { form: name, subject, contentKey } = sent;
    const opening: Opening = { ...sent, kind: "opening", action: { name, subject }, contentKey: `${contentKey}+` };
    const { reply } = await handled(opening);
    return reply.kind === "form" ? reply.form : undefined;
  }

  async function byDialog(translated: Translated, work: Promise<Answer>): Promise<TurnAnswer> {
    const { interaction } = translated;
    const answer = await within(answerWithinMs, work);
    if (!answer) {
      const reader = readerOf(interaction);
      deliverLater(translated, work);
      return dialogEnds(lettersOf(says(reader.locale)("teams.later"), reader));
    }
    const { reply } = answer;
    const context = contextOf(answer);
    if (reply.kind === "form")
      return dialog(formTitle(reply.form, context), formIn(reply.form, translated, answer, "dialog"));
    if (reply.kind === "done") return dialogEnds(lettersOf(reply.sentence, answer));
    if (reply.kind === "nothing") {
      const said = interaction.kind === "submission" ? "chat.saved" : "chat.nothing-to-fill-in";
      return dialogEnds(lettersOf(context.say(said), answer));
    }
    if (reply.kind === "invalid" && interaction.kind === "submission") {
      const form = await formAgain(interaction);
      if (!form) return dialogEnds(lettersOf(contentOf(reply), answer));
      const content = formIn(form, translated, answer, "dialog", {
        typed: interaction.values,
        problems: reply.fields,
      });
      return dialog(formTitle(form, context), content);
    }
    const card = cardOf(reply);
    return dialog(lettersOf(card.title, answer), contentIn(card, answer));
  }

  return {
    answer(translated) {
      const work = handled(translated.interaction);
      switch (translated.manner) {
        case "message":
          return byMessage(translated, work);
        case "action":
          return byAction(translated, work);
        case "dialog":
          return byDialog(translated, work);
        default:
          return never(translated.manner);
      }
    },
    idle,
  };
}
