import { describe, expect, test } from "vitest";
import type { Card } from "../src/chat/card.ts";
import { renderMessage as renderForSlack } from "../src/chat/slack/render.ts";
import { renderMessage as renderForTeams } from "../src/chat/teams/render.ts";
import {
  type Audience,
  type Clearance,
  type FieldName,
  type Role,
  ROLES,
  TABLE,
  Visible,
} from "../src/kernel/permissions.ts";
import { accountId, HANDLES, personId, scopeOf, TEAMS_HANDLES, viewOf } from "./examples/fixed.ts";

/** Northwind: Anna is its CSM, Marta its AM, Olga leads both, Sven holds its support slot; an item is open in dach. */
const [anna, ben, marta, jonas, mia, olga, otto, eva, sven, kim, ada] = Array.from({ length: 11 }, (_, at) =>
  personId(at + 1),
) as [ReturnType<typeof personId>, ...ReturnType<typeof personId>[]];
const scope = scopeOf(accountId(1), {
  csm: anna,
  am: marta,
  managers: [olga ?? anna],
  others: [sven ?? anna],
  poolOpen: true,
});

function privately(
  person: typeof anna | undefined,
  roles: readonly Role[],
  region = "uk",
  covers = [] as const,
): Audience {
  return { kind: "person", reader: { person: person ?? anna, roles, region, covers } };
}

const READERS: Readonly<Record<string, Audience>> = {
  "its CSM": privately(anna, ["csm"]),
  "another CSM": privately(ben, ["csm"]),
  "its AM": privately(marta, ["am"]),
  "an AM of the pool": privately(jonas, ["am"], "dach"),
  "another AM": privately(mia, ["am"]),
  "their manager": privately(olga, ["manager"]),
  "another manager": privately(otto, ["manager"]),
  "an executive": privately(eva, ["exec"]),
  "a colleague in a slot": privately(sven, ["colleague"]),
  "another colleague": privately(kim, ["colleague"]),
  "an administrator": privately(ada, ["admin"]),
  "who covers for its CSM": {
    kind: "person",
    reader: { person: ben ?? anna, roles: ["csm"], region: "uk", covers: [anna] },
  },
  "who has no role": privately(personId(30), []),
};

/** A column for each of the readers above, then the widest surface: P private, K commercial, O operations. */
const PRIVATE: Readonly<Record<FieldName, string>> = {
  profile: /*         */ "RRRRRRRRRRRR.",
  contacts: /*        */ "R.RR.R.....R.",
  "contact-names": /* */ "R.RR.R..R..R.",
  "contract-dates": /**/ "R.RR.R.RRR.R.",
  arr: /*             */ "R.RR.R.R...R.",
  price: /*           */ "..RR.R.......",
  usage: /*           */ "R.RR.R..R..R.",
  "risk-band": /*     */ "R.RR.R.RRR.R.",
  risk: /*            */ "R.RR.R.R...R.",
  "money-at-risk": /* */ "R.R..R.R...R.",
  "risk-notes": /*    */ "R.R..R.....R.",
  why: /*             */ "R.R..R.....R.",
  opportunity: /*     */ "R.RR.R.....R.",
  internal: /*        */ "R.R..R..R..R.",
  commercial: /*      */ "..R..R.......",
  customer: /*        */ "R.R..R..R..R.",
  requests: /*        */ "R.R..R..R..R.",
  promises: /*        */ "R.R..R..R..R.",
  feedback: /*        */ "R.R..R..R..R.",
  "success-plan": /*  */ "R.R..R.RR..R.",
  nps: /*             */ "R.R..R.....R.",
};

