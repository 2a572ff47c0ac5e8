/** Said to an administrator who sends files to be imported. */
export const upload = {
  reading_one: "正在读取 {{files}}，结果稍后会发到这里。",
  reading_other: "正在读取 {{count}} 个文件：{{files}}，结果稍后会发到这里。",
  done: "已导入",
  "done-with": "已导入，但并非全部",
  "not-done": "未导入任何内容",
  complaints_one: "有 1 个问题。请更正该行后重新发送文件：",
  complaints_other: "有 {{count}} 个问题。请更正这些行后重新发送文件。前几个问题：",
  "in-file": "全部问题都在随后发送的 **complaints.csv** 中。",
  below: "其余问题见下一条消息。",
  page: "更多问题",
  rest_one: "还有 1 个问题未在此列出。用同一文件运行 `tandem import` 即可看到。",
  rest_other: "还有 {{count}} 个问题未在此列出。用同一文件运行 `tandem import` 即可看到全部。",
  file: "导入问题",
  "too-big": "未读取 **{{file}}**：一次发送的文件总共不能超过 20 MB。请分几次发送，或用 `tandem import` 导入。",
  "not-fetched": "无法获取 **{{file}}**。请重新发送；如果仍然不行，请让此聊天工具的管理员检查我是否有权读取文件。",
  "broke-off": "导入中断了。已保存的内容会保留。请重新发送文件，将从中断处继续。",
} as const;
