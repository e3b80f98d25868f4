import type { Nodes, Parents } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";

/** Markdown as a terminal shows it: no marks, lists with their numbers, a link's address beside its words. */
export function plain(markdown: string): string {
  return blocks(fromMarkdown(markdown), "\n\n");
}

function blocks(parent: Parents, between: string): string {
  return parent.children.map(block).join(between);
}

function block(node: Nodes): string {
  switch (node.type) {
    case "list":
      return node.children
        .map((item, index) => {
          const mark = node.ordered ? `${(node.start ?? 1) + index}. ` : "- ";
          return mark + indented(blocks(item, "\n"), mark.length);
        })
        .join("\n");
    case "blockquote":
      return blocks(node, "\n")
        .split("\n")
        .map((line) => `> ${line}`)
        .join("\n");
    case "code":
    case "html":
      return node.value;
    case "thematicBreak":
      return "---";
    default:
      return inline(node);
  }
}

function inline(node: Nodes): string {
  switch (node.type) {
    case "link": {
      const words = inlines(node);
      return words === node.url || words === "" ? node.url : `${words} (${node.url})`;
    }
    case "image":
      return node.alt ?? "";
    case "break":
      return "\n";
    default:
      if ("value" in node) return node.value;
      return "children" in node ? inlines(node) : "";
  }
}

function inlines(parent: Parents): string {
  return parent.children.map(inline).join("");
}

function indented(text: string, width: number): string {
  return text.replaceAll("\n", `\n${" ".repeat(width)}`);
}
