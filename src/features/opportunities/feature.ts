import { choiceCard, type Form, type PersonRef, type Text } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import { localDateOf } from "../../kernel/business-time.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { AccountId, OpportunityId, PersonId } from "../../kernel/ids.ts";
import { holds } from "../../kernel/permissions.ts";
import { oneLine } from "../../kernel/text.ts";
import { type AccountFacts, accountsById, lookUp } from "../accounts/facts.ts";
import { type Acting, card, type Context, type Feature, section } from "../feature.ts";
import { riskOf } from "../risk/facts.ts";
import { claimSentence, drawOffer, drawSection, drawSpotter, problemTexts, spotForm, type Story } from "./cards.ts";
import { decideClaim, decideProposal, gateOf, type Opportunity } from "./decide.ts";
import { route } from "./routing.ts";
import { insertOpportunity, openOpportunities, opportunityById, park, release, saveClaim } from "./store.ts";

export const opportunities: Feature = {
  name: "opportunities",
  commands: [
    {
      word: "opportunity",
      order: 2,
      help: "opportunities.help",
      example: "opportunities.example",
      changes: false,
      run: spotByName,
    },
  ],
  forms: { spot: { open: (acting, subject) => openSpot(acting, subject as AccountId), submit: spot } },
  presses: { claim: { changes: true, run: (acting, press) => claim(acting, press.subject as OpportunityId) } },
  cards: {
    offer: card({ sensitive: true, load: loadStory, draw: drawOffer }),
    spotter: card({ sensitive: true, load: loadStory, draw: drawSpotter }),
  },
  sections: [
    section({
      surface: "account",
      order: 40,
      async load(acting, subject) {
        const account = subject as AccountId;
        const open = await openOpportunities(acting.tx, account);
        const risk = await riskOf(acting.tx, account);
        return { stories: await Promise.all(open.map((each) => storyOf(acting, each))), atRisk: risk?.atRisk ?? false };
      },
      draw: ({ stories, atRisk }, view) => drawSection(stories, atRisk, view),
    }),
  ],
  reactions: {
    "account-at-risk": (context, { account }) => hold(context, account),
    "account-recovered": (context, { account }) => resume(context, account),
  },
};

async function spotByName(acting: Acting, words: string): Promise<Reply> {
  const { say } = acting.view;
  if (words.trim() === "") return { kind: "done", sentence: say("opportunities.which") };
  const found = await lookUp(acting.tx, words);
  if (found.kind === "unknown") return { kind: "done", sentence: say("accounts.unknown", { words }) };
  if (found.kind !== "found") {
    const question = say(found.kind === "near" ? "accounts.did-you-mean" : "accounts.several", { words });
    const buttons = found.accounts.map(({ id, name }) => ({
      kind: "button" as const,
      label: [name],
      opens: { name: "opportunities.spot", subject: id },
    }));
    return { kind: "private", card: choiceCard(question, buttons) };
  }
  const result = await openSpot(acting, found.account.id);
  return "kind" in result ? result : { kind: "form", form: result };
}

async function openSpot(acting: Acting, id: AccountId): Promise<Form | Done> {
  const account = await accountOf(acting, id);
  const refusal = refuseSpotter(acting, account);
  if (refusal) return refusal;
  const risk = await riskOf(acting.tx, id);
  return spotForm(account, risk?.atRisk ?? false, acting.view);
}

/** Only the account's CSM, or who covers for them, spots (D7). */
function refuseSpotter({ person, view }: Acting, account: AccountFacts): Done | undefined {
  if (holds("csm", { person: person.id, covers: person.covers }, account.scope)) return undefined;
  return account.csm
    ? done(view.say("opportunities.only-csm", { account: account.name, csm: account.csm.name }))
    : done(view.say("opportunities.only-csm-orphan", { account: account.name }));
}

