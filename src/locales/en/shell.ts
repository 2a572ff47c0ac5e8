/** Said by the shell itself: help, errors, late answers. */
export const shell = {
  "help-title": "What you can ask me",
  "help-line": "**{{example}}** {{help}}",
  "help-customer": "Look after a customer",
  "help-together": "Work with a colleague",
  "help-mine": "For yourself",
  "help-set-up": "Set up and run",
  "help-more": "More: type `/tandem help more`.",
  "help-help": "shows this list",
  "unknown-command": "I don't know **{{word}}**. Type `/tandem help` to see what I can do.",
  stranger:
    "I can't help you with that here. I only work for colleagues whose e-mail address I know; ask your Tandem administrator to add yours. If they gave you a code, type `/tandem link` and the code.",
  outsider: "I can't help you with that here.",
  customer: "I can't help you with that here. If you need something, write to whoever looks after you.",
  "not-connected": "This workspace isn't connected to Tandem yet. Ask whoever set me up to run `tandem org create`.",
  "out-of-date": "This card was out of date. Here is the current one: look at the message again in a moment.",
  trouble:
    "Something went wrong on my side and nothing was changed. Please try again in a minute; if it happens again, tell your Tandem administrator the code {{code}}.",
  away: "I can't reach my data right now, so nothing was changed. Please try again in a minute.",
  unsure:
    "I lost touch with my data while saving, so I can't say whether it was saved. Please look in a minute before you do it again.",
  "unknown-shortcut": "I don't know this action any more. Type `/tandem help` to see what I can do.",
  "did-you-mean-account": "I don't know an account called **{{words}}**. Did you mean {{names}}?",
  "which-account": "Say which account: its name, its domain or its id.",
} as const;
