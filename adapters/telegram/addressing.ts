import type { InboundEvent } from "../../src/channel/contract.ts";
import type { TelegramMessage } from "./update.ts";

/**
 * A command at the head of a text: `/name`, `/name@bot`, then an optional payload. `ours` is false when it is
 * addressed to another bot. Telegram's own command names are ASCII letters, digits and underscores, up to 32.
 */
export function commandOf(
  text: string,
  username: string | undefined,
): { name: string; args: string; ours: boolean } | undefined {
  const match = /^\/([a-z0-9_]{1,32})(?:@(\w{1,64}))?(?:\s+([\s\S]*))?$/i.exec(text);
  if (!match?.[1]) return undefined;
  const to = match[2];
  const ours = to === undefined || (username !== undefined && to.toLowerCase() === username.toLowerCase());
  return { name: match[1].toLowerCase(), args: (match[3] ?? "").trim(), ours };
}

/** How the bot was addressed. In a private chat everything is meant for it. */
export function addressedOf(
  message: TelegramMessage,
  bot: { id: string; username?: string },
): InboundEvent["addressed"] {
  if (message.chat.type === "private") return "dm";
  const text = message.text ?? message.caption ?? "";
  if (commandOf(text, bot.username)?.ours) return "command";
  if (mentions(message, text, bot)) return "mention";
  return message.reply_to_message?.from?.id === bot.id ? "reply" : "ambient";
}

function mentions(message: TelegramMessage, text: string, bot: { id: string; username?: string }): boolean {
  const entities = message.entities ?? message.caption_entities ?? [];
  const handle = bot.username === undefined ? undefined : `@${bot.username.toLowerCase()}`;
  return entities.some(({ type, offset, length, user }) => {
    if (type === "text_mention") return user?.id === bot.id;
    return type === "mention" && text.slice(offset, offset + length).toLowerCase() === handle;
  });
}
