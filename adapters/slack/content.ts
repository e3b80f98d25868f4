import type { FileRef } from "../../src/channel/contract.ts";
import type { SlackFile, SlackMessage } from "./payload.ts";
import { plainOf } from "./text.ts";

/** What a message says: its words, and the files it carries. Undefined when it holds nothing we know. */
export function contentOf(
  message: SlackMessage,
  botId: string | undefined,
): { text: string; files: FileRef[] } | undefined {
  const files = (message.files ?? []).map(fileOf);
  const written = plainOf(message.text ?? "", botId);
  const text = written === "" ? forwarded(message, botId) : written;
  if (text !== "" || files.length > 0) return { text, files };
  // Nothing but a mention: the bot was called.
  return (message.text ?? "").trim() === "" ? undefined : { text: "", files };
}

/** A forwarded message has no text of its own: what it forwards is what is said. Previews of links are not. */
function forwarded(message: SlackMessage, botId: string | undefined): string {
  const shared = (message.attachments ?? []).filter((one) => one.is_share || one.is_msg_unfurl);
  return shared
    .map((one) => plainOf(one.text || one.fallback || "", botId))
    .filter((text) => text !== "")
    .join("\n");
}

function fileOf(file: SlackFile): FileRef {
  const name = file.name || file.title;
  return {
    id: file.id,
    kind: kindOf(file),
    ...(name ? { name } : {}),
    ...(file.mimetype ? { mime: file.mimetype } : {}),
    ...(typeof file.size === "number" ? { bytes: file.size } : {}),
  };
}

function kindOf({ mimetype, subtype }: SlackFile): FileRef["kind"] {
  if (subtype === "slack_audio") return "voice";
  const kind = /^(image|video|audio)\//.exec(mimetype ?? "")?.[1];
  if (kind === "image" || kind === "video" || kind === "audio") return kind;
  // A file from another organisation arrives as a bare id: its kind is told only on request.
  return mimetype ? "document" : "other";
}
