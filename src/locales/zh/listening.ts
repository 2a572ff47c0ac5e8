/** Listening for words about prices in a channel: the switch, the notice to everybody there, the private tip. */
export const listening = {
  help: "在频道中开启或关闭对价格用语的留意",
  example: "listen on",
  "called-notice": "关于留意价格用语的告示",
  "called-tip": "谈话涉及价格的提示",
  private: "这里是私聊。请在目标频道中输入 `/tandem listen on`。",
  unclear: "`{{value}}` 既不是 on 也不是 off。请输入 `/tandem listen on` 或 `/tandem listen off`。",
  "is-on":
    "我在此频道留意价格用语，只看本公司客户成功经理的消息，不存储任何内容。管理员可用 `/tandem listen off` 关闭。",
  "is-off": "我没有在此频道留意消息。管理员可用 `/tandem listen on` 开启。",
  "lacking-slack":
    "我无法在此留意消息：我的 Slack 应用无权读取频道。请让 Tandem 的运维人员为应用换上清单 `slack-listening.yaml`，重新安装，并以 SLACK_LISTENING=1 启动 Tandem，然后再次输入 `/tandem listen on`。",
  "lacking-teams":
    "我无法在此留意消息：我的 Teams 应用无权读取频道。请让 Tandem 的运维人员上传用 `--listening` 生成的应用包，并以 TEAMS_LISTENING=1 启动 Tandem，然后再次输入 `/tandem listen on`。",
  "switched-on":
    "从现在起我在 {{channel}} 留意价格用语，并会发布告示告知所有人。如果告示没有出现，我就不会留意：请先邀请我加入频道，再次输入 `/tandem listen on`。",
  "on-already": "我已在此留意价格用语。输入 `/tandem listen off` 即可关闭。",
  "switched-off": "我不再留意 {{channel}} 中的消息，并会告知频道中的所有人。",
  "off-already": "我没有在此留意消息。输入 `/tandem listen on` 即可开启。",
  "on-title": "Tandem 在此频道留意价格用语",
  "on-notice":
    "从现在起，我会查看本公司客户成功经理在此频道中写的内容，留意价格、折扣、报价等用语。一旦出现，我只会私下提示写下它的人：可以由客户经理接手。",
  "on-nothing-kept": "其他人写的内容我不会查看，无论是客户、访客还是其他应用的消息。我不存储任何消息的任何内容。",
  "on-how-off": "如需关闭，请由本公司的管理员在此输入 `/tandem listen off`。",
  "off-title": "Tandem 不再留意此频道",
  "off-notice": "我不再查看此频道中的任何消息；此前查看过的消息，我也没有存储任何内容。",
  "tip-title": "这像是在谈价格：请转交客户经理",
  tip: "您在 {{channel}} 中写到了价格。报价由客户经理负责，这样客户就不会看到您在推销。",
  "tip-how":
    "消息菜单中的“{{shortcut}}”会带上消息原文；这里的按钮则从空白开始。您写的内容我没有存储，同一频道每天最多提示一次。",
} as const;
