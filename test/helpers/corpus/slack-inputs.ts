import { wallClock } from "../../../src/kernel/clock.ts";
import type { TestPerson } from "../company.ts";
import { FORM, type Answered, type Service } from "./service.ts";

/** What people do in Slack, as requests to the service. Each happens once: its time and trigger are its own. */
export interface Inputs {
  command(who: TestPerson, command: string, text: string, more?: Readonly<Record<string, string>>): Promise<Answered>;
  press(who: TestPerson, actionId: string, more?: PressMore): Promise<Answered>;
  submit(who: TestPerson, form: string, subject: string, values: Values, more?: SubmitMore): Promise<Answered>;
  event(event: Readonly<Record<string, unknown>>, more?: Readonly<Record<string, unknown>>): Promise<Answered>;
  payload(body: unknown): Promise<Answered>;
}

export type Values = Readonly<Record<string, string>>;
export interface PressMore {
  readonly value?: string;
  readonly choice?: string;
  readonly body?: Readonly<Record<string, unknown>>;
}
export interface SubmitMore {
  readonly metadata?: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

const CHOICES = new Set(["locale", "purpose", "forWhom", "clearance", "word"]);

export function createInputs({ company, slack, post }: Service): Inputs {
  let made = 0;
  const team = { id: company.workspace, domain: "corpus" };
  const unique = (): string =>
    `${String(Math.floor(wallClock.now().getTime() / 1000))}.${String(++made).padStart(6, "0")}`;
  const userOf = ({ user }: TestPerson) => ({ id: user, username: "x", name: "x", team_id: company.workspace });
  const payload = (body: unknown): Promise<Answered> =>
    post(new URLSearchParams({ payload: JSON.stringify(body) }).toString(), FORM);

  return {
    payload,
    command(who, command, text, more = {}) {
      const form = {
        token: "t",
        team_id: company.workspace,
        channel_id: "C0ANYWHERE",
        channel_name: "anywhere",
        user_id: who.user,
        command,
        text,
        response_url: slack.responseUrl().url,
        trigger_id: slack.triggerId(),
        ...more,
      };
      return post(new URLSearchParams(form).toString(), FORM);
    },
    press(who, actionId, { value, choice, body = {} } = {}) {
      const at = unique();
      return payload({
        type: "block_actions",
        user: userOf(who),
        team,
        container: { type: "message", message_ts: at, channel_id: "C0ANYWHERE", is_ephemeral: true },
        channel: { id: "C0ANYWHERE", name: "anywhere" },
        response_url: slack.responseUrl().url,
        trigger_id: slack.triggerId(),
        actions: [
          {
            type: choice === undefined ? "button" : "static_select",
            action_id: actionId,
            action_ts: at,
            ...(value === undefined ? {} : { value }),
            ...(choice === undefined ? {} : { selected_option: { value: choice } }),
          },
        ],
        ...body,
      });
    },
    submit(who, form, subject, values, { metadata, body = {} } = {}) {
      const id = `V0F${String(++made).padStart(8, "0")}`;
      const carried = {
        v: 1,
        f: form,
        s: subject,
        c: "C0ANYWHERE",
        n: "anywhere",
        d: false,
        r: slack.responseUrl().url,
      };
      return payload({
        type: "view_submission",
        team,
        user: userOf(who),
        trigger_id: slack.triggerId(),
        view: {
          id,
          type: "modal",
          callback_id: form,
          private_metadata: metadata ?? JSON.stringify(carried),
          hash: unique(),
          root_view_id: id,
          title: { type: "plain_text", text: "x" },
          submit: { type: "plain_text", text: "x" },
          close: { type: "plain_text", text: "x" },
          blocks: Object.keys(values).map((name) => ({
            type: "input",
            block_id: name,
            label: { type: "plain_text", text: name },
            element: { type: "plain_text_input", action_id: "value" },
          })),
          state: {
            values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, inputOf(name, value)])),
          },
        },
        ...body,
      });
    },
    event(event, more = {}) {
      const body = {
        token: "t",
        team_id: company.workspace,
        type: "event_callback",
        event_id: `Ev${String(++made)}`,
        authorizations: [{ enterprise_id: null, team_id: company.workspace, user_id: "U0TANDEMBOT", is_bot: true }],
        event: { event_ts: unique(), ...event },
        ...more,
      };
      return post(JSON.stringify(body));
    },
  };
}

function inputOf(name: string, value: string): Readonly<Record<string, unknown>> {
  return CHOICES.has(name)
    ? { value: { type: "static_select", selected_option: { text: { type: "plain_text", text: "x" }, value } } }
    : { value: { type: "plain_text_input", value } };
}

/** Runs all, a few at a time. */
export async function several<T>(all: Iterable<T>, run: (each: T) => Promise<void>, atOnce = 6): Promise<void> {
  const queue = [...all].values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const each of queue) await run(each);
    }),
  );
}
