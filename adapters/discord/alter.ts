import type { Alteration, SendResult } from "../../src/channel/contract.ts";
import type { DiscordApi } from "./api.ts";
import { encodePart, type MessageBody } from "./encode.ts";
import { type Fault, isTokenRefusal, sendResultOf } from "./errors.ts";
import { channelOf } from "./sender.ts";

/** Discord's number for a message that is no more. */
const UNKNOWN_MESSAGE = 10008;

/** Changes and removes what was sent. Files stay where they are; what is gone already is removed. */
export function discordAlterer({ api, refused }: { api: DiscordApi; refused(): void }) {
  async function tried(work: () => Promise<unknown>): Promise<Fault | undefined> {
    try {
      await work();
      return undefined;
    } catch (error) {
      return api.faultOf(error);
    }
  }

  function ended(fault: Fault, attempt: number): SendResult {
    if (isTokenRefusal(fault)) refused();
    if (isUnknown(fault)) return { outcome: "failed", reason: "gone", detail: fault.detail };
    return sendResultOf(fault, attempt);
  }

  async function remove(
    place: string,
    ids: readonly string[],
    signal: AbortSignal,
  ): Promise<Fault | undefined> {
    for (const id of ids) {
      const fault = await tried(() => api.call("DELETE", `/channels/${place}/messages/${id}`, { signal }));
      if (fault !== undefined && !isUnknown(fault)) return fault;
    }
    return undefined;
  }

  return async function alter(alteration: Alteration, signal: AbortSignal): Promise<SendResult> {
    const { alters, space, attempt } = alteration;
    if (signal.aborted) {
      return { outcome: "retry", afterMs: 0, scope: "call", detail: "stopped before it was sent" };
    }
    const place = channelOf(space);
    const done: SendResult = { outcome: "sent", ids: alters.ids };
    if (alters.kind === "delete") {
      const fault = await remove(place, alters.ids, signal);
      return fault === undefined ? done : ended(fault, attempt);
    }
    const bodies = bodiesOf(alteration);
    const wrong = unfit(bodies, alteration);
    if (wrong !== undefined) return wrong;
    for (const [index, { content, components, allowed_mentions, flags }] of bodies.entries()) {
      const body = { content, components, allowed_mentions, flags };
      const route = `/channels/${place}/messages/${alters.ids[index]}` as const;
      const fault = await tried(() => api.call("PATCH", route, { body, signal }));
      if (fault !== undefined) return ended(fault, attempt);
    }
    const fault = await remove(place, alters.ids.slice(bodies.length), signal);
    return fault === undefined ? done : ended(fault, attempt);
  };
}

/** Escaping can make one part several messages: the new words have to fit those that are there. */
function unfit(bodies: readonly MessageBody[], { alters, part }: Alteration): SendResult | undefined {
  if (bodies.length === 0) return { outcome: "failed", reason: "bad_format", detail: "nothing to show" };
  const others = part.files.length > 0 && bodies.length !== alters.ids.length;
  if (bodies.length <= alters.ids.length && !others) return undefined;
  return {
    outcome: "failed",
    reason: "too_large",
    detail: "the new words need other messages than there are",
  };
}

function bodiesOf({ part, idempotencyKey }: Alteration): MessageBody[] {
  try {
    return encodePart({ ...part, files: [] }, { idempotencyKey, uploads: part.files.length });
  } catch {
    return [];
  }
}

function isUnknown(fault: Fault): boolean {
  return fault.kind === "refused" && fault.code === UNKNOWN_MESSAGE;
}
