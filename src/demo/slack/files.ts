import type { FastifyInstance } from "fastify";
import type { LocalFile } from "./local-files.ts";
import { asString, isJson, type Json, unpack } from "./shapes.ts";
import { postAsBot, type World } from "./world.ts";

/** What Slack says of a file in a message's event. */
export function fileObject({ origin }: World, { id, name, bytes }: LocalFile): Json {
  const url = `${origin}/files/${id}`;
  return { id, name, title: name, size: bytes.length, mode: "hosted", url_private: url, url_private_download: url };
}

/** Where files lie: the app fetches them with its token, and puts its own where it was told to. */
export function registerFiles(server: FastifyInstance, world: () => World): void {
  server.get<{ Params: { id: string } }>("/files/:id", async ({ headers, params }, reply) => {
    const { botToken, files } = world();
    if (headers.authorization !== `Bearer ${botToken}`) return reply.redirect("/sign-in");
    const file = files.find(params.id);
    return file ? reply.type("application/octet-stream").send(file.bytes) : reply.code(404).send();
  });
  server.post<{ Params: { id: string } }>("/files/:id", (request, reply) => {
    const { files } = world();
    const begun = files.find(request.params.id);
    if (!begun || begun.bytes.length > 0) return reply.code(404).send();
    files.add(begun.name, Buffer.from(asString(request.body)), begun.id);
    return reply.send("OK");
  });
}

/** Slack's own two methods around the upload, for the emulator's addresses are not ours. @returns undefined for others */
export async function fileMethod(world: World, method: string, args: Json): Promise<Json | undefined> {
  const { files, origin } = world;
  if (method === "files.getUploadURLExternal") {
    const { id } = files.add(asString(args["filename"]), new Uint8Array());
    return { ok: true, upload_url: `${origin}/files/${id}`, file_id: id };
  }
  if (method !== "files.completeUploadExternal") return undefined;
  const given = unpack(args["files"]);
  const sent = (Array.isArray(given) ? given.filter(isJson) : []).flatMap(({ id }) => files.find(asString(id)) ?? []);
  if (sent.length === 0) return { ok: false, error: "file_not_found" };
  const channel = asString(args["channel_id"]);
  const ts = await postAsBot(world, channel, { text: sent.map(({ name }) => name).join(", ") });
  files.attach(channel, ts, sent);
  world.memory.changed({ channel });
  return { ok: true, files: sent.map(({ id, name }) => ({ id, title: name })) };
}
