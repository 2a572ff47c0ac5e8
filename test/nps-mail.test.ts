import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { drawMail, type MailStory } from "../src/features/nps/mail-cards.ts";
import { heldAbout } from "../src/features/privacy/export-store.ts";
import type { Subject } from "../src/features/privacy/subject-store.ts";
import { createSays } from "../src/locales/say.ts";
import { mailed } from "./examples/nps.ts";
import { type MailServer, startMailServer } from "./helpers/mail-server.ts";
import { BASE, type Respondent, runSurveys, type SurveyHouse } from "./helpers/survey-house.ts";

const TUESDAY = "2026-11-24T08:00:00Z";
const WEDNESDAY = "2026-11-25T09:01:00Z";
/** Five working days after Wednesday. */
const REMINDED = "2026-12-02T10:00:00Z";

let server: MailServer;
let house: SurveyHouse;
beforeEach(async () => {
  server = await startMailServer({ disabledCommands: ["STARTTLS"] });
  house = await runSurveys({ SMTP_URL: server.url, SMTP_FROM: "surveys@tandem.example" });
  await house.at(TUESDAY);
});
afterEach(async () => {
  await house.stop();
  await server.stop();
});

async function asked(more: Parameters<SurveyHouse["respondent"]>[1] = {}): Promise<Respondent> {
  const dana = await house.respondent("Dana Novak", more);
  await house.campaign();
  await house.at(WEDNESDAY);
  return dana;
}
const toAnna = (): string => house.standingWith(house.company.anna).join("\n");
const mails = () => server.received.map(({ headers, parts }) => ({ headers, text: parts.get("text/plain") ?? "" }));
function pathIn(text: string, which: "answer" | "never"): string {
  const paths = [...text.matchAll(/https:\/\/tandem\.example(\/s\/[\w-]{22})/g)].map(([, path]) => path);
  return (which === "answer" ? paths[0] : paths.at(-1)) ?? "";
}
const oneClick = (path: string, headers: Record<string, string>, payload: string) =>
  house.app.server.inject({ method: "POST", url: path, headers, payload });
const optOuts = () => house.rows("select who from survey_opt_out");

