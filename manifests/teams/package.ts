import { readFile } from "node:fs/promises";
import { AppManifestUtils, type AppManifest } from "@microsoft/app-manifest";
import { zipSync } from "fflate";

/** What stands in an app package, all of it at its root. */
const FILES = ["manifest.json", "color.png", "outline.png", "de.json", "zh-hans.json"] as const;
/** The same for everybody, so that the same input gives the same bytes; zip notes the local time of day. */
const PACKED = "2026-01-01T12:00:00";

const APP_ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const HOST = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;

type Schema = Awaited<ReturnType<typeof AppManifestUtils.fetchSchema>>;

export interface Place {
  /** the bot's app id in Entra, a UUID */
  readonly appId: string;
  /** the name Tandem is reached by, e.g. "tandem.example.com" */
  readonly host: string;
  /** for a Tandem that may listen in channels (TEAMS_LISTENING=1); left out: the app may not read them */
  readonly listening?: boolean;
}

/** Leave to read the channels of the teams in which it is installed, which each team's owner gives. */
function listeningPart({ appId, host }: Place): object {
  return {
    webApplicationInfo: { id: appId, resource: `https://${host}` },
    authorization: {
      permissions: { resourceSpecific: [{ name: "ChannelMessage.Read.Group", type: "Application" }] },
    },
  };
}

/**
 * The app package that Teams takes: a zip of the manifest with the app id and host filled in, icons and languages.
 * @throws Error with one sentence a line: what is wrong, and what is allowed
 */
export async function packManifest(place: Place): Promise<Buffer> {
  const appId = place.appId.trim().toLowerCase();
  const host = place.host.trim().toLowerCase();
  const problems = [
    ...problemOf("The app id", appId, APP_ID, "the UUID of the bot's app registration in Entra"),
    ...problemOf("The host", host, HOST, 'a public name such as "tandem.example.com", without https://, port and path'),
  ];
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const entries = await Promise.all(
    FILES.map(async (name): Promise<[string, Uint8Array]> => {
      const bytes = await readFile(new URL(name, import.meta.url));
      if (!name.endsWith(".json")) return [name, bytes];
      const filled = bytes.toString().replaceAll("${{TEAMS_APP_ID}}", appId).replaceAll("${{TANDEM_HOST}}", host);
      const text = place.listening && name === "manifest.json" ? withListening(filled, { appId, host }) : filled;
      problems.push(...(await schemaProblems(name, text)));
      return [name, Buffer.from(text)];
    }),
  );
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return Buffer.from(zipSync(Object.fromEntries(entries), { level: 9, mtime: PACKED }));
}

function withListening(manifest: string, place: Place): string {
  return JSON.stringify({ ...(JSON.parse(manifest) as object), ...listeningPart(place) }, undefined, 2);
}

/** Each as a sentence. The schemas stand in the validator's package: nobody is asked. */
async function schemaProblems(name: string, text: string): Promise<string[]> {
  const content = JSON.parse(text) as AppManifest & { readonly $schema: string };
  const schema = await AppManifestUtils.fetchSchema(content.$schema);
  const found = await AppManifestUtils.validateAgainstSchema(content, withOursAlone(schema));
  return found.map((problem) => `${name} doesn't keep to Teams' schema: ${problem}.`);
}

/** Of a language's keys, which its schema has as patterns, those of what we have; one of the others can't be read. */
function withOursAlone(schema: Schema): Schema {
  const { patternProperties = {} } = schema as { readonly patternProperties?: Readonly<Record<string, unknown>> };
  const ours = Object.entries(patternProperties).filter(([pattern]) => /^\^(bots|composeExtensions)\b/.test(pattern));
  return { ...schema, patternProperties: Object.fromEntries(ours) } as Schema;
}

function problemOf(what: string, value: string, allowed: RegExp, sentence: string): string[] {
  if (allowed.test(value)) return [];
  return [`${what} is ${value === "" ? "missing" : `"${value}"`}; it must be ${sentence}.`];
}
