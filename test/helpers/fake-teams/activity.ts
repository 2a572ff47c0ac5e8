import { asString, isJson } from "../../../src/demo/slack/shapes.ts";
import { bytesOf } from "../../../src/chat/teams/size.ts";
import { CARD_TYPE } from "../../../src/chat/teams/render.ts";
import type { Answer } from "../fake-platform/wire.ts";
import { refuse } from "./refusals.ts";
import type { Json } from "./shapes.ts";

const FILE_CARDS = "application/vnd.microsoft.teams.card.file";
/** As UTF-16, with everything around the card. */
const MOST_BYTES = 40 * 1024;

/** @returns Teams' refusal of what a bot wants to post */
export function wrongIn(activity: Json): Answer | undefined {
  const type = activity["type"];
  if (type !== "message" && type !== "typing") return refuse("BadSyntax", "Activity type is missing or not supported");
  if (bytesOf(activity) > MOST_BYTES) return refuse("MessageSizeTooBig");
  if (type === "typing") return undefined;
  const attachments = activity["attachments"] ?? [];
  if (!Array.isArray(attachments)) return refuse("BadSyntax", "Attachments must be a list");
  if (textOf(activity) === "" && attachments.length === 0) return refuse("BadSyntax");
  return attachments.every((each) => isAdaptiveCard(each) || isFileCard(each))
    ? undefined
    : refuse("BadSyntax", "Bad format of attachment");
}

/** Teams shows text and attachments as two messages and then names neither. */
export function partsOf(activity: Json): readonly Json[] {
  const { text: _text, attachments: _attachments, ...rest } = activity;
  const attachments = activity["attachments"];
  if (textOf(activity) === "" || !Array.isArray(attachments) || attachments.length === 0) return [activity];
  return [
    { ...rest, text: activity["text"] },
    { ...rest, attachments },
  ];
}

function textOf(activity: Json): string {
  return asString(activity["text"]).trim();
}

/** Asks for a file to be put into its reader's OneDrive, or shows one that lies there. */
function isFileCard(attachment: unknown): boolean {
  if (!isJson(attachment) || asString(attachment["name"]) === "") return false;
  const { contentType, content } = attachment;
  if (!isJson(content)) return false;
  if (contentType === `${FILE_CARDS}.info`)
    return asString(attachment["contentUrl"]) !== "" && asString(content["uniqueId"]) !== "";
  return contentType === `${FILE_CARDS}.consent` && typeof content["sizeInBytes"] === "number";
}

function isAdaptiveCard(attachment: unknown): boolean {
  if (!isJson(attachment) || attachment["contentType"] !== CARD_TYPE) return false;
  const card = attachment["content"];
  return isJson(card) && card["type"] === "AdaptiveCard" && /^1\.\d$/.test(asString(card["version"]));
}
