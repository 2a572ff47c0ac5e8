/** Said on the pages that Teams' manifest leads to: what this is, what it keeps, on what terms. */
export const pages = {
  "home-title": "Tandem",
  "home-what": "Tandem 让客户成功经理与客户经理在 Slack 和 Microsoft Teams 中步调一致。这里是该服务的地址，无需登录。",
  "home-how":
    "请在您平时沟通的地方给 Tandem 发消息：在 Slack 中输入 `/tandem help`，在 Teams 中打开与 Tandem 的聊天并发送 help。",
  "privacy-title": "Tandem 保存哪些数据",
  "privacy-who":
    "Tandem 由您的组织自行或委托他人运行，用于服务本组织的客户。数据保存在您的组织选定的数据库中，只在您的组织连接的 Slack 工作区和 Microsoft Teams 中，向有权查看的人显示。",
  "privacy-colleagues":
    "关于同事：保存姓名、邮箱、角色、区域、语言、时区、上级、Slack 或 Teams 用户标识，以及在 Tandem 中的操作，例如谁在何时认领了商机。",
  "privacy-customers": "关于客户：保存您的组织导入的内容，例如客户、合同、产品使用情况和联系人，以及同事登记的信息。",
  "privacy-messages":
    "关于对话：只保存发给 Tandem 的内容，即命令、表单和按钮操作。Tandem 知道它发消息的频道中有哪些成员，以免有人看到无权查看的内容。如您的组织允许，它会在这些频道中查看自己的消息是否送达；同事之间的消息一概不保存。",
  "privacy-asked":
    "如果您任职于客户公司，并被问到有多大可能推荐某公司：Tandem 会连同您的姓名保存您何时、以何种方式被询问，以及您的分数和留言。该公司负责您的同事及其经理可以看到；产品团队可能会看到您的留言，但看不到您的姓名。您的留言在 24 个月后删除。",
  "privacy-asked-rights":
    "问题下方的“不要再问我”可让询问不再发生，Tandem 会保存这一选择以便遵守。如需查看、更正或删除您的回答，请写信给询问您的人，或该公司的数据保护负责人。",
  "privacy-pages": "这三个页面不使用 Cookie，也不询问访问者的身份。",
  "privacy-ask": "如需查看、更正或删除与您有关的数据，请联系您组织的 Tandem 管理员或数据保护负责人。",
  "terms-title": "使用条款",
  "terms-who":
    "谁可以使用 Tandem、用于什么，由您的组织决定；组织对工作工具的规定在此同样适用。如果您任职于其他公司，此服务与您无关。",
  "terms-judgement": "Tandem 中的风险和建议是根据您的组织提供的数据作出的估计，可能有误。如何对待客户，由人决定。",
  "terms-licence":
    "本软件依据 MIT 许可证免费提供，不作任何担保。它不是 Slack 或 Microsoft 的产品；使用这些产品须遵守其各自的条款。",
  "terms-ask": "如有疑问，请联系您组织的 Tandem 管理员。",
} as const;
