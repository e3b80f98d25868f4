import type { List, Nodes, Parents } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";

/** How the words are dressed: Telegram's HTML, or nothing at all when HTML was refused. */
export type Dress = "html" | "plain";

/**
 * Markdown as Telegram shows it. HTML because only `& < >` need escaping there; everything Telegram cannot
 * show (headings, lists, rules, images) becomes lines of text. Raw HTML in the source is text, never markup.
 */
export function dressed(markdown: string, dress: Dress): string {
  const text = blocks(fromMarkdown(markdown), { dress, bold: false, quote: false }).trim();
  // Nothing visible is left of, say, a lone link definition: better its source than no answer.
  return text === "" ? literal(markdown.trim(), dress) : text;
}

interface Setting {
  dress: Dress;
  /** Inside bold already: Telegram wants no tag within itself. */
  bold: boolean;
  /** Inside a quotation already: these cannot be nested. */
  quote: boolean;
}

function blocks(parent: Parents, setting: Setting): string {
  return parent.children
    .map((child) => block(child, setting))
    .filter((text) => text !== "")
    .join("\n\n");
}

function block(node: Nodes, setting: Setting): string {
  switch (node.type) {
    case "heading":
      return tag("b", inlines(node, { ...setting, bold: true }), setting);
    case "blockquote": {
      const inner = blocks(node, { ...setting, quote: true });
      return setting.quote ? inner : tag("blockquote", inner, setting);
    }
    case "list":
      return list(node, setting);
    case "code": {
      const language = /^[\w+#-]{1,32}$/.exec(node.lang ?? "")?.[0];
      const open = language ? `<pre><code class="language-${language}">` : "<pre>";
      const text = literal(node.value, setting.dress);
      return setting.dress === "plain" ? text : `${open}${text}${language ? "</code></pre>" : "</pre>"}`;
    }
    case "thematicBreak":
      return "———";
    case "html":
      return literal(node.value, setting.dress);
    case "paragraph":
      return inlines(node, setting);
    default:
      return inline(node, setting);
  }
}

function list(node: List, setting: Setting): string {
  const first = node.start ?? 1;
  const lines = node.children.map((item, index) => {
    const mark = node.ordered ? `${first + index}. ` : "• ";
    const indent = " ".repeat(mark.length);
    const body = item.children
      .map((child) => block(child, setting))
      .filter((text) => text !== "")
      .join("\n");
    return mark + indented(body, indent);
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

function inlines(parent: Parents, setting: Setting): string {
  return parent.children.map((child) => inline(child, setting)).join("");
}

function inline(node: Nodes, setting: Setting): string {
  switch (node.type) {
    case "text":
    case "html":
      return literal(node.value, setting.dress);
    case "strong": {
      const inner = inlines(node, { ...setting, bold: true });
      return setting.bold ? inner : tag("b", inner, setting);
    }
    case "emphasis":
      return tag("i", inlines(node, setting), setting);
    case "delete":
      return tag("s", inlines(node, setting), setting);
    case "inlineCode":
      return tag("code", literal(node.value, setting.dress), setting);
    case "break":
      return "\n";
    case "link":
      return link(inlines(node, setting), node.url, setting.dress);
    case "image":
      return link(literal(node.alt ?? "", setting.dress), node.url, setting.dress);
    case "definition":
    case "footnoteDefinition":
      return "";
    default:
      return "children" in node ? inlines(node, setting) : "";
  }
}

/** Only web addresses become links: `tg://user?id=…` and the like would act on the customer's Telegram. */
function link(label: string, url: string, dress: Dress): string {
  const shown = literal(url, dress);
  if (label === "" || label === shown) return shown;
  if (!/^https?:\/\//i.test(url)) return /^mailto:/i.test(url) ? label : `${label} (${shown})`;
  return dress === "html" ? `<a href="${shown.replaceAll('"', "%22")}">${label}</a>` : `${label} (${shown})`;
}

function tag(name: string, inner: string, setting: Setting): string {
  if (setting.dress === "plain" || inner.trim() === "") return inner;
  return `<${name}>${inner}</${name}>`;
}

function literal(text: string, dress: Dress): string {
  if (dress === "plain") return text;
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
