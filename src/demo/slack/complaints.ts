import type { Locale } from "../../kernel/directory.ts";

/** What Slack's own client says under a field before it submits. */
export interface Complaints {
  readonly missing: string;
  readonly invalid: string;
  readonly tooShort: (least: number) => string;
  readonly tooLong: (most: number) => string;
}

export const COMPLAINTS: Readonly<Record<Locale, Complaints>> = {
  en: {
    missing: "Please complete this required field.",
    invalid: "Please choose one of the values offered here.",
    tooShort: (least) => `Please write at least ${least} characters.`,
    tooLong: (most) => `Please write at most ${most} characters.`,
  },
  de: {
    missing: "Bitte füllen Sie dieses Pflichtfeld aus.",
    invalid: "Bitte wählen Sie einen der angebotenen Werte.",
    tooShort: (least) => `Bitte schreiben Sie mindestens ${least} Zeichen.`,
    tooLong: (most) => `Bitte schreiben Sie höchstens ${most} Zeichen.`,
  },
  zh: {
    missing: "请填写此必填项。",
    invalid: "请从提供的选项中选择。",
    tooShort: (least) => `请至少输入 ${least} 个字符。`,
    tooLong: (most) => `最多可输入 ${most} 个字符。`,
  },
};
