import { type FileBytes, type FileRef, LARGEST_CARRIED_FILE } from "../../src/channel/contract.ts";
import { AppError } from "../../src/errors.ts";
import type { SlackApi } from "./api.ts";
import { faultOf } from "./errors.ts";
import { gone, type Transfer, tooLarge, unreachable } from "./transfer.ts";

/**
 * The bytes of a file of this workspace. Its address is asked for anew: files of other organisations come without one.
 * Rejects with an AppError that says why it cannot be had.
 */
export async function fetchFile(
  { api, transfer }: { api: SlackApi; transfer: Transfer },
  file: FileRef,
  signal: AbortSignal,
): Promise<FileBytes> {
  if (!/^F\w{2,60}$/.test(file.id)) throw gone();
  if ((file.bytes ?? 0) > LARGEST_CARRIED_FILE) throw tooLarge();
  const answer = await api.call("files.info", { file: file.id }, { signal }).catch((error: unknown) => {
    throw whyNot(error);
  });
  const found = Object(answer.file);
  const size: unknown = Reflect.get(found, "size");
  if (typeof size === "number" && size > LARGEST_CARRIED_FILE) throw tooLarge();
  const url = words(found, "url_private_download") ?? words(found, "url_private");
  // Kept elsewhere (another company's drive), removed, or hidden by the workspace's plan.
  if (url === undefined || Reflect.get(found, "is_external") === true) throw gone();
  const { bytes, mime } = await transfer.download(url, { signal, timeoutMs: 25_000 });
  const known = words(found, "mimetype") ?? file.mime;
  // Slack answers with a page for signing in where it does not know the token for this file.
  if (mime === "text/html" && known !== undefined && known !== "text/html") throw gone();
  return {
    bytes,
    name: words(found, "name") ?? file.name ?? "file",
    ...(known === undefined ? {} : { mime: known }),
  };
}

function whyNot(error: unknown): AppError {
  const fault = faultOf(error);
  if (fault.kind !== "refused") return unreachable();
  if (fault.code !== "missing_scope") return gone();
  return new AppError(
    "forbidden",
    "The Slack app may not read files. Add the scope files:read, reinstall it.",
  );
}

function words(value: object, name: string): string | undefined {
  const found: unknown = Reflect.get(value, name);
  return typeof found === "string" && found !== "" ? found : undefined;
}
