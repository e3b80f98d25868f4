import type { InboundEvent, Space } from "../../src/channel/contract.ts";
import type { Interaction } from "./decode-interaction.ts";
import { APPLICATION_COMMAND, type DiscordInteraction, MESSAGE_COMPONENT, MESSAGE_MENU } from "./payload.ts";

/**
 * A command or press in the staff's channel or one of its threads. What comes of it is shown as a message or in the card
 * itself, so nothing of it waits for a reply of ours.
 */
export function staffActed(
  { type, data, message }: DiscordInteraction,
  base: Pick<InboundEvent, "key" | "at" | "space" | "actor">,
  rest: Pick<Interaction, "id" | "token" | "locale">,
): Interaction | string {
  if (type === MESSAGE_COMPONENT) {
    const event: InboundEvent = {
      ...base,
      space: caseOf(base.space, message?.id),
      addressed: "reply",
      staff: true,
      kind: "press",
      token: data?.custom_id ?? "",
      ...(message === undefined ? {} : { msgId: message.id }),
    };
    return { ...rest, ephemeral: true, ack: "quiet", event };
  }
  if (type !== APPLICATION_COMMAND) return "a kind of interaction we do not offer";
  const given = data?.options?.[0]?.value;
  const event: InboundEvent = {
    ...base,
    addressed: "command",
    staff: true,
    kind: "command",
    name: (data?.name ?? "").toLowerCase(),
    args: typeof given === "string" ? given.trim() : "",
    msgId: base.key,
  };
  // A message chosen in the menu "Apps" is a customer's way to ask.
  return { ...rest, ephemeral: true, ack: data?.type === MESSAGE_MENU ? "elsewhere" : "received", event };
}

/** In a text channel the card stands above its thread, and gives it its id. */
function caseOf(space: Space, cardId: string | undefined): Space {
  return space.thread !== undefined || cardId === undefined ? space : { ...space, thread: cardId };
}
