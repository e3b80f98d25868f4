import type { ChannelRoute, RawRequest, RawResponse } from "../../src/channel/http.ts";
import { reasonOf } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import type { Take } from "./intake.ts";
import { verifySignature } from "./signature.ts";

const webhookPath = "/webhooks/slack";

/**
 * The route Slack posts events, interactions and slash commands to. 200 only after the commit; 503 when we cannot store,
 * so that Slack sends an event again; 401 without a word for anything Slack did not sign. `take` is undefined while not
 * receiving.
 */
export function webhookRoute(parts: {
  secret: string | undefined;
  take(): Take | undefined;
  /** Slack tried this before and did not reach us: more may have been lost. */
  repeated(): void;
  now(): number;
  log: Log;
}): ChannelRoute & { settled(): Promise<void> } {
  const open = new Set<Promise<unknown>>();

  async function handle(request: RawRequest): Promise<RawResponse> {
    const verdict = verifySignature(parts.secret, request, parts.now());
    if (verdict !== "ok") {
      parts.log.debug({ verdict }, "slack delivery refused");
      return { status: 401 };
    }
    const body = parsed(request);
    if (body === undefined) return { status: 400 };
    const challenge = challengeIn(body);
    if (challenge !== undefined) {
      return { status: 200, headers: { "content-type": "text/plain; charset=utf-8" }, body: challenge };
    }
    const take = parts.take();
    if (!take) return { status: 503 };
    if (request.headers["x-slack-retry-num"] !== undefined) parts.repeated();
    try {
      await take(body);
      return { status: 200 };
    } catch (error) {
      parts.log.error({ reason: reasonOf(error) }, "slack delivery not stored");
      return { status: 503 };
    }
  }

  return {
    method: "POST",
    path: webhookPath,
    handle(request) {
      const answer = handle(request);
      open.add(answer);
      return answer.finally(() => open.delete(answer));
    },
    /** Resolves when no delivery is half taken in. */
    async settled() {
      await Promise.allSettled(open);
    },
  };
}

/** Events come as JSON; slash commands as a form; interactions as a form with JSON in its field `payload`. */
function parsed({ headers, body }: RawRequest): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
    if (!headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return JSON.parse(text);
    const form = Object.fromEntries(new URLSearchParams(text));
    return form.payload === undefined ? form : JSON.parse(form.payload);
  } catch {
    return undefined;
  }
}

/** Slack asks once whether an address is ours, by a word that is to be said back. */
function challengeIn(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null || Reflect.get(body, "type") !== "url_verification")
    return undefined;
  const challenge: unknown = Reflect.get(body, "challenge");
  return typeof challenge === "string" ? challenge : undefined;
}
