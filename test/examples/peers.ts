import { drawExchange } from "../../src/features/peers/cards.ts";
import { checkAgreed, type Part, phaseOf, waitsFor } from "../../src/features/peers/decide.ts";
import { agreeForm, notNowForm, problemTexts, refuseForm } from "../../src/features/peers/forms.ts";
import { nobodyText, offersCard } from "../../src/features/peers/offer-cards.ts";
import type { Exchange, ExchangeId, SideId } from "../../src/features/peers/store.ts";
import type { SideStory, Story } from "../../src/features/peers/reading.ts";
import type { ContactId } from "../../src/kernel/ids.ts";
import type { View } from "../../src/locales/say.ts";
import { accountId, anna, ben, chen, type Example, NOW, olga, privately, scopeOf } from "./fixed.ts";

const northwind = accountId(1);
const fabrikam = accountId(5);
const DAY_MS = 86_400_000;
const idOf = <T>(n: number): T => `01900000-0000-7000-d700-${String(n).padStart(12, "0")}` as T;

function side(part: Part, more: Partial<SideStory> = {}): SideStory {
  const learns = part === "learns";
  return {
    id: idOf<SideId>(learns ? 2 : 3),
    part,
    account: learns ? northwind : fabrikam,
    answer: undefined,
    contact: undefined,
    words: undefined,
    helped: undefined,
    name: learns ? "Northwind GmbH" : "Fabrikam",
    scope: learns ? scopeOf(northwind) : scopeOf(fabrikam, { csm: ben.id, am: undefined }),
    stage: "value",
    segment: "mid-market",
    seats: learns ? 50 : 62,
    asker: learns ? anna : ben,
    ...more,
  };
}
const exchange: Omit<Exchange, "learns" | "shares"> = {
  id: idOf<ExchangeId>(1),
  because: "feature",
  feature: "scan",
  called: "Scanning",
  state: "asked",
  proposedBy: anna,
  proposedAt: new Date(NOW.getTime() - DAY_MS),
  joinedAt: undefined,
  since: new Date(NOW.getTime() - DAY_MS),
  remindedAt: undefined,
  decided: undefined,
  endedAs: undefined,
  reason: undefined,
  reviewedAt: undefined,
};
function story(
  more: Partial<typeof exchange> = {},
  learns: SideStory = side("learns"),
  shares: SideStory = side("shares"),
): Story {
  const whole = { ...exchange, ...more, learns, shares };
  const phase = phaseOf(whole.state, [learns, shares]);
  const waits = waitsFor(phase, [learns, shares], whole.reviewedAt !== undefined);
  return { exchange: whole, phase, learns, shares, waits };
}

const dana = { id: idOf<ContactId>(11), name: "Dana Vogt" };
const erik = { id: idOf<ContactId>(12), name: "Erik Sommer" };
const danas = side("learns", { answer: "yes", contact: dana, words: "how the night shift scans <!channel> pallets" });
const eriks = side("shares", { answer: "yes", contact: erik, words: "our shelves" });
const joined = { state: "open", joinedAt: NOW } as const;
const asked = story();
const goal = story({ because: "goal" });
const open = story(joined);
const half = story(joined, danas);
const agreed = story(joined, danas, eriks);
const introduced = story({ ...joined, state: "introduced", decided: { at: NOW, by: anna } }, danas, eriks);
const reviewed = story({ ...introduced.exchange, reviewedAt: NOW }, danas, { ...eriks, helped: "yes" });
const ended = (endedAs: Exchange["endedAs"], more: Partial<typeof exchange> = {}): Story =>
  story({ state: "ended", endedAs, decided: { at: NOW, by: ben }, ...more });

const forAnna = { audience: privately(anna, "csm") };
const forBen = { audience: privately(ben, "csm") };
const forOlga = { audience: privately(olga, "manager") };

export const peerForms = [
  { name: "form-peers-agree", draw: (view: View) => agreeForm(side("learns"), [dana], view) },
  { name: "form-peers-refuse", draw: (view: View) => refuseForm(side("learns"), view) },
  { name: "form-peers-not-now", draw: (view: View) => notNowForm(side("shares"), view) },
];

const drawn = (name: string, of: Story, whose: Pick<View, "audience">): Example => ({
  name,
  draw: (view) => drawExchange(of, { ...view, ...whose }).card,
});

export const peerExamples: readonly Example[] = [
  {
    name: "peers-offers",
    draw: (view) =>
      offersCard(
        { id: northwind, name: "Northwind GmbH" },
        [
          {
            key: "a",
            name: undefined,
            segment: "mid-market",
            seats: 62,
            because: "feature",
            feature: "Scanning",
            csm: ben,
          },
          {
            key: "b",
            name: undefined,
            segment: "mid-market",
            seats: undefined,
            because: "goal",
            feature: "Orders on time",
            csm: chen,
          },
          {
            key: "c",
            name: "Fabrikam",
            segment: "mid-market",
            seats: 7000,
            because: "feature",
            feature: "Picking",
            csm: ben,
          },
        ],
        view,
      ),
  },
  {
    name: "peers-nobody",
    draw: (view) => ({
      title: [],
      body: (
        [
          "at-risk",
          "not-live",
          "negotiated",
          "refused",
          "no-segment",
          "no-size",
          "alone",
          "size",
          "unwell",
          "resting",
          "nothing",
        ] as const
      ).map((why) => ({ kind: "text", text: nobodyText(why, "Northwind GmbH", "mid-market", view.say) }) as const),
    }),
  },
  drawn("peers-asked", asked, forAnna),
  drawn("peers-asked-other", asked, forBen),
  drawn("peers-goal", goal, forAnna),
  drawn("peers-goal-other", goal, forBen),
  drawn("peers-open", open, forAnna),
  drawn("peers-open-other", open, forBen),
  drawn("peers-half", half, forBen),
  drawn("peers-half-own", half, forAnna),
  drawn("peers-both", half, forOlga),
  drawn("peers-agreed", agreed, forBen),
  drawn("peers-introduced", introduced, forAnna),
  drawn("peers-reviewed", reviewed, forAnna),
  drawn("peers-not-now", ended("not-now", { reason: "They move house" }), forAnna),
  drawn(
    "peers-refused",
    story(
      { ...joined, state: "ended", endedAs: "refused", decided: { at: NOW, by: ben } },
      danas,
      side("shares", { answer: "no" }),
    ),
    forAnna,
  ),
  drawn("peers-lapsed", ended("lapsed", { decided: { at: NOW, by: undefined } }), forAnna),
  drawn("peers-not-the-time", ended("at-risk", { decided: { at: NOW, by: undefined } }), forAnna),
  drawn("peers-hidden", asked, { audience: privately(chen, "csm") }),
  {
    name: "peers-refused-words",
    draw: (view) => {
      const checked = checkAgreed({ contact: "nobody", topic: "" }, []);
      const texts = checked.kind === "wrong" ? problemTexts(checked.problems, view) : {};
      return { title: [], body: Object.values(texts).map((text) => ({ kind: "text", text }) as const) };
    },
  },
];
