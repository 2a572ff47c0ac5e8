/** Why somebody gets a message (B10). */
export const why = {
  ask: "Why me?",
  change: "Change",
  insistent:
    "It can't be turned off: it is about something you own past its time, a notice, or something you promised.",
  gone: "I don't know this message any more. Type `/tandem settings notifications` to see what you get, and how.",
  "risk-case":
    "A customer of yours, or of somebody in your team, is at risk, and no channel is set up where it could be said.",
  "my-digest":
    "You look after customers, so this comes on your working days at {{time}} ({{zone}}). What is new comes first: accounts at risk or rising fast, weightiest first, requests that wait for you, renewals within 120 days and notice deadlines within 30, and accounts whose use grows. Change the time with `/tandem settings`.",
  "am-digest":
    "You are an Account Manager, so this comes on your working days at {{time}} ({{zone}}): what to claim, what you promised, what is on hold, requests that wait for you, renewals within 120 days and notice deadlines within 30. Change the time with `/tandem settings`.",
  "manager-digest":
    "You lead a team, so this comes on your working days at {{time}} ({{zone}}): customers without a CSM, risk cases that nobody owns, answers and claims that are late, and people who are away without a cover. Change the time with `/tandem settings`.",
  drift: "You are an administrator, and the risk model no longer fits what comes in.",
  accountability:
    "You are an administrator or lead a team, so this comes on the first working day of the month, when there is something to account for.",
  standstill: "You are an administrator, and usage data has stopped coming in.",
  offer: "You are the Account Manager of this customer, or in the pool of its region.",
  spotter: "You look after this customer, or spotted this opportunity, so you hear at every step.",
  "opportunity-approval": "You lead, and too little is known of the customer to judge an opportunity, so you decide.",
  "opportunity-nudge": "An opportunity waits for you, or for somebody of your team.",
  "opportunity-hold": "A deal of yours, or of your customer, runs while there is a reason to hold it.",
  cover: "Somebody named you as their cover while they are away.",
  deliveries: "You are an administrator, and messages of mine did not arrive.",
  asked: "A colleague asked you about a customer, because you look after it.",
  answer: "You asked this question.",
  "question-nudge": "A question about a customer of yours, or of your team, has waited too long.",
  request: "A customer's request is yours to answer, or you are to know of it.",
  "request-nudge": "A request that is yours, or your team's, has waited too long.",
  workspace: "You are an administrator, and I was removed from a workspace, or am back in it.",
  collision: "You wrote to a person at a customer, and a colleague did so at nearly the same time.",
  "hidden-parts": "You are an administrator, and only administrators decide who may see what.",
  "case-nudge": "A risk case is yours or your team's, and it has waited too long, or somebody escalated it to you.",
  "case-fault": "A customer was lost for a reason that your department can change.",
  "case-hold": "You lead, and so many customers crossed at once that I ask you before I alert anybody.",
  touchpoint: "You planned a meeting with a customer, and its time has come.",
  renewal: "A customer's renewal comes up, and its value review or its terms are yours, or your team's.",
  "renewal-last-day":
    "The last day to act before a customer's notice deadline is near, and the renewal is yours or your team's.",
  "renewal-brief": "You have the terms of a customer's renewal, and its CSM prepared a brief for you.",
  "also-digest": "You wanted these messages with your digest, and they came too late for today's, or there was none.",
  handover: "You look after this customer, or lead there, and something was sold to it.",
  "handover-nudge": "A handover waits for you or your team, or there is news about one of yours.",
  benefit: "You look after this customer, sold it something, or lead, and its benefit was measured.",
  onboarding: "You look after this customer, and its onboarding began.",
  "onboarding-stall": "The onboarding of a customer of yours, or of your team, stands still.",
  listening:
    "You are a Customer Success Manager, an administrator switched listening on in that channel, and you wrote about prices there.",
  "nps-link":
    "You look after this customer, and one of its people is to be asked whether they would recommend us but can't be reached in chat.",
  "nps-loop": "You look after this customer, and one of its people has said whether they would recommend us.",
  "nps-nudge":
    "Somebody at a customer was promised a call after their answer, and nobody has logged one; you own it, or lead who does.",
  "nps-referral": "You sell at this customer, and one of its people recommends us to somebody.",
  "check-in": "You look after this customer, or lead there, and it is time to speak with them.",
  "check-in-brief": "You agreed this time with the customer, and it is half an hour away.",
  well: "A ticket or complaint of this key account was closed, and you look after it or lead there.",
  "feedback-item": "You work with product, or lead at this customer, and somebody passed on what customers say.",
  "feedback-tell": "A customer of yours asked for something that has shipped now.",
  "feedback-nudge": "A customer of yours, or of your team, wasn't told yet what shipped for them.",
  "feedback-declined": "A customer of yours asked for something that won't be done.",
  cadence: "You are one of a Customer Success Manager and an Account Manager who share customers.",
  "cadence-meeting": "You meet regularly about customers that you share, and this is about your next meeting.",
  "cadence-asked": "You had planned a meeting about shared customers, and it ought to be over.",
  "cadence-agenda": "You share customers with this person, but too few to meet regularly.",
  "cadence-joint": "Your regular meetings take more than three hours a week.",
} as const;
