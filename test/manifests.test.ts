import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { AppManifestUtils, type AppManifest } from "@microsoft/app-manifest";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { packManifest } from "../manifests/teams/package.ts";
import { plain } from "../src/chat/card.ts";
import { BOT_SCOPES, LISTENING_SCOPES, OPTIONAL_BOT_SCOPES } from "../src/chat/slack/scopes.ts";
import { createFeatures } from "../src/features/index.ts";
import { commandsOf } from "../src/inbound/help.ts";
import type { Locale } from "../src/kernel/directory.ts";
import { createSays } from "../src/locales/say.ts";

const MANIFESTS = new URL("../manifests/", import.meta.url);

describe("Slack's manifest", () => {
  const manifest = textOf("slack.yaml");
  const listUnder = (key: string): string[] => listIn(manifest, key);

  test("asks for the seven scopes that Tandem needs, for five that a workspace may refuse, and for no other", () => {
    const optional = ["channels:history", "groups:history", "im:history", "files:read", "files:write"];
    expect(listUnder("bot")).toEqual([
      "commands",
      "chat:write",
      "im:write",
      "users:read",
      "users:read.email",
      "channels:read",
      "groups:read",
      ...optional,
    ]);
    expect(listUnder("bot_optional")).toEqual(optional);
  });

  test("asks for the same as whoever installs it by OAuth is asked for", () => {
    expect(listUnder("bot")).toEqual(BOT_SCOPES);
    expect(listUnder("bot_optional")).toEqual(OPTIONAL_BOT_SCOPES);
    expect(listUnder("redirect_urls")).toEqual(["https://tandem.example.com/slack/oauth_redirect"]);
  });

  test("hears of its own removal, of what is written to itself, of joins and of channels, and of nothing else", () => {
    expect(listUnder("bot_events")).toEqual([
      "app_uninstalled",
      "tokens_revoked",
      "app_home_opened",
      "message.im",
      "member_joined_channel",
      "member_left_channel",
      "channel_left",
      "group_left",
      "channel_shared",
      "channel_unshared",
      "channel_archive",
      "group_archive",
      "channel_deleted",
      "group_deleted",
    ]);
    expect(listUnder("user_events")).toEqual([]);
    expect(listUnder("user")).toEqual([]);
  });

  test("has the two commands", () => {
    expect([...manifest.matchAll(/command: (\S+)/g)].map((match) => match[1])).toEqual(["/account", "/tandem"]);
  });

  test("has the features' message shortcuts, in English, within Slack's lengths", () => {
    const told = manifest.slice(manifest.indexOf("  shortcuts:"), manifest.indexOf("  slash_commands:"));
    const valuesOf = (key: string): (string | undefined)[] =>
      [...told.matchAll(new RegExp(`${key}: (.+)`, "g"))].map((match) => match[1]);
    const expected = shortcutsIn("en");
    expect(valuesOf("callback_id")).toEqual(expected.map(({ id }) => id));
    expect(valuesOf("name")).toEqual(expected.map(({ title }) => title));
    expect(valuesOf("description")).toEqual(expected.map(({ description }) => description));
    expect(new Set(valuesOf("type"))).toEqual(new Set(["message"]));
    for (const { title, description } of expected) {
      expect(title.length).toBeLessThanOrEqual(24);
      expect(description.length).toBeLessThanOrEqual(150);
    }
  });
});

describe("Slack's manifest for an app that may listen", () => {
  const listening = textOf("slack-listening.yaml");

  test("hears also of what is said in channels it is in, and of nothing else", () => {
    const further = ["message.channels", "message.groups"];
    const events = listIn(listening, "bot_events");
    expect(events.filter((event) => further.includes(event))).toEqual(further);
    expect(events.filter((event) => !further.includes(event))).toEqual(listIn(textOf("slack.yaml"), "bot_events"));
  });

  test("asks for the same scopes, of which nobody may refuse those that it listens by", () => {
    expect(listIn(listening, "bot")).toEqual(BOT_SCOPES);
    const needed: readonly string[] = LISTENING_SCOPES;
    expect(listIn(listening, "bot_optional")).toEqual(OPTIONAL_BOT_SCOPES.filter((scope) => !needed.includes(scope)));
  });

  test("is the default one in all else", () => {
    const rest = (text: string): string[] =>
      text
        .split("\n")
        .filter(
          (line) => !/^\s*#/.test(line) && !/^\s+- (message\.(channels|groups)|(channels|groups):history)$/.test(line),
        );
    expect(rest(listening)).toEqual(rest(textOf("slack.yaml")));
  });
});

