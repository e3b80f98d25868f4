import type { FakeMessage, fakeChannels } from "./discord-channels.ts";
import type { fakeGateway } from "./discord-gateway.ts";
import type { fakeGuild } from "./discord-guild.ts";
import { applicationId, botUser, generalId, guildId, nextId, type Person } from "./discord-ids.ts";
import type { fakeInteractions } from "./discord-interactions.ts";

interface Parts {
  rooms: ReturnType<typeof fakeChannels>;
  guild: ReturnType<typeof fakeGuild>;
  gateway: ReturnType<typeof fakeGateway>;
  interactions: ReturnType<typeof fakeInteractions>;
}

/** People's hands on Discord: what they write, correct, remove, call and press, as the gateway tells it. */
export function fakePeople({ rooms, guild, gateway, interactions }: Parts) {
  function write(
    channelId: string,
    person: Person,
    content: string,
    more: Record<string, unknown> = {},
  ): { messageId: string; channelId: string } {
    const onServer = guild.has(channelId);
    const mentions = content.includes(`<@${applicationId}>`) ? [botUser] : [];
    const message: FakeMessage = {
      id: nextId(),
      channel_id: channelId,
      type: 0,
      author: person,
      content,
      attachments: [],
      embeds: [],
      mentions,
      flags: 0,
      edited_timestamp: null,
      components: [],
      ...more,
    };
    // Without the intent Discord keeps the words of those who do not speak to the bot.
    const pinged = (message.mentions as { id: string }[]).some(({ id }) => id === applicationId);
    if (onServer && !pinged) Object.assign(message, { content: "", attachments: [] });
    rooms.add(message);
    guild.wake(channelId);
    gateway.dispatch("MESSAGE_CREATE", { ...message, ...(onServer ? { guild_id: guildId } : {}) });
    return { messageId: message.id, channelId };
  }

  function interact(person: Person, channelId: string, more: Record<string, unknown>, pressed?: FakeMessage) {
    const open = interactions.open(channelId, pressed);
    const who = guild.has(channelId)
      ? { guild_id: guildId, member: { user: person, nick: null, roles: [] }, context: 0 }
      : { user: person, context: 1 };
    const { id, token } = open;
    const channel = rooms.describe(channelId);
    const base = { id, application_id: applicationId, token, version: 1, channel_id: channelId, channel };
    gateway.dispatch("INTERACTION_CREATE", { ...base, ...who, locale: "en-US", ...more });
    return { interactionId: id, token };
  }

  const serverOf = (channelId: string) => (guild.has(channelId) ? { guild_id: guildId } : {});

  return {
    write,
    /** Answers a message of the bot's, which pings it unless the person switched that off. */
    answer(
      person: Person,
      messageId: string,
      content: string,
      more: { quiet?: true; [more: string]: unknown } = {},
    ) {
      const { quiet, ...rest } = more;
      const target = rooms.find(messageId);
      if (target === undefined) throw new Error(`no message ${messageId}`);
      const { channel_id } = target;
      return write(channel_id, person, content, {
        type: 19,
        message_reference: { type: 0, message_id: messageId, channel_id },
        referenced_message: target,
        mentions: quiet ? [] : [botUser],
        ...rest,
      });
    },
    /** One of the staff's commands, in a channel or thread of their server. */
    command(
      person: Person,
      channelId: string,
      name: string,
      options: Record<string, string> = {},
      more = {},
    ) {
      const list = Object.entries(options).map(([key, value]) => ({ name: key, type: 3, value }));
      const data = { id: "7", name, type: 1, guild_id: guildId, options: list };
      return interact(person, channelId, { type: 2, data, ...more });
    },
    /** In the direct message with the bot. */
    say: (person: Person, content: string, more?: Record<string, unknown>) =>
      write(rooms.dmOf(person), person, content, more),
    edit(messageId: string, content: string): void {
      const message = rooms.find(messageId);
      if (message === undefined) throw new Error(`no message ${messageId}`);
      Object.assign(message, { content, edited_timestamp: new Date().toISOString() });
      gateway.dispatch("MESSAGE_UPDATE", { ...message, ...serverOf(message.channel_id) });
    },
    remove(messageId: string): void {
      const message = rooms.find(messageId);
      if (message === undefined) throw new Error(`no message ${messageId}`);
      rooms.remove(message.channel_id, messageId);
      const { channel_id } = message;
      gateway.dispatch("MESSAGE_DELETE", { id: messageId, channel_id, ...serverOf(channel_id) });
    },
    call(person: Person, name: string, text?: string, channelId = rooms.dmOf(person), more = {}) {
      const options = text === undefined ? [] : [{ name: "text", type: 3, value: text }];
      return interact(person, channelId, { type: 2, data: { id: "8", name, type: 1, options }, ...more });
    },
    choose(person: Person, messageId: string) {
      const target = rooms.find(messageId);
      const data = { id: "9", name: "Ask support about this message", type: 3, target_id: messageId };
      const resolved = { messages: { [messageId]: target } };
      return interact(person, target?.channel_id ?? generalId, { type: 2, data: { ...data, resolved } });
    },
    /** Presses a button of a message that stands in a channel, or in an interaction's reply. */
    press(person: Person, customId: string, message: FakeMessage, more: Record<string, unknown> = {}) {
      const data = { custom_id: customId, component_type: 2 };
      const what = { type: 3, data, message: { id: message.id, flags: message.flags }, ...more };
      return interact(person, message.channel_id, what, message);
    },
    /** Sends the dialog that a press has opened, with what is written into its fields; the others stay as they are. */
    submit(person: Person, token: string, written: Record<string, string>) {
      const open = interactions.of(token);
      const { modal, pressed } = open ?? {};
      if (open === undefined || modal === undefined) throw new Error(`no dialog is open for ${token}`);
      const components = modal.components.map(({ component }, at) => {
        const { custom_id, value = "" } = component;
        return {
          type: 18,
          id: at + 1,
          component: { type: 4, id: 10 + at, custom_id, value: written[custom_id] ?? value },
        };
      });
      const message = pressed && { id: pressed.id, flags: pressed.flags };
      const data = { custom_id: modal.custom_id, components };
      return interact(person, open.channelId, { type: 5, data, ...(message ? { message } : {}) }, pressed);
    },
  };
}
