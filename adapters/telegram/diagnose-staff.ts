import { type Finding, fault, ok, warning } from "../../src/channel/diagnosis.ts";
import type { BotApi } from "./api.ts";
import { fieldsOf } from "./diagnose-delivery.ts";
import { faultOf } from "./errors.ts";

const CODE = "telegram_staff";

/** Whether the staff's group is one in which the bot can open a topic for every case. */
export async function diagnoseStaffChat(
  api: BotApi,
  chatId: string,
  bot: { id: string; privacy: boolean },
  signal: AbortSignal,
): Promise<Finding[]> {
  let chat: Record<string, unknown>;
  let self: Record<string, unknown>;
  try {
    chat = fieldsOf(await api.call("getChat", { chat_id: chatId }, { signal, timeoutMs: 8_000 }));
    const who = { chat_id: chatId, user_id: bot.id };
    self = fieldsOf(await api.call("getChatMember", who, { signal, timeoutMs: 8_000 }));
  } catch (error) {
    const trouble = faultOf(error, api.redact);
    return [unseen(trouble.detail, trouble.kind === "refused")];
  }
  if (self.status === "left" || self.status === "kicked") return [unseen("it is not a member", true)];
  return chat.is_forum === true ? rights(self, bot.privacy) : withoutTopics(self, bot.privacy);
}

/** It works: the messages of a case answer its card. Only, all cases stand in one list. */
function withoutTopics(self: Record<string, unknown>, privacy: boolean): Finding[] {
  const what = "The staff's group has no topics: all cases stand below each other.";
  const mend = "Open the group's settings in Telegram and switch Topics on; kefu notices.";
  return [warning(`${CODE}_no_topics`, what, mend), ...(isAdmin(self) ? [] : deaf(privacy, warning))];
}

/** `level` is how much it matters. */
function deaf(privacy: boolean, level: typeof fault): Finding[] {
  if (!privacy) return [];
  const what =
    "With privacy mode on, the bot hears only replies to it and commands of what the staff write in their group.";
  return [level(`${CODE}_privacy`, what, "Make it an administrator, which hears all whatever the mode.")];
}

function isAdmin(self: Record<string, unknown>): boolean {
  return self.status === "administrator" || self.status === "creator";
}

function unseen(detail: string, refused: boolean): Finding {
  if (!refused) {
    return warning(
      `${CODE}_unread`,
      `The staff's group could not be looked at: ${detail}`,
      "Run kefu doctor again.",
    );
  }
  const what = `The bot does not see the staff's group: ${detail}`;
  const mend = "Add the bot to the group, and check TELEGRAM_STAFF_CHAT_ID (it begins with -100).";
  return fault(`${CODE}_unknown`, what, mend);
}

function rights(self: Record<string, unknown>, privacy: boolean): Finding[] {
  const mend = "Group info, Administrators, choose the bot, and switch on Manage topics and Delete messages.";
  if (!isAdmin(self)) {
    const what = "The bot is no administrator of the staff's group: it cannot open topics.";
    return [fault(`${CODE}_not_admin`, what, mend), ...deaf(privacy, fault)];
  }
  if (self.status === "administrator" && self.can_manage_topics !== true) {
    return [fault(`${CODE}_rights`, "The bot lacks the right to manage topics in the staff's group.", mend)];
  }
  if (self.status === "administrator" && self.can_delete_messages !== true) {
    return [
      warning(`${CODE}_rights`, "The bot lacks the right to delete messages in the staff's group.", mend),
    ];
  }
  return [ok(CODE, "The bot may do all it needs in the staff's group.")];
}
