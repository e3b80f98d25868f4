import type { BotApi } from "./api.ts";
import type { PlatformCall } from "./encode.ts";
import { type Fault, faultOf, isMarkupRefusal, isPictureRefusal } from "./errors.ts";

/** How one call ended: Telegram's `result`, or why there is none. */
type Attempt = { result: unknown } | { fault: Fault };
/** How the posting of one message or album ended. `posted`: what of it stands in the chat in spite of the fault. */
export type Posting = { ids: string[] } | { fault: Fault; posted?: true };

/** Makes one call to the Bot API; never throws. */
export type Caller = (
  method: string,
  payload: Record<string, unknown>,
  signal: AbortSignal,
  limit?: { timeoutMs?: number },
) => Promise<Attempt>;

export function callerOf(api: BotApi): Caller {
  return async (method, payload, signal, limit = {}) => {
    try {
      return { result: await api.call(method, payload, { signal, ...limit }) };
    } catch (error) {
      return { fault: faultOf(error, api.redact) };
    }
  };
}

/**
 * Posts one message. What Telegram refuses was not posted, so another try at it is still the same attempt: in plain words
 * where it could not read ours, and as documents where it cannot show a picture of ours.
 */
export async function postCall(call: PlatformCall, run: Caller, signal: AbortSignal): Promise<Posting> {
  let result = await run(call.method, call.payload, signal);
  if ("fault" in result && call.plain && isMarkupRefusal(result.fault)) {
    result = await run(call.method, call.plain, signal);
  }
  if (!("fault" in result)) return { ids: messageIdsOf(result.result) };
  if (!call.instead || !isPictureRefusal(result.fault)) return result;
  return postAll(call.instead, (one) => postCall(one, run, signal));
}

/** Posts one after the other, up to the first that fails. */
export async function postAll(
  calls: readonly PlatformCall[],
  post: (call: PlatformCall) => Promise<Posting>,
): Promise<Posting> {
  const ids: string[] = [];
  for (const call of calls) {
    const result = await post(call);
    if ("fault" in result) return ids.length > 0 ? { fault: result.fault, posted: true } : result;
    ids.push(...result.ids);
  }
  return { ids: ids.filter((id) => id !== "") };
}

/** One message's id, or those of an album. */
function messageIdsOf(result: unknown): string[] {
  return (Array.isArray(result) ? result : [result]).map((message: unknown) => {
    const id =
      typeof message === "object" && message !== null ? Reflect.get(message, "message_id") : undefined;
    return String(id ?? "");
  });
}
