import type { Channel } from "../channel/contract.ts";
import { AppError, reasonOf } from "../errors.ts";
import type { Log } from "../log.ts";
import type { ContactStore, Erasure, RoomCopy, Trace } from "../store/contacts.ts";
import type { InboundStore } from "../store/inbound.ts";
import type { DeskFiles } from "./files.ts";

/** What an erasure did, and what only people can reach. */
export interface ErasureReport {
  contact: string;
  conversations: number;
  messages: number;
  /** Threads of staff rooms that still show what was said. */
  rooms: RoomCopy[];
  /** Channels where the customer's own chat with us still shows it. */
  accounts: string[];
}

export interface Eraser {
  /** @throws AppError not_found; store_failed when the rows are erased but the file could not be cleaned */
  contact(id: string, at: number): Promise<ErasureReport>;
  /** Erases these resolved conversations, and identities of which nothing else is left. */
  conversations(ids: readonly string[], at: number): Promise<Erasure>;
}

/** Forgets people in the store and in what the channels remember of them. */
export function eraser(parts: {
  contacts: Pick<ContactStore, "erase" | "eraseConversations" | "finish">;
  inbound: Pick<InboundStore, "cursor" | "setCursor">;
  channels(): readonly Channel[];
  /** What agents sent them. */
  files: Pick<DeskFiles, "sweep">;
  log: Log;
}): Eraser {
  const { contacts, inbound, log } = parts;

  async function forgetAt(channel: Channel, trace: Trace): Promise<void> {
    const { account } = channel;
    const cursor = {
      get: (name: string) => inbound.cursor(account, name),
      set: (name: string, value: string) => inbound.setCursor(account, name, value),
    };
    const { conversations, customerId: actorId, spaces } = trace;
    const who = account === trace.account ? { actorId, spaces } : { spaces: [] };
    try {
      await channel.forget?.({ ...who, conversations }, cursor);
    } catch (error) {
      // What is left under its cursors, the store sweeps away, if less exactly; what is in memory goes with the process.
      log.error({ account, reason: reasonOf(error) }, "a channel could not forget a customer by itself");
    }
  }

  /** Every channel is told: cases of one account's customers are shown in the staff room of another. */
  async function forget(traces: readonly Trace[]): Promise<void> {
    for (const channel of parts.channels()) {
      for (const trace of traces) await forgetAt(channel, trace);
    }
  }

  return {
    async contact(id, at) {
      const erased = await contacts.erase(id, at);
      if (erased === undefined) throw new AppError("not_found", "There is no such contact.");
      await forget(erased.traces);
      await parts.files.sweep();
      await contacts.finish(true);
      const { conversations, messages, rooms, traces } = erased;
      const accounts = [...new Set(traces.map(({ account }) => account))];
      return { contact: id, conversations, messages, rooms, accounts };
    },
    async conversations(ids, at) {
      const erased = await contacts.eraseConversations(ids, at);
      await forget(erased.traces);
      await parts.files.sweep();
      await contacts.finish(false);
      return erased;
    },
  };
}
