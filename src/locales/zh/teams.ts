/** Said by Teams' side of the shell alone: beneath an empty field, where an answer can't be private, of an offered file. */
export const teams = {
  required: "请填写此项。",
  privately: "我已在私聊中回复您，请到那里查看。",
  unreachable: "我还无法私下给您发消息。请在 Teams 中打开与我的聊天，并在那里向我提问。",
  later: "请稍候，我会在私聊中回复您。",
  "file-declined": "好的，不发送文件。如需查看问题，请重新发送您的文件。",
  "file-gone": "该文件已不再保留。如果它与您发送的文件有关，请重新发送；否则卡片上有相同的内容。",
  "file-unsaved": "无法将文件保存到您的 OneDrive。请重新发送您的文件，我会再提供一份新的。",
  "file-unknown": "不确定文件是否已保存。请先查看您的 OneDrive；如果其中没有，请重新发送您的文件，我会再提供一份新的。",
  "own-file-declined": "好的，不发送文件。其内容也在本聊天的卡片上。",
  "own-file-unsaved": "无法将文件保存到您的 OneDrive。其内容也在本聊天的卡片上。",
  "own-file-unknown": "不确定文件是否已保存。请先查看您的 OneDrive；其内容也在本聊天的卡片上。",
  "file-saved": "文件已保存到您的 OneDrive：{{file}}",
} as const;
