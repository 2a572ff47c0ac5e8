/** Said by every platform's side of the shell: forms that are late, messages that are cut. */
export const chat = {
  choose: "请选择",
  saving: "仍在保存…",
  saved: "已保存。",
  "not-saved": "尚未保存：",
  "not-shown_one": "还有 {{count}} 行未显示。",
  "not-shown_other": "还有 {{count}} 行未显示。",
  "cut-short": "此消息无法完整显示。如需查看其余内容，请缩小查询范围；输入 `/tandem help` 可查看方法。",
  failed: "操作未成功，请稍后再试。",
  expired: "打开超时，请再试一次。",
  "nothing-to-fill-in": "这里没有需要填写的内容。",
  hidden_one: "部分内容已隐藏：{{count}} 名成员没有权限。可由 Tandem 管理员决定。",
  hidden_other: "部分内容已隐藏：{{count}} 名成员没有权限。可由 Tandem 管理员决定。",
} as const;
