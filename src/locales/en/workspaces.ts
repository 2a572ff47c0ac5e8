/** Told to administrators: workspaces that the app was removed from. */
export const workspaces = {
  called: "notice about a workspace",
  "gone-title": "Tandem was removed from a Slack workspace",
  gone: "In the workspace `{{workspace}}` nobody reaches me any more, and nothing is sent there. My access to it is deleted; what is stored stays until {{until}}.",
  "gone-next": "To go on, add me again before then; whoever runs Tandem has the link.",
  "back-title": "Tandem is in the Slack workspace again",
  back: "The workspace `{{workspace}}` is connected again. What did not arrive meanwhile is listed by `/tandem deliveries`.",
} as const;
