import type { SayOptions } from "../../fakes/telegram-customers.ts";
import type { Member, Room, RoomOn } from "./room.ts";
import { onTelegram } from "./shown.ts";

const GROUP = -1_001_234_567_890;
const PEOPLE: Record<Member, { id: number; first_name: string }> = {
  mei: { id: 501, first_name: "Mei" },
  tom: { id: 502, first_name: "Tom" },
  eve: { id: 503, first_name: "Eve" },
};

/** A supergroup with topics: a topic for each case. */
export const telegramRoom: RoomOn = ({ telegram }): Room => {
  telegram.makeForum(GROUP);
  const say = (who: Member, thread: string, text: string, more: SayOptions = {}) =>
    String(telegram.say(GROUP, text, { from: PEOPLE[who], thread: Number(thread), ...more }).messageId);
  return {
    env: { TELEGRAM_STAFF_CHAT_ID: String(GROUP) },
    tells: (who, text) => void telegram.say(PEOPLE[who].id, text, { from: PEOPLE[who] }),
    told: (who) => telegram.sent(PEOPLE[who].id).map(({ text }) => text),
    threads: () =>
      telegram
        .topics(GROUP)
        .map(({ id, name, closed }) => ({ id: String(id), title: name, putAway: closed })),
    shown: (thread) =>
      telegram
        .sent(GROUP)
        .filter((message) => String(message.thread) === thread)
        .map(onTelegram),
    until: (what, look) => telegram.waitFor(look, { what, guardMs: 20_000 }),
    press(who, thread, label) {
      const card = telegram.sent(GROUP).find((message) => String(message.thread) === thread);
      const button = card?.buttons.find(({ text }) => text === label);
      if (card === undefined || button === undefined) throw new Error(`no button "${label}" on the card`);
      telegram.press(GROUP, button.data, card.messageId, PEOPLE[who]);
    },
    remarks: say,
    answers: async (who, thread, { id }, text) => say(who, thread, text, { replyTo: Number(id) }),
    says: (who, thread, text) => void say(who, thread, `/r ${text}`),
    speaks: say,
    command: (who, thread, name, args = "") => void say(who, thread, `/${name} ${args}`.trim()),
    sends(who, thread, { id }, { name, mime, bytes }, caption) {
      telegram.store(name, `documents/${name}`, bytes);
      const document = { file_id: name, file_unique_id: name, file_name: name, mime_type: mime };
      say(who, thread, "", { replyTo: Number(id), with: { document, caption } });
    },
    mark(_, message) {
      const emoji = telegram.reaction(GROUP, Number(message));
      return emoji === undefined ? undefined : emoji === "👌" ? "sent" : "failed";
    },
  };
};
