import type { SlackApi } from "./api.ts";

const SIGNS = { sent: "white_check_mark", failed: "x" } as const;
const MOST_REMEMBERED = 500;

/** Marks agents' messages by a reaction; a mark that no longer holds is taken away. Whatever fails is of no interest. */
export function roomMarks(api: SlackApi, channel: string) {
  const marked = new Map<string, "sent" | "failed">();
  return async (
    { id, state }: { id: string; state: "sent" | "failed" },
    signal: AbortSignal,
  ): Promise<void> => {
    const before = marked.get(id);
    marked.delete(id);
    marked.set(id, state);
    const [oldest] = marked.keys();
    if (marked.size > MOST_REMEMBERED && oldest !== undefined) marked.delete(oldest);
    const react = (method: string, name: string) =>
      api.call(method, { channel, timestamp: id, name }, { signal }).catch(() => undefined);
    if (before !== undefined && before !== state) await react("reactions.remove", SIGNS[before]);
    await react("reactions.add", SIGNS[state]);
  };
}
