import type { List, Nodes, Parents, Root } from "mdast";

/**
 * A message in Discord's markdown. Every word that is not ours to format is escaped, so that it shows as it was written
 * and can call nobody: no @everyone, no <@person>, no <#channel>. `root` is what `parseMarkdown` gives.
 */
export function toDiscord(root: Root): string {
  // Once more over all: two words that are harmless alone may have come to stand side by side.
  return uncalled(blocks(root, { bold: false, quote: false }).trim());
}

interface Within {
  bold: boolean;
  quote: boolean;
}

/** Shown as nothing; keeps what stands around it from being read as one sign. */
const NOTHING = "\u200b";

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
      return wrapped("**", inlines(node, { ...within, bold: true }));
    case "blockquote": {
      const inner = blocks(node, { ...within, quote: true });
      return within.quote ? inner : `> ${inner.replaceAll("\n", "\n> ")}`;
    }
    case "list":
      return list(node, within);
    case "code":
      return fenced(node.value, /^[\w+#-]{1,32}$/.exec(node.lang ?? "")?.[0] ?? "");
    case "thematicBreak":
      return "———";
    default:
      return inline(node, within);
  }
}

function list(node: List, within: Within): string {
  const first = node.start ?? 1;
  const lines = node.children.map((item, index) => {
    const mark = node.ordered ? `${first + index}. ` : "- ";
    return mark + blocks(item, within, "\n").replaceAll("\n", `\n${" ".repeat(mark.length)}`);
  });
  return lines.join(node.spread ? "\n\n" : "\n");
}

function inlines(parent: Parents, within: Within): string {
  return parent.children.map((child) => inline(child, within)).join("");
}

function inline(node: Nodes, within: Within): string {
  switch (node.type) {
    case "text":
      return escapeText(node.value);
    case "strong": {
      const inner = inlines(node, { ...within, bold: true });
      return within.bold ? inner : wrapped("**", inner);
    }
    case "emphasis":
      return wrapped("*", inlines(node, within));
    case "delete":
      return wrapped("~~", inlines(node, within));
    case "inlineCode":
      return coded(node.value);
    case "break":
      return "\n";
    case "link": {
      const url = address(node.url);
      const label = inlines(node, within);
      // Inside a label Discord reads no address of its own: one that lies about where it leads is refused or looks broken.
      const bare = node.children.every((child) => child.type === "text" && /https?:\/\//i.test(child.value));
      return bare ? url : `[${label.replaceAll(/<(https?:[^>]*)>/g, "$1")}](${url})`;
    }
    default:
      if ("children" in node) return inlines(node, within);
      return "value" in node ? escapeText(node.value) : "";
  }
}

/** An address in a text, without the signs that end the sentence around it. */
const ADDRESS = /https?:\/\/[\x21-\x3b\x3d\x3f-\x7e]*[\w/#=&~-]/gi;

/** Words as they are: every sign Discord would read something into is escaped. Addresses in them stay whole. */
export function escapeText(text: string): string {
  let escaped = "";
  let from = 0;
  for (const { index, 0: found } of text.matchAll(ADDRESS)) {
    escaped += `${escapeWords(text.slice(from, index))}${address(found)}`;
    from = index + found.length;
  }
  return escaped + escapeWords(text.slice(from));
}

function escapeWords(text: string): string {
  const plain = text
    .replace(/[\\`*_~|[\]<]/g, "\\$&")
    .replace(/^([ \t]*)([>#+-])/gm, "$1\\$2")
    .replace(/^([ \t]*\d{1,9})([.)])(?=\s|$)/gm, "$1\\$2");
  return uncalled(plain);
}

/** In angle brackets an address ends where it ends, whatever stands behind it. */
function address(url: string): string {
  const safe = url
    .replace(/[<>\s"`|\\]/g, (sign) => encodeURIComponent(sign))
    .replace(/@(?=everyone|here)/gi, "%40");
  return `<${safe}>`;
}

/** Breaks what would call people or lead to a channel, in words and in code alike. */
function uncalled(text: string): string {
  return text.replace(/@(?=everyone|here)/gi, `@${NOTHING}`).replace(/<(?=[@#/:]|a:|t:|id:)/g, `<${NOTHING}`);
}

function coded(value: string): string {
  const text = uncalled(value);
  if (!text.includes("`")) return `\`${text}\``;
  const lone = text.replace(/`{2,}/g, (run) => run.split("").join(NOTHING));
  return `\`\` ${lone} \`\``;
}

function fenced(value: string, language: string): string {
  return `\`\`\`${language}\n${uncalled(value).replaceAll("``", `\`${NOTHING}\``)}\n\`\`\``;
}

function wrapped(sign: string, inner: string): string {
  return inner.trim() === "" ? inner : `${sign}${inner}${sign}`;
}
