import { checked, type FakeMessage } from "./discord-channels.ts";
import { DiscordRefusal } from "./discord-faults.ts";
import { applicationId, botUser, nextId } from "./discord-ids.ts";

interface FakeReply {
  message: FakeMessage;
  ephemeral: boolean;
}

/** A dialog as the person sees it. */
interface FakeModal {
  custom_id: string;
  title: string;
  components: { label: string; description?: string; component: { custom_id: string; value?: string } }[];
}

interface Open {
  id: string;
  token: string;
  channelId: string;
  at: number;
  /** 4, 5, 6 or 9 once it was acknowledged. */
  type?: number;
  /** The dialog that was opened. */
  modal?: FakeModal;
  /** The message that was pressed, which is the "original" of an update. */
  pressed?: FakeMessage;
  original?: FakeReply;
  further: FakeReply[];
}

const DEADLINE_MS = 3_000;
const EPHEMERAL = 64;
const LOADING = 128;

/** Interactions: to be acknowledged within three seconds, and answered through their token. */
export function fakeInteractions() {
  const all = new Map<string, Open>();

  function openOf(token: string): Open {
    const found = all.get(token);
    if (found === undefined) throw new DiscordRefusal(404, 10015, "Unknown Webhook");
    return found;
  }

  function originalOf(token: string): FakeMessage {
    const open = openOf(token);
    const message = open.type === 6 ? open.pressed : open.original?.message;
    if (message === undefined) throw new DiscordRefusal(404, 10015, "Unknown Webhook");
    return message;
  }

  return {
    open(channelId: string, pressed?: FakeMessage): Open {
      const id = nextId();
      const open: Open = {
        id,
        token: `tok-${id}`,
        channelId,
        at: Date.now(),
        further: [],
        ...(pressed === undefined ? {} : { pressed }),
      };
      all.set(open.token, open);
      return open;
    },
    of: (token: string) => all.get(token),
    /** The token of the press that opened the last dialog in a channel. */
    dialogIn: (place: string) =>
      [...all.values()].findLast(({ modal, channelId }) => modal !== undefined && channelId === place)?.token,
    /** What the person sees of an interaction's answer, in order. */
    shown: (token: string) => {
      const open = all.get(token);
      return [...(open?.original ? [open.original] : []), ...(open?.further ?? [])].map((reply) => ({
        ...reply,
        waits: (reply.message.flags & LOADING) !== 0,
      }));
    },
    /** The token ends before its time, as if fifteen minutes had passed. */
    expire: (token: string) => void all.delete(token),
    acknowledge(id: string, token: string, body: { type?: number; data?: Record<string, unknown> }): null {
      const open = all.get(token);
      if (open === undefined || open.id !== id || Date.now() - open.at > DEADLINE_MS) {
        throw new DiscordRefusal(404, 10062, "Unknown interaction");
      }
      if (open.type !== undefined)
        throw new DiscordRefusal(400, 40060, "Interaction has already been acknowledged.");
      if (body.type === 9) open.modal = modalOf(body.data ?? {});
      open.type = body.type ?? 0;
      const flags = Number(body.data?.flags ?? 0);
      const frame = { id: nextId(), channel_id: open.channelId, author: botUser };
      const ephemeral = (flags & EPHEMERAL) !== 0;
      if (open.type === 5) {
        const message = { ...frame, content: "", components: [], flags: flags | LOADING };
        open.original = { message, ephemeral };
      }
      if (open.type === 4) open.original = { message: checked({ ...body.data, ...frame }), ephemeral };
      return null;
    },
    webhook(
      method: string,
      app: string,
      token: string,
      rest: string,
      body: Record<string, unknown>,
    ): FakeMessage {
      if (app !== applicationId) throw new DiscordRefusal(404, 10015, "Unknown Webhook");
      if (rest === "" && method === "POST") {
        const open = openOf(token);
        const message = checked({ ...body, id: nextId(), channel_id: open.channelId, author: botUser });
        open.further.push({ message, ephemeral: (message.flags & EPHEMERAL) !== 0 });
        return message;
      }
      const message = originalOf(token);
      if (method === "GET") return message;
      const next = checked({ allowed_mentions: { parse: [] }, ...message, ...body });
      Object.assign(message, next, { flags: message.flags & ~LOADING });
      return message;
    },
  };
}

/** What Discord makes of a modal: five fields at most, each with its label, every text within its length. */
function modalOf(data: Record<string, unknown>): FakeModal {
  const modal = data as unknown as FakeModal;
  const wrong = (field: string) => new DiscordRefusal(400, 50035, `Invalid Form Body: ${field}`);
  const within = (text: unknown, most: number) =>
    typeof text === "string" && text.length >= 1 && text.length <= most;
  if (!within(modal.custom_id, 100)) throw wrong("custom_id");
  if (!within(modal.title, 45)) throw wrong("title");
  const { components } = modal;
  if (!Array.isArray(components) || components.length < 1 || components.length > 5) throw wrong("components");
  for (const { label, description, component } of components) {
    if (!within(label, 45) || (description !== undefined && !within(description, 100))) throw wrong("label");
    if (!within(component?.custom_id, 100)) throw wrong("component");
  }
  return modal;
}
