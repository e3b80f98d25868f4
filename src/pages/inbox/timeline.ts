import { midnight } from "./times.ts";
import type { Case, Decision, Message } from "./types.ts";

/** What happened besides words. */
export type Happening =
  | { name: "claimed" | "released" | "resolved" | "returned"; who: string }
  | { name: "transferred"; who: string; to: string }
  | { name: "snoozed"; who: string; until: number }
  | { name: "rated"; score: number }
  | { name: "woke" | "silent" | "ended" };

export type Entry =
  | { kind: "day"; key: string; at: number }
  | { kind: "message"; key: string; message: Message; first: boolean }
  | { kind: "event"; key: string; at: number; happening: Happening };

/** A conversation as it is read: words and happenings in order, a line for each day. */
export function timelineOf({ messages, decisions }: Pick<Case, "messages" | "decisions">): Entry[] {
  const events = decisions.flatMap((decision, index): Entry[] => {
    const happening = happeningOf(decision);
    return happening === undefined ? [] : [{ kind: "event", key: `e${index}`, at: decision.at, happening }];
  });
  const entries: Entry[] = [];
  let event = 0;
  let day = Number.NaN;
  const push = (entry: Entry, at: number): void => {
    if (midnight(at) !== day) {
      day = midnight(at);
      entries.push({ kind: "day", key: `d${day}`, at });
    }
    entries.push(entry);
  };
  let before: Message | undefined;
  for (const message of messages) {
    for (; event < events.length; event++) {
      const next = events[event];
      if (next?.kind !== "event" || next.at > message.at) break;
      push(next, next.at);
      before = undefined;
    }
    const first = before === undefined || before.author !== message.author || before.name !== message.name;
    push({ kind: "message", key: message.id, message, first }, message.at);
    before = message;
  }
  for (const rest of events.slice(event)) if (rest.kind === "event") push(rest, rest.at);
  return entries;
}

function happeningOf({ type, reason, event }: Decision): Happening | undefined {
  if (reason.startsWith("already-")) return undefined;
  const who = nameIn(event.agent);
  switch (type) {
    case "agent.claimed":
      return { name: "claimed", who };
    case "agent.released":
      return { name: "released", who };
    case "agent.resolved":
      return { name: "resolved", who };
    case "agent.returned":
      return { name: "returned", who };
    case "agent.transferred":
      return { name: "transferred", who, to: nameIn(event.to) };
    case "agent.snoozed":
      return { name: "snoozed", who, until: Number(event.until) };
    case "customer.rated":
      return { name: "rated", score: Number(event.score) };
    case "timer.fired":
      return FIRED[reason];
    default:
      return undefined;
  }
}

/** What a clock did, by the reason of its decision. */
const FIRED: Record<string, Happening> = {
  "timer:unsnooze": { name: "woke" },
  "silence-warned": { name: "silent" },
  "silence-resolved": { name: "ended" },
};

function nameIn(person: unknown): string {
  return typeof person === "object" && person !== null && "name" in person ? String(person.name) : "";
}
