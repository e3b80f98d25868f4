import type { Channel, Conversation, Me, Message } from "./types.ts";

/** Whose replies somebody may change: a reader nobody's, an agent their own, a supervisor everybody's. */
export type Reach = "none" | "own" | "any";

/** Who may change what, from what the server says of the person; an admin without the second step works as an agent. */
export function reachOf({ agent, totp, rights }: Me): Reach {
  if (!rights.includes("messages.edit")) return "none";
  const over = agent.role === "supervisor" || agent.role === "admin";
  return over && totp !== "missing" ? "any" : "own";
}

/** What can still become of a message, so that no button is there in vain. The server decides again. */
export function mayChange(
  message: Message,
  around: {
    conversation: Pick<Conversation, "owner">;
    me: string;
    reach: Reach;
    channel: Channel | undefined;
    now: number;
  },
): { edit: boolean; takeBack: boolean } {
  const { author, deletedAt, change, delivery = [], text, at } = message;
  const parts = delivery.filter(({ state }) => state !== "superseded");
  const gone = deletedAt !== undefined || (change?.kind === "delete" && change.state === "pending");
  const unsure = parts.some(({ state }) => state === "unknown");
  if (author !== "agent" || gone || unsure || parts.length === 0 || !isWithin(message, around))
    return NOTHING;
  const { channel, now } = around;
  // What surely never arrived is changed here alone, whatever the channel can.
  const here = parts.every(({ state }) => state === "failed");
  const { edits = false, deletes = false, deletesWithin } = channel?.changes ?? {};
  const inTime = deletesWithin === undefined || now - at <= deletesWithin;
  return { edit: text !== "" && (here || edits), takeBack: here || (deletes && inTime) };
}

const NOTHING = { edit: false, takeBack: false };

function isWithin(
  { agentId }: Message,
  {
    reach,
    me,
    conversation: { owner },
  }: { reach: Reach; me: string; conversation: Pick<Conversation, "owner"> },
): boolean {
  if (reach !== "own") return reach === "any";
  return agentId === me && owner.kind === "agent" && owner.agentId === me;
}
