import type { FileRef, InboundEvent } from "../channel/contract.ts";
import { ROOM_COMMANDS, type RoomCommand } from "../channel/staff.ts";
import type { AgentRef } from "../conversation/events.ts";
import type { Conversation } from "../conversation/state.ts";

/** What is known of an event's surroundings when it is read. */
export interface RoomScene {
  /** The agent at work whom this account belongs to. */
  agent?: AgentRef;
  /** The case whose thread it happened in. */
  case?: Pick<Conversation, "status" | "owner">;
  /** True while everything the case's owner writes in the thread goes to the customer. */
  live: boolean;
  /** What the message replies to, or what an edit or deletion is about; absent where we do not know it. */
  about?: "customer" | "transcript" | "reply" | "note" | "other";
  /** Id of the reply at the desk, when `about` is one. */
  reply?: string;
  /** Kinds of secrets that were taken out of the text. */
  found: readonly string[];
}

export type RoomRefusal =
  | "ownedByOther"
  | "notYours"
  | "resolved"
  | "empty"
  | "secret"
  | "snooze"
  | "unknownCommand"
  | "sentAlready"
  | "nothingSaid"
  | "noteKept";

/** What is to be done about an event of a room. */
export type RoomIntent =
  | { do: "reply"; text: string; files: FileRef[]; acknowledge: boolean }
  /** `hint`: the note was perhaps meant as an answer. */
  | { do: "note"; text: string; hint?: "transcript" }
  | { do: "claim" | "resolve" | "return" }
  /** A reply is to say something else to the customer, or to be no more. */
  | { do: "edit"; message: string; text: string; acknowledge: boolean }
  | { do: "withdraw"; message: string }
  /** Takes back what this agent replied last. */
  | { do: "undo" }
  | { do: "live" }
  | { do: "help" | "unlinked" | "notHere" | "linkAlone" | "ignore" }
  | { do: "snooze"; ms: number }
  /** `code` is a fingerprint: the code itself is never stored. */
  | { do: "link"; code: string }
  | { do: "refuse"; why: RoomRefusal };

const DEFAULT_SNOOZE_MS = 2 * 3_600_000;
const UNIT_MS: Record<string, number> = {
  m: 60_000,
  分: 60_000,
  h: 3_600_000,
  小: 3_600_000,
  d: 86_400_000,
  天: 86_400_000,
};

/**
 * Reads one event of a room. The safe reading is the rule: text is a note unless the case's owner clearly meant the
 * customer, and whoever is not linked to the desk gets nothing done.
 */
export function intentOf(event: InboundEvent, scene: RoomScene): RoomIntent {
  const command = commandOf(event);
  if (command?.name === "link") return link(command.args);
  if (command?.name === "help") return { do: "help" };
  if (scene.agent === undefined) return stranger(event, scene);
  if (scene.case === undefined) return command === undefined ? { do: "ignore" } : { do: "notHere" };
  if (command !== undefined) return commanded(command, { ...scene, agent: scene.agent, case: scene.case });
  switch (event.kind) {
    case "message":
      return spoken(event, { ...scene, agent: scene.agent, case: scene.case });
    case "edit":
      return edited(event.text, scene);
    case "delete":
      if (scene.about === "reply" && scene.reply !== undefined)
        return { do: "withdraw", message: scene.reply };
      return scene.about === "note" ? { do: "refuse", why: "noteKept" } : { do: "ignore" };
    default:
      return { do: "ignore" };
  }
}

type Known = RoomScene & Required<Pick<RoomScene, "agent" | "case">>;

interface Command {
  name: string;
  args: string;
  files: FileRef[];
}

/** A press of a card's button is its command. */
function commandOf(event: InboundEvent): Command | undefined {
  if (event.kind === "press") return { name: event.token, args: "", files: [] };
  if (event.kind !== "command") return undefined;
  return { name: event.name.toLowerCase(), args: event.args.trim(), files: event.files ?? [] };
}

function link(args: string): RoomIntent {
  return args === "" ? { do: "linkAlone" } : { do: "link", code: args };
}

/** Outside of cases people may talk as they like, and are left alone. */
function stranger(event: InboundEvent, scene: RoomScene): RoomIntent {
  const asks = event.kind === "press" || event.kind === "command";
  const speaks = event.kind === "message" && scene.case !== undefined;
  return { do: asks || speaks ? "unlinked" : "ignore" };
}

