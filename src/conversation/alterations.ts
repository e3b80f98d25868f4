import type { Decision, Refusal } from "./actions.ts";
import type { AgentAltered } from "./events.ts";
import { type AlterRefusal, planAlteration } from "./sent.ts";
import type { Conversation } from "./state.ts";
import { because, beginTurn, endTurn } from "./turn.ts";

const NOTHING = { edits: false, deletes: false };

/** An agent changes a reply or takes it back: the author while the case is theirs, or somebody with the right to any. */
export function agentAltered(conversation: Conversation, event: AgentAltered): Decision | Refusal {
  const { sent, able = NOTHING, at, messageId, agent } = event;
  const no = (refusal: Refusal["refusal"]): Refusal => {
    const { owner, status } = conversation;
    return { ok: false, refusal, owner, status };
  };
  if (sent === undefined || sent.author !== "agent") return no("no_such_reply");
  const right = event.any ? undefined : wrongOne(conversation, sent.agentId, agent.id);
  if (right !== undefined) return no(right);
  const wanted = event.type === "agent.edited" ? (event.parts ?? []) : undefined;
  const plan = planAlteration(sent, wanted, able, at);
  if (!plan.ok) return no(plan.refusal);
  const turn = beginTurn(conversation, event);
  if (plan.steps.length === 0) {
    because(turn, "reply-unchanged");
    return endTurn(turn);
  }
  turn.actions.push({
    type: "alter",
    kind: event.type === "agent.edited" ? "edit" : "delete",
    messageId,
    agentId: agent.id,
    name: agent.name,
    text: event.type === "agent.edited" ? event.text : "",
    steps: plan.steps,
  });
  because(turn, event.type === "agent.edited" ? "reply-edited" : "reply-taken-back");
  return endTurn(turn);
}

/** A resolved case still names its last owner, who may mend what they said. */
function wrongOne(
  { owner }: Conversation,
  author: string | undefined,
  agentId: string,
): "not_owner" | AlterRefusal | undefined {
  if (author !== agentId) return "not_author";
  return owner.kind === "agent" && owner.agentId === agentId ? undefined : "not_owner";
}
