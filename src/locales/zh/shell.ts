/** Said by the shell itself: help, errors, late answers. */
export const shell = {
  "help-title": "您可以这样问我",
  "help-line": "**{{example}}** {{help}}",
  "help-customer": "跟进客户",
  "help-together": "与同事协作",
  "help-mine": "个人",
  "help-set-up": "设置与管理",
  "help-more": "更多：请输入 `/tandem help more`。",
  "help-help": "显示此列表",
  "unknown-command": "我不认识 **{{word}}**。请输入 `/tandem help` 查看我能做什么。",
  stranger:
    "我在这里无法为您提供帮助。我只为邮箱已登记的同事服务；请联系 Tandem 管理员登记您的邮箱。如果管理员给了您代码，请输入 `/tandem link` 加上代码。",
  outsider: "我在这里无法帮您处理此事。",
  customer: "我在这里无法帮您处理此事。如有需要，请联系负责您的同事。",
  "not-connected": "此工作区尚未连接 Tandem。请联系部署人员运行 `tandem org create`。",
  "out-of-date": "此卡片已过期，稍后会在原处更新为最新内容，请再看一眼。",
  trouble: "我这边出了点问题，没有任何改动。请一分钟后再试；如再次发生，请把代码 {{code}} 告诉 Tandem 管理员。",
  away: "我现在连不上数据，没有任何改动。请一分钟后再试。",
  unsure: "保存时我与数据的连接断开了，无法确定是否已保存。请一分钟后先查看，再决定是否重做。",
  "unknown-shortcut": "我已不认识这个操作。请输入 `/tandem help` 查看我能做什么。",
  "did-you-mean-account": "没有找到名为 **{{words}}** 的客户。您是指{{names}}吗？",
  "which-account": "请说明是哪个客户：名称、域名或编号。",
} as const;
