import type { Block, Button, Card, Field, Form, Text } from "../../chat/card.ts";
import { brief } from "../../kernel/text.ts";
import { type Role, ROLES } from "../../kernel/permissions.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say, View } from "../../locales/say.ts";
import { type Census, type CompanyFinding, seriesOf, type SetUpStep, type StepName, whatKey } from "./decide.ts";
import type { WrongPerson } from "./person-decide.ts";

/** Every step with its state: what is there, or what is missing and how to get it. */
export function setUpCard(steps: readonly SetUpStep[], census: Census, { say }: View): Card {
  const left = steps.filter(({ missing }) => missing.length > 0);
  return {
    title: left.length === 0 ? say("setup.title-done") : say("setup.title", { count: left.length }),
    accent: left.length === 0 ? "good" : "warn",
    body: [
      ...left.flatMap((step) => missingBlocks(step, say)),
      ...steps
        .filter(({ missing }) => missing.length === 0)
        .map((step): Block => ({ kind: "context", text: doneText(step.name, census, say) })),
      ...buttonsOf(
        steps.filter(({ missing }) => missing.length === 0).map(({ name }) => name),
        say,
      ),
    ],
  };
}

/** What is missing, on top of an administrator's own screen; nothing once all is there. */
export function homeSetUp(steps: readonly SetUpStep[], { say }: View): Block[] {
  const left = steps.filter(({ missing }) => missing.length > 0);
  if (left.length === 0) return [];
  return [
    { kind: "text", text: say("setup.home", { count: left.length }) },
    ...left.flatMap((step) => missingBlocks(step, say)),
  ];
}

const STEP: Readonly<Record<StepName, TextKey>> = {
  people: "setup.step-people",
  accounts: "setup.step-accounts",
  channels: "setup.step-channels",
  defaults: "setup.step-defaults",
  matching: "setup.step-matching",
  usage: "setup.step-usage",
};

function missingBlocks({ name, missing }: SetUpStep, say: Say): Block[] {
  const step = say(STEP[name]);
  const [first, ...others] = missing.map((finding) => findingText(finding, say));
  const text =
    first && others.length === 0 ? say("setup.missing", { step, what: first }) : say("setup.missing-many", { step });
  const list: Block[] = first && others.length > 0 ? [{ kind: "list", ordered: false, items: [first, ...others] }] : [];
  return [{ kind: "text", text }, ...list, ...buttonsOf([name], say)];
}

/** What can be done about steps here and now. */
function buttonsOf(names: readonly StepName[], say: Say): Block[] {
  const elements = names.flatMap((name) =>
    name === "people" ? [addButton(say)] : name === "defaults" ? [defaultsButton(say)] : [],
  );
  return elements.length > 0 ? [{ kind: "buttons", elements }] : [];
}

/** What isn't as it should be, and what to do about it. */
export function findingText({ id, values }: CompanyFinding, say: Say): Text {
  return say("doctor.finding", { what: say(whatKey(id, values), values), fix: say(`doctor.${id}-fix`, values) });
}

function doneText(name: StepName, census: Census, say: Say): Text {
  const step = say(STEP[name]);
  switch (name) {
    case "people": {
      const { people: count, csms, ams, managers, admins } = census;
      return say("setup.done-people", { step, count, csms, ams, managers, admins });
    }
    case "accounts":
      return say("setup.done-accounts", { step, count: census.accounts });
    case "channels":
      return say("setup.done-channels", { step, count: census.csmChannels + census.amChannels });
    case "defaults":
      return say("setup.done-defaults", { step });
    case "matching":
      return say("setup.done-matching", { step });
    case "usage":
      return say("setup.done-usage", { step, metrics: seriesOf(census).join(", ") });
  }
}

function addButton(say: Say): Button {
  return { kind: "button", label: say("setup.add"), opens: { name: "setup.person", subject: "" } };
}

function defaultsButton(say: Say): Button {
  return { kind: "button", label: say("settings.org-change"), opens: { name: "settings.defaults", subject: "" } };
}

const ROLE: Readonly<Record<Role, TextKey>> = {
  csm: "setup.role-csm",
  am: "setup.role-am",
  manager: "setup.role-manager",
  exec: "setup.role-exec",
  colleague: "setup.role-colleague",
  admin: "setup.role-admin",
};

export function personForm({ say }: View): Form {
  const options = ROLES.map((role) => ({ value: role, label: say(ROLE[role]) }));
  return {
    name: "setup.person",
    subject: "",
    title: say("setup.person-title"),
    submit: say("setup.add"),
    intro: [{ kind: "context", text: say("setup.person-intro") }],
    fields: [
      textField("name", say("setup.field-name"), 200),
      { ...textField("email", say("setup.field-email"), 254), hint: say("setup.hint-email") },
      { kind: "choice", name: "role", label: say("setup.field-role"), options },
      { kind: "choice", name: "also", label: say("setup.field-also"), optional: true, options },
      {
        ...textField("manager", say("setup.field-manager"), 254),
        hint: say("setup.hint-manager"),
        optional: true,
      },
      { ...textField("region", say("setup.field-region"), 50), hint: say("setup.hint-region"), optional: true },
    ],
  };
}

function textField(name: string, label: Text, maxLength: number): Field {
  return { kind: "text", name, label, multiline: false, maxLength };
}

const PROBLEMS: Readonly<Record<WrongPerson["problem"], TextKey>> = {
  empty: "setup.name-empty",
  long: "setup.too-long",
  "no-email": "setup.no-email",
  known: "setup.known",
  erased: "setup.erased",
  role: "setup.no-role",
  unknown: "setup.manager-unknown",
  several: "setup.manager-several",
};

export function wrongText(wrong: WrongPerson, say: Say): Text {
  const at = wrong.problem === "erased" ? { at: { date: wrong.at, style: "day" } as const } : {};
  return say(PROBLEMS[wrong.problem], { value: brief(wrong.value), roles: ROLES.join(", "), ...at });
}
