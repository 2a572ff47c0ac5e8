/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { all, find } from "./client-dom.ts";

type Words = Readonly<Record<string, string>>;

export type Say = (word: string) => string;

export interface Speaker {
  readonly say: Say;
  /** Turns the page to a language. */
  speak(language: string): void;
}

/** The page's own words; the page comes in English. */
export function createSpeaker(): Speaker {
  const languages = JSON.parse(find("#words").textContent) as Readonly<Record<string, Words>>;
  let spoken = "en";
  const say: Say = (word) => languages[spoken]?.[word] ?? "";

  function speak(language: string): void {
    if (language === spoken) return;
    spoken = language;
    document.documentElement.lang = language;
    document.title = say("title");
    for (const one of all("[data-word]")) one.textContent = say(one.dataset["word"] ?? "");
    for (const one of all("[data-label]")) one.setAttribute("aria-label", say(one.dataset["label"] ?? ""));
    for (const one of all("[data-hint]")) {
      one.textContent = (JSON.parse(one.dataset["hint"] ?? "{}") as Words)[language] ?? "";
    }
    find<HTMLInputElement>("#line").placeholder = say("composer");
  }

  return { say, speak };
}
