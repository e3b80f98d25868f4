import type { List, Nodes, Parents, Root } from "mdast";

/**
 * A message in Slack's own markup. `root` is what `parseMarkdown` gives, so links are web addresses and raw HTML is
 * text already. What Slack cannot show (headings, lists, rules) becomes lines of text. Every text goes through
 * `escaped`, so nothing in it can call a channel, a group or a person.
 */
export function toMrkdwn(root: Root): string {
  return blocks(root, "\n\n").trim();
}

/** The three signs Slack reads as markup, as its documentation wants them written; no others are. */
export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function blocks(parent: Parents, gap: string): string {
  return parent.children
    .map((child) => block(child))
    .filter((text) => text !== "")
    .join(gap);
}

function block(node: Nodes): string {
  switch (node.type) {
    case "paragraph":
      return inlines(node);
    case "heading":
      return styled("*", inlines(node, new Set(["*"])));
    case "blockquote":
      return prefixed(blocks(node, "\n"), "> ");
    case "list":
      return list(node);
    case "code":
      return `\`\`\`\n${escaped(node.value).replaceAll("```", "``\u200b`")}\n\`\`\``;
    case "thematicBreak":
      return "———";
    default:
      return inline(node, new Set());
  }
}

function list(node: List): string {
  const first = node.start ?? 1;
  const lines = node.children.map((item, index) => {
    const mark = node.ordered ? `${first + index}. ` : "• ";
    return mark + indented(blocks(item, "\n"), " ".repeat(mark.length + 2));
  });
  return lines.join(node.spread ? "\n\n" : "\n");
}

/** Later lines of an item stand under its first; lines of code keep their own margin. */
function indented(body: string, indent: string): string {
  return body
    .split(/(```\n[\s\S]*?\n```)/)
    .map((piece) => (piece.startsWith("```\n") ? piece : piece.replaceAll("\n", `\n${indent}`)))
    .join("");
}

function prefixed(body: string, mark: string): string {
  return body
    .split("\n")
    .map((line) => mark + line)
    .join("\n");
}

/** Signs that are open around a text: Slack knows none within itself. */
type Open = ReadonlySet<string>;

const WORD_END = /[\p{L}\p{N}\p{M}]$/u;
const WORD_START = /^[\p{L}\p{N}\p{M}]/u;
/** Takes no room: Slack reads `*` as markup only beside a space or a sign, and Chinese has no spaces. */
const SEAM = "\u200b";

function inlines(parent: Parents, open: Open = new Set()): string {
  let text = "";
  let sealed = false;
  for (const child of parent.children) {
    const piece = inline(child, open);
    if (piece === "") continue;
    const marked = MARKED.has(child.type);
    if (marked && WORD_END.test(text)) text += SEAM;
    if (!marked && sealed && WORD_START.test(piece)) text += SEAM;
    text += piece;
    sealed = marked;
  }
  return text;
}

const MARKED = new Set<Nodes["type"]>(["strong", "emphasis", "delete", "inlineCode"]);

function inline(node: Nodes, open: Open): string {
  switch (node.type) {
    case "strong":
      return within("*", node, open);
    case "emphasis":
      return within("_", node, open);
    case "delete":
      return within("~", node, open);
    case "inlineCode":
      return `\`${escaped(node.value).replaceAll("`", "ˋ").replace(/\s+/g, " ")}\``;
    case "break":
      return "\n";
    case "link":
      return link(node.url, inlines(node, open));
    default:
      if ("children" in node) return inlines(node, open);
      return "value" in node ? withLinks(node.value) : "";
  }
}

function within(sign: string, node: Parents, open: Open): string {
  if (open.has(sign)) return inlines(node, open);
  return styled(sign, inlines(node, new Set([...open, sign])));
}

/** Slack's signs must touch the words they are for, and end on the line they began on. */
function styled(sign: string, inner: string): string {
  return inner
    .split("\n")
    .map((line) => {
      const [, before = "", words = "", after = ""] = /^(\s*)(.*?)(\s*)$/s.exec(line) ?? [];
      return words === "" ? line : `${before}${sign}${words}${sign}${after}`;
    })
    .join("\n");
}

/** Inside `<url|label>` an angle bracket or bar would end the address, and a line end the whole. */
function link(url: string, label: string): string {
  const address = addressOf(url);
  const shown = label.replace(/<([^<>|]*)(?:\|([^<>]*))?>/g, (_, to: string, name?: string) => name ?? to);
  const oneLine = shown.replaceAll("|", "¦").replace(/\s+/g, " ").trim();
  return oneLine === "" || oneLine === escaped(url) ? `<${address}>` : `<${address}|${oneLine}>`;
}

function addressOf(url: string): string {
  return escaped(url.replace(/[\s|<>]/g, (sign) => encodeURIComponent(sign)));
}

/** A bare address is a link too: our blocks are sent "verbatim", so Slack looks for none itself. */
function withLinks(text: string): string {
  return text
    .split(/(https?:\/\/[\x21-\x7e]+)/)
    .map((piece, index) => {
      if (index % 2 === 0) return escaped(piece);
      const url = /^[^<>|]*[^<>|.,;:!?)\]}'"*_]/.exec(piece)?.[0] ?? "";
      return /^https?:\/\/./.test(url)
        ? `<${addressOf(url)}>${escaped(piece.slice(url.length))}`
        : escaped(piece);
    })
    .join("");
}
