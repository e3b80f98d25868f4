import { type Answer, openSession, postMessage, UNREACHED } from "./api.ts";
import { newClientId } from "./client-id.ts";
import type { Change } from "./timeline.ts";

const UNAUTHORIZED = 401;
const TOO_MANY = 429;

export interface Outgoing {
  /** Sends a text; its fate is told as changes. The same clientId may be sent again at any time. */
  text(clientId: string, text: string): Promise<void>;
  /** Sends a pressed choice; false when it did not arrive and may be pressed again. */
  choice(token: string): Promise<boolean>;
}

/** The customer's words on their way: one after the other, so that their order is the order they were written in. */
export function outgoing(session: {
  token(): string | null;
  /** A new session was opened, because there was none or the old one no longer holds. */
  opened(token: string): void;
  locale(): string;
  tell(change: Change): void;
}): Outgoing {
  let last: Promise<unknown> = Promise.resolve();
  const inOrder = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };

  const post = async (body: Parameters<typeof postMessage>[1]): Promise<Answer<{ messageId: string }>> => {
    const known = session.token();
    const answer = known === null ? undefined : await postMessage(known, body);
    if (answer !== undefined && (answer.ok || answer.status !== UNAUTHORIZED)) return answer;
    const opened = await openSession(session.locale());
    if (!opened.ok) return opened;
    session.opened(opened.data.token);
    return postMessage(opened.data.token, body);
  };

  return {
    text: (clientId, text) =>
      inOrder(async () => {
        const answer = await post({ clientId, text });
        if (answer.ok) session.tell({ type: "delivered", clientId, messageId: answer.data.messageId });
        else
          session.tell({
            type: "undelivered",
            clientId,
            ...(mayPass(answer.status) ? {} : { why: answer.message }),
          });
      }),
    choice: (token) => inOrder(async () => (await post({ clientId: newClientId(), choice: token })).ok),
  };
}

/** Whether the same request may succeed later without any change. */
function mayPass(status: number): boolean {
  return status === UNREACHED || status === TOO_MANY || status >= 500;
}
