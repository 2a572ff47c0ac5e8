/** Said in a browser, while Tandem is added to a Slack workspace. */
export const install = {
  "add-title": "将 Tandem 添加到 Slack",
  "add-to": "您选择的工作区将归属于**{{organisation}}**：其中的成员将处理{{organisation}}的客户。",
  "add-here": "您选择的工作区将归属于运行此 Tandem 的组织；在新服务器上会立即创建该组织。",
  "add-next": "Slack 会请您确认授权。您有十分钟时间。",
  add: "前往 Slack",
  "done-title": "Tandem 已加入 {{workspace}}",
  done: "您可以关闭此页面。请在 Slack 中输入 `/tandem help`。系统会在一两分钟内按电子邮件地址识别同事。",
  "cancelled-title": "未添加 Tandem",
  cancelled: "您在 Slack 中取消了操作，没有任何更改。如需重试，请重新打开您最初使用的链接。",
  "expired-title": "此页面已失效",
  expired:
    "添加 Tandem 的链接只能使用一次，须在十分钟内、在您开始操作的浏览器中完成，并且需要允许 Cookie。请重新打开您最初使用的链接。",
  "link-title": "您需要一个链接",
  link: "请向 Tandem 的运维人员索取链接；对方可用 `{{command}}` 生成。链接有效期为一天。",
  "elsewhere-title": "未添加 Tandem",
  elsewhere:
    "工作区 {{workspace}} 在这里已归属于另一个组织，没有任何更改。请选择其他工作区，或询问 Tandem 的运维人员。",
  "enterprise-title": "未添加 Tandem",
  enterprise:
    "Tandem 无法一次性添加到整个 Enterprise 组织，没有任何更改。请重新打开您最初使用的链接，并选择单个工作区。",
  "scopes-title": "未添加 Tandem",
  scopes: "Slack 未授予 Tandem 必需的权限：{{scopes}}。请重新打开您最初使用的链接，并保留这些权限。",
  "failed-title": "未添加 Tandem",
  failed: "Slack 或 Tandem 未能完成操作。请一分钟后重新打开您最初使用的链接；如果再次失败，请告知 Tandem 的运维人员。",
} as const;
