import type { Clock } from "./clock.ts";

/** How long a call that was told to end may still take to say how it ended. */
const GRACE_MS = 1000;

/**
 * Does one call to the outside within `ms`. Past that, or when `open` is aborted from outside, its signal fires; a call
 * that does not end soon after is left alone and undefined is returned. Rejects as the call rejects.
 */
export async function within<T>(
  clock: Clock,
  ms: number,
  call: (signal: AbortSignal) => Promise<T>,
  open?: Set<AbortController>,
): Promise<T | undefined> {
  const controller = new AbortController();
  let cancel = clock.after(ms, () => controller.abort());
  open?.add(controller);
  const overdue = new Promise<undefined>((resolve) => {
    controller.signal.addEventListener("abort", () => {
      cancel();
      cancel = clock.after(GRACE_MS, () => resolve(undefined));
    });
  });
  try {
    return await Promise.race([call(controller.signal), overdue]);
  } finally {
    cancel();
    open?.delete(controller);
  }
}

/** Resolves after `ms`. */
export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
