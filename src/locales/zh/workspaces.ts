/** Told to administrators: workspaces that the app was removed from. */
export const workspaces = {
  called: "工作区通知",
  "gone-title": "Tandem 已从一个 Slack 工作区移除",
  gone: "工作区 `{{workspace}}` 中已无人能联系到我，也不再向那里发送任何内容。我的访问权限已删除；已存储的数据保留至 {{until}}。",
  "gone-next": "如需继续使用，请在此之前重新添加我；链接可向 Tandem 的运维人员索取。",
  "back-title": "Tandem 已回到该 Slack 工作区",
  back: "工作区 `{{workspace}}` 已重新连接。期间未送达的内容可用 `/tandem deliveries` 查看。",
} as const;
