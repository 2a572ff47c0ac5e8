import { ACTION_VERSION, actionId, openingId } from "../../src/chat/action-id.ts";
import { SUBMIT } from "../../src/chat/teams/render-form.ts";
import { readCard } from "./adaptive-cards.ts";
import { type AnswerHouse, type AnswerHouseOptions, FORM, PRESSED, SUBJECT } from "./answer-house.ts";
import { ANNA, CHANNEL } from "./fake-teams/acme.ts";
import * as says from "./teams-activity.ts";
import { contentOf, dialogOf, filled, lettersIn, openTalk } from "./teams-talk.ts";

type Json = Readonly<Record<string, unknown>>;

/** A dialog, or a card in Anna's own chat. */
interface OpenForm {
  /** in its frame */
  readonly title: string;
  readonly content: Json;
  readonly message?: string;
}

export async function makeTeamsAnswers({ reply, answerWithinMs }: AnswerHouseOptions): Promise<AnswerHouse> {
  const patience = answerWithinMs && { invokeWithinMs: answerWithinMs, messageWithinMs: answerWithinMs };
  const talk = await openTalk(reply, patience ? { patience } : {});
  const { at, teams, alone, inThread } = talk;
  const told: string[] = [];
  let dialog: OpenForm | undefined;

  function standing(): { readonly id: string; readonly content: Json; readonly isForm: boolean }[] {
    return teams
      .standing(teams.conversationOf(ANNA.aadObjectId))
      .filter(({ activityId, versions }) => activityId !== alone.replyToId || versions.length > 1)
      .map((message) => {
        const content = contentOf(message);
        return { id: message.activityId, content, isForm: isForm(content) };
      });
  }
  function open(): OpenForm | undefined {
    const last = standing().findLast((message) => message.isForm);
    return dialog ?? (last && { title: "", content: last.content, message: last.id });
  }
  async function post(activity: object): Promise<void> {
    const { body } = await at.post(activity);
    if (body === "") return;
    const { task, value } = body as { task?: { type: string; value: unknown }; value?: unknown };
    if (typeof value === "string" && value !== "") told.push(value);
    if (!task) return;
    dialog = undefined;
    if (typeof task.value === "string") return void told.push(task.value);
    const shown = dialogOf(body);
    if (isForm(shown.content)) dialog = shown;
    else told.push(lettersIn(shown.content));
  }

  return {
    seen: at.seen,
    channel: CHANNEL,
    ask(how, input = 1) {
      const data = { v: ACTION_VERSION, id: SUBJECT };
      const from = { ...inThread, id: `${how}-${String(input)}` };
      if (how === "typed") return post(says.typed("account Northwind", from));
      if (how === "pressed") return post(says.executed(actionId(PRESSED), data, from));
      return post(says.opens({ ...data, verb: openingId({ name: FORM.name, subject: SUBJECT }) }, from));
    },
    send(values, input = 1) {
      const form = open();
      if (!form) throw new Error("No form is open to Anna.");
      const data = filled(form.content, values);
      const id = `send-${String(input)}`;
      return post(
        form.message === undefined
          ? says.submittedInDialog(data, { ...inThread, id })
          : says.executed(SUBMIT, data, { ...alone, id, replyToId: form.message }),
      );
    },
    settle: () => at.teams.idle(),
    anna: () =>
      [
        ...told,
        ...standing()
          .filter((message) => !message.isForm)
          .map(({ content }) => lettersIn(content)),
      ].join("\n"),
    everybody: () => talk.channel().join("\n"),
    form: () => {
      const form = open();
      return form && [form.title, lettersIn(form.content)].join("\n");
    },
    // What `openTalk` opened stops with its test.
    stop: () => Promise.resolve(),
  };
}

function isForm(content: Json): boolean {
  return readCard(content).inputs.length > 0;
}
