import { LARGEST_CARRIED_FILE } from "../../src/channel/contract.ts";
import { AppError } from "../../src/errors.ts";
import { isStandIns } from "./api.ts";
import { type CallLimits, within } from "./deadline.ts";

/** The bytes of files, to and from Slack's own host of files and no other. */
export interface Transfer {
  /** At most LARGEST_CARRIED_FILE bytes, counted while they come. Rejects with an AppError that says why not. */
  download(url: string, limits?: CallLimits): Promise<{ bytes: Uint8Array; mime: string }>;
  /** Puts the bytes where Slack asked for them; nobody sees them yet. Rejects with an AppError. */
  upload(url: string, bytes: Uint8Array, limits?: CallLimits): Promise<void>;
}

export function slackTransfer(token: string, root: string): Transfer {
  return {
    async download(url, limits) {
      if (!isFileAddress(url, root)) throw gone();
      return within(limits, async (signal) => {
        try {
          // A redirect leads to a page for signing in, or to another host: the token goes to neither.
          const headers = { authorization: `Bearer ${token}` };
          const answer = await fetch(url, { headers, redirect: "manual", signal });
          if (answer.status === 429 || answer.status >= 500) throw unreachable();
          if (!answer.ok) throw gone();
          return { bytes: await bounded(answer), mime: mimeOf(answer) };
        } catch (error) {
          throw error instanceof AppError ? error : unreachable();
        }
      });
    },
    async upload(url, bytes, limits) {
      // The address itself is the permission; the token is of no use there.
      if (!isFileAddress(url, root)) throw refused();
      await within(limits, async (signal) => {
        try {
          const headers = { "content-type": "application/octet-stream" };
          const body = new Uint8Array(bytes);
          const answer = await fetch(url, { method: "POST", headers, body, redirect: "error", signal });
          await answer.text();
          if (answer.status === 429 || answer.status >= 500) throw unreachable();
          if (!answer.ok) throw refused();
        } catch (error) {
          throw error instanceof AppError ? error : unreachable();
        }
      });
    },
  };
}

function isFileAddress(url: string, root: string): boolean {
  if (!URL.canParse(url)) return false;
  const target = new URL(url);
  const slacks = target.protocol === "https:" && target.host === "files.slack.com";
  return slacks || isStandIns(target, root);
}

async function bounded(answer: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength;
    if (size > LARGEST_CARRIED_FILE) throw tooLarge();
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks, size));
}

function mimeOf(answer: Response): string {
  return (answer.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

// None of these has a cause: an address, or the header of a request, may stand in it.

export function gone(): AppError {
  return new AppError("not_found", "The file is no longer at Slack, or the app may not see it.");
}

export function tooLarge(): AppError {
  return new AppError("too_large", "The file is larger than what is carried between channels (20 MB).");
}

export function unreachable(): AppError {
  return new AppError("channel_unreachable", "Slack does not pass the file on now. Try again in a moment.", {
    retryable: true,
  });
}

export function refused(): AppError {
  return new AppError("channel_refused", "Slack does not take the file.");
}
