import type { InboundEvent } from "../../src/channel/contract.ts";
import { contentOf, nameOf } from "./content.ts";
import { commandOf, type DecodeContext, spaceOf } from "./decode.ts";
import { staffActed } from "./decode-staff.ts";
import { answersIn, formMark } from "./dialog.ts";
import {
  APPLICATION_COMMAND,
  type DiscordInteraction,
  interactionSchema,
  MESSAGE_COMPONENT,
  MESSAGE_MENU,
  MODAL_SUBMIT,
  targetSchema,
  timeOf,
} from "./payload.ts";

/** How an interaction is acknowledged, and for a private choice which direct message it leads to. */
export interface Interaction {
  id: string;
  token: string;
  locale: string | undefined;
  /**
   * "think": a reply of ours is on its way; "quiet": nothing is shown; "private": the answer waits in a direct message;
   * "received": the answer comes as a message of its own; "elsewhere": it has no place here, and is no event.
   * `dialog` names the choice that opens one: nothing is handed in until it is sent, or if it cannot be opened.
   */
  ack: "think" | "quiet" | "private" | "received" | "elsewhere";
  dialog?: string;
  /** True when only the person who asked may see the reply. */
  ephemeral: boolean;
  event: InboundEvent;
}

const THREADS = new Set([10, 11, 12]);
const EPHEMERAL = 64;
/** Discord keeps an interaction's token this long; a minute is left for what is on its way. */
const TOKEN_MS = 14 * 60_000;

/** In front of the token of a private choice, on its button. */
export const privateMark = "p:";
const ephemeralMark = "e:";
const openMark = "o:";

/** What a reply handle of ours holds: the interaction's token, and whether only the asker sees the reply. */
export function readReplyToken(handle: string): { token: string; ephemeral: boolean } | undefined {
  const mark = handle.slice(0, 2);
  if (mark !== ephemeralMark && mark !== openMark) return undefined;
  return { token: handle.slice(2), ephemeral: mark === ephemeralMark };
}

/**
 * INTERACTION_CREATE: a slash command, a chosen message, a pressed button or a dialog that was sent. Never throws; in words why there is nothing.
 * On a server commands are answered so that only the asker sees it: what people ask a support desk is nobody else's.
 */
export function decodeInteraction(raw: unknown, context: DecodeContext): Interaction | string {
  const parsed = interactionSchema.safeParse(raw);
  if (!parsed.success) return "malformed: interaction";
  const interaction = parsed.data;
  const user = interaction.member?.user ?? interaction.user;
  const { channel_id: channelId, guild_id: guildId, message } = interaction;
  if (user === undefined || channelId === undefined) return "an interaction of nobody or nowhere";
  const ephemeral =
    guildId !== undefined &&
    (interaction.type === APPLICATION_COMMAND || ((message?.flags ?? 0) & EPHEMERAL) !== 0);
  const name = nameOf(user, interaction.member?.nick);
  const thread = threadOf(interaction) ?? context.parentOf(channelId);
  const base = {
    key: `int:${interaction.id}`,
    at: timeOf(interaction.id),
    space: spaceOf(channelId, guildId, { parentOf: () => thread }),
    actor: {
      id: user.id,
      ...(name === undefined ? {} : { name }),
      ...(interaction.locale === undefined ? {} : { locale: interaction.locale }),
    },
  };
  const rest = { id: interaction.id, token: interaction.token, locale: interaction.locale, ephemeral };
  if (base.space.id === context.staffId) return staffActed(interaction, base, rest);
  if (interaction.type === MESSAGE_COMPONENT || interaction.type === MODAL_SUBMIT) {
    const name = interaction.data?.custom_id ?? "";
    const token = name.startsWith(formMark) ? name.slice(formMark.length) : name;
    const addressed = guildId === undefined ? ("dm" as const) : ("reply" as const);
    const pressed = message === undefined ? {} : { msgId: message.id };
    if (interaction.type === MODAL_SUBMIT) {
      if (name === token) return "a kind of interaction we do not offer";
      const values = answersIn(interaction.data?.components);
      return answering({ ...base, addressed, kind: "form", token, values, ...pressed }, rest);
    }
    if (token.startsWith(privateMark) && guildId !== undefined) {
      const args = token.slice(privateMark.length);
      const event = { ...base, addressed, kind: "command" as const, name: "start", args, msgId: base.key };
      return { ...rest, ack: "private", event };
    }
    const press = {
      kind: "press" as const,
      token: token.startsWith(privateMark) ? token.slice(privateMark.length) : token,
      ...pressed,
    };
    const dialog = name === token ? {} : { dialog: token };
    return { ...answering({ ...base, addressed, ...press }, rest), ...dialog };
  }
  if (interaction.type !== APPLICATION_COMMAND) return "a kind of interaction we do not offer";
  const addressed = guildId === undefined ? ("dm" as const) : ("command" as const);
  const asked = askedBy(interaction, channelId, context.botId);
  // The staff's commands belong to their server, where customers may be as well.
  const staffs = interaction.data?.guild_id !== undefined;
  return {
    ...rest,
    ack: staffs ? "elsewhere" : "think",
    event: { ...base, addressed, reply: handleOf(rest), ...asked, msgId: base.key },
  };
}

/** Only where the answer must stay unseen does it go out as a reply: elsewhere a message of its own cannot double. */
function answering(event: InboundEvent, rest: Omit<Interaction, "ack" | "event" | "dialog">): Interaction {
  if (!rest.ephemeral) return { ...rest, ack: "quiet", event };
  return { ...rest, ack: "think", event: { ...event, reply: handleOf(rest) } };
}

function handleOf({ id, token, ephemeral }: { id: string; token: string; ephemeral: boolean }) {
  return {
    token: `${ephemeral ? ephemeralMark : openMark}${token}`,
    expiresAt: timeOf(id) + TOKEN_MS,
  };
}

type Asked = Pick<Extract<InboundEvent, { kind: "message" }>, "kind" | "text" | "files" | "replyTo">;
type Commanded = Pick<Extract<InboundEvent, { kind: "command" }>, "kind" | "name" | "args">;
type Unread = Pick<Extract<InboundEvent, { kind: "unsupported" }>, "kind" | "label">;

function askedBy({ data }: DiscordInteraction, channelId: string, botId: string): Asked | Commanded | Unread {
  if (data?.type === MESSAGE_MENU) {
    const target = targetSchema.safeParse(data.resolved?.messages?.[data.target_id ?? ""]);
    if (!target.success) return { kind: "unsupported", label: "a message we cannot read" };
    const { id: messageId, channel_id: from = channelId } = target.data;
    const content = contentOf(target.data, { channelId: from, messageId, botId, mentions: [] });
    if (content === undefined) return { kind: "unsupported", label: "a message we cannot read" };
    return { kind: "message", ...content, replyTo: messageId };
  }
  const given = data?.options?.find((option) => option.name === "text")?.value;
  const asked = commandOf(data?.name ?? "", typeof given === "string" ? given : "");
  return asked.kind === "message" ? { ...asked, files: [] } : asked;
}

function threadOf({ channel }: DiscordInteraction): string | undefined {
  return channel !== undefined && THREADS.has(channel.type) ? (channel.parent_id ?? undefined) : undefined;
}
