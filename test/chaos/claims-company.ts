import type { Locale } from "../../src/kernel/directory.ts";
import type { TestPerson } from "../helpers/company.ts";
import type { Cast, Standing } from "./claims-plan.ts";
import { type Player, playerOf } from "./claims-player.ts";
import type { Roles } from "./claims-stage.ts";
import type { Rig } from "./rig.ts";

/** Everybody who presses, by the same index in `cast` and `players`. */
export interface RaceCompany {
  readonly cast: Cast;
  readonly players: readonly Player[];
  readonly roles: Roles;
}

/** Hires the pool's AMs and says what each person is to a race. */
export async function gather(rig: Rig): Promise<RaceCompany> {
  const { anna, ben, marta, jonas, olga, kim, organisation, amChannel } = rig.company;
  const [klara, mei, ravi, zoe, nils] = [
    await rig.hire("Klara Vogt", ["am"], { locale: "de" }),
    await rig.hire("Mei Lin", ["am"], { locale: "zh" }),
    await rig.hire("Ravi Nair", ["am"]),
    await rig.hire("Zoe Blanc", ["am"]),
    await rig.hire("Nils Berg", ["am"], { region: "nordics" }),
  ] as const;
  const all: [TestPerson, Locale, Standing, Standing][] = [
    [marta, "en", "entitled", "entitled"],
    [jonas, "en", "entitled", "other-am"],
    [klara, "de", "entitled", "other-am"],
    [mei, "zh", "entitled", "other-am"],
    [ravi, "en", "entitled", "other-am"],
    [zoe, "en", "entitled", "other-am"],
    [olga, "en", "entitled", "entitled"],
    [nils, "en", "other-am", "other-am"],
    [anna, "en", "own-csm", "own-csm"],
    [ben, "en", "other-csm", "other-csm"],
    [kim, "en", "colleague", "colleague"],
  ];
  return {
    cast: { standings: all.map(([, , pool, named]) => ({ pool, named })) },
    players: all.map(([person, locale]) => playerOf(person, locale)),
    roles: { organisation, csm: anna, am: marta, first: jonas, region: "dach", address: `channel:${amChannel}` },
  };
}
