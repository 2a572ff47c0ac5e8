/** Said by Slack's side of the shell alone: the frame of its forms. */
export const slack = {
  opening: "正在打开…",
  cancel: "取消",
  close: "关闭",
} as const;
