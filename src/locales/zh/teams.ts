/** Said by Teams' side of the shell alone: beneath a field that is left empty, and where an answer can't be private. */
export const teams = {
  required: "请填写此项。",
  privately: "我已在私聊中回复您，请到那里查看。",
  unreachable: "我还无法私下给您发消息。请在 Teams 中打开与我的聊天，并在那里向我提问。",
  later: "请稍候，我会在私聊中回复您。",
} as const;
