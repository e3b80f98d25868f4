import type { Space } from "../../src/channel/contract.ts";
import type { SlackApi } from "./api.ts";
import { faultOf } from "./errors.ts";

export type Shown = { state: "posted"; ts: string } | { state: "absent" | "cannot_tell" };

/** Slack shows a file some moments after it said that it would: its bytes are looked through first. */
const WAITS_MS = [0, 800, 1_500, 2_500];

/** Looks for the message that shows files, by the id of the first; four times within some five seconds. Never rejects. */
export function shareLook(api: SlackApi, delay: (ms: number, signal: AbortSignal) => Promise<void>) {
  return async function look(ids: readonly string[], space: Space, signal: AbortSignal): Promise<Shown> {
    const [id = ""] = ids;
    let state: "absent" | "cannot_tell" = "cannot_tell";
    for (const wait of WAITS_MS) {
      if (wait > 0) await delay(wait, signal);
      if (signal.aborted) return { state: "cannot_tell" };
      try {
        const answer = await api.call("files.info", { file: id }, { signal, timeoutMs: 5_000 });
        const ts = shownAt(answer.file, space);
        if (ts !== undefined) return { state: "posted", ts };
        state = "absent";
      } catch (error) {
        const fault = faultOf(error, api.redact);
        state = fault.kind === "refused" && fault.code === "file_not_found" ? "absent" : "cannot_tell";
      }
    }
    return { state };
  };
}

/** `shares` is { public | private: { channel: [{ ts, thread_ts }] } }. */
function shownAt(file: unknown, { id, thread }: Space): string | undefined {
  const shares = Object(Reflect.get(Object(file), "shares"));
  const all = ["public", "private"].flatMap((kind) => {
    const list: unknown = Reflect.get(Object(Reflect.get(shares, kind)), id);
    return Array.isArray(list) ? (list as unknown[]) : [];
  });
  const here = all.find((one) => thread === undefined || Reflect.get(Object(one), "thread_ts") === thread);
  const ts: unknown = Reflect.get(Object(here), "ts");
  return typeof ts === "string" && ts !== "" ? ts : undefined;
}
