import { type Answer, jsonAnswer } from "../fake-platform/wire.ts";

/** Status and sentence by code. Source: Teams' documentation, "Status code responses". */
const REFUSALS = {
  BadSyntax: [400, "Activity must include non empty 'text' field or at least 1 attachment"],
  Unauthorized: [401, "Authorization has been denied for this request."],
  BotDisabledByAdmin: [403, "The tenant admin disabled this bot"],
  BotNotInConversationRoster: [403, "The bot is not part of the conversation roster."],
  MessageWritesBlocked: [403, "User blocked the conversation with the bot."],
  ActivityNotFoundInConversation: [404, "The message ID provided could not be found in the conversation."],
  ConversationNotFound: [404, "Conversation not found."],
  MemberNotFoundInConversation: [404, "The member was not found in the conversation."],
  ServiceNotFound: [404, "No HTTP resource was found that matches the request URI."],
  MessageSizeTooBig: [413, "Message size too large."],
  Throttled: [429, "Too many requests."],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

export type RefusalCode = keyof typeof REFUSALS;

/** @param message in place of the code's own sentence */
export function refuse(code: RefusalCode, message?: string): Answer {
  const [status, sentence] = REFUSALS[code];
  return errorAnswer(status, code, message ?? sentence);
}

export function errorAnswer(status: number, code: string, message: string = code): Answer {
  return jsonAnswer({ error: { code, message } }, status);
}
