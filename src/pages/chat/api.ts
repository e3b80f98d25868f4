/** The web channel as this page calls it. */
export type Answer<T> = { ok: true; data: T } | { ok: false; status: number; message: string };

/** No status at all: the request did not reach us, or the answer did not come back. */
export const UNREACHED = 0;

const TIMEOUT_MS = 15_000;

export function openSession(locale: string): Promise<Answer<{ token: string }>> {
  return post("/api/web/sessions", { locale });
}

export function postMessage(
  token: string,
  body: { clientId: string; text: string } | { clientId: string; choice: string },
): Promise<Answer<{ messageId: string }>> {
  return post("/api/web/messages", body, token);
}

/** Why the stream was refused: an EventSource is not told. Answers the status, 0 when nothing was reached. */
export async function streamStatus(token: string): Promise<number> {
  const abort = new AbortController();
  try {
    const response = await fetch("/api/web/events", {
      headers: { authorization: `Bearer ${token}` },
      signal: abort.signal,
    });
    return response.status;
  } catch {
    return UNREACHED;
  } finally {
    abort.abort();
  }
}

async function post<T>(path: string, body: unknown, token?: string): Promise<Answer<T>> {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body), signal });
    const answer = await response.json();
    if (response.ok) return { ok: true, data: answer };
    return { ok: false, status: response.status, message: String(answer?.error?.message ?? response.status) };
  } catch {
    return { ok: false, status: UNREACHED, message: "" };
  }
}
