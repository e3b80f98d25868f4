import type { Caller } from "./calls.ts";
import type { Fault } from "./errors.ts";
import type { RoomMemory } from "./room-memory.ts";

/** What the operator has to mend, or undefined when all is well. */
export const roomComplaints = {
  unreachable:
    "The staff chat cannot be reached. Add the bot to the group and check TELEGRAM_STAFF_CHAT_ID (docs/telegram.md).",
  rights:
    'Telegram does not let the bot open topics in the staff chat. Make it an admin there with the right "Manage topics".',
} as const;

/** The staff's chat as Telegram knows it: where it is, whether it has topics, and what is wrong with it. */
export function roomChat(call: Caller, botId: string, memory: RoomMemory) {
  let forum: boolean | undefined;
  let complaint: string | undefined;

  /** One call in the chat, followed to where the chat moved meanwhile. */
  const inRoom: Caller = async (method, payload, signal, limit) => {
    const go = () => call(method, { ...payload, chat_id: memory.chat() }, signal, limit);
    const first = await go();
    if (!("fault" in first) || first.fault.kind !== "refused") return first;
    const { migratedTo } = first.fault;
    if (migratedTo === undefined || migratedTo === memory.chat()) return first;
    await memory.follow(migratedTo).catch(() => undefined);
    forum = undefined;
    return go();
  };

  /** Asks Telegram anew. What it does not answer leaves everything as it was. */
  async function look(signal: AbortSignal): Promise<Fault | undefined> {
    const found = await inRoom("getChat", {}, signal, { timeoutMs: 8_000 });
    if ("fault" in found) {
      if (isNoChat(found.fault)) complaint = roomComplaints.unreachable;
      return found.fault;
    }
    forum = fieldOf(found.result, "is_forum") === true;
    const me = await inRoom("getChatMember", { user_id: Number(botId) }, signal, { timeoutMs: 8_000 });
    if ("fault" in me) return undefined;
    const status = fieldOf(me.result, "status");
    if (status === "left" || status === "kicked") complaint = roomComplaints.unreachable;
    else complaint = forum && !mayManage(me.result) ? roomComplaints.rights : undefined;
    return undefined;
  }

  return {
    inRoom,
    look,
    /**
     * Whether the chat has topics; asks where that is not known yet, and with `anew` also where it had none. A fault:
     * Telegram did not say, and nothing was posted.
     */
    async hasTopics(signal: AbortSignal, anew = false): Promise<boolean | Fault> {
      if (forum === undefined || (anew && !forum)) {
        const fault = await look(signal);
        if (fault) return fault.kind === "lost" ? { kind: "unsent", detail: fault.detail } : fault;
      }
      return forum === true;
    },
    /** Topics were switched on or off, as a message or a refusal tells. */
    noted(topics: boolean): void {
      forum = topics;
    },
    complaint: () => complaint,
  };
}

export type RoomChat = ReturnType<typeof roomChat>;

/** True when the bot is not in the chat, or there is no such chat. */
export function isNoChat(fault: Fault): boolean {
  if (fault.kind !== "refused") return false;
  if (fault.code === 403) return /kicked|not a member|was deleted/i.test(fault.detail);
  return fault.code === 400 && /chat not found|PEER_ID_INVALID|chat was deactivated/i.test(fault.detail);
}

function mayManage(member: unknown): boolean {
  const status = fieldOf(member, "status");
  return (
    status === "creator" || (status === "administrator" && fieldOf(member, "can_manage_topics") === true)
  );
}

export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
