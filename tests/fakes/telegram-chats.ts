import { ApiRefusal } from "./telegram-faults.ts";
import { type UploadedFile, uploadIn } from "./telegram-files.ts";
import { readHtml } from "./telegram-html.ts";
import type { forums } from "./telegram-topics.ts";

/** A message that reached a chat, as the customer sees it. */
export interface SentMessage {
  messageId: number;
  chatId: string;
  /** "sendMessage", "sendPhoto" … */
  method: string;
  /** The visible text or caption, markup removed. */
  text: string;
  /** The text as it was sent, and whether it was read as HTML. */
  source: string;
  html: boolean;
  /** The inline keyboard, row by row. A button that is a link carries no data. */
  rows: Button[][];
  /** The same buttons in one list. */
  buttons: Button[];
  /** The topic of a group it stands in. */
  thread?: number;
  /** The same for all pictures of one album. */
  album?: number;
  file?: string;
  /** The file, where the bot uploaded it. */
  upload?: UploadedFile;
  replyTo?: number;
  edited: boolean;
  deleted: boolean;
}

export interface Button {
  text: string;
  data: string;
  url?: string;
}

type Payload = Record<string, unknown>;

const fileFields: Record<string, string> = {
  sendPhoto: "photo",
  sendDocument: "document",
  sendVoice: "voice",
  sendAudio: "audio",
  sendVideo: "video",
  sendVideoNote: "video_note",
  sendAnimation: "animation",
  sendSticker: "sticker",
  sendLocation: "latitude",
};

/** The chats of one bot: what was sent to them, who blocked the bot, and Telegram's checks on the way. */
export function chats(topics: ReturnType<typeof forums>) {
  const sent: SentMessage[] = [];
  const blocked = new Set<string>();
  const moved = new Map<string, string>();
  const written = new Set<string>();
  const mayDelete = new Set<string>();
  const reactions = new Map<string, string>();
  let lastId = 1_000;

  function post(method: string, payload: Payload): Payload {
    const chatId = reachable(payload);
    const file = method === "sendMessage" ? undefined : fileOf(method, payload);
    const [source, limit] = file === undefined ? [payload.text, 4096] : [payload.caption, 1024];
    const words = readWords(source, payload, limit, file !== undefined);
    const rows = readKeyboard(payload.reply_markup);
    const reply = payload.reply_parameters as
      | { message_id?: number; allow_sending_without_reply?: boolean }
      | undefined;
    const thread = payload.message_thread_id === undefined ? undefined : Number(payload.message_thread_id);
    topics.check(chatId, thread);
    if (reply?.allow_sending_without_reply === false && !isThere(chatId, Number(reply.message_id))) {
      throw bad("message to be replied not found");
    }
    const upload = uploadIn(fileFields[method] ?? "", payload[fileFields[method] ?? ""]);
    const message: SentMessage = {
      messageId: ++lastId,
      chatId,
      method,
      ...words,
      rows,
      buttons: rows.flat(),
      ...(file === undefined ? {} : { file: upload?.name ?? file }),
      ...(upload ? { upload } : {}),
      ...(reply?.message_id === undefined ? {} : { replyTo: reply.message_id }),
      ...(thread === undefined ? {} : { thread }),
      edited: false,
      deleted: false,
    };
    sent.push(message);
    return { message_id: message.messageId, date: 0, chat: { id: Number(chatId), type: "private" } };
  }

  /** Each item as a message of its own, as Telegram makes them; all of it is checked before any is posted. */
  function postAlbum({ media, ...payload }: Payload): Payload[] {
    const items = media as { type: string; media: string; caption?: string; parse_mode?: string }[];
    if (items.length < 2 || items.length > 10) throw bad("wrong number of items in the album");
    const kinds = new Set(items.map(({ type }) => (type === "video" ? "photo" : type)));
    if (kinds.size > 1) throw bad("media of these types can't be in one album");
    if (payload.reply_markup !== undefined) throw bad("an album bears no buttons");
    const album = ++lastId;
    return items.map(({ type, media: id, ...words }) => {
      const method = type === "photo" ? "sendPhoto" : `send${type.charAt(0).toUpperCase()}${type.slice(1)}`;
      const result = post(method, { ...payload, ...words, [type]: id });
      Object.assign(sent.at(-1) ?? {}, { album });
      return result;
    });
  }

  /** As with Telegram, an edit without a keyboard takes the old one away. */
  function edit(payload: Payload, field: "text" | "caption"): Payload {
    const message = find(payload, "message to edit not found");
    const isText = message.method === "sendMessage";
    if (isText !== (field === "text")) throw bad(`there is no ${field} in the message to edit`);
    const rows = readKeyboard(payload.reply_markup);
    const words = readWords(payload[field], payload, field === "text" ? 4096 : 1024, !isText);
    const same = words.text === message.text && JSON.stringify(rows) === JSON.stringify(message.rows);
    if (same) {
      throw bad(
        "message is not modified: specified new message content and reply markup are exactly the same",
      );
    }
    Object.assign(message, words, { rows, buttons: rows.flat(), edited: true });
    return { message_id: message.messageId, date: 0, chat: { id: Number(message.chatId), type: "private" } };
  }

  function react(payload: Payload): true {
    const place = `${reachable(payload)}/${payload.message_id}`;
    if (!written.has(place)) throw bad("message to react not found");
    const [first] = payload.reaction as { type: string; emoji: string }[];
    if (!first || !["👍", "👎", "👌", "🎉", "❤"].includes(first.emoji)) throw bad("REACTION_INVALID");
    reactions.set(place, first.emoji);
    return true;
  }

  function isThere(chatId: string, messageId: number): boolean {
    const ours = sent.some((one) => one.chatId === chatId && one.messageId === messageId && !one.deleted);
    return ours || written.has(`${chatId}/${messageId}`);
  }

  function find(payload: Payload, complaint: string): SentMessage {
    const chatId = reachable(payload);
    const id = Number(payload.message_id);
    const message = sent.find((one) => one.chatId === chatId && one.messageId === id && !one.deleted);
    if (!message) throw bad(complaint);
    return message;
  }

  function reachable(payload: Payload): string {
    const chatId = String(payload.chat_id ?? "");
    if (!/^-?\d+$/.test(chatId)) throw bad("chat not found");
    if (blocked.has(chatId)) throw new ApiRefusal(403, "Forbidden: bot was blocked by the user");
    const to = moved.get(chatId);
    if (to === undefined) return chatId;
    const words = "Bad Request: group chat was upgraded to a supergroup chat";
    throw new ApiRefusal(400, words, { migrate_to_chat_id: Number(to) });
  }

  return {
    post: (method: string, payload: Payload) =>
      method === "sendMediaGroup" ? postAlbum(payload) : post(method, payload),
    edit,
    react,
    reaction: (chatId: string, messageId: number) => reactions.get(`${chatId}/${messageId}`),
    remove(payload: Payload): true {
      const theirs = `${payload.chat_id}/${payload.message_id}`;
      if (written.has(theirs)) {
        if (!mayDelete.has(String(payload.chat_id))) throw bad("message can't be deleted");
        written.delete(theirs);
        return true;
      }
      find(payload, "message to delete not found").deleted = true;
      return true;
    },
    /** Checks that a chat can be written to, for calls that leave nothing behind. */
    reachable,
    nextId: () => ++lastId,
    /** A customer's message stands in a chat from now on. */
    wrote: (chatId: string, messageId: number) => void written.add(`${chatId}/${messageId}`),
    stands: (chatId: string, messageId: number) => written.has(`${chatId}/${messageId}`),
    allowDeleting: (chatId: string) => void mayDelete.add(chatId),
    sent: (chatId?: string) => sent.filter((one) => chatId === undefined || one.chatId === chatId),
    block: (chatId: string) => void blocked.add(chatId),
    unblock: (chatId: string) => void blocked.delete(chatId),
    migrate: (chatId: string, to: string) => void moved.set(chatId, to),
  };
}

