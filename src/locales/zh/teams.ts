/** Said by Teams' side of the shell alone: beneath a field that is left empty, and where an answer can't be private. */
export const teams = {
  required: "请填写此项。",
  privately: "我已在与您的单独聊天中回复。",
  unreachable: "我还无法私下给您发消息。请在 Teams 中打开与我的聊天，并在那里提问。",
  later: "请稍候，我会在与您的单独聊天中回复。",
} as const;
