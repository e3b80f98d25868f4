import type { FileRef, OutboundPart, Space } from "../../src/channel/contract.ts";
import { escapeMarkdown, parseMarkdown } from "../../src/channel/markdown.ts";
import { shorten } from "../../src/channel/measure.ts";
import type { SlackApi } from "./api.ts";
import { encodePart, keyOf, postArguments, type SlackContent } from "./encode.ts";
import { type Fault, faultOf, isBlockRefusal } from "./errors.ts";
import { toMrkdwn } from "./mrkdwn.ts";
import type { Uploads, Waiting } from "./uploads.ts";

export type Attempt = { id: string } | { fault: Fault };

/** What became of a part: the messages that are there, and what ended it before it was whole. */
export interface Posted {
  ids: string[];
  fault?: Fault;
}

/** Longest words beside a file, in Slack's own writing. */
const COMMENT = 3_000;

/** Words that have files behind them have a key of their own: with them alone the part is not whole. */
export function wordsKey(key: string): string {
  return `${key}#text`;
}

export type Posting = ReturnType<typeof slackPosting>;

/** Posts of parts into a channel or a thread, in order, with their files. Nothing here rejects. */
export function slackPosting(api: SlackApi, uploads: Uploads) {
  async function attempt(act: () => Promise<unknown>): Promise<Attempt> {
    try {
      return { id: tsOf(await act()) };
    } catch (error) {
      return { fault: faultOf(error, api.redact) };
    }
  }

  /** Refused for its blocks means not done: so the plain words are still the same attempt. */
  async function say(
    method: "chat.postMessage" | "chat.update",
    { text, blocks, plain }: SlackContent,
    rest: (content: Parameters<typeof postArguments>[0]) => Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<Attempt> {
    const shape = blocks.length > 0 ? { text, blocks } : { text };
    const result = await attempt(() => api.call(method, rest(shape), { signal }));
    if (!("fault" in result) || !isBlockRefusal(result.fault)) return result;
    return attempt(() => api.call(method, rest(plain), { signal }));
  }

  function post(content: SlackContent, space: Space, key: string, signal: AbortSignal): Promise<Attempt> {
    return say("chat.postMessage", content, (body) => postArguments(body, space, key), signal);
  }

  /** `done` holds what an earlier attempt posted, by key. */
  async function postPart(
    what: { part: OutboundPart; space: Space; key: string; done?: ReadonlyMap<string, string> },
    signal: AbortSignal,
  ): Promise<Posted> {
    const { space, key, done } = what;
    const { waiting, missing, again } = await uploads.prepare(what.part.files, key, signal);
    if (again !== undefined) return { ids: [], fault: again };
    const { contents, comment } = carried(what.part, waiting, missing);
    const base = waiting.length > 0 ? wordsKey(key) : key;
    const ids: string[] = [];
    for (const [index, content] of contents.entries()) {
      const name = keyOf(base, index);
      const there = done?.get(name);
      const result = there === undefined ? await post(content, space, name, signal) : { id: there };
      if ("fault" in result) return { ids, fault: result.fault };
      ids.push(result.id);
    }
    if (waiting.length === 0) return { ids };
    const shared = await uploads.share({ key, waiting, space, ...(comment ? { comment } : {}) }, signal);
    if ("ts" in shared) return { ids: [...ids, shared.ts] };
    if (shared.fault.kind !== "refused" || !isFilesOwn(shared.fault.code))
      return { ids, fault: shared.fault };
    // Slack takes the files, and then not: the words go out all the same, and say which files are missing.
    const words = comment === undefined ? "" : what.part.text;
    const left = await postPart(
      { part: { text: withMissing(words, what.part.files), choices: [], files: [] }, space, key },
      signal,
    );
    return { ...left, ids: [...ids, ...left.ids] };
  }

  return { post, postPart, say };
}

/** What is refused about a file, and not about the place it goes to. */
function isFilesOwn(code: string): boolean {
  return /^(?:missing_scope|restricted_action|posting_to_channel_denied|blocked_file_type|invalid_arguments|not_allowed_token_type|.*(?:file|upload|storage).*)$/.test(
    code,
  );
}

/** A part as messages, and the words that stand beside its files: short ones without buttons. */
function carried(part: OutboundPart, waiting: readonly Waiting[], missing: readonly FileRef[]) {
  const text = withMissing(part.text, missing);
  if (waiting.length === 0) return { contents: encodePart({ ...part, text }) };
  const comment = part.choices.length > 0 ? undefined : toMrkdwn(parseMarkdown(text));
  if (comment !== undefined && comment.length <= COMMENT) return { contents: [], comment };
  return { contents: encodePart({ ...part, text }) };
}

/** Files that could not be carried are named, so that somebody can ask for them. */
function withMissing(text: string, missing: readonly FileRef[]): string {
  if (missing.length === 0) return text;
  const names = missing.map(({ name, kind }) => {
    const words = shorten((name ?? kind).replace(/\s+/g, " ").trim(), 80) || kind;
    return `📎 ${escapeMarkdown(words)}`;
  });
  return [text, [...names, notCarried(text, missing.length)].join("\n")].filter(Boolean).join("\n\n");
}

function notCarried(text: string, files: number): string {
  const zh = files === 1 ? "这个文件没能传过来。" : "这些文件没能传过来。";
  const en = files === 1 ? "This file could not be sent here." : "These files could not be sent here.";
  if (!/\p{L}/u.test(text)) return `${zh} ${en}`;
  return /\p{Script=Han}/u.test(text) ? zh : en;
}

function tsOf(result: unknown): string {
  const ts = typeof result === "object" && result !== null ? Reflect.get(result, "ts") : undefined;
  return typeof ts === "string" ? ts : "";
}
