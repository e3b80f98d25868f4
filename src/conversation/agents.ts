import type { Decision, Refusal } from "./actions.ts";
import type { AgentEvent } from "./events.ts";
import { changeOwner, enterQueue } from "./handoff.ts";
import { waitWords } from "./line.ts";
import { fill } from "./phrases/phrases.ts";
import { askForRating } from "./rating.ts";
import { type Conversation, freshDialogue } from "./state.ts";
import { agentSays, because, beginTurn, endTurn, notice, type Turn } from "./turn.ts";

const ASKS_FOR_HASH = /哈希|\btx ?(?:id|hash)\b|\btransaction (?:id|hash)\b|\bhash\b/iu;

/** What an agent does to a conversation. An expected "no" is a value that names the owner. */
export function agentActed(conversation: Conversation, event: AgentEvent): Decision | Refusal {
  const refusal = refuse(conversation, event);
  if (refusal !== undefined)
    return { ok: false, refusal, owner: conversation.owner, status: conversation.status };
  const turn = beginTurn(conversation, event);
  act(turn, event);
  return endTurn(turn);
}

function refuse(conversation: Conversation, event: AgentEvent): Refusal["refusal"] | undefined {
  const { owner, status, erasedAt } = conversation;
  if (erasedAt !== undefined) return "already_resolved";
  if (event.type === "agent.noted") return undefined;
  if (status === "resolved") return "already_resolved";
  if (owner.kind === "agent" && owner.agentId !== event.agent.id) return "owned_by_other";
  const needsOwner =
    event.type === "agent.released" || event.type === "agent.returned" || event.type === "agent.snoozed";
  if (needsOwner && owner.kind === "bot") return "bot_owns";
  if (event.type === "agent.released" && owner.kind === "queue") return "queue_owns";
  return undefined;
}

function act(turn: Turn, event: AgentEvent): void {
  switch (event.type) {
    case "agent.claimed":
      claimed(turn, event);
      break;
    case "agent.released":
      released(turn);
      break;
    case "agent.transferred":
      transferred(turn, event);
      break;
    case "agent.replied":
      take(turn, event);
      agentSays(turn, event.agent, event.text, event.files);
      // A bare hash looks like a private key: it is masked, unless it was asked for.
      if (ASKS_FOR_HASH.test(event.text)) turn.asks = "tx-hash";
      delete turn.conversation.waitingSince;
      because(turn, "agent-replied");
      break;
    case "agent.noted":
      note(turn, event, event.text);
      because(turn, "agent-noted");
      break;
    case "agent.resolved":
      resolved(turn, event);
      break;
    case "agent.returned":
      returned(turn);
      break;
    case "agent.snoozed":
      take(turn, event);
      turn.conversation.status = "snoozed";
      turn.conversation.snoozedUntil = event.until;
      turn.actions.push({ type: "set-timer", name: "unsnooze", at: event.until });
      because(turn, "agent-snoozed");
      break;
  }
}

/** Makes the agent the owner, unless that is so already. */
function take(turn: Turn, event: AgentEvent): boolean {
  const { owner } = turn.conversation;
  wake(turn);
  turn.conversation.lastAgent = event.agent;
  if (owner.kind === "agent") return false;
  if (owner.kind === "queue") turn.actions.push({ type: "end-escalation", how: "claimed" });
  changeOwner(turn, { kind: "agent", agentId: event.agent.id, agentName: event.agent.name, since: event.at });
  delete turn.conversation.expects;
  return true;
}

function wake(turn: Turn): void {
  if (turn.conversation.status !== "snoozed") return;
  turn.conversation.status = "open";
  delete turn.conversation.snoozedUntil;
  turn.actions.push({ type: "cancel-timer", name: "unsnooze" });
}

function claimed(turn: Turn, event: AgentEvent): void {
  const first = take(turn, event);
  because(turn, first ? "agent-claimed" : "already-yours");
  if (first) notice(turn, fill(turn.phrases.agentJoined, { name: event.agent.name }));
}

function released(turn: Turn): void {
  wake(turn);
  const priority = turn.conversation.escalation?.priority ?? "normal";
  enterQueue(turn, "agent-released", priority);
  because(turn, "agent-released");
  const next = fill(turn.phrases.handoff["agent-released"], { ref: turn.conversation.reference });
  notice(turn, [next, waitWords(turn, priority)].filter(Boolean).join("\n\n"));
}

function transferred(turn: Turn, event: Extract<AgentEvent, { type: "agent.transferred" }>): void {
  const { owner } = turn.conversation;
  if (event.note !== undefined) note(turn, event, event.note);
  if (owner.kind === "agent" && owner.agentId === event.to.id) {
    because(turn, "already-theirs");
    return;
  }
  wake(turn);
  if (owner.kind === "queue") turn.actions.push({ type: "end-escalation", how: "claimed" });
  changeOwner(turn, { kind: "agent", agentId: event.to.id, agentName: event.to.name, since: event.at });
  turn.conversation.lastAgent = event.to;
  delete turn.conversation.expects;
  because(turn, "agent-transferred");
  notice(turn, fill(turn.phrases.agentTransferred, { name: event.to.name }));
}

function note(turn: Turn, event: AgentEvent, text: string): void {
  const { id, name } = event.agent;
  turn.actions.push({ type: "note", id: `${event.id}.n`, agentId: id, name, text });
}

function resolved(turn: Turn, event: AgentEvent): void {
  const { conversation } = turn;
  take(turn, event);
  conversation.status = "resolved";
  conversation.resolvedAt = event.at;
  delete conversation.waitingSince;
  turn.actions.push({ type: "end-escalation", how: "resolved" });
  because(turn, "agent-resolved");
  askForRating(turn);
}

/** Back to the bot, with a clean memory. A customer who still waits for an answer goes on waiting until the bot gives one. */
function returned(turn: Turn): void {
  const { conversation } = turn;
  wake(turn);
  if (conversation.owner.kind === "queue") turn.actions.push({ type: "end-escalation", how: "returned" });
  changeOwner(turn, { kind: "bot" });
  conversation.dialogue = freshDialogue();
  delete conversation.expects;
  because(turn, "returned-to-bot");
  notice(turn, turn.phrases.returnedToBot);
}
