import { applicationId, forumId, nextId, officeId, type Person } from "../../fakes/discord-ids.ts";
import type { Member, Room, RoomOn } from "./room.ts";
import { onDiscord } from "./shown.ts";

const PEOPLE: Record<Member, Person> = {
  mei: { id: "2040000000000000501", username: "mei.c", global_name: "Mei" },
  tom: { id: "2040000000000000502", username: "tom", global_name: null },
  eve: { id: "2040000000000000503", username: "eve", global_name: null },
};
const BOT = `<@${applicationId}>`;

/** A forum, where a case is a post; or a text channel, where it is a message with a thread. */
export const discordRoom =
  (kind: "forum" | "text"): RoomOn =>
  ({ discord }): Room => {
    const channel = kind === "forum" ? forumId : officeId;
    const cardOf = (thread: string) => {
      const card = discord.rooms.find(thread);
      if (card === undefined) throw new Error("no card");
      return card;
    };
    const calls = (who: Member, thread: string, text: string) =>
      discord.write(thread, PEOPLE[who], `${BOT} ${text}`).messageId;
    return {
      env: { DISCORD_STAFF_CHANNEL_ID: channel },
      tells: (who, text) => void discord.say(PEOPLE[who], text),
      told: (who) => discord.sent(discord.rooms.dmOf(PEOPLE[who])).map((message) => onDiscord(message).text),
      threads: () =>
        discord.guild
          .threadsOf(channel)
          .map(({ id, name, archived = false }) => ({ id, title: name, putAway: archived })),
      shown(thread) {
        const above = kind === "text" ? [cardOf(thread)] : [];
        return [...above, ...discord.sent(thread)].map(onDiscord);
      },
      until: (what, look) => discord.waitFor(look, what, 20_000),
      press(who, thread, label) {
        const card = cardOf(thread);
        const buttons = card.components.flatMap((row) => row.components);
        const button = buttons.find((one) => one.label === label);
        if (button === undefined) throw new Error(`no button "${label}" on the card`);
        discord.press(PEOPLE[who], button.custom_id, card);
      },
      remarks: calls,
      answers: async (who, _, { id }, text) => discord.answer(PEOPLE[who], id, text).messageId,
      says: (who, thread, text) => void discord.command(PEOPLE[who], thread, "r", { text }),
      speaks: calls,
      command(who, thread, name, args = "") {
        const option = name === "snooze" ? "duration" : "text";
        discord.command(PEOPLE[who], thread, name, args === "" ? {} : { [option]: args });
      },
      sends(who, _, { id }, { name, mime, bytes }, text) {
        const url = discord.keep(bytes);
        const attachments = [{ id: nextId(), filename: name, content_type: mime, size: bytes.length, url }];
        discord.answer(PEOPLE[who], id, text, { attachments });
      },
      mark(thread, message) {
        const marks = (discord.rooms.read(thread, message).reactions ?? []) as string[];
        const [last] = marks.slice(-1);
        return last === undefined ? undefined : last === "✅" ? "sent" : "failed";
      },
    };
  };