describe("Teams' app package", () => {
  const APP_ID = "11111111-2222-4333-8444-555555555555";
  const HOST = "tandem.example.com";
  const MOST_COMMANDS = 10;
  const MOST_LETTERS = 128;
  const says = createSays();
  const manifest = JSON.parse(textOf("teams/manifest.json")) as TeamsManifest;
  const [bot] = manifest.bots;
  const [list] = bot.commandLists;
  const translated: readonly (readonly [Locale, string])[] = [
    ["de", "de.json"],
    ["zh", "zh-hans.json"],
  ];
  const stringsOf = (file: string) => JSON.parse(textOf(`teams/${file}`)) as Readonly<Record<string, string>>;

  /** As help lists them: what matters first in the features' order, then help itself. */
  function expectedCommands(locale: Locale): Command[] {
    const help = { word: "help", help: "shell.help-help" } as const;
    const first = commandsOf(createFeatures()).slice(0, MOST_COMMANDS - 1);
    return [...first, help].map((command) => {
      const [initial = "", ...rest] = plain(says(locale)(command.help));
      return { title: command.word, description: initial.toUpperCase() + rest.join("") };
    });
  }

  test("lists the commands of the features, in their order and with their help, and then help", () => {
    expect(list.commands).toEqual(expectedCommands("en"));
    expect(list.commands.length).toBeLessThanOrEqual(MOST_COMMANDS);
    expect(list.scopes).toEqual(bot.scopes);
  });

  test("has the features' message shortcuts as actions of a message", () => {
    const [extension] = manifest.composeExtensions;
    expect(extension.botId).toBe("${{TEAMS_APP_ID}}");
    const fixed = { type: "action", context: ["message"], fetchTask: true };
    expect(extension.commands).toEqual(shortcutsIn("en").map((shortcut) => ({ ...shortcut, ...fixed })));
  });

  test.each(translated)("calls in %s the shortcuts as the features do, within Teams' lengths", (locale, file) => {
    const expected = shortcutsIn(locale).flatMap(({ title, description }, at) => {
      expect(title.length).toBeLessThanOrEqual(32);
      expect(description.length).toBeLessThanOrEqual(MOST_LETTERS);
      const key = `composeExtensions[0].commands[${String(at)}]`;
      return [
        [`${key}.title`, title],
        [`${key}.description`, description],
      ];
    });
    expect(Object.entries(stringsOf(file)).filter(([key]) => key.startsWith("compose"))).toEqual(expected);
  });

  test.each(translated)("has in %s a help for each command, and the words to type as they are", (locale, file) => {
    const strings = stringsOf(file);
    const expected = expectedCommands(locale).map(({ description }, at) => [
      `bots[0].commandLists[0].commands[${String(at)}].description`,
      description,
    ]);
    expect(Object.entries(strings).filter(([key]) => key.startsWith("bots"))).toEqual(expected);
  });

  test.each(["en", "de", "zh"] as const)("says in %s what a command is for in at most 128 letters", (locale) => {
    for (const { description } of expectedCommands(locale))
      expect(description.length).toBeLessThanOrEqual(MOST_LETTERS);
  });

  test("names a file for every language", () => {
    const files = manifest.localizationInfo.additionalLanguages.map(({ file }) => file);
    expect(files).toEqual(translated.map(([, file]) => file));
    for (const file of files) {
      const version = stringsOf(file)["$schema"]?.replace(".Localization.", ".");
      expect(version).toBe(manifest.$schema);
    }
  });

  test("takes files in a person's own chat", () => {
    expect(bot.supportsFiles).toBe(true);
  });

  test("is in Slack's colour", () => {
    expect(textOf("slack.yaml")).toContain(`background_color: "${manifest.accentColor}"`);
    expect(textOf("teams/color.svg")).toContain(`fill="${manifest.accentColor}"`);
  });

  test("has a colour icon of 192 and an outline of 32 pixels, white on nothing", () => {
    expect(sizeOf(bytesOf("teams/color.png"))).toEqual([192, 192]);
    const outline = bytesOf("teams/outline.png");
    expect(sizeOf(outline)).toEqual([32, 32]);
    const pixels = pixelsOf(outline);
    expect(pixels.filter(([, , , alpha]) => alpha === 0).length).toBeGreaterThan(pixels.length / 2);
    const seen = pixels.filter(([, , , alpha]) => alpha > 0);
    expect(seen.length).toBeGreaterThan(pixels.length / 10);
    for (const [red, green, blue] of seen) expect([red, green, blue]).toEqual([255, 255, 255]);
  });

  test("is a zip of the manifest with app id and host filled in, and of the files beside it as they are", async () => {
    const unzipped = unzipSync(await packManifest({ appId: APP_ID, host: HOST }));
    const { icons, localizationInfo } = manifest;
    const beside = [icons.color, icons.outline, ...localizationInfo.additionalLanguages.map(({ file }) => file)];
    expect(Object.keys(unzipped).sort()).toEqual(["manifest.json", ...beside].sort());
    for (const name of beside) expect(Buffer.from(unzipped[name] ?? [])).toEqual(bytesOf(`teams/${name}`));
    const text = Buffer.from(unzipped["manifest.json"] ?? []).toString();
    expect(text).not.toContain("{{");
    expect(await AppManifestUtils.validateAgainstSchema(JSON.parse(text) as AppManifest)).toEqual([]);
    expect(JSON.parse(text)).toMatchObject({
      id: APP_ID,
      bots: [{ botId: APP_ID }],
      validDomains: [HOST],
      developer: { websiteUrl: `https://${HOST}/` },
    });
  });

  test("may do no more than send to its people and know who they are, and read no channel", () => {
    expect(manifest.permissions).toEqual(["identity", "messageTeamMembers"]);
    expect(Object.keys(manifest).sort()).toEqual([
      "$schema",
      "accentColor",
      "bots",
      "composeExtensions",
      "defaultGroupCapability",
      "defaultInstallScope",
      "description",
      "developer",
      "icons",
      "id",
      "localizationInfo",
      "manifestVersion",
      "name",
      "permissions",
      "supportedChannelTypes",
      "validDomains",
      "version",
    ]);
  });

  test("reads the channels of its teams only in the package that is made for listening", async () => {
    const manifestIn = async (more: { readonly listening?: boolean }): Promise<Record<string, unknown>> => {
      const unzipped = unzipSync(await packManifest({ appId: APP_ID, host: HOST, ...more }));
      return JSON.parse(Buffer.from(unzipped["manifest.json"] ?? []).toString()) as Record<string, unknown>;
    };
    const usual = await manifestIn({});
    const { authorization, webApplicationInfo, ...rest } = await manifestIn({ listening: true });
    expect(rest).toEqual(usual);
    expect(webApplicationInfo).toEqual({ id: APP_ID, resource: `https://${HOST}` });
    const resourceSpecific = [{ name: "ChannelMessage.Read.Group", type: "Application" }];
    expect(authorization).toEqual({ permissions: { resourceSpecific } });
  });

  test("is the same, byte for byte, however the app id and host are written, and whenever it is made", async () => {
    const first = await packManifest({ appId: APP_ID.replace("11111111", "abcdef01"), host: HOST });
    const second = await packManifest({
      appId: ` ${APP_ID.replace("11111111", "ABCDEF01")} `,
      host: HOST.toUpperCase(),
    });
    expect(second.equals(first)).toBe(true);
    const noonOfNewYear2026 = 0x5c21_6000;
    expect(first.readUInt32LE(10)).toBe(noonOfNewYear2026);
  });

  const APP_ID_ALLOWED = "it must be the UUID of the bot's app registration in Entra.";
  const HOST_ALLOWED = 'it must be a public name such as "tandem.example.com", without https://, port and path.';
  test.each([
    ["", HOST, `The app id is missing; ${APP_ID_ALLOWED}`],
    ["tandem", HOST, `The app id is "tandem"; ${APP_ID_ALLOWED}`],
    [`${APP_ID}1`, HOST, `The app id is "${APP_ID}1"; ${APP_ID_ALLOWED}`],
    [APP_ID, "", `The host is missing; ${HOST_ALLOWED}`],
    [APP_ID, `https://${HOST}/`, `The host is "https://${HOST}/"; ${HOST_ALLOWED}`],
    [APP_ID, `${HOST}:3000`, `The host is "${HOST}:3000"; ${HOST_ALLOWED}`],
    [APP_ID, "localhost", `The host is "localhost"; ${HOST_ALLOWED}`],
    [APP_ID, "192.0.2.7", `The host is "192.0.2.7"; ${HOST_ALLOWED}`],
    [APP_ID, 'x.example","y.example', `The host is "x.example","y.example"; ${HOST_ALLOWED}`],
    ["tandem", "", `The app id is "tandem"; ${APP_ID_ALLOWED}\nThe host is missing; ${HOST_ALLOWED}`],
  ])("isn't made for app id %j and host %j", async (appId, host, because) => {
    await expect(packManifest({ appId, host })).rejects.toThrow(new Error(because));
  });

  test("knows no host and no app until it is filled in", () => {
    for (const file of ["manifest.json", ...translated.map(([, name]) => name)]) {
      const { $schema, ...rest } = JSON.parse(textOf(`teams/${file}`)) as Record<string, unknown>;
      expect($schema).toMatch(/^https:\/\/developer\.microsoft\.com\/json-schemas\/teams\//);
      const text = JSON.stringify(rest).replaceAll(/\$\{\{(TEAMS_APP_ID|TANDEM_HOST)\}\}/g, "");
      expect(text).not.toMatch(/\$\{|:\/\/[^/"]|[0-9a-f]{8}|\b[a-z]+\.(com|net|org|io|dev|example)\b/i);
    }
  });
});

/** The items of a list in YAML; none where there is no such list. */
function listIn(manifest: string, key: string): string[] {
  const lines = manifest.split("\n");
  const begins = lines.findIndex((line) => line.trim() === `${key}:`);
  if (begins < 0) return [];
  const under = lines.slice(begins + 1);
  const end = under.findIndex((line) => !/^\s+[-#] /.test(line));
  const items = under.slice(0, end).filter((line) => !/^\s+# /.test(line));
  return items.map((line) => line.trim().slice(2));
}

interface Command {
  readonly title: string;
  readonly description: string;
}
/** The message shortcuts of all features, as a manifest tells of them. */
function shortcutsIn(locale: Locale): { readonly id: string; readonly title: string; readonly description: string }[] {
  const say = createSays()(locale);
  const shortcuts = createFeatures().flatMap((feature) => feature.shortcuts ?? []);
  return shortcuts.map(({ name, title, help }) => ({
    id: name,
    title: plain(say(title)),
    description: plain(say(help)),
  }));
}

interface TeamsManifest {
  readonly $schema: string;
  readonly accentColor: string;
  readonly permissions: readonly string[];
  readonly icons: { readonly color: string; readonly outline: string };
  readonly composeExtensions: readonly [{ readonly botId: string; readonly commands: readonly unknown[] }];
  readonly localizationInfo: { readonly additionalLanguages: readonly { readonly file: string }[] };
  readonly bots: readonly [
    {
      readonly scopes: readonly string[];
      readonly supportsFiles: boolean;
      readonly commandLists: readonly [{ readonly scopes: readonly string[]; readonly commands: readonly Command[] }];
    },
  ];
}

function bytesOf(name: string): Buffer {
  return readFileSync(new URL(name, MANIFESTS));
}

function textOf(name: string): string {
  return bytesOf(name).toString();
}

/** Width and height of a PNG, in pixels. */
function sizeOf(png: Buffer): readonly [number, number] {
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

type Pixel = readonly [red: number, green: number, blue: number, alpha: number];

/** Of a PNG of 8-bit RGBA that isn't interlaced; each row says which neighbours its bytes are differences to. */
function pixelsOf(png: Buffer): Pixel[] {
  expect([...png.subarray(24, 29)]).toEqual([8, 6, 0, 0, 0]);
  const [width, height] = sizeOf(png);
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const raw = inflateSync(Buffer.concat(data));
  const length = width * 4;
  let above = Buffer.alloc(length);
  return Array.from({ length: height }, (_, y) => {
    const filter = raw[y * (length + 1)];
    const row = Buffer.from(raw.subarray(y * (length + 1) + 1, (y + 1) * (length + 1)));
    row.forEach((byte, at) => {
      const [left, up, corner] = [row[at - 4] ?? 0, above[at] ?? 0, (at < 4 ? 0 : above[at - 4]) ?? 0];
      const nearest = [left, up, corner].map((each) => Math.abs(left + up - corner - each));
      const paeth = [left, up, corner][nearest.indexOf(Math.min(...nearest))] ?? 0;
      row[at] = byte + ([0, left, up, (left + up) >> 1, paeth][filter ?? 0] ?? 0);
    });
    above = row;
    return Array.from({ length: width }, (_pixel, x): Pixel => [...row.subarray(x * 4, x * 4 + 4)] as unknown as Pixel);
  }).flat();
}
