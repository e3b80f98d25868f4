import type { List, Nodes, Parents, Root } from "mdast";

/**
 * A message as Telegram's HTML: it escapes no more than `& < >`, where its markdown escapes half the keyboard.
 * What Telegram cannot show (headings, lists, rules) becomes lines of text. `root` is what `parseMarkdown`
 * gives, so links are web addresses and raw HTML is text already.
 */
export function toHtml(root: Root): string {
  return blocks(root, { bold: false, quote: false }).trim();
}

/** How many UTF-16 units of such HTML a reader sees, which is what Telegram's limits count. */
export function visibleLength(html: string): number {
  return html.replace(/<[^>]*>/g, "").replace(/&(amp|lt|gt);/g, "&").length;
}

interface Within {
  /** Inside bold already: Telegram wants no tag within itself. */
  bold: boolean;
  /** Inside a quotation already: these cannot be nested. */
  quote: boolean;
}

function blocks(parent: Parents, within: Within, gap = "\n\n"): string {
  return parent.children
    .map((child) => block(child, within))
    .filter((text) => text !== "")
    .join(gap);
}

function block(node: Nodes, within: Within): string {
  switch (node.type) {
    case "paragraph":
      return inlines(node, within);
    case "heading":
      return tag("b", inlines(node, { ...within, bold: true }));
    case "blockquote": {
      const inner = blocks(node, { ...within, quote: true });
      return within.quote ? inner : tag("blockquote", inner);
    }
    case "list":
      return list(node, within);
    case "code": {
      const language = /^[\w+#-]{1,32}$/.exec(node.lang ?? "")?.[0];
      const text = literal(node.value);
      return language ? tag("pre", `<code class="language-${language}">${text}</code>`) : tag("pre", text);
    }
    case "thematicBreak":
      return "———";
    default:
      return inline(node, within);
  }
}

function list(node: List, within: Within): string {
  const first = node.start ?? 1;
  const lines = node.children.map((item, index) => {
    const mark = node.ordered ? `${first + index}. ` : "• ";
    return mark + indented(blocks(item, within, "\n"), " ".repeat(mark.length));
  });
  return lines.join(node.spread ? "\n\n" : "\n");
}

/** Later lines of an item stand under its first; lines of code keep their own margin. */
function indented(body: string, indent: string): string {
  return body
    .split(/(<pre>[\s\S]*?<\/pre>)/)
    .map((piece) => (piece.startsWith("<pre>") ? piece : piece.replaceAll("\n", `\n${indent}`)))
    .join("");
}

function inlines(parent: Parents, within: Within): string {
  return parent.children.map((child) => inline(child, within)).join("");
}

function inline(node: Nodes, within: Within): string {
  switch (node.type) {
    case "strong": {
      const inner = inlines(node, { ...within, bold: true });
      return within.bold ? inner : tag("b", inner);
    }
    case "emphasis":
      return tag("i", inlines(node, within));
    case "delete":
      return tag("s", inlines(node, within));
    case "inlineCode":
      return tag("code", literal(node.value));
    case "break":
      return "\n";
    case "link":
      return link(inlines(node, within), literal(node.url));
    default:
      if ("children" in node) return inlines(node, within);
      return "value" in node ? literal(node.value) : "";
  }
}

/** Telegram finds a bare address by itself. */
function link(label: string, url: string): string {
  return label === url ? label : `<a href="${url.replaceAll('"', "%22")}">${label}</a>`;
}

function tag(name: string, inner: string): string {
  return inner.trim() === "" ? inner : `<${name}>${inner}</${name}>`;
}

function literal(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
