import { AppError } from "../../src/errors.ts";

/**
 * A file below `base`, which is a Bot API server's folder of our files. Bounded while it is read, and never led elsewhere.
 * Its errors are our own words alone: everything the network says of it may name the address, and with it the token.
 */
export async function download(
  base: URL,
  path: string,
  limit: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const address = addressIn(base, path);
  if (address === undefined) throw fileGone();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    const response = await fetch(address, { signal, redirect: "error" });
    if (!response.ok) {
      await response.body?.cancel();
      throw response.status >= 500 || response.status === 429 ? unreachable() : fileGone();
    }
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength;
      if (size > limit) throw fileTooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof AppError ? error : unreachable();
  }
  return new Uint8Array(Buffer.concat(chunks, size));
}

/** Undefined for a path that leaves the folder, or that a server of one's own means for its own disk. */
function addressIn(base: URL, path: string): URL | undefined {
  const steps = path.split("/");
  if (steps.some((step) => step === "" || step === "." || step === ".." || step.includes("\\")))
    return undefined;
  const address = new URL(steps.map(encodeURIComponent).join("/"), base);
  return address.href.startsWith(base.href) ? address : undefined;
}

export function fileGone(): AppError {
  return new AppError("not_found", "Telegram no longer has this file.");
}

export function fileTooLarge(): AppError {
  return new AppError("too_large", "The file is larger than a Telegram bot may fetch (20 MB).");
}

export function unreachable(): AppError {
  return new AppError("channel_unreachable", "Telegram did not hand the file out. Try again in a moment.", {
    retryable: true,
  });
}
