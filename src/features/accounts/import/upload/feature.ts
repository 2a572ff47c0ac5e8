import type { Reply, Upload } from "../../../../chat/interaction.ts";
import { done } from "../../../../chat/reply.ts";
import { writeAudit } from "../../../../db/audit.ts";
import type { Acting, Feature } from "../../../feature.ts";
import { adminOnly } from "../../../settings/facts.ts";
import { shown } from "../complaint.ts";
import { fileAt } from "../files.ts";
import { complaintText } from "../sentences.ts";
import { jobData } from "./job.ts";

/** Files that an administrator sends to the bot are imported, as `tandem import` does. */
export const uploads: Feature = {
  name: "uploads",
  hints: [{ topic: "set-up", help: "upload.help" }],
  uploaded,
};

export const UPLOADS_JOB = "uploads.import";

/** Says at once what becomes of it; the files are fetched and read by a job. */
async function uploaded(acting: Acting, { files, sender }: Upload): Promise<Reply> {
  const { tx, ids, now, view, jobs, person } = acting;
  const refusal = await adminOnly(acting);
  if (refusal) return refusal;
  const refused = files.flatMap(({ name }) => fileAt(name).filter((each) => "flaw" in each));
  if (refused.length === files.length) {
    const sentences = refused.map(({ file, flaw }) => complaintText(view.say, { file, line: 0, ...flaw }));
    const [first = [], ...others] = sentences;
    if (others.length === 0) return done(first);
    return {
      kind: "private",
      card: { title: view.say("upload.not-done"), body: [{ kind: "list", ordered: false, items: sentences }] },
    };
  }
  await jobs.start(UPLOADS_JOB, jobData({ person: person.id, sender, files }));
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action: "uploads.import", subject: "", details: {} });
  const names = files.map(({ name }) => shown(name)).join(", ");
  return done(view.say("upload.reading", { count: files.length, files: names }));
}
