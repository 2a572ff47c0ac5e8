/** Said on the pages that Teams' manifest leads to: what this is, what it keeps, on what terms. */
export const pages = {
  "home-title": "Tandem",
  "home-what":
    "Tandem keeps Customer Success Managers and Account Managers in step, in Slack and in Microsoft Teams. This is the address of the service; there is nothing to sign in to here.",
  "home-how":
    "To use it, write to Tandem where you already talk: `/tandem help` in Slack, or just the word help in a chat with Tandem in Teams.",
  "privacy-title": "What Tandem keeps",
  "privacy-who":
    "Tandem is run by your organisation or on its behalf, for its own work with its customers. What it keeps lies in the database that your organisation has chosen. It is shown in the Slack workspace and the Microsoft Teams that your organisation has connected, to those who may see it.",
  "privacy-colleagues":
    "Of colleagues it keeps the name, e-mail address, role, region, language, time zone and manager, the user name in Slack or Teams, and what they do in Tandem: for example who claimed an opportunity, and when.",
  "privacy-customers":
    "Of customers it keeps what your organisation imports, such as accounts, contracts, use of the product and people to talk to, and what colleagues enter about them.",
  "privacy-messages":
    "Of conversations it keeps what is written to Tandem itself: commands, forms and presses of its buttons. It knows who is a member of the channels it posts to, so that nobody reads what they may not. Where your organisation allows it, it looks through its own channels to see whether its own message arrived; of what colleagues write to each other it keeps nothing.",
  "privacy-asked":
    "If you work for a customer and were asked how likely you are to recommend the company: it keeps, with your name, that you were asked, when and how, your number and what you wrote. Those there who look after you and their managers read it; the product team may get your words without your name. What you wrote is deleted after 24 months.",
  "privacy-asked-rights":
    "“Don’t ask me again” under the question ends the asking, and is kept so that it holds. To see, correct or erase what you answered, write to the person who asked you or to data protection at the company that asked you.",
  "privacy-pages": "These three pages set no cookies and ask nobody who they are.",
  "privacy-ask":
    "To see, correct or erase what is kept about you, ask the administrator of Tandem in your organisation, or whoever looks after data protection there.",
  "terms-title": "Terms of use",
  "terms-who":
    "Your organisation decides who may use Tandem and what for; its rules for tools at work hold here too. If you work for another company, nothing here is meant for you.",
  "terms-judgement":
    "Risks and suggestions in Tandem are estimates from the data your organisation has given it, and can be wrong. People decide what becomes of a customer.",
  "terms-licence":
    "The software is free under the MIT licence, which gives no warranty. It is not a product of Slack or Microsoft; for those, their own terms hold.",
  "terms-ask": "With any question, ask the administrator of Tandem in your organisation.",
} as const;
