import type { TelegramMessage } from "./update.ts";

/** What an unknown message holds, by Telegram's own name for it; undefined when nobody wrote it. */
export function unknownContent(message: TelegramMessage): string | undefined {
  const fields = Object.keys(message).filter((key) => !envelope.has(key) && message[key] !== undefined);
  if (fields.some((key) => service.test(key))) return undefined;
  return fields[0] ?? "empty";
}

/** Fields of a message that say who, where and how, never what. */
const envelope = new Set(
  `message_id message_thread_id is_topic_message direct_messages_topic date edit_date chat from sender_chat
  sender_boost_count sender_business_bot sender_tag business_connection_id forward_origin forward_from
  forward_from_chat forward_from_message_id forward_signature forward_sender_name forward_date
  is_automatic_forward reply_to_message external_reply quote reply_to_story reply_to_checklist_task_id via_bot
  has_protected_content is_from_offline is_paid_post media_group_id author_signature paid_star_count
  effect_id show_caption_above_media has_media_spoiler link_preview_options reply_markup entities caption
  caption_entities suggested_post_info`.split(/\s+/),
);

/** Things Telegram itself notes in a chat. Nobody wrote them, so nobody waits for an answer. */
const service =
  /^(new_chat_|left_chat_|delete_chat_|group_chat_created|supergroup_chat_created|channel_chat_created|message_auto_delete|migrate_from|pinned_message|forum_topic_|general_forum_topic_|video_chat_|boost_added|chat_background|chat_owner|write_access_allowed|connected_website|users_shared|chat_shared|proximity_alert|giveaway_created|giveaway_completed|checklist_tasks_|paid_message_price|direct_message_price|suggested_post_)/;
