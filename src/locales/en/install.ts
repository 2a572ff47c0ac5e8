/** Said in a browser, while Tandem is added to a Slack workspace. */
export const install = {
  "add-title": "Add Tandem to Slack",
  "add-to":
    "The workspace you choose will belong to **{{organisation}}**: its people will work on the customers of {{organisation}}.",
  "add-here":
    "The workspace you choose will belong to the organisation that this Tandem is run for; on a new server it is made now.",
  "add-next": "Slack will ask you to agree. You have ten minutes.",
  add: "Continue to Slack",
  "done-title": "Tandem is in {{workspace}}",
  done: "You can close this page. In Slack, type `/tandem help`. Colleagues are recognised by their e-mail address within a minute or two.",
  "cancelled-title": "Tandem was not added",
  cancelled: "You cancelled in Slack, and nothing was changed. To try again, open the link you came from.",
  "expired-title": "This page can't be used any more",
  expired:
    "Adding Tandem works once, within ten minutes, and in the browser you began in; cookies must be allowed. Open the link you came from once more.",
  "link-title": "You need a link",
  link: "Ask the person who runs Tandem for a link; they get one with `{{command}}`. A link is good for a day.",
  "elsewhere-title": "Tandem was not added",
  elsewhere:
    "The workspace {{workspace}} belongs to another organisation here, and nothing was changed. Choose another workspace, or ask the person who runs Tandem.",
  "enterprise-title": "Tandem was not added",
  enterprise:
    "Tandem can't be added to a whole Enterprise organisation at once, and nothing was changed. Open the link you came from once more and choose one workspace.",
  "scopes-title": "Tandem was not added",
  scopes:
    "Slack left out permissions that Tandem can't work without: {{scopes}}. Open the link you came from once more and leave them in.",
  "failed-title": "Tandem was not added",
  failed:
    "Slack or Tandem could not finish this. Open the link you came from once more in a minute; if it happens again, tell the person who runs Tandem.",
} as const;
