import { z } from "zod";
import type { Sender, SentFile } from "../../../../chat/interaction.ts";
import type { PersonId } from "../../../../kernel/ids.ts";

/** What is to be imported, for whom, and where they are told. */
export interface UploadJob {
  readonly person: PersonId;
  readonly sender: Pick<Sender, "platform" | "workspace" | "user">;
  readonly files: readonly SentFile[];
}

const FILES = z.array(z.object({ name: z.string(), address: z.string() }));
const DATA = z.object({
  person: z.string().transform((id) => id as PersonId),
  platform: z.enum(["slack", "teams"]),
  workspace: z.string(),
  user: z.string(),
  files: z.string().transform((json) => FILES.parse(JSON.parse(json))),
});

export function jobData({ person, sender, files }: UploadJob): Readonly<Record<string, string>> {
  const { platform, workspace, user } = sender;
  return { person, platform, workspace, user, files: JSON.stringify(files) };
}

/** @throws ZodError for what no upload has written */
export function readJobData(data: Readonly<Record<string, string>>): UploadJob {
  const { person, files, ...sender } = DATA.parse(data);
  return { person, sender, files };
}