async function spot(acting: Acting, submission: Submission): Promise<Reply> {
  const { tx, now, ids, person, view, posts } = acting;
  const account = await accountOf(acting, submission.subject as AccountId);
  const refusal = refuseSpotter(acting, account);
  if (refusal) return refusal;
  const proposal = {
    product: oneLine(submission.values["product"] ?? ""),
    benefit: oneLine(submission.values["benefit"] ?? ""),
    word: submission.values["word"] ?? "",
  };
  const problems = decideProposal(proposal);
  if (problems.length > 0) return { kind: "invalid", fields: problemTexts(problems, view) };

  const { product, benefit } = proposal;
  const id = ids.next<"opportunity">();
  const made = {
    id,
    account: account.id,
    product,
    benefit,
    gate: gateOf(),
    spottedBy: person.id,
    region: account.region,
  };
  const open = await insertOpportunity(tx, made, now);
  await touch(acting, account.id, open ? "opportunity-repeated" : "opportunity-spotted", { product, benefit });
  if (open) return done(view.say("opportunities.merged-done", { product, account: account.name }));

  const risk = await riskOf(tx, account.id);
  if (risk?.atRisk) await park(tx, account.id, risk.since);
  await posts.announce({ card: "opportunities.spotter", subject: id, address: `person:${person.id}`, slot: "" });
  if (risk?.atRisk) {
    return done(
      view.say("opportunities.parked-done", { account: account.name, since: { date: risk.since, style: "day" } }),
    );
  }
  const routed = await route(acting, id, account);
  switch (routed.kind) {
    case "am":
      return done(view.say("opportunities.routed-am", { am: routed.am.name }));
    case "manager":
      return done(view.say("opportunities.routed-manager", { account: account.name, manager: routed.manager.name }));
    case "pool":
      return done(
        account.region
          ? view.say("opportunities.routed-pool", { region: account.region })
          : view.say("opportunities.routed-pool-everyone"),
      );
    case "nobody":
      return done(view.say("opportunities.routed-nobody", { account: account.name }));
  }
}

async function claim(acting: Acting, id: OpportunityId): Promise<Reply> {
  const { tx, now, person, view, posts } = acting;
  const before = await opportunityById(tx, id);
  if (!before) throw new NotFound("opportunities.gone");
  const account = await accountOf(acting, before.account);
  let outcome = decideClaim(before, account.scope, person, now);
  if (outcome.kind === "claimed") {
    const saved = await saveClaim(tx, id, person.id, now, outcome.contactBy);
    if (saved === "first") {
      const details = { product: before.product, ...(outcome.bothSlots ? { warning: "holds both slots" } : {}) };
      await touch(acting, account.id, "opportunity-claimed", details);
      await posts.redraw(id);
    } else {
      outcome = decideClaim((await opportunityById(tx, id)) ?? before, account.scope, person, now);
    }
  }
  const after = (await opportunityById(tx, id)) ?? before;
  const story = await storyOf(acting, after);
  const people = await acting.directory.people(tx);
  const nameOf = (other: string): PersonRef => ({
    id: other as PersonId,
    name: people.find((each) => each.id === other)?.name ?? "?",
  });
  return done(claimSentence(outcome, story, nameOf, view));
}

async function hold(context: Context, account: AccountId): Promise<void> {
  const held = await park(context.tx, account, context.now);
  for (const id of held) await context.posts.redraw(id);
}

async function resume(context: Context, account: AccountId): Promise<void> {
  const released = await release(context.tx, account);
  if (released.length === 0) return;
  const facts = await accountOf(context, account);
  for (const id of released) {
    const opportunity = await opportunityById(context.tx, id);
    if (opportunity?.stage === "gated") await route(context, id, facts);
    await context.posts.redraw(id);
  }
}

async function loadStory(context: Context, subject: string): Promise<Story | "gone"> {
  const opportunity = await opportunityById(context.tx, subject as OpportunityId);
  return opportunity ? storyOf(context, opportunity) : "gone";
}

async function storyOf(context: Context, opportunity: Opportunity): Promise<Story> {
  const account = await accountOf(context, opportunity.account);
  const ref = async (id: PersonId | undefined): Promise<PersonRef | undefined> => {
    const person = id && (await context.directory.person(context.tx, id));
    return person && { id: person.id, name: person.name };
  };
  const spotter = await ref(opportunity.spottedBy);
  return {
    opportunity,
    accountName: account.name,
    scope: account.scope,
    csm: account.csm ?? spotter ?? { id: opportunity.spottedBy, name: "" },
    assignee: await ref(opportunity.assignee),
    claimer: await ref(opportunity.claimed?.by),
  };
}

async function accountOf({ tx, now }: Context, id: AccountId): Promise<AccountFacts> {
  const account = (await accountsById(tx, [id], localDateOf(now, "UTC"))).get(id);
  if (!account) throw new NotFound("accounts.gone");
  return account;
}

async function touch(acting: Acting, account: AccountId, what: string, details: Record<string, string>): Promise<void> {
  await acting.emit({ kind: "account-touched", account, what, by: acting.person.id, via: "slack", details });
}

type Done = Extract<Reply, { kind: "done" }>;

function done(sentence: Text): Done {
  return { kind: "done", sentence };
}
