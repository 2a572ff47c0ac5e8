import { fixedDate } from "../../../src/kernel/business-time.ts";
import type { Card, Form, PersonRef, Text } from "../../../src/chat/card.ts";
import { accountCard } from "../../../src/features/accounts/cards.ts";
import type { Profile } from "../../../src/features/accounts/page-store.ts";
import { whichCard } from "../../../src/features/naming.ts";
import { drawOffer, drawSection, drawSpotter } from "../../../src/features/opportunities/cards.ts";
import { spotForm } from "../../../src/features/opportunities/spot-form.ts";
import { claimSentence } from "../../../src/features/opportunities/sentences.ts";
import type { Story } from "../../../src/features/opportunities/story-model.ts";
import { drawPart } from "../../../src/features/risk/account-section.ts";
import { drawCase } from "../../../src/features/risk/case-card.ts";
import { drawAll } from "../../../src/features/risk/digests/all-cards.ts";
import { drawTeam } from "../../../src/features/risk/digests/cards.ts";
import { drawPersonal } from "../../../src/features/risk/digests/personal-cards.ts";
import { channelForm, preferencesForm, settingsCard, wrongTexts } from "../../../src/features/settings/cards.ts";
import { forWhomChoices } from "../../../src/features/settings/decide.ts";
import type { Locale, Person } from "../../../src/kernel/directory.ts";
import type { AccountId, PersonId } from "../../../src/kernel/ids.ts";
import type { View } from "../../../src/locales/say.ts";
import { csmChannel, northwind, looking, profile, settings } from "../../examples/accounts.ts";
import {
  accountId,
  anna,
  ben,
  chen,
  fullPerson,
  jonas,
  marta,
  NOW,
  olga,
  privately,
  viewOf,
} from "../../examples/fixed.ts";
import { claimed, parked, story } from "../../examples/opportunities.ts";
import { partsNaming } from "../../examples/digest-parts.ts";
import { aCase, clear, entry, mine, part, team, closedAlone } from "../../examples/risk.ts";
import { asPeopleSee } from "./strings.ts";

/** A card or form in which a hostile name stands, wherever a name of that sort may. */
export interface Naming {
  readonly what: string;
  readonly shown: { readonly card: Card; readonly summary?: Text } | { readonly form: Form };
}