/** Columns: CSM, AM, manager, executive, colleague, administrator, as the only members; cleared commercial | operations. */
const CHANNELS: Readonly<Record<FieldName, string>> = {
  profile: /*         */ "RRRRRR|RRRRRR",
  contacts: /*        */ "......|......",
  "contact-names": /* */ "......|......",
  "contract-dates": /**/ "RRRRR.|RRRRR.",
  arr: /*             */ "RRRR..|......",
  price: /*           */ ".RR...|......",
  usage: /*           */ "RRR...|RRR...",
  "risk-band": /*     */ "RRRRR.|RRRRR.",
  risk: /*            */ "RRRR..|RRRR..",
  "money-at-risk": /* */ "RRRR..|......",
  "risk-notes": /*    */ "......|......",
  why: /*             */ "......|......",
  opportunity: /*     */ "RRR...|RRR...",
  internal: /*        */ "......|......",
  commercial: /*      */ "......|......",
  customer: /*        */ "RRR...|RRR...",
  requests: /*        */ "RRR...|RRR...",
  promises: /*        */ "RRR.R.|RRR.R.",
  feedback: /*        */ "RRR.R.|RRR.R.",
  "success-plan": /*  */ "RRRR..|RRRR..",
  nps: /*             */ "......|......",
};

const CANARY = "canary-48000";
const FIELDS = Object.keys(TABLE) as FieldName[];

/** What of a value reaches each platform's wire. */
function shown(field: FieldName, audience: Audience): readonly boolean[] {
  const value = new Visible(field, scope, CANARY).open(audience);
  const card: Card = { title: ["Northwind"], body: value === undefined ? [] : [{ kind: "text", text: [value] }] };
  const { zone, say, locale } = viewOf("en", audience);
  const slack = JSON.stringify(renderForSlack(card, { handles: HANDLES, zone, say }));
  const teams = JSON.stringify(renderForTeams(card, { handles: TEAMS_HANDLES, zone, say, locale }));
  return [slack.includes(CANARY), teams.includes(CANARY)];
}

function letters(field: FieldName, audiences: readonly Audience[]): string {
  return audiences
    .map((audience) => {
      const [slack, teams] = shown(field, audience);
      expect(slack).toBe(teams);
      return slack ? "R" : ".";
    })
    .join("");
}

function channelOf(clearance: Clearance, ...members: Role[][]): Audience {
  return { kind: "channel", clearance, members, outsiders: false };
}

describe("on both platforms", () => {
  test("every field of the table has its row here", () => {
    expect(Object.keys(PRIVATE).sort()).toEqual([...FIELDS].sort());
    expect(Object.keys(CHANNELS).sort()).toEqual([...FIELDS].sort());
  });

  test.each(FIELDS)("%s is read in private by whom it is meant for, and by nobody else", (field) => {
    expect(letters(field, Object.values(READERS))).toBe(PRIVATE[field]);
  });

  test.each(FIELDS)("%s stands in a channel by clearance and role", (field) => {
    const by = (clearance: Clearance): string =>
      letters(
        field,
        ROLES.map((role) => channelOf(clearance, [role])),
      );
    expect(`${by("commercial")}|${by("operations")}`).toBe(CHANNELS[field]);
    expect(by("none")).toBe("......");
  });

  test.each(FIELDS)("%s is taken away by the weakest member, whoever else is there", (field) => {
    const [commercial = ""] = (CHANNELS[field] ?? "").split("|");
    ROLES.forEach((weak, at) => {
      const audience = channelOf("commercial", ["csm", "am", "manager"], [weak]);
      const alone = letters(field, [channelOf("commercial", ["csm", "am", "manager"])]) === "R";
      expect(letters(field, [audience]) === "R", weak).toBe(alone && commercial[at] === "R");
    });
    expect(letters(field, [channelOf("commercial", ["csm", "am", "manager"], [])])).toBe(".");
  });

  test.each(FIELDS)("%s is open to a colleague who was approved, but for a price", (field) => {
    const among = (approved: Role[][]): string =>
      letters(field, [{ kind: "channel", clearance: "commercial", members: [["am"]], approved, outsiders: false }]);
    expect(among([["csm"]])).toBe(field === "price" ? "." : among([]));
    expect(among([["colleague"], []])).toBe(field === "price" ? "." : among([]));
    expect(among([["am"]])).toBe(among([]));
  });

  test.each(FIELDS)("%s stands nowhere where an outsider reads", (field) => {
    for (const role of ROLES) {
      expect(letters(field, [{ kind: "channel", clearance: "commercial", members: [[role]], outsiders: true }])).toBe(
        ".",
      );
    }
  });
});
