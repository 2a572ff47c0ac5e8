/** What of today. */
export const today = {
  help: "显示您今天要做的事",
  example: "today",
  title: "{{name}}，您的一天",
  nothing: "今天没有到期事项。请用 `/tandem checkins` 查看接下来的安排。",
  more_other: "另有 {{count}} 项；全部内容见您早上的每日摘要。",
} as const;
