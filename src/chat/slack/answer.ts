import type { Answer, Handle } from "../handler.ts";
import { createHandling, type Reader } from "../handling.ts";
import { createRunning } from "../running.ts";
import type { Interaction, Opening, Reply, Shortcut, Submission } from "../interaction.ts";
import type { Card, Form, Text } from "../card.ts";
import { never } from "../../kernel/errors.ts";
import { cut } from "../../kernel/text.ts";
import { within } from "../../kernel/within.ts";
import { toLetters } from "../runs.ts";
import type { Says } from "../../locales/say.ts";
import { isAtHome, showHome } from "./home.ts";
import { LIMITS, messageProblem, viewProblem } from "./limits.ts";
import { errorsOf, openModal, originOf, redrawModal, restored, type Submitted } from "./modals.ts";
import { writeCarried } from "./origin.ts";
import { LITERAL, privately, type PrivateParts } from "./privately.ts";
import { renderMessage, type Message, type RenderContext } from "./render.ts";
import { renderForm, renderNotice, type Modal } from "./render-form.ts";
import { contentOf, problemsOf, type Said } from "../reply.ts";
import { mannerOf, type HttpBody } from "./reply.ts";
import { runsOf } from "./text.ts";

export interface AnswererParts extends PrivateParts {
  readonly handle: Handle;
  readonly says: Says;
  /** after this a command or submission gets a first answer and its Reply later */
  readonly answerWithinMs: number;
  /** between "Still saving…" in the HTTP answer and what comes in its place */
  readonly settleMs: number;
}

export interface Answerer {
  /** What Slack's request is answered with. @param view the submitted modal, as Slack sent it back */
  answer(interaction: Interaction, view?: Submitted): Promise<HttpBody>;
  /** Resolves once every Reply that outlived its request was delivered or given up. */
  idle(): Promise<void>;
}

/** Which form a shortcut opens isn't known before it is open. */
const SHORTCUT = { name: "shell.shortcut", subject: "" };

/** What stands before the home tab asks nothing. */
const NOTICE = { form: "home.notice", subject: "" };

