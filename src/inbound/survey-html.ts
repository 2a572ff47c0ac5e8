import { plain, type Text } from "../chat/card.ts";
import { escaped, htmlPage, styleSource } from "../chat/html-page.ts";
import { NPS } from "../kernel/defaults.ts";
import type { Locale } from "../kernel/directory.ts";
import type { Say } from "../locales/say.ts";
import type { Noted, SurveyView } from "./survey-model.ts";
import { WORDING } from "./survey-words.ts";

export interface Drawn {
  readonly view: SurveyView;
  /** of the page itself */
  readonly path: string;
  readonly said: Noted | undefined;
  readonly locale: Locale;
  readonly say: Say;
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1f2a37; --paper: #fff; --line: #6b7785; --key: #1f3a5f; --on: #fff; --soft: #eef2f7; --warn: #a3260f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf3; --paper: #14191f; --line: #8d99a8; --key: #a9c7ee; --on: #10161d; --soft: #212a34; --warn: #ffab9c; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 system-ui, sans-serif; }
main { max-width: 38rem; margin: 0 auto; padding: 2rem 1rem 3rem; }
h1 { font-size: 1.35rem; line-height: 1.35; margin: 0 0 1rem; overflow-wrap: anywhere; }
p { margin: 0 0 1rem; overflow-wrap: anywhere; }
fieldset { border: 0; margin: 0 0 1rem; padding: 0; min-width: 0; }
legend { padding: 0; font-weight: 600; margin-bottom: .5rem; }
.scale { display: grid; grid-template-columns: repeat(11, 1fr); gap: .25rem; }
@media (max-width: 34rem) { .scale { grid-template-columns: repeat(6, 1fr); } }
.scale.goal { grid-template-columns: repeat(5, 1fr); }
.scale label { position: relative; display: block; }
.scale input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.scale span { display: block; text-align: center; padding: .6rem 0; border: 2px solid var(--line); border-radius: .5rem; min-height: 2.75rem; }
.scale input:hover + span { background: var(--soft); }
.scale input:checked + span { background: var(--key); border-color: var(--key); color: var(--on); font-weight: 700; }
.scale input:focus-visible + span { outline: 3px solid var(--key); outline-offset: 2px; }
.ends { display: flex; justify-content: space-between; gap: 1rem; font-size: .9rem; margin: .35rem 0 1rem; }
label.why { display: block; font-weight: 600; margin-bottom: .35rem; }
textarea { width: 100%; min-height: 8rem; padding: .6rem; font: inherit; color: inherit; background: var(--paper); border: 2px solid var(--line); border-radius: .5rem; }
button { font: inherit; min-height: 2.75rem; padding: .5rem 1.25rem; border: 2px solid var(--key); border-radius: .5rem; background: var(--key); color: var(--on); cursor: pointer; }
button.quiet { background: transparent; color: var(--key); }
textarea:focus-visible, button:focus-visible, a:focus-visible, summary:focus-visible { outline: 3px solid var(--key); outline-offset: 2px; }
form { margin: 0 0 1rem; }
details { margin: 0 0 1rem; }
summary { cursor: pointer; padding: .5rem 0; }
a { color: var(--key); }
.said { background: var(--soft); border-left: 4px solid var(--key); padding: .6rem .9rem; }
.wrong { color: var(--warn); font-weight: 600; }
footer { margin-top: 2rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: .9rem; }
`;

/** No script, nothing from elsewhere; forms go here alone. */
export const SURVEY_POLICY = [
  "default-src 'none'",
  `style-src ${styleSource(STYLE)}`,
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** The one question. */
export function scorePage({ view, path, said, locale, say }: Drawn): string {
  const { company, asker, asks } = view;
  const wording = WORDING[asks];
  const title = view.question(locale);
  return drawn(locale, title, [
    ...(asker === undefined ? [] : [paragraph(wording.whoReads(say, { asker, company }))]),
    ...(said === "empty" ? [problem("score-problem", wording.choose(say))] : []),
    ...changed(said, say),
    `<form method="post" action="${escaped(path)}">`,
    `<input type="hidden" name="nonce" value="${escaped(view.nonce)}">`,
    asked(view),
    scale(view, say, undefined, said === "empty"),
    `<button name="do" value="score">${words(say("survey.send"))}</button>`,
    "</form>",
    paragraph(say("survey.link-once", { minutes: NPS.answeredMinutes })),
    footer(path, company, say),
  ]);
}

/** After the answer: the why, and what one may still do. */
export function answeredPage({ view, path, said, locale, say }: Drawn): string {
  const { company, asker, answered, asks } = view;
  const wording = WORDING[asks];
  if (!answered) return unknownPage(locale, say);
  const { score, comment, why, callBy, zone } = answered;
  const by =
    callBy && asker !== undefined ? say("survey.will-call", { asker, by: say.date(callBy, "day", zone) }) : undefined;
  const noted = said === "thanks" ? say("survey.comment-kept") : said === "no-need" ? say("survey.no-call") : undefined;
  const isWrong = said === "empty" || said === "too-long";
  return drawn(locale, say("survey.thanks"), [
    `<p class="said" role="status">${words(noted ?? wording.noted(score, say))}</p>`,
    ...changed(said, say),
    ...(by ? [paragraph(by), action(path, "no-need", say("survey.no-need"))] : []),
    `<form method="post" action="${escaped(path)}">`,
    `<label class="why" for="comment">${words(why(locale))}</label>`,
    ...(isWrong ? [problem("comment-problem", said === "empty" ? say("survey.write") : wording.tooLong(say))] : []),
    `<textarea id="comment" name="comment" rows="5"${isWrong ? ' aria-invalid="true" aria-describedby="comment-problem"' : ""}>${escaped(comment ?? "")}</textarea>`,
    `<p><button name="do" value="comment">${words(say("survey.send"))}</button></p>`,
    "</form>",
    paragraph(say("survey.change-here", { minutes: NPS.answeredMinutes })),
    `<details><summary>${words(say("survey.change"))}</summary>`,
    `<form method="post" action="${escaped(path)}">${asked(view)}${scale(view, say, score, false)}`,
    `<button class="quiet" name="do" value="score">${words(say("survey.send"))}</button></form></details>`,
    footer(path, company, say),
  ]);
}

/** To who came by a link that ends the asking: only the button does. */
export function refusalPage({ view: { company }, path, locale, say }: Drawn): string {
  return drawn(locale, say("survey.never"), [
    paragraph(say("survey.never-ask", { company })),
    action(path, "never", say("survey.never")),
  ]);
}

/** To who doesn't want to be asked again. */
export function neverPage(company: string, locale: Locale, say: Say): string {
  return drawn(locale, say("survey.never-title"), [
    paragraph(say("survey.never-done", { company })),
    paragraph(say("survey.close-page")),
  ]);
}

/** The same for whatever leads nowhere. */
export function unknownPage(locale: Locale, say: Say): string {
  return drawn(locale, say("survey.unknown-title"), [paragraph(say("survey.unknown"))]);
}

/** To an address from which too much comes at once. */
export function busyPage(locale: Locale, say: Say): string {
  return drawn(locale, say("survey.busy-title"), [paragraph(say("survey.busy"))]);
}

/** The question was put otherwise since the page was opened. */
function changed(said: Noted | undefined, say: Say): string[] {
  return said === "changed" ? [problem("changed-problem", say("plans.page-changed"))] : [];
}

function asked({ asked: words }: SurveyView): string {
  return words === "" ? "" : `<input type="hidden" name="asked" value="${escaped(words)}">`;
}

function scale({ asks }: SurveyView, say: Say, chosen: number | undefined, isWrong: boolean): string {
  const wording = WORDING[asks];
  const steps = wording.steps.map((step) => {
    const checked = step === chosen ? " checked" : "";
    const spoken = words(wording.spoken(step, say));
    return `<label><input type="radio" name="score" value="${String(step)}" aria-label="${spoken}"${checked}><span aria-hidden="true">${words(wording.label(step, say))}</span></label>`;
  });
  const described = isWrong ? ' aria-describedby="score-problem"' : "";
  return [
    `<fieldset${described}><legend>${words(wording.legend(say))}</legend>`,
    `<div class="scale ${asks}">${steps.join("")}</div>`,
    `<div class="ends"><span>${words(wording.low(say))}</span><span>${words(wording.high(say))}</span></div></fieldset>`,
  ].join("\n");
}

function footer(path: string, company: string, say: Say): string {
  return [
    "<footer>",
    paragraph(say("survey.privacy", { company })),
    `<p><a href="/privacy">${words(say("survey.privacy-link"))}</a></p>`,
    action(path, "never", say("survey.never")),
    "</footer>",
  ].join("\n");
}

function action(path: string, act: string, label: Text): string {
  return `<form method="post" action="${escaped(path)}"><button class="quiet" name="do" value="${act}">${words(label)}</button></form>`;
}

function problem(id: string, text: Text): string {
  return `<p class="wrong" id="${id}" role="alert">${words(text)}</p>`;
}

function paragraph(text: Text): string {
  return `<p>${words(text)}</p>`;
}

function words(text: Text): string {
  return escaped(plain(text));
}

function drawn(locale: Locale, title: Text, body: readonly string[]): string {
  return htmlPage({ locale, title: plain(title), style: STYLE, body: body.join("\n"), unlisted: true });
}
