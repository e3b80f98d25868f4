/** Runs once after so many milliseconds; returns the cancel. */
export type After = (ms: number, run: () => void) => () => void;

/** A reply may have several parts: it is over when nothing more came for this long. */
const QUIET_MS = 250;
/** Not every message is answered (a person may have taken over): after this long nothing is waited for any more. */
const PATIENCE_MS = 10_000;

/** Knows whether the replies to what was said have come: the port has no "that was all", so silence tells. */
export function replyWait(after: After): {
  /** Something was said that is likely to be answered. */
  expect(): void;
  /** A reply, or a part of one, came. */
  came(): void;
  /** Resolves when nothing is waited for. */
  settled(): Promise<void>;
} {
  let cancel: (() => void) | undefined;
  let waiting: (() => void)[] = [];
  const done = (): void => {
    cancel = undefined;
    const told = waiting;
    waiting = [];
    for (const tell of told) tell();
  };
  const restart = (ms: number): void => {
    cancel?.();
    cancel = after(ms, done);
  };
  return {
    expect: () => restart(PATIENCE_MS),
    came: () => restart(QUIET_MS),
    settled: () =>
      new Promise((resolve) => {
        if (cancel === undefined) resolve();
        else waiting.push(resolve);
      }),
  };
}
