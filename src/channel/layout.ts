import type { Code, Nodes } from "mdast";
import { positions } from "./markdown.ts";

export interface Span {
  start: number;
  end: number;
}

/** A code fence that may be closed in one message and opened again in the next. */
export interface Fence {
  /** The marker line and the closing line as they are written again, with their line ends. */
  open: string;
  close: string;
  /** Its content without the marker lines, and its closing line with the line end before it (empty when there is none). */
  content: Span;
  closing: Span;
}

/** Where the markup of a text lies, in offsets. */
export interface Layout {
  fences: Fence[];
  /** What must not be torn: links, code, emphasis, fence markers. They may lie inside one another. */
  spans: Span[];
  /** Links with their labels: where formatting does not count, only the label does. */
  links: (Span & { label: Span })[];
}

/** Finds fences, links, inline code and emphasis. `usable` says whether a fence leaves room to be opened again. */
export function layoutOf(text: string, usable: (fence: Fence) => boolean): Layout {
  const layout: Layout = { fences: [], spans: tokens(text), links: [] };
  const waiting: Nodes[] = [positions(text)];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    note(text, node, layout, usable);
    if ("children" in node) waiting.push(...node.children);
  }
  layout.fences.sort((a, b) => a.content.start - b.content.start);
  return layout;
}

/** Addresses, mentions, escapes and entities: torn, they would turn into something else. */
const TOKENS =
  /https?:\/\/[\x21-\x7e]+|[\w.+-]*@[\p{L}\p{N}_](?:[\w.-]*\w)?|<[@#:!][^<>\s]{1,80}>|\\[\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]|&(?:#x?[0-9a-f]{1,7}|[a-z0-9]{1,31});/giu;

function tokens(text: string): Span[] {
  return Array.from(text.matchAll(TOKENS), ({ index, 0: token }) => ({
    start: index,
    end: index + token.length,
  }));
}

function note(text: string, node: Nodes, layout: Layout, usable: (fence: Fence) => boolean): void {
  const span = spanOf(node);
  if (span === undefined) return;
  switch (node.type) {
    case "code": {
      const fence = fenceOf(text, node, span);
      if (fence === undefined || !usable(fence)) return;
      layout.fences.push(fence);
      layout.spans.push({ start: span.start, end: fence.content.start });
      if (fence.closing.end > fence.closing.start) layout.spans.push(fence.closing);
      return;
    }
    case "link": {
      const first = node.children[0] && spanOf(node.children[0]);
      const last = node.children.at(-1);
      const end = last && spanOf(last)?.end;
      if (first !== undefined && end !== undefined)
        layout.links.push({ ...span, label: { start: first.start, end } });
      layout.spans.push(span);
      return;
    }
    case "image":
    case "inlineCode":
    case "emphasis":
    case "strong":
      layout.spans.push(span);
  }
}

function spanOf(node: Nodes): Span | undefined {
  const start = node.position?.start.offset;
  const end = node.position?.end.offset;
  return start === undefined || end === undefined ? undefined : { start, end };
}

/** Undefined for code without a fence or without content. */
function fenceOf(text: string, node: Code, { start, end }: Span): Fence | undefined {
  const source = text.slice(start, end);
  const [line, sign] = /^(`{3,}|~{3,})[^\n]*\n/.exec(source) ?? [];
  if (line === undefined || sign === undefined || node.value.trim() === "") return undefined;
  const before = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  // In a quotation every line begins with its sign, and so must the markers; other indentation they do without.
  const prefix = before.includes(">") && /^[> ]*$/.test(before) ? before : "";
  const closing = new RegExp(`\\n[> \\t]*${sign[0]}{${sign.length},}[ \\t]*$`).exec(
    source.slice(line.length - 1),
  );
  const contentEnd = closing === null ? end : start + line.length - 1 + closing.index;
  return {
    open: `${prefix}${line}`,
    close: `\n${prefix}${sign}`,
    content: { start: start + line.length, end: contentEnd },
    closing: { start: contentEnd, end },
  };
}
