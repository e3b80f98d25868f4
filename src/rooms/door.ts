import type { Channel, InboundEvent } from "../channel/contract.ts";
import { codeMark } from "../desk/links.ts";
import { admitted } from "../dispatch/admit.ts";
import type { StaffDoor } from "../dispatch/receive.ts";
import { bound } from "../guard/bound.ts";
import type { OutboundCheck } from "../guard/outbound.ts";
import type { Log } from "../log.ts";
import type { RoomAdmitted, RoomStore } from "../store/rooms.ts";

interface DoorContext {
  rooms: Pick<RoomStore, "accept">;
  channels: readonly Channel[];
  check(text: string): OutboundCheck;
  now(): number;
  log: Log;
  /** Called after the commit. */
  wake(room: string): void;
}

/** Where platforms have no commands in direct messages; only what has the shape of a code is taken for one. */
const LINK_TEXT = /^\s*\/?link\s+([a-km-np-z2-9]{5}[\s-]?[a-km-np-z2-9]{5})\s*$/i;

/** The inbound door of the rooms: guarded and bounded like the customers', before anything is stored. */
export function roomDoor(context: DoorContext): StaffDoor {
  const roomOf = (account: string) => context.channels.find((channel) => channel.account === account)?.staff;
  return {
    takes(account, event) {
      if (event.staff === true) return true;
      return event.space.kind === "dm" && roomOf(account) !== undefined && isLink(event);
    },
    async accept(account, events) {
      const room = roomOf(account);
      if (room === undefined) return events.map(({ key }) => ({ key, outcome: "ignored" as const }));
      const items = events.map((event) => admit(asCommand(event), context));
      const receipts = await context.rooms.accept({ account, room: room.id, at: context.now(), items });
      context.wake(room.id);
      return receipts;
    },
  };
}

function isLink(event: InboundEvent): boolean {
  if (event.kind === "command") return event.name.toLowerCase() === "link";
  return event.kind === "message" && LINK_TEXT.test(event.text);
}

function asCommand(event: InboundEvent): InboundEvent {
  if (event.kind !== "message") return event;
  const code = LINK_TEXT.exec(event.text)?.[1];
  if (code === undefined) return event;
  const { text: _, files: __, replyTo: ___, album: ____, ...rest } = event;
  return { ...rest, kind: "command", name: "link", args: code };
}

/**
 * A code is kept as its fingerprint alone. A transaction hash is no secret when an agent writes it: what is no secret to
 * the check of replies is kept as it was written.
 */
function admit(event: InboundEvent, { check, log }: DoorContext): RoomAdmitted {
  if (isLink(event) && event.kind === "command" && event.args.trim() !== "") {
    const { event: safe } = admitted({ ...event, args: "" }, { recent: [] }, "ok", log);
    return { event: { ...safe, args: codeMark(event.args) } as InboundEvent, found: [] };
  }
  const safe = admitted(event, { recent: [] }, "ok", log);
  if (safe.found.length > 0 || !safe.ambiguousHash) return { event: safe.event, found: safe.found };
  return { event: withWords(safe.event, event, check), found: [] };
}

function withWords(safe: InboundEvent, event: InboundEvent, check: DoorContext["check"]): InboundEvent {
  const text = event.kind === "command" ? event.args : "text" in event ? event.text : "";
  const checked = check(text);
  if (!checked.ok && checked.problems.some(({ kind }) => kind === "contains-secret")) return safe;
  return {
    ...safe,
    ...(event.kind === "command" ? { args: bound(text) } : { text: bound(text) }),
  } as InboundEvent;
}
