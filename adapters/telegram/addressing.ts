import type { InboundEvent } from "../../src/channel/contract.ts";
import type { TelegramMessage } from "./update.ts";

/** How the bot can be called. `commands` are those it knows; undefined: any is taken for one of its own. */
export interface BotName {
  id: string;
  username?: string;
  commands?: ReadonlySet<string>;
}

/**
 * A command at the head of a text: `/name`, `/name@bot`, then an optional payload. `named` is false when no bot is
 * named; `ours` when another one is. Telegram's own command names are ASCII letters, digits and underscores, up to 32.
 */
export function commandOf(
  text: string,
  username: string | undefined,
): { name: string; args: string; ours: boolean; named: boolean } | undefined {
  const match = /^\/([a-z0-9_]{1,32})(?:@(\w{1,64}))?(?:\s+([\s\S]*))?$/i.exec(text);
  if (!match?.[1]) return undefined;
  const to = match[2];
  const ours = to === undefined || (username !== undefined && to.toLowerCase() === username.toLowerCase());
  return {
    name: match[1].toLowerCase(),
    args: (match[3] ?? "").trim(),
    ours,
    named: to !== undefined,
  };
}

/** How the bot was addressed. In a private chat everything is meant for it. */
export function addressedOf(message: TelegramMessage, bot: BotName): InboundEvent["addressed"] {
  if (message.chat.type === "private") return "dm";
  const text = message.text ?? message.caption ?? "";
  if (isOurCommand(text, bot)) return "command";
  if (mentionsOf(message, bot).length > 0) return "mention";
  return repliedTo(message)?.from?.id === bot.id ? "reply" : "ambient";
}

/** The message this one answers. In a topic every message "answers" the note that opened it: that is no reply. */
export function repliedTo(message: TelegramMessage): TelegramMessage["reply_to_message"] {
  const reply = message.reply_to_message;
  return reply?.forum_topic_created === undefined ? reply : undefined;
}

/** Text or caption without the bot's name, which is how it was called and no part of the question. */
export function withoutMention(text: string, message: TelegramMessage, bot: BotName): string {
  if (message.chat.type === "private") return text;
  const found = mentionsOf(message, bot);
  if (found.length === 0) return text;
  const rest = found.reduceRight(
    (words, { offset, length }) => `${words.slice(0, offset)} ${words.slice(offset + length)}`,
    text,
  );
  return rest
    .replace(/[ \t]{2,}/g, " ")
    .replace(/^[\s,，:：、]+/, "")
    .trim();
}

/**
 * The question in "/ask why is it pending?". In privacy mode Telegram keeps mentions from a bot, so a command is the
 * way to ask at once. Undefined for every other command, and for one without a question.
 */
export function questionIn(text: string, bot: BotName): string | undefined {
  const command = commandOf(text, bot.username);
  const asks = command?.ours && (command.name === "ask" || command.name === "help");
  return asks && command.args !== "" ? command.args : undefined;
}

/** In a group with several bots a bare command may be meant for another one, unless we alone know it. */
function isOurCommand(text: string, bot: BotName): boolean {
  const command = commandOf(text, bot.username);
  if (!command?.ours) return false;
  return command.named || bot.commands === undefined || bot.commands.has(command.name);
}

function mentionsOf(message: TelegramMessage, bot: BotName) {
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities ?? [];
  const handle = bot.username === undefined ? undefined : `@${bot.username.toLowerCase()}`;
  return entities.filter(({ type, offset, length, user }) => {
    if (type === "text_mention") return user?.id === bot.id;
    return type === "mention" && text.slice(offset, offset + length).toLowerCase() === handle;
  });
}
