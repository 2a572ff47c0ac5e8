import { addAccount, addContract, type TestPerson } from "../helpers/company.ts";
import type { Rig } from "./rig.ts";

/** Where they live, when they want their digest, and whose holidays they have. Two zones change on a Friday. */
const HIRED = [
  ["Nora Newman", "America/New_York", "09:00", "US"],
  ["Lars Lowe", "Australia/Lord_Howe", "09:00", "AU"],
  ["Sofia Soto", "America/Santiago", "09:00", "CL"],
  ["Chaima Cherif", "Africa/Cairo", "00:15", "EG"],
  ["Jael Jacobi", "Asia/Jerusalem", "02:30", "IL"],
  ["Kiri Kaua", "Pacific/Kiritimati", "09:00", "KI"],
  ["Paul Pago", "Pacific/Pago_Pago", "23:45", "AS"],
] as const;

const SETTINGS = { zone: "Europe/Berlin", digestAt: "09:00", scoringAt: "02:30" } as const;

/** CSMs around the world, each with a customer at risk, so that every digest has something to say. */
export async function settleIn({ database, company, hire }: Rig): Promise<void> {
  const hired: { readonly person: TestPerson; readonly digestAt: string }[] = [];
  for (const [name, zone, digestAt, region] of HIRED) {
    hired.push({ person: await hire(name, ["csm"], { zone, region }), digestAt });
  }
  await database((db) =>
    db.write(company.organisation, async (tx) => {
      for (const [name, value] of Object.entries(SETTINGS)) {
        await tx.rows("insert into setting (organisation_id, name, value) values ($1, $2, $3)", [
          tx.organisation,
          name,
          JSON.stringify(value),
        ]);
      }
      const accounts = [company.northwind, company.adatum, company.contoso];
      for (const { person, digestAt } of hired) {
        await tx.rows("update person set digest_at = $3 where organisation_id = $1 and id = $2", [
          tx.organisation,
          person.id,
          digestAt,
        ]);
        accounts.push(await addAccount(tx, `${person.name} & Partners`, { csm: person.id }));
      }
      for (const account of accounts) {
        await addContract(tx, account, { arrMinor: 5_000_000, renewsOn: "2035-12-31", noticeOn: "2026-02-10" });
      }
    }),
  );
}
