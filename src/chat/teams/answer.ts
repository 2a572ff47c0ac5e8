import { never } from "../../kernel/errors.ts";
import { type Deadline, within } from "../../kernel/within.ts";
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
import type { Acted, Translated } from "./translate.ts";
import { bar, dialog, dialogEnds, HEARD, inItsPlace } from "./invoke-answers.ts";

export interface AnswererParts extends PrivateParts {
  readonly handle: Handle;
  readonly says: Says;
  readonly origins: Origins;
}

export interface Answerer {
  /**
   * What Teams' request is answered with, by its deadline at the latest; the Reply that is late comes by a message.
   * @param first what must be over before anything is decided; it never rejects
   */
  answer(translated: Translated, deadline: Deadline, first: Promise<void>): Promise<TurnAnswer>;
  /** Resolves once every Reply that outlived its request was delivered or given up. */
  idle(): Promise<void>;
}

/** A bar is there for a moment; what takes longer to read stands as a message. */
const MOST_IN_BAR = 200;

/** An answer, and the form that it sends somebody back to. */
interface Worked extends Answer {
  readonly again?: Form;
}

/** Decide, commit, then answer: runs the handler and brings its Reply to the person who acted. */
export function createAnswerer(parts: AnswererParts): Answerer {
  const { says } = parts;
  const { handled, readerOf } = createHandling(parts);
  const { later, idle } = createRunning(parts.log);

  function contextOf(reader: Reader): TeamsContext {
    const { handles, zone, locale } = reader;
    return { handles, zone, locale, say: says(locale), ephemeral: true };
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
  function messageFor(translated: Translated, answer: Worked): Sent | undefined {
    const { interaction } = translated;
    const { reply } = answer;
    if (interaction.kind === "submission") return messageWith(afterForm(translated, interaction, answer));
    if (reply.kind === "nothing") return undefined;
    return reply.kind === "form"
      ? messageWith(formIn(reply.form, translated, answer, "message"))
      : messageOf(cardOf(reply), answer);
  }

  /**
   * By messages, to them alone. Where no bar or dialog can say it, a line in the channel's thread says where they are.
   * @returns false when nobody was reached
   */
  async function deliver(translated: Translated, answer: Worked, isLate = false): Promise<boolean> {
    const { interaction, from, manner } = translated;
    const message = messageFor(translated, answer);
    if (!message) return true;
    // A dialog's message is the one that it was opened from, which isn't the dialog's to redraw.
    const isInPlace = manner !== "dialog" && (interaction.kind === "submission" || answer.reply.kind === "replace");
    if (isInPlace && from.personal && (await redrawn(parts, from, message))) return true;
    const isThere = await privately(parts, interaction.sender, from, message);
    if (!isThere)
      parts.log.warn({ contentKey: interaction.contentKey, kind: interaction.kind }, "a reply reached nobody");
    const isSaidHere = manner === "message" || (isLate && !isThere);
    if (!from.personal && isSaidHere) await sayHere(translated, answer, isThere);
    return isThere;
  }

  /** In the channel's thread, where everybody reads it. */
  async function sayHere({ from }: Translated, reader: Reader, isThere: boolean): Promise<void> {
    const sentence = says(reader.locale)(isThere ? "teams.privately" : "teams.unreachable");
    await posted(parts, from, messageWith(noticeOf(sentence, reader)));
  }

  function deliverLater(translated: Translated, work: Promise<Worked>): void {
    later(work.then((late) => deliver(translated, late, true)).then(() => undefined));
  }

  async function byMessage(translated: Translated, work: Promise<Worked>, deadline: Deadline): Promise<TurnAnswer> {
    const answer = await within(deadline, work);
    if (answer) later(deliver(translated, answer).then(() => undefined));
    else deliverLater(translated, work);
    return HEARD;
  }

  /** In the card's place, or in a bar beneath it. */
  async function byAction(translated: Translated, work: Promise<Worked>, deadline: Deadline): Promise<TurnAnswer> {
    const { interaction, from } = translated;
    const answer = await within(deadline, work);
    if (!answer) {
      deliverLater(translated, work);
      return bar(laterIn(readerOf(interaction)));
    }
    const { reply } = answer;
    if (interaction.kind === "submission") return formAnswered(translated, interaction, answer);
    switch (reply.kind) {
      case "done":
      case "invalid": {
        const words = lettersOf(contentOf(reply), answer);
        return words.length > MOST_IN_BAR ? elsewhere(translated, answer, deadline) : bar(words);
      }
      case "nothing":
        return bar("");
      case "replace": {
        if (!from.personal) return elsewhere(translated, answer, deadline);
        const message = messageOf(reply.card, answer);
        later(redrawn(parts, from, message).then(() => undefined));
        return inItsPlace(contentIn(reply.card, answer));
      }
      case "private":
      case "form":
        return elsewhere(translated, answer, deadline);
      default:
        return never(reply);
    }
  }

  /** In their own conversation; the bar says so to who pressed in a channel. */
  async function elsewhere(translated: Translated, answer: Worked, deadline: Deadline): Promise<TurnAnswer> {
    const work = deliver(translated, answer);
    if (translated.from.personal) {
      later(work.then(() => undefined));
      return bar("");
    }
    const isThere = await within(deadline, work);
    if (isThere === undefined) {
      later(work.then((reached) => (reached ? undefined : sayHere(translated, answer, false))));
      return bar(laterIn(answer));
    }
    return bar(lettersOf(says(answer.locale)(isThere ? "teams.privately" : "teams.unreachable"), answer));
  }

  /** A form that stands as a message gives way to what became of it, and stays when it was wrong. */
  function formAnswered(translated: Translated, sent: Submission, answer: Worked): TurnAnswer {
    const content = afterForm(translated, sent, answer);
    // Elsewhere it would be seen by others, in the place of a post.
    if (translated.from.personal) later(redrawn(parts, translated.from, messageWith(content)).then(() => undefined));
    return inItsPlace(content);
  }

  function afterForm(translated: Translated, sent: Submission, answer: Worked): AdaptiveCard {
    const { reply, again } = answer;
    if (reply.kind === "form") return formIn(reply.form, translated, answer, "message");
    if (reply.kind === "nothing") return noticeOf(says(answer.locale)("chat.saved"), answer);
    if (reply.kind !== "invalid") return contentIn(cardOf(reply), answer);
    if (!again) return contentIn(cardOf(reply), answer);
    return formIn(again, translated, answer, "message", { typed: sent.values, problems: reply.fields });
  }

  function noticeOf(text: Text, reader: Reader): AdaptiveCard {
    return contentIn({ title: [], body: [{ kind: "text", text }] }, reader);
  }

  function laterIn(reader: Reader): string {
    return lettersOf(says(reader.locale)("teams.later"), reader);
  }

  async function worked(interaction: Acted, first: Promise<void>): Promise<Worked> {
    await first;
    const answer = await handled(interaction);
    if (interaction.kind !== "submission" || answer.reply.kind !== "invalid") return answer;
    const again = await formAgain(interaction);
    return again ? { ...answer, again } : answer;
  }

  /** Teams doesn't send a form back with what was typed in it, so it is opened once more. */
  async function formAgain(sent: Submission): Promise<Form | undefined> {
    const { form: name, subject, contentKey } = sent;
    const opening: Opening = { ...sent, kind: "opening", action: { name, subject }, contentKey: `${contentKey}+` };
    const { reply } = await handled(opening);
    return reply.kind === "form" ? reply.form : undefined;
  }

  async function byDialog(translated: Translated, work: Promise<Worked>, deadline: Deadline): Promise<TurnAnswer> {
    const { interaction } = translated;
    const answer = await within(deadline, work);
    if (!answer) {
      deliverLater(translated, work);
      return dialogEnds(laterIn(readerOf(interaction)));
    }
    const { reply, again } = answer;
    const context = contextOf(answer);
    if (reply.kind === "form")
      return dialog(formTitle(reply.form, context), formIn(reply.form, translated, answer, "dialog"));
    if (reply.kind === "done") return dialogEnds(lettersOf(reply.sentence, answer));
    if (reply.kind === "nothing") {
      const said = interaction.kind === "submission" ? "chat.saved" : "chat.nothing-to-fill-in";
      return dialogEnds(lettersOf(context.say(said), answer));
    }
    if (reply.kind === "invalid" && interaction.kind === "submission") {
      if (!again) return dialogEnds(lettersOf(contentOf(reply), answer));
      const content = formIn(again, translated, answer, "dialog", {
        typed: interaction.values,
        problems: reply.fields,
      });
      return dialog(formTitle(again, context), content);
    }
    const card = cardOf(reply);
    return dialog(lettersOf(card.title, answer), contentIn(card, answer));
  }

  return {
    answer(translated, deadline, first) {
      const work = worked(translated.interaction, first);
      switch (translated.manner) {
        case "message":
          return byMessage(translated, work, deadline);
        case "action":
          return byAction(translated, work, deadline);
        case "dialog":
          return byDialog(translated, work, deadline);
        default:
          return never(translated.manner);
      }
    },
    idle,
  };
}