function bad(description: string): ApiRefusal {
  return new ApiRefusal(400, `Bad Request: ${description}`);
}

function readWords(raw: unknown, payload: Payload, limit: number, mayBeEmpty: boolean) {
  const source = typeof raw === "string" ? raw : "";
  const html = payload.parse_mode === "HTML";
  if (payload.parse_mode !== undefined && !html) throw bad("unsupported parse_mode");
  const read = html ? readHtml(source) : { text: source };
  if ("error" in read) throw bad(read.error);
  const text = read.text.trim();
  if (text === "" && !mayBeEmpty) throw bad("message text is empty");
  if (text.length > limit) throw bad(limit === 1024 ? "message caption is too long" : "message is too long");
  return { text, source, html };
}

function readKeyboard(raw: unknown): Button[][] {
  const markup = typeof raw === "string" ? JSON.parse(raw) : raw;
  const rows = (markup?.inline_keyboard ?? []) as { text?: string; callback_data?: string; url?: string }[][];
  if (rows.flat().length > 100) throw bad("reply markup is too long");
  return rows.map((row) =>
    row.map(({ text, callback_data: data, url }) => {
      if (!text) throw bad("can't parse inline keyboard button: Text buttons are unallowed");
      if (url !== undefined) {
        if (!/^https:\/\/t\.me\/\w+\?start=[\w-]{1,64}$/.test(url)) throw bad("BUTTON_URL_INVALID");
        return { text, data: "", url };
      }
      if (!data || Buffer.byteLength(data) > 64) throw bad("BUTTON_DATA_INVALID");
      return { text, data };
    }),
  );
}

function fileOf(method: string, payload: Payload): string {
  const field = fileFields[method];
  if (field === undefined) throw new ApiRefusal(404, "Not Found: method not found");
  const value = payload[field];
  if (value === undefined || value === "") throw bad(`there is no ${field} in the request`);
  return method === "sendLocation" ? `${payload.latitude},${payload.longitude}` : String(value);
}
