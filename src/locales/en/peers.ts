/** Two similar customers who learn from each other. */
export const peers = {
  help: "finds a similar customer from whom one of yours may learn, and asks both",
  example: "peers northwind",
  which: "Which customer? Type `/tandem peers` and its name, for example `/tandem peers northwind`.",
  gone: "I can't find that exchange any more, or it isn't yours to see. Type `/tandem peers` and a customer's name to begin anew.",
  "not-yours":
    "{{account}} isn't yours, so its CSM proposes an exchange for it. Type `/account {{account}}` to see who that is.",
  "for-csm": "The CSM of {{account}} does this, who covers for them, or a manager. Nothing was changed.",
  called: "exchange between two customers",

  "offers-title": "Whom {{account}} may learn from",
  offers: "These customers are like {{account}}. Propose one exchange, and I ask that customer's CSM.",
  "offers-how": "Check that they don't compete: ask the other CSM. No customer hears another's name before both agree.",
  propose: "Propose",
  "offer-gone": "That customer isn't free for an exchange any more. Type `/tandem peers {{account}}` to see who is.",
  proposed:
    "{{csm}} is asked whether their customer may be asked. You hear what they say; {{account}} needn't know yet.",
  "proposed-own":
    "You look after {{account}} and {{peer}} both. Ask each of them, and press on the card what they say.",

  "not-at-risk": "{{account}} is at risk, so keeping it comes first. Ask again when it has recovered.",
  "not-live": "{{account}} isn't live yet, or is no customer any more. Ask again once it works with the product.",
  "not-negotiated": "{{account}} is about to renew, or its contract ends. Ask again when that is settled.",
  "not-refused":
    "{{account}} said within the last year that it wants no exchange, or never does. Ask it about something else.",
  "not-segment":
    "Nobody has said which segment {{account}} belongs to, so I can't compare it. Ask who keeps the customer list to add it.",
  "not-size":
    "Neither seats nor use of {{account}} are known, so I can't compare it. Ask who sends us the data to add them.",
  "none-alone":
    "{{account}} is the only customer in {{segment}}, so nobody is similar. Look for something to learn with `/tandem content`.",
  "none-size":
    "Nobody in {{segment}} has half to twice as many seats as {{account}} and a product in common. Look for something to learn with `/tandem content`.",
  "none-unwell":
    "The customers like {{account}} aren't live yet, have no CSM, or aren't free for this now. Ask again in a few weeks.",
  "none-resting": "The customers like {{account}} are in an exchange, or were asked of late. Ask again in a few weeks.",
  "none-nothing":
    "The customers like {{account}} use no feature well that it leaves unused, and are no further with its goals. Look for something to learn with `/tandem content`.",

  title: "An exchange for {{account}}",
  "hidden-title": "An exchange between two customers",
  hidden: "Neither of the two customers is yours any more. Whoever looks after them goes on; you need do nothing.",
  nobody: "nobody yet",
  "why-feature": "One customer of {{csm}} uses “{{feature}}” well, which {{account}} has and doesn't use.",
  "why-goal": "One customer of {{csm}} has come further than {{account}} with a goal for which “{{feature}}” counts.",
  "why-named-feature":
    "{{peer}} uses “{{feature}}” well, which {{account}} has and doesn't use. {{peer}} is looked after by {{csm}}.",
  "why-named-goal":
    "{{peer}} has come further than {{account}} with a goal for which “{{feature}}” counts. {{peer}} is looked after by {{csm}}.",
  "why-shares-feature":
    "{{account}} uses “{{feature}}” well, and {{peer}} might learn from that. {{peer}} is looked after by {{csm}}.",
  "why-shares-goal":
    "{{account}} has come far with a goal for which “{{feature}}” counts, and {{peer}} might learn from that. {{peer}} is looked after by {{csm}}.",
  "kind-seats": "In {{segment}}, with {{from}} to {{to}} seats",
  "kind-over": "In {{segment}}, with {{from}} seats or more",
  "kind-alike": "In {{segment}}, of about the same size",
  rule: "Check that they don't compete. Tell no customer the other's name before both agree.",

  "state-asked": "{{who}} is asked since {{on}} and hasn't answered yet.",
  "state-open": "Both customers are to be asked, and neither has answered yet.",
  "state-open-own": "{{account}} hasn't answered yet; the other customer agrees.",
  "state-open-other": "{{account}} agrees; the other customer hasn't answered yet.",
  "state-agreed": "{{account}} and {{peer}} both agree.",
  "state-introduced": "{{who}} introduced {{account}} and {{peer}} on {{on}}.",
  "agreed-by": "At {{account}}: {{contact}}.",
  "agreed-about": "At {{account}}: {{contact}}, who would like to talk of “{{topic}}”.",
  "ended-not-now": "{{who}} said on {{on}} that this isn't the time. You need do nothing.",
  "ended-not-now-why": "{{who}} said on {{on}} that this isn't the time: “{{reason}}”. You need do nothing.",
  "ended-refused": "{{account}} doesn't want to, {{who}} noted on {{on}}. You need do nothing.",
  "ended-stopped": "{{who}} stopped it on {{on}}. You need do nothing.",
  "ended-lapsed":
    "Nobody answered until {{on}}, so it is over. Type `/tandem peers` and the customer's name to find another.",
  "ended-not-the-time": "It ended on {{on}}, since this isn't the time for it at one of the two. You need do nothing.",
  "ended-churned": "It ended on {{on}}, since one of the two is no customer any more. You need do nothing.",
  "ended-merged": "It ended on {{on}}, since the two are one customer now. You need do nothing.",
  "next-asked": "**Next:** say whether you ask {{account}}. It needn't know yet.",
  "next-open": "**Next:** ask {{account}}, and press what they say.",
  "words-learns":
    "For example: “Another company like yours works well with {{feature}}. Would you like to talk to them, if they agree too?”",
  "words-shares":
    "For example: “Another company like yours would like to hear how you work with {{feature}}. May I introduce you, if they agree too?”",
  "next-agreed": "**Next:** introduce the two to each other, and press Introduced. One of you is enough.",
  "next-helped": "**Next:** ask {{account}} whether it helped, and press what they say.",

  ask: "Ask my customer",
  "not-now": "Not now",
  stop: "Stop it",
  agree: "They agree",
  "agree-of": "{{account}} agrees",
  refuse: "They don't",
  "refuse-of": "{{account}} doesn't",
  introduced: "Introduced",
  yes: "Yes, it helped",
  no: "No, it didn't",
  nothing: "Nothing came of it",
  "helped-yes": "It helped {{account}}, somebody noted already. Nothing was changed.",
  "helped-no": "It didn't help {{account}}, somebody noted already. Nothing was changed.",
  "helped-nothing": "Nothing came of it at {{account}}, somebody noted already. Nothing was changed.",

  "asked-done": "The other CSM asks theirs too. Now ask {{account}}, without a name, and press what they say.",
  "not-now-done": "Noted. {{account}} isn't proposed to anybody for {{days}} days.",
  "stopped-done": "Stopped, and the other CSM knows. These two aren't put together for {{days}} days.",
  "agreed-done": "Noted: {{account}} agrees. You hear from me when the other customer has answered.",
  "agreed-both": "{{account}} and {{peer}} both agree. Introduce them to each other now, and press Introduced.",
  "refused-year": "Noted: {{account}} isn't asked again for a year. The other CSM knows that it is over.",
  "refused-never": "Noted: {{account}} is never asked again. The other CSM knows that it is over.",
  "introduced-done": "Noted as a contact with {{account}} and with {{peer}}. In 30 days I ask whether it helped.",
  "helped-done": "Noted for {{account}}. Thank you; that is all.",
  "early-customers": "Not both customers have agreed yet. Ask {{account}}, or wait for the other one.",
  "nobody-there":
    "Nobody at {{account}} is known by name, so there is nobody to introduce. Add somebody with `/tandem contact {{account}}`, then press again.",

  "agree-title": "They agree",
  "agree-submit": "Note it",
  "agree-intro": "Who at **{{account}}** would talk to the other customer? The other CSM reads this once both agree.",
  "field-topic": "What would they like to talk of?",
  "hint-topic": "In a sentence; leave prices out.",
  "refuse-title": "They don't",
  "refuse-submit": "Note it",
  "refuse-intro": "It is over then, and nobody asks **{{account}}** again for a while.",
  "field-again": "May they be asked again?",
  "again-year": "In a year at the earliest",
  "again-never": "Never",
  "field-why": "Why not?",
  "hint-why": "It stays on this customer's own timeline; leave prices out.",
  "not-now-submit": "Say so",
  "not-now-intro": "**{{account}}** isn't proposed to anybody for {{days}} days then, and needn't hear of it.",
  "field-reason": "Why not?",
  "hint-reason": "The other CSM reads it; name no customer, and leave prices out.",
  "wrong-named": "“{{value}}” tells the other CSM which customer it is. Leave the name out.",

  "today-asked": "Another CSM asks whether {{account}} may talk to a customer of theirs.",
  "today-open": "Ask {{account}} whether they would talk to a similar customer.",
  "today-agreed": "Introduce {{account}} to the other customer; both agree.",
  "today-helped": "Did the exchange with another customer help {{account}}?",

  "entry-proposed": "{{who}} proposed an exchange about “{{feature}}” with a similar customer",
  "entry-joined": "{{who}} asks them about an exchange with a similar customer, about “{{feature}}”",
  "entry-not-now": "{{who}} said that an exchange about “{{feature}}” isn't for them now",
  "entry-stopped": "{{who}} stopped an exchange about “{{feature}}”",
  "entry-agreed": "{{contact}} agrees to an exchange about “{{feature}}”, {{who}} noted",
  "entry-refused": "they don't want an exchange about “{{feature}}”, {{who}} noted",
  "entry-introduced": "{{who}} introduced {{contact}} to {{peer}}, about “{{feature}}”",
  "entry-helped-yes": "the exchange about “{{feature}}” helped, {{who}} noted",
  "entry-helped-no": "the exchange about “{{feature}}” didn't help, {{who}} noted",
  "entry-helped-nothing": "nothing came of the exchange about “{{feature}}”, {{who}} noted",
} as const;