/** Every card and form, with one text as the name of everything: people, accounts, products, regions, channels. */
export function cardsNaming(name: string, locale: Locale): readonly Naming[] {
  const view = viewOf(locale);
  const asAnna: View = { ...view, audience: privately(anna, "csm") };
  const asOlga: View = { ...view, audience: privately(olga, "manager") };
  const called = (person: PersonRef): PersonRef => ({ ...person, name });
  const [csm, am, other] = [called(anna), called(marta), called(jonas)];
  const account = { ...northwind, name, segment: name, region: name, csm, am };
  const words: Story = {
    ...story,
    opportunity: { ...story.opportunity, product: name, benefit: name, region: name },
    accountName: name,
    csm,
    assignee: am,
  };
  const taken: Story = { ...words, opportunity: { ...claimed.opportunity, product: name, benefit: name }, claimer: am };
  const held: Story = { ...words, opportunity: { ...parked.opportunity, product: name, benefit: name } };
  const pool: Story = { ...words, opportunity: { ...words.opportunity, pool: true }, assignee: other };
  const owner = { person: csm, at: NOW };
  const risk = { ...aCase, account: { ...aCase.account, name }, csm };
  const names = new Map<AccountId, string>([7, 8, 41, 42].map((n) => [accountId(n), name]));
  const people = new Map<PersonId, string>([anna, ben, chen, marta, olga].map(({ id }) => [id, name]));
  const entries = [
    entry(2, name, {}, { csm, became: { kind: "owned", owner: csm, at: NOW } }),
    entry(3, name, {}, { csm: other }),
    entry(4, name, {}, { csm: undefined }),
  ];
  const channel = { ...csmChannel, name };
  const manager: Person = { ...fullPerson(called(olga), locale, "manager"), region: asPeopleSee(name) || "dach" };
  const admin = fullPerson(csm, locale, "csm", "admin");

  const said = { value: name, asOf: looking.today, source: "chat" } as const;
  const strange: Profile = {
    ...profile,
    industry: name,
    fields: { "how-to-help": said, needs: said },
    others: [{ slot: "sponsor", person: other }],
    champion: { name, lastAt: NOW },
  };

  const cards: Readonly<Record<string, Card | { readonly card: Card; readonly summary: Text }>> = {
    "account card": accountCard(account, strange, [], { ...looking, mayWrite: true }, asAnna),
    "account card of a pool": accountCard({ ...account, am: undefined }, profile, [], looking, asAnna),
    "did you mean": whichCard(view.say("accounts.did-you-mean", { words: name }), [{ id: northwind.id, name }], {
      press: "accounts.open",
    }),
    "account card's risk": { title: [name], body: drawPart({ ...part, open: { at: NOW, owner } }, asAnna) },
    "account card's opportunities": {
      title: [name],
      body: drawSection({ scope: story.scope, stories: [words, taken, held], atRisk: false, left: false }, asAnna),
    },
    offer: drawOffer(words, view),
    "offer to a pool": drawOffer(pool, view),
    "offer claimed": drawOffer(taken, view),
    "offer on hold": drawOffer(held, view),
    spotter: drawSpotter(words, asAnna),
    "spotter's claimed": drawSpotter(taken, asAnna),
    case: drawCase(risk, view),
    "case owned": drawCase({ ...risk, owner }, view),
    "case closed": drawCase({ ...risk, owner, closed: { ...closedAlone, left: true } }, view),
    "case orphaned": drawCase({ ...risk, csm: undefined }, view),
    "team digest": drawTeam({ ...team, entries, accounts: names, people }, view),
    "team digest, all clear": drawTeam({ ...clear, accounts: names, people }, view),
    "own digest": drawPersonal({ ...mine, entries, parts: partsNaming(name), reader: csm }, asAnna),
    "own digest in stead": drawPersonal({ ...mine, entries, parts: partsNaming(name), reader: csm }, asOlga),
    "see all": drawAll({ ...mine, entries, parts: partsNaming(name), reader: csm }, asOlga),
    settings: settingsCard(admin, settings, [channel], view),
  };
  const outcomes = [
    { kind: "claimed", contactBy: NOW, bothSlots: false },
    { kind: "already-yours", contactBy: NOW },
    { kind: "taken", by: marta.id, at: NOW },
    { kind: "parked", parked: { because: "at-risk", since: NOW } },
    { kind: "csm-refused" },
    { kind: "for-another", am: marta.id },
    { kind: "only-am" },
  ] as const;
  const sentences = outcomes.map((outcome): Naming => ({
    what: `answer to Claim: ${outcome.kind}`,
    shown: { card: sentence(claimSentence(outcome, words, view)) },
  }));
  const wrong = wrongTexts(
    (["choice", "zone", "time"] as const).map((takes) => ({ field: takes, value: name, takes })),
    view,
  );
  const forms: readonly Form[] = [
    spotForm(
      { id: northwind.id, name },
      {
        gate: {
          usage: { state: "too-little", days: 75, because: "days" },
          outcome: { state: "met", name, on: fixedDate("2026-11-12") },
          benefit: { state: "failed", letters: 0 },
        },
        held: { because: "at-risk", since: NOW },
        causes: ["notice"],
        found: {
          product: name,
          evidence: [{ source: "usage", at: "", found: { rule: "module", module: name, using: 3, peers: 5 } }],
        },
      },
      view,
    ),
    channelForm(channel, forWhomChoices([manager]), { locale, digestAt: settings.digestAt }, view),
    preferencesForm({ locale, zone: name, digestAt: name }, view),
  ];
  return [
    ...Object.entries(cards).map(([what, drawn]): Naming => ({
      what,
      shown: "card" in drawn ? drawn : { card: drawn },
    })),
    ...sentences,
    ...Object.entries(wrong).map(([what, text]): Naming => ({
      what: `wrong ${what}`,
      shown: { card: sentence(text) },
    })),
    ...forms.map((form): Naming => ({ what: `form ${form.name}`, shown: { form } })),
  ];
}

export function sentence(text: Text): Card {
  return { title: [], body: [{ kind: "text", text }] };
}
