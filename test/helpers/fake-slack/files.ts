import { asString, isJson, unpack } from "../../../src/demo/slack/shapes.ts";
import type { Json, SlackFile } from "./shapes.ts";
import { inChannel, no, ok, type Team, type World } from "./world.ts";

interface Begun {
  readonly name: string;
  readonly length: number;
  text: string | undefined;
}

/** Slack's three steps to a file: an address for it, the bytes, and where it stands. */
export interface Files {
  readonly sent: readonly SlackFile[];
  begin(world: World, team: Team, args: Json): Json;
  complete(world: World, team: Team, args: Json): Json;
  /** @returns whether it is as long as it was said to be; undefined for an address that wasn't given */
  take(path: string, text: string): boolean | undefined;
}

const FOLDER = "/upload/";

/** @param origin of the server, once it listens */
export function createFiles(origin: () => string): Files {
  const begun = new Map<string, Begun>();
  const sent: SlackFile[] = [];

  function begin(world: World, _team: Team, args: Json): Json {
    const [name, length] = [asString(args["filename"]), Number(args["length"])];
    if (name === "" || !(length > 0)) return no("invalid_arguments");
    const id = world.nextId("F");
    begun.set(id, { name, length, text: undefined });
    return ok({ upload_url: `${origin()}${FOLDER}${id}`, file_id: id });
  }

  function complete(world: World, team: Team, args: Json): Json {
    const channel = inChannel(world, team, args["channel_id"]);
    if (!channel) return no("channel_not_found");
    const files = unpack(args["files"]);
    const [given] = Array.isArray(files) ? files.filter(isJson) : [];
    const id = asString(given?.["id"]);
    const file = begun.get(id);
    if (file?.text === undefined) return no("file_not_found");
    const title = asString(given?.["title"]);
    sent.push({ id, channel: channel.id, name: file.name, title, text: file.text });
    return ok({ files: [{ id, title }] });
  }

  return {
    sent,
    begin,
    complete,
    take(path, text) {
      const file = path.startsWith(FOLDER) ? begun.get(path.slice(FOLDER.length)) : undefined;
      if (!file) return undefined;
      file.text = text;
      return Buffer.byteLength(text) === file.length;
    },
  };
}
