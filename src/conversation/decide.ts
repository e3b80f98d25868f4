import type { Decision, Refusal } from "./actions.ts";
import { agentActed } from "./agents.ts";
import { agentAltered } from "./alterations.ts";
import {
  customerChose,
  customerCommanded,
  customerFilled,
  customerRated,
  customerWrote,
} from "./customer.ts";
import type { BotLate, ConversationEvent } from "./events.ts";
import { handOff } from "./handoff.ts";
import { inPublic } from "./in-public.ts";
import { noteStillWaiting } from "./queue-note.ts";
import { warnOfSecret } from "./safety.ts";
import { keepSilence, silenceFired } from "./silence.ts";
import type { Conversation } from "./state.ts";
import { keepTime } from "./timing.ts";
import { because, beginTurn, endTurn } from "./turn.ts";

/**
 * Decides what one event does to one conversation. Pure: a stored event replays to the same decision.
 * A refusal is only ever given to an agent's act; nothing of it is stored.
 */
export function decide(conversation: Conversation, event: ConversationEvent): Decision | Refusal {
  const decision = decideOn(conversation, event);
  return decision.ok ? keepSilence(keepTime(decision, event), event) : decision;
}

function decideOn(conversation: Conversation, event: ConversationEvent): Decision | Refusal {
  switch (event.type) {
    case "customer.wrote":
      return customerWrote(conversation, event);
    case "customer.commanded":
      return customerCommanded(conversation, event);
    case "customer.chose":
      return customerChose(conversation, event);
    case "customer.filled":
      return customerFilled(conversation, event);
    case "customer.rated":
      return customerRated(conversation, event);
    case "customer.edited":
      return edited(conversation, event);
    case "customer.deleted":
      return deleted(conversation, event);
    case "customer.reached":
      return reached(conversation, event);
    case "timer.fired":
      return timerFired(conversation, event);
    case "bot.late":
      return botLate(conversation, event);
    case "agent.edited":
    case "agent.withdrew":
      return agentAltered(conversation, event);
    default:
      return agentActed(conversation, event);
  }
}

/** An edit after the answer is shown to agents and never answered again; a secret in it is warned of all the same. */
function edited(
  conversation: Conversation,
  event: Extract<ConversationEvent, { type: "customer.edited" }>,
): Decision {
  const turn = beginTurn(conversation, event);
  if (event.messageId === undefined) {
    because(turn, "edited-unknown-message");
  } else {
    turn.actions.push({ type: "edit-message", messageId: event.messageId, text: event.text });
    because(turn, "edited-after-answer");
  }
  if (event.found.length > 0) warnOfSecret(turn, event.found);
  return endTurn(turn, inPublic(conversation) ? event.messageId : undefined);
}

function deleted(
  conversation: Conversation,
  event: Extract<ConversationEvent, { type: "customer.deleted" }>,
): Decision {
  const turn = beginTurn(conversation, event);
  turn.actions.push({ type: "delete-messages", messageIds: event.messageIds });
  delete turn.conversation.dialogue.lastQuestion;
  because(turn, "deleted-by-customer");
  return endTurn(turn);
}

function reached(
  conversation: Conversation,
  event: Extract<ConversationEvent, { type: "customer.reached" }>,
): Decision {
  const turn = beginTurn(conversation, event);
  turn.conversation.reachable = event.state === "ok";
  because(turn, `customer-${event.state}`);
  return endTurn(turn);
}

function timerFired(
  conversation: Conversation,
  event: Extract<ConversationEvent, { type: "timer.fired" }>,
): Decision {
  const turn = beginTurn(conversation, event);
  if (event.name === "unsnooze" && turn.conversation.status === "snoozed") {
    turn.conversation.status = "open";
    delete turn.conversation.snoozedUntil;
  }
  because(turn, `timer:${event.name}`);
  if (event.name === "queue-note") noteStillWaiting(turn);
  if (event.name === "silence") silenceFired(turn);
  return endTurn(turn);
}

/** A person is asked for, unless one has it by now. */
function botLate(conversation: Conversation, event: BotLate): Decision {
  const turn = beginTurn(conversation, event);
  because(turn, `bot-late:${event.what}`);
  if (conversation.owner.kind === "bot" && conversation.status === "open")
    handOff(turn, "bot-late", "normal");
  return endTurn(turn);
}
