/** Said by every platform's side of the shell: forms that are late, messages that are cut. */
export const chat = {
  choose: "请选择",
  saving: "仍在保存…",
  saved: "已保存。",
  "not-saved": "尚未保存：",
  "not-shown_one": "还有 {{count}} 行未显示。",
  "not-shown_other": "还有 {{count}} 行未显示。",
  "cut-short": "此消息无法完整显示。",
  failed: "操作未成功，请稍后再试。",
  expired: "打开超时，请再试一次。",
  "nothing-to-fill-in": "这里没有需要填写的内容。",
} as const;