describe("who isn't met in chat", () => {
  test("is asked by e-mail in their language, and answers by its link", async () => {
    const dana = await asked({ locale: "de" });
    const [mail] = mails();
    expect(mail?.text).toContain("Anna Kurz, für Sie als Customer Success Manager da, fragt: Wie wahrscheinlich");
    expect(mail?.text).toContain("Anna Kurz, wer Sie bei");
    expect(mail?.text).toContain(`${BASE}/privacy`);
    expect(mail?.headers.get("reply-to")).toMatch(/^Anna Kurz <.+@.+>$/);
    expect(mail?.headers.get("list-unsubscribe")).toMatch(/^<https:\/\/tandem\.example\/s\/[\w-]{22}>$/);
    const [{ name } = { name: "" }] = await house.rows<{ name: string }>(
      "select name from organisation where id = $1",
      [house.company.organisation],
    );
    expect(mail?.headers.get("from")).toContain(name);
    expect(toAnna()).not.toContain("Dana Novak");
    expect(await house.rows("select state, via from survey")).toEqual([{ state: "asked", via: "email" }]);
    await house.follow(pathIn(mail?.text ?? "", "answer"), { do: "score", score: "9" });
    expect(await house.rows("select score from survey_answer where contact_id = $1", [dana.contact])).toEqual([
      { score: 9 },
    ]);
  });

  test("is reminded once, by another letter, and not at all once they answered", async () => {
    await asked();
    await house.at(REMINDED);
    expect(mails().map(({ text }) => text.includes("You haven’t answered yet"))).toEqual([false, true]);
    const [first, second] = mails().map(({ headers }) => headers.get("message-id"));
    expect(first).not.toBe(second);
    await house.at("2026-12-09T10:00:00Z");
    expect(mails()).toHaveLength(2);
    // The first link is as good as the second, and one answer uses up both.
    await house.follow(pathIn(mails()[0]?.text ?? "", "answer"), { do: "score", score: "10" });
    expect((await house.get(pathIn(mails()[1]?.text ?? "", "answer"))).statusCode).toBe(404);
  });

  test("isn't reminded of what they answered", async () => {
    await asked();
    await house.follow(pathIn(mails()[0]?.text ?? "", "answer"), { do: "score", score: "8" });
    await house.at(REMINDED);
    expect(mails()).toHaveLength(1);
  });

  test("is put to their CSM where the letter comes back, and not written to again", async () => {
    server.fault({ at: "recipient", code: 550, says: "5.1.1 unknown" });
    const dana = await asked();
    expect(toAnna()).toContain("Dana Novak of Dana Novak Ltd: our message couldn't be delivered");
    expect(await house.link(dana.contact)).toMatch(/^\/s\//);
    await house.at(REMINDED);
    expect(mails()).toEqual([]);
    expect(toAnna()).toContain("Dana Novak of Dana Novak Ltd hasn't answered yet");
  });

  test("is asked in chat where they are met there", async () => {
    const dana = await house.respondent("Dana Novak");
    await house.rows(
      `insert into contact_handle (organisation_id, platform, workspace, user_id, contact_id, matched_at)
       values ($1, 'slack', $2, 'U0DANA', $3, now())`,
      [house.company.organisation, house.company.workspace, dana.contact],
    );
    await house.campaign();
    await house.at(WEDNESDAY);
    expect(mails()).toEqual([]);
    expect(house.slack.calls.map(({ target }) => target.conversation)).toContain("U0DANA");
  });

  test("keeps no secret of the letter in the database", async () => {
    await asked();
    const token = pathIn(mails()[0]?.text ?? "", "answer").slice(3);
    expect(token).toHaveLength(22);
    const kept = await house.rows(
      "select to_jsonb(p) as post from post p union all select to_jsonb(d) from survey_door d",
    );
    expect(JSON.stringify(kept)).not.toContain(token);
  });
});

describe("a letter's way out", () => {
  test("changes nothing when it is looked at, and ends the asking by one click", async () => {
    const dana = await asked();
    const [mail] = mails();
    const path = /tandem\.example(\/s\/[\w-]{22})/.exec(mail?.headers.get("list-unsubscribe") ?? "")?.[1] ?? "";
    expect(path).toBe(pathIn(mail?.text ?? "", "never"));
    const looked = await house.get(path);
    expect([looked.statusCode, looked.body.includes("Don’t ask me again")]).toEqual([200, true]);
    expect(await optOuts()).toEqual([]);
    const form = { "content-type": "application/x-www-form-urlencoded" };
    expect((await oneClick(path, form, "List-Unsubscribe=One-Click")).statusCode).toBe(200);
    expect(await optOuts()).toEqual([{ who: "dana.novak@customer.example" }]);
    expect((await oneClick(path, form, "List-Unsubscribe=One-Click")).statusCode).toBe(200);
    expect(await house.rows("select 1 from timeline where kind = 'survey-opted-out'")).toHaveLength(1);
    expect((await house.get(pathIn(mail?.text ?? "", "answer"))).statusCode).toBe(404);
    await house.at(REMINDED);
    expect(mails()).toHaveLength(1);
    expect(await house.rows("select state, reason from survey where contact_id = $1", [dana.contact])).toEqual([
      { state: "withdrawn", reason: "opted-out" },
    ]);
  });

  test("takes what mail programs post, in parts, and nothing else", async () => {
    await asked();
    const path = pathIn(mails()[0]?.text ?? "", "never");
    const parts = (value: string, name = "List-Unsubscribe") =>
      `--x1\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--x1--\r\n`;
    const type = { "content-type": "multipart/form-data; boundary=x1" };
    for (const body of [
      parts("No"),
      parts("One-Click", "Other"),
      "",
      "--x1",
      parts("One-Click").replaceAll("x1", "x2"),
    ]) {
      expect((await oneClick(path, type, body)).statusCode).toBe(404);
    }
    expect(await optOuts()).toEqual([]);
    expect((await oneClick(path, type, parts("One-Click"))).statusCode).toBe(200);
    expect(await optOuts()).toHaveLength(1);
  });

  test("answers nothing, and works after an answer and after the question's time", async () => {
    const dana = await asked();
    const text = mails()[0]?.text ?? "";
    const never = pathIn(text, "never");
    expect((await house.post(never, { do: "score", score: "9" })).statusCode).toBe(404);
    expect((await house.post(never, { do: "comment", comment: "x" })).statusCode).toBe(404);
    await house.follow(pathIn(text, "answer"), { do: "score", score: "7" });
    await house.at("2027-01-20T09:00:00Z");
    expect((await house.get(never)).statusCode).toBe(200);
    expect((await house.post(never, { do: "never" })).statusCode).toBe(200);
    expect(await optOuts()).toHaveLength(1);
    expect(await house.rows("select score from survey_answer where contact_id = $1", [dana.contact])).toEqual([
      { score: 7 },
    ]);
  });
});

describe("a letter", () => {
  test("says that one may reply only where somebody gets the reply", () => {
    const view = { say: createSays()("en"), locale: "en" } as const;
    const words = (story: MailStory): string => JSON.stringify(drawMail(story, view).card);
    expect(words(mailed)).toContain("just reply to this message");
    expect(words({ ...mailed, replyTo: undefined })).not.toContain("reply");
  });

  test("is told of to who asks what is held about them, and forgotten with them", async () => {
    const { contact } = await asked();
    const { organisation, ada } = house.company;
    const letters = () =>
      house.rows(
        "select address, state, ref is null as forgotten, sent_to from post where address like 'mail:contact:%'",
      );
    const address = `mail:contact:${contact}`;
    expect(await letters()).toEqual([expect.objectContaining({ address, state: "sent", forgotten: false })]);
    const held = await house.app.db.read(organisation, (tx) =>
      heldAbout(tx, { kind: "contact", id: contact } as unknown as Subject, []),
    );
    expect(JSON.stringify(held)).toContain(address);
    await house.command(ada, "/tandem erase dana.novak@customer.example");
    await house.submit(ada, "privacy.erase", contact, { address: "dana.novak@customer.example" });
    await house.app.settle();
    expect(await letters()).toEqual([{ address, state: "suppressed", forgotten: true, sent_to: null }]);
    expect(await house.rows("select 1 from lane where address = $1", [address])).toEqual([]);
  });
});

test("a campaign says before it starts by which way each is asked", async () => {
  await house.respondent("Dana Novak");
  const met = await house.respondent("Erik Holm");
  await house.rows(
    `insert into contact_handle (organisation_id, platform, workspace, user_id, contact_id, matched_at)
     values ($1, 'slack', $2, 'U0ERIK', $3, now())`,
    [house.company.organisation, house.company.workspace, met.contact],
  );
  const none = await house.respondent("Nora Lind");
  await house.rows("update contact set email = null where id = $1", [none.contact]);
  const { reply } = await house.submit(house.company.olga, "nps.campaign", "", {
    ...{ name: "Autumn", on: "2026-12-01", tier: "all", whom: "everybody" },
  });
  const said = JSON.stringify(reply);
  const spans = said.replaceAll(/\["|"\]|","/g, "");
  for (const way of ["1 in Slack", "1 by e-mail", "1 by a link that their Customer Success Manager sends"]) {
    expect(spans).toContain(way);
  }
  expect(spans).toContain("Dana Novak, Dana Novak Ltd: by e-mail");
  expect(spans).toContain("Erik Holm, Erik Holm Ltd: in Slack");
  expect(spans).toContain("Nora Lind, Nora Lind Ltd: by a link");
  expect(mails()).toEqual([]);
});
