import { useEffect, useRef, useState } from "preact/hooks";
import { composition } from "./composition.ts";

/** Long enough not to ask for every letter, short enough to seem at once. */
const REST_MS = 200;

/** A box whose words count once the hand rests, never while an input method is at work. */
export interface Typed {
  text: string;
  /** To be put on the box. */
  on: {
    onInput(event: { currentTarget: HTMLInputElement }): void;
  } & ReturnType<typeof composition<HTMLInputElement>>;
  /** Does not wait for the rest. Says whether there was something to wait for. */
  now(): boolean;
}

/** `told` is what counts now; where it changes from elsewhere, the box follows. */
export function useTyped(told: string, tell: (text: string) => void): Typed {
  const [text, setText] = useState(told);
  const sent = useRef(told);
  const composing = useRef(false);
  const timer = useRef<number>();
  const latest = useRef(tell);
  latest.current = tell;
  useEffect(() => {
    if (told === sent.current) return;
    sent.current = told;
    setText(told);
  }, [told]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const send = (next: string): boolean => {
    clearTimeout(timer.current);
    if (next === sent.current) return false;
    sent.current = next;
    latest.current(next);
    return true;
  };
  const soon = (next: string): void => {
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => send(next), REST_MS);
  };
  return {
    text,
    on: {
      onInput({ currentTarget }) {
        setText(currentTarget.value);
        if (!composing.current) soon(currentTarget.value);
      },
      ...composition<HTMLInputElement>({
        start() {
          composing.current = true;
          clearTimeout(timer.current);
        },
        end({ currentTarget }) {
          composing.current = false;
          soon(currentTarget.value);
        },
      }),
    },
    now: () => send(text),
  };
}
