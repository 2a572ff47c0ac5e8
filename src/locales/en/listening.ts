/** Listening for words about prices in a channel: the switch, the notice to everybody there, the private tip. */
export const listening = {
  help: "switches listening for words about prices on or off in a channel",
  example: "listen on",
  "called-notice": "notice about listening",
  "called-tip": "hint that a conversation has become commercial",
  private: "This is a private chat. Type `/tandem listen on` in the channel you mean.",
  unclear: "`{{value}}` is neither on nor off. Type `/tandem listen on` or `/tandem listen off`.",
  "is-on":
    "I listen here for words about prices, only in what our own Customer Success Managers write, and store nothing. An administrator switches it off with `/tandem listen off`.",
  "is-off": "I don't listen here. An administrator can switch it on with `/tandem listen on`.",
  "lacking-slack":
    "I can't listen here: my Slack app may not read channels. Ask whoever runs Tandem to give the app the manifest `slack-listening.yaml`, install it once more and start Tandem with SLACK_LISTENING=1. Then type `/tandem listen on` again.",
  "lacking-teams":
    "I can't listen here: my Teams app may not read channels. Ask whoever runs Tandem to upload the app package that is made with `--listening`, and to start Tandem with TEAMS_LISTENING=1. Then type `/tandem listen on` again.",
  "switched-on":
    "I listen in {{channel}} from now on. Everybody there is told so by a notice. If it doesn't come, I don't listen: invite me, then type `/tandem listen on` again.",
  "on-already": "I listen here already. Type `/tandem listen off` to end it.",
  "switched-off": "I don't listen in {{channel}} any more, and everybody there is told so.",
  "off-already": "I don't listen here. Type `/tandem listen on` to begin.",
  "on-title": "Tandem listens here for words about prices",
  "on-notice":
    "From now on I look at what our own Customer Success Managers write in this channel, for words such as price, discount or quote. When one comes up, I tell its writer alone that an Account Manager can take over.",
  "on-nothing-kept":
    "What anybody else writes I don't look at: no customer's, no guest's and no other app's message. I store nothing of any message.",
  "on-how-off": "To end it, an administrator of ours types `/tandem listen off` here.",
  "off-title": "Tandem doesn't listen here any more",
  "off-notice": "I no longer look at any message in this channel, and I have stored nothing of those I looked at.",
  "tip-title": "This sounds like a commercial conversation: hand it to the Account Manager",
  tip: "You wrote about prices in {{channel}}. The offer is the Account Manager's, so that the customer never sees you sell.",
  "tip-how":
    "“{{shortcut}}” in the menu of a message takes its words along; the button here begins without them. I stored nothing of what you wrote, and I tell you this at most once a day for a channel.",
} as const;