function commanded({ name, args, files }: Command, known: Known): RoomIntent {
  if (!isCommand(name)) return { do: "refuse", why: "unknownCommand" };
  switch (name) {
    case "claim":
    case "resolve":
    case "return":
    case "undo":
      return { do: name };
    case "snooze": {
      const ms = args === "" ? DEFAULT_SNOOZE_MS : duration(args);
      return ms === undefined ? { do: "refuse", why: "snooze" } : { do: "snooze", ms };
    }
    case "r": {
      const [, bang, text] = /^(!?)\s*([\s\S]*)$/.exec(args) ?? [];
      return reply(text ?? "", files, bang === "!", known);
    }
    case "note": {
      const text = withNames(args, files);
      return text === "" ? { do: "refuse", why: "empty" } : { do: "note", text };
    }
    case "live": {
      const why = notOwner(known);
      return why === undefined ? { do: "live" } : { do: "refuse", why };
    }
    default:
      return { do: "help" };
  }
}

function spoken(event: InboundEvent & { kind: "message" }, known: Known): RoomIntent {
  const { files } = event;
  // A caption is no command to a platform, whatever it begins with.
  const [, name, args] = files.length > 0 ? (CAPTION.exec(event.text) ?? []) : [];
  const text = args ?? event.text;
  if (name?.toLowerCase() === "r") return reply(text, files, false, known);
  const { owner } = known.case;
  const live = known.live && owner.kind === "agent" && owner.agentId === known.agent.id;
  if (name === undefined && (known.about === "customer" || live)) return reply(text, files, false, known);
  const words = withNames(text, files);
  if (words === "") return { do: "ignore" };
  return { do: "note", text: words, ...(known.about === "transcript" ? { hint: "transcript" } : {}) };
}

/** A note holds no files: it names them. */
function withNames(text: string, files: readonly FileRef[]): string {
  return [text, ...files.map((file) => `📎 ${file.name ?? file.kind}`)].filter(Boolean).join("\n");
}

function reply(text: string, files: FileRef[], acknowledge: boolean, known: Known): RoomIntent {
  const why = notOwner(known);
  if (why !== undefined) return { do: "refuse", why };
  if (known.found.length > 0) return { do: "refuse", why: "secret" };
  if (text.trim() === "" && files.length === 0) return { do: "refuse", why: "empty" };
  return { do: "reply", text, files, acknowledge };
}

/** A reply's new wording goes to the customer; a note's is a further note, so that the desk has both. */
function edited(text: string, { about, reply: message, found }: RoomScene): RoomIntent {
  if (about === "reply" && message !== undefined) {
    const [whole, bang, rest = ""] = /^\/r(?:@\w+)?(?:\s+(!?)\s*([\s\S]*))?$/i.exec(text) ?? [];
    const words = (whole === undefined ? text : rest).trim();
    // What has become another command was not meant for the customer.
    if (whole === undefined && text.startsWith("/")) return { do: "refuse", why: "sentAlready" };
    if (found.length > 0) return { do: "refuse", why: "secret" };
    if (words === "") return { do: "refuse", why: "empty" };
    return { do: "edit", message, text: words, acknowledge: bang === "!" };
  }
  return about === "note" && text.trim() !== "" ? { do: "note", text: `✏️ ${text}` } : { do: "ignore" };
}

function notOwner({ case: { status, owner }, agent }: Known): RoomRefusal | undefined {
  if (status === "resolved") return "resolved";
  if (owner.kind !== "agent") return "notYours";
  return owner.agentId === agent.id ? undefined : "ownedByOther";
}

const CAPTION = /^\/(r|note)(?:@\w+)?(?:\s+([\s\S]*))?$/i;

/** "30m", "2h", "1 day", "2小时", a bare number of hours; from a minute to 90 days. */
function duration(text: string): number | undefined {
  const [, number, latin, unit = latin ?? "h"] =
    /^(\d{1,4})\s*(?:([mhd])[a-z]*|(分|小|天)[钟时]?)?$/i.exec(text) ?? [];
  const ms = Number(number) * (UNIT_MS[unit.toLowerCase()] ?? Number.NaN);
  return ms >= 60_000 && ms <= 90 * 86_400_000 ? ms : undefined;
}

function isCommand(name: string): name is RoomCommand {
  return ROOM_COMMANDS.some((known) => known === name);
}
