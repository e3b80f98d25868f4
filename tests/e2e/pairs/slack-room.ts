import { directOf } from "../../fakes/slack-customers.ts";
import type { Member, Room, RoomOn } from "./room.ts";
import { onSlack } from "./shown.ts";

const CHANNEL = "C024STAFF";
const PEOPLE: Record<Member, string> = { mei: "U024MEI", tom: "U024TOM", eve: "U024EVE" };

/** A channel, where a case is a thread below its card. */
export const slackRoom: RoomOn = ({ slack }): Room => {
  const bot = `<@${slack.bot.user}>`;
  const cards = () => slack.sent(CHANNEL).filter(({ thread, buttons }) => !thread && buttons.length >= 0);
  const write = (who: Member, thread: string, text: string, files?: Record<string, unknown>[]) =>
    slack.write(PEOPLE[who], CHANNEL, text, { thread, ...(files === undefined ? {} : { files }) });
  return {
    env: { SLACK_STAFF_CHANNEL_ID: CHANNEL },
    tells: (who, text) => void slack.say(PEOPLE[who], text.replace(/^\//, "")),
    told: (who) => slack.sent(directOf(PEOPLE[who])).map(({ shown }) => shown),
    threads: () => cards().map(({ ts, shown }) => ({ id: ts, title: shown.split("\n")[0] ?? "" })),
    shown: (thread) =>
      slack
        .sent(CHANNEL)
        .filter((message) => message.ts === thread || message.thread === thread)
        .map((message) => onSlack(message, slack)),
    until: (what, look) => slack.waitFor(look, { what, guardMs: 20_000 }),
    press(who, thread, label) {
      const card = cards().find(({ ts }) => ts === thread);
      if (card === undefined) throw new Error("no card");
      slack.press(PEOPLE[who], card, label);
    },
    remarks: (who, thread, text) => write(who, thread, text).ts,
    /** Slack knows no reply to one message: what stands in the thread is sent by the shortcut in its menu. */
    async answers(who, thread, _, text) {
      const written = write(who, thread, text);
      slack.shortcut(PEOPLE[who], written, "reply_to_customer");
      return written.ts;
    },
    says: (who, thread, text) => void write(who, thread, `${bot} r ${text}`),
    speaks: (who, thread, text) => write(who, thread, text).ts,
    command: (who, thread, name, args = "") => void write(who, thread, `${bot} ${name} ${args}`.trim()),
    sends(who, thread, _, { name, mime, bytes }, text) {
      const { id } = slack.files.add(name, mime, bytes);
      write(who, thread, `${bot} r ${text}`, [{ id, name, mimetype: mime, size: bytes.length }]);
    },
    mark(_, message) {
      if (slack.reactions.has(`white_check_mark ${message}`)) return "sent";
      return slack.reactions.has(`x ${message}`) ? "failed" : undefined;
    },
  };
};
