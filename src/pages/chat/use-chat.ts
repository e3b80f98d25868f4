import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import { newClientId } from "./client-id.ts";
import { follow } from "./connection.ts";
import { remember, remembered } from "./memory.ts";
import { outgoing } from "./outgoing.ts";
import type { Locale } from "./phrases.ts";
import { changed, EMPTY, type Timeline } from "./timeline.ts";

export interface Chat {
  /** Of the session; null before the first message. */
  token: string | null;
  timeline: Timeline;
  /** False while the stream is broken. */
  connected: boolean;
  /** True once everything stored was shown, or there is nothing yet. */
  caughtUp: boolean;
  send(text: string): void;
  retry(clientId: string): void;
  choose(token: string): Promise<boolean>;
}

/** The conversation of this browser: its session, what was said, and the ways to say something. */
export function useChat(locale: Locale): Chat {
  const [timeline, tell] = useReducer(changed, EMPTY);
  const [token, setToken] = useState(() => remembered("token"));
  const [connected, setConnected] = useState(true);
  const now = useRef({ token, locale, timeline });
  now.current = { ...now.current, locale, timeline };

  const adopt = useCallback((next: string | null) => {
    now.current.token = next;
    remember("token", next);
    setToken(next);
  }, []);

  const out = useMemo(
    () =>
      outgoing({
        token: () => now.current.token,
        locale: () => now.current.locale,
        opened(next) {
          if (now.current.token !== null) tell({ type: "reset" });
          adopt(next);
        },
        tell,
      }),
    [adopt],
  );

  const retry = useCallback(
    (clientId: string) => {
      const pending = now.current.timeline.pending.find((one) => one.clientId === clientId);
      if (pending === undefined || pending.delivery === "sending" || pending.delivery === "sent") return;
      tell({ type: "retry", clientId });
      void out.text(clientId, pending.text);
    },
    [out],
  );

  const retryFailed = useCallback(() => {
    for (const one of now.current.timeline.pending) if (one.delivery === "failed") retry(one.clientId);
  }, [retry]);

  useEffect(() => {
    if (token === null) return;
    const connection = follow(token, {
      change: tell,
      connected(yes) {
        setConnected(yes);
        if (yes) retryFailed();
      },
      lost() {
        tell({ type: "reset" });
        adopt(null);
        setConnected(true);
      },
    });
    return () => connection.close();
  }, [token, adopt, retryFailed]);

  useEffect(() => {
    addEventListener("online", retryFailed);
    return () => removeEventListener("online", retryFailed);
  }, [retryFailed]);

  return {
    token,
    timeline,
    connected,
    caughtUp: token === null || timeline.state !== undefined,
    send(text) {
      const clientId = newClientId();
      tell({ type: "send", pending: { clientId, text, at: Date.now(), delivery: "sending" } });
      void out.text(clientId, text);
    },
    retry,
    choose: (choice) => out.choice(choice),
  };
}
