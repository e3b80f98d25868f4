import { Webhook } from "standardwebhooks";

/** How one call ended. `afterMs`: the receiver asked to be left alone for so long. */
export type CallResult = { ok: true } | { ok: false; detail: string; afterMs?: number };

export type Call = (
  event: { id: string; body: string },
  at: number,
  signal: AbortSignal,
) => Promise<CallResult>;

/** Calls a receiver once, signed as Standard Webhooks asks. Never rejects, follows no redirect, reads no answer. */
export function webhookCall(url: string, secret: string): Call {
  const webhook = new Webhook(secret);
  return async ({ id, body }, at, signal) => {
    const time = new Date(at);
    try {
      const answer = await fetch(url, {
        method: "POST",
        redirect: "manual",
        signal,
        body,
        headers: {
          "content-type": "application/json",
          "user-agent": "kefu",
          "webhook-id": id,
          "webhook-timestamp": String(Math.floor(at / 1000)),
          "webhook-signature": webhook.sign(id, time, body),
        },
      });
      await answer.body?.cancel();
      if (answer.ok) return { ok: true };
      const afterMs = Number(answer.headers.get("retry-after")) * 1_000;
      const what =
        answer.status >= 300 && answer.status < 400 ? "a redirect, which is not followed" : "refused";
      return {
        ok: false,
        detail: `HTTP ${answer.status}: ${what}`,
        ...(afterMs > 0 ? { afterMs } : {}),
      };
    } catch (error) {
      return { ok: false, detail: signal.aborted ? "no answer in time" : codeOf(error) };
    }
  };
}

/** True for a secret that signs: "whsec_" and at least 24 bytes in base64, as Standard Webhooks asks. */
export function isWebhookSecret(text: string): boolean {
  const base64 = text.startsWith("whsec_") ? text.slice("whsec_".length) : text;
  return /^[A-Za-z0-9+/]+={0,2}$/.test(base64) && base64.length % 4 === 0 && base64.length >= 32;
}

/** https, or http to this machine: an operator's own setting may name a private address, but nothing readable on the way. */
export function isWebhookUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== "" || password !== "") return false;
  return (
    protocol === "https:" ||
    (protocol === "http:" && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname))
  );
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (typeof cause === "object" && cause !== null && "code" in cause) return String(cause.code);
  return "no connection";
}
