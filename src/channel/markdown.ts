import type { Definition, Link, Nodes, Parent, PhrasingContent, Root, RootContent, Text } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { toMarkdown } from "mdast-util-to-markdown";

/** The parser's time grows faster than the text and its signs: beyond these a text is shown as plain lines. */
const LONGEST = 50_000;
const MOST_SIGNS = 2_000;
const SIGNS = /[*_`~[\]()<>!&\\#-]/g;
/** Deeper than anybody writes; every walk over the tree is recursive. */
const DEEPEST = 24;

/**
 * Reads markdown as a tree that every channel can show. Safe on hostile text: HTML becomes the text it is,
 * pictures become links, links other than http and https become their text, references are resolved,
 * and what is nested too deep, too long or too dense is plain text.
 */
export function parseMarkdown(text: string): Root {
  const root = positions(text);
  const definitions = new Map<string, Definition>();
  collectDefinitions(root, definitions, 0);
  return { type: "root", children: cleanChildren(root, definitions, 0) as RootContent[] };
}

/** The tree as the parser gives it, with offsets into `text` and nothing made safe: for finding where things stand. */
export function positions(text: string): Root {
  const signs = text.length > LONGEST ? MOST_SIGNS : (text.match(SIGNS)?.length ?? 0);
  if (signs < MOST_SIGNS) return fromMarkdown(text);
  const lines = text
    .split(/\n{2,}/)
    .map((value): RootContent => ({ type: "paragraph", children: [{ type: "text", value }] }));
  return { type: "root", children: lines };
}

/** The tree as markdown that reads back as the same tree. */
export function writeMarkdown(root: Root): string {
  return toMarkdown(root, { bullet: "-", emphasis: "_", listItemIndent: "one", rule: "-" }).trimEnd();
}

/** Markdown that shows exactly `text`, on one line: for names and labels that come from elsewhere. */
export function escapeMarkdown(text: string): string {
  const value = text.replace(/\s+/g, " ").trim();
  return writeMarkdown({
    type: "root",
    children: [{ type: "paragraph", children: [{ type: "text", value }] }],
  });
}

function collectDefinitions(node: Nodes, found: Map<string, Definition>, depth: number): void {
  if (node.type === "definition" && !found.has(node.identifier)) found.set(node.identifier, node);
  if ("children" in node && depth < DEEPEST)
    for (const child of node.children) collectDefinitions(child, found, depth + 1);
}

function cleanChildren(parent: Parent, definitions: Map<string, Definition>, depth: number): Nodes[] {
  return parent.children.flatMap((child) => clean(child, parent, definitions, depth));
}

function clean(node: Nodes, parent: Parent, definitions: Map<string, Definition>, depth: number): Nodes[] {
  switch (node.type) {
    case "html":
      return [inPlace(node.value, parent)];
    case "image":
      return link(node.url, [textNode(node.alt || node.url)], parent);
    case "imageReference": {
      const url = definitions.get(node.identifier)?.url ?? "";
      return link(url, [textNode(node.alt || url)], parent);
    }
    case "link":
      return link(node.url, cleanChildren(node, definitions, depth + 1), parent);
    case "linkReference": {
      const url = definitions.get(node.identifier)?.url ?? "";
      return link(url, cleanChildren(node, definitions, depth + 1), parent);
    }
    case "definition":
      return [];
    default:
      if (!("children" in node)) return [node];
      if (depth >= DEEPEST) return [inPlace(allText(node), parent)];
      return [{ ...node, children: cleanChildren(node, definitions, depth + 1) } as Nodes];
  }
}

const WEB = /^https?:\/\/[^\s/?#]/i;

function link(url: string, children: Nodes[], parent: Parent): Nodes[] {
  const label = children.length > 0 ? children : [textNode(url)];
  if (!WEB.test(url) || parent.type === "link" || parent.type === "linkReference") return label;
  return [{ type: "link", url, children: label as Link["children"] }];
}

const HOLDS_BLOCKS = new Set(["root", "blockquote", "listItem"]);

/** Text where a node stood: as a paragraph of its own among blocks. */
function inPlace(value: string, parent: Parent): Nodes {
  return HOLDS_BLOCKS.has(parent.type) ? { type: "paragraph", children: [textNode(value)] } : textNode(value);
}

function textNode(value: string): Text {
  return { type: "text", value };
}

/** All text below a node, without recursion: it is called on what is too deep for that. */
function allText(node: Nodes): string {
  const waiting: Nodes[] = [node];
  const found: string[] = [];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if ("value" in next) found.push(next.value);
    if ("children" in next) waiting.push(...[...next.children].reverse());
  }
  return found.join(" ");
}

/** The words alone, as a channel without formatting shows them: lists keep their numbers, links their addresses. */
export function plainText(root: Root): string {
  return blocks(root.children).trim();
}

function blocks(children: readonly Nodes[]): string {
  return children.map(block).join("\n\n");
}

function block(node: Nodes): string {
  switch (node.type) {
    case "paragraph":
    case "heading":
      return inline(node.children);
    case "code":
      return node.value;
    case "thematicBreak":
      return "———";
    case "blockquote":
      return indent(blocks(node.children), "> ", "> ");
    case "list": {
      const first = node.start ?? 1;
      const items = node.children.map((item, index) => {
        const mark = node.ordered ? `${first + index}. ` : "- ";
        return indent(item.children.map(block).join("\n"), mark, " ".repeat(mark.length));
      });
      return items.join("\n");
    }
    default:
      return inline([node as PhrasingContent]);
  }
}

function inline(children: readonly Nodes[]): string {
  return children
    .map((node) => {
      if (node.type === "break") return "\n";
      if ("value" in node) return node.value;
      if (!("children" in node)) return "";
      const label = inline(node.children);
      return node.type === "link" && node.url !== label ? `${label} (${node.url})` : label;
    })
    .join("");
}

function indent(text: string, first: string, rest: string): string {
  return first + text.replaceAll("\n", `\n${rest}`);
}