/** Decide, commit, then answer: runs the handler and brings its Reply to the person who acted. */
export function createAnswerer(parts: AnswererParts): Answerer {
  const { log, says } = parts;
  const { handled, readerOf } = createHandling(parts);
  const { later, idle } = createRunning(log);
  /** A card that nobody is named in is the same for all who read it so; help is one card, asked for again and again. */
  const drawnOnce = new WeakMap<Card, Map<string, Message>>();

  function contextOf(reader: Reader): RenderContext {
    return { handles: reader.handles, zone: reader.zone, say: says(reader.locale) };
  }

  function messageOf(content: Card | Text, reader: Reader): Message {
    if (!("body" in content)) return drawn({ title: [], body: [{ kind: "text", text: content }] }, reader);
    const standing = reader.handles.size === 0 ? (drawnOnce.get(content) ?? new Map<string, Message>()) : undefined;
    const key = `${reader.locale} ${reader.zone}`;
    const message = standing?.get(key) ?? drawn(content, reader);
    if (standing) drawnOnce.set(content, standing.set(key, message));
    return message;
  }

  function drawn(card: Card, reader: Reader): Message {
    const message = renderMessage(card, contextOf(reader));
    const problem = messageProblem(message);
    if (problem === undefined) return message;
    log.error({ problem }, "a reply is beyond Block Kit's limits");
    return { text: message.text, blocks: [] };
  }

  function formOf(form: Form, interaction: Interaction, reader: Reader): Modal {
    const context = contextOf(reader);
    const view = renderForm(form, originOf(interaction), context);
    const problem = viewProblem(view);
    if (problem === undefined) return view;
    log.error({ problem, form: form.name }, "a form is beyond Block Kit's limits");
    return renderNotice(context.say("chat.failed"), view.private_metadata, context);
  }

  async function deliver(interaction: Interaction, answer: Answer): Promise<void> {
    const { reply } = answer;
    if (reply.kind === "nothing") return;
    if (isAtHome(interaction)) {
      if (interaction.kind !== "submission" && (reply.kind === "done" || reply.kind === "replace")) goHome(interaction);
      const isAsked = interaction.kind === "press" && reply.kind !== "form";
      if (isAsked && (await openModal(parts, interaction, noticeOf(interaction, reply, answer)))) return;
    }
    if (reply.kind === "form") {
      const view = formOf(reply.form, interaction, answer);
      if (await openModal(parts, interaction, view)) return;
      return privately(parts, interaction, messageOf(says(answer.locale)("chat.expired"), answer), "beside");
    }
    return privately(parts, interaction, messageOf(contentOf(reply), answer), mannerOf(reply));
  }

  /** What nobody asks for in a conversation is said before the home tab. */
  function noticeOf(interaction: Interaction, reply: Said, reader: Reader): Modal {
    const metadata = writeCarried({ ...NOTICE, origin: originOf(interaction) });
    return renderNotice(contentOf(reply), metadata, contextOf(reader));
  }

  /** Draws somebody's home tab anew, after what they did there. */
  function goHome({ sender, place, contentKey }: Interaction): void {
    const home: Interaction = { kind: "home", sender, place, contentKey: `${contentKey}+`, replyTo: {} };
    later(handled(home).then((answer) => showHome(parts, home, answer, contextOf(answer))));
  }

  async function command(interaction: Interaction, work: Promise<Answer>): Promise<HttpBody> {
    const answer = await within(parts.answerWithinMs, work);
    if (!answer) {
      later(work.then((late) => deliver(interaction, late)));
      return undefined;
    }
    // What was written to the bot is answered by a message: nobody sees the answer to an event.
    if (interaction.replyTo["triggerId"] === undefined) {
      later(deliver(interaction, answer));
      return undefined;
    }
    const { reply } = answer;
    if (reply.kind === "nothing") return undefined;
    if (reply.kind === "form") {
      later(deliver(interaction, answer));
      return undefined;
    }
    return { response_type: "ephemeral", ...messageOf(contentOf(reply), answer), ...LITERAL };
  }

  async function press(interaction: Interaction, work: Promise<Answer>): Promise<HttpBody> {
    const answer = await within(parts.answerWithinMs, work);
    later(answer ? deliver(interaction, answer) : work.then((late) => deliver(interaction, late)));
    return undefined;
  }

  /** The trigger lives 3 s, so a skeleton opens while the form is still being made. */
  async function opening(interaction: Opening | Shortcut, work: Promise<Answer>): Promise<HttpBody> {
    const known = contextOf(readerOf(interaction));
    const { name, subject } = interaction.kind === "opening" ? interaction.action : SHORTCUT;
    const metadata = writeCarried({ form: name, subject, origin: originOf(interaction) });
    const skeleton = openModal(parts, interaction, renderNotice(known.say("slack.opening"), metadata, known));
    later(
      (async () => {
        const answer = await work;
        const shown = await skeleton;
        if (!shown) {
          const isForm = answer.reply.kind === "form";
          const expired: Reply = { kind: "done", sentence: says(answer.locale)("chat.expired") };
          return deliver(interaction, isForm ? { ...answer, reply: expired } : answer);
        }
        const context = contextOf(answer);
        const { reply } = answer;
        const nothing = context.say("chat.nothing-to-fill-in");
        const view =
          reply.kind === "form"
            ? formOf(reply.form, interaction, answer)
            : renderNotice(reply.kind === "nothing" ? nothing : contentOf(reply), metadata, context);
        await redrawModal(parts, interaction, shown, view);
        if (isAtHome(interaction) && reply.kind === "done") goHome(interaction);
      })(),
    );
    await within(parts.answerWithinMs, work);
    return undefined;
  }

  async function submission(
    interaction: Submission,
    work: Promise<Answer>,
    view: Submitted | undefined,
  ): Promise<HttpBody> {
    const answer = await within(parts.answerWithinMs, work);
    if (!answer) {
      const known = contextOf(readerOf(interaction));
      later(work.then((late) => lateSubmission(interaction, late, view)));
      const metadata = writeCarried({
        form: interaction.form,
        subject: interaction.subject,
        origin: originOf(interaction),
      });
      return { response_action: "update", view: renderNotice(known.say("chat.saving"), metadata, known) };
    }
    const { reply } = answer;
    const context = contextOf(answer);
    if (reply.kind === "form") {
      return { response_action: "update", view: formOf(reply.form, interaction, answer) };
    }
    if (reply.kind === "invalid") {
      const sentences = new Map<string, string>();
      for (const [field, text] of Object.entries(reply.fields)) {
        sentences.set(field, cut(toLetters(runsOf(text, context)), LIMITS.errorSentence));
      }
      const errors = view ? errorsOf(sentences, view) : {};
      if (Object.keys(errors).length > 0) return { response_action: "errors", errors };
    }
    if (isAtHome(interaction) && reply.kind !== "nothing") {
      goHome(interaction);
      return { response_action: "update", view: noticeOf(interaction, reply, answer) };
    }
    later(deliver(interaction, answer));
    return { response_action: "clear" };
  }

  async function lateSubmission(interaction: Submission, answer: Answer, view: Submitted | undefined): Promise<void> {
    const { reply } = answer;
    const context = contextOf(answer);
    if (isAtHome(interaction) && reply.kind !== "form" && reply.kind !== "invalid") goHome(interaction);
    const shown = { id: interaction.replyTo["viewId"] ?? "", hash: undefined };
    await new Promise((resolve) => setTimeout(resolve, parts.settleMs));
    const redraw = (drawn: object): Promise<boolean> => redrawModal(parts, interaction, shown, drawn);
    if (reply.kind === "form") {
      if (await redraw(formOf(reply.form, interaction, answer))) return;
    } else if (reply.kind === "invalid" && view) {
      if (await redraw(restored(view, interaction, problemsOf(reply.fields), context))) return;
    } else {
      const said = reply.kind === "nothing" ? context.say("chat.saved") : contentOf(reply);
      if (await redraw(renderNotice(said, view?.private_metadata ?? "", context))) return;
    }
    await deliver(interaction, answer);
  }

  return {
    answer(interaction, view) {
      const work = handled(interaction);
      switch (interaction.kind) {
        case "command":
          return command(interaction, work);
        case "press":
          return press(interaction, work);
        case "opening":
        case "shortcut":
          return opening(interaction, work);
        case "submission":
          return submission(interaction, work, view);
        case "home":
          later(work.then((answer) => showHome(parts, interaction, answer, contextOf(answer))));
          return within(parts.answerWithinMs, work).then(() => undefined);
        case "upload":
          later(work.then((answer) => deliver(interaction, answer)));
          return within(parts.answerWithinMs, work).then(() => undefined);
        case "channel-change":
        case "overheard":
          later(work.then(() => undefined));
          return within(parts.answerWithinMs, work).then(() => undefined);
        default:
          return never(interaction);
      }
    },
    idle,
  };
}
