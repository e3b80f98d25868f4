import type { OutboundPart } from "../channel/contract.ts";
import { escapeMarkdown } from "../channel/markdown.ts";

/** A part without what a platform may refuse: its files named instead of carried, its text free of markup, no buttons. */
export function plainly({ text, files }: OutboundPart): OutboundPart {
  const names = files.map((file) => `📎 ${file.name ?? file.kind}`);
  const words = [escapeMarkdown(text.replace(/[*_`~\\]/g, "")), ...names.map(escapeMarkdown)];
  return { text: words.filter(Boolean).join("\n"), choices: [], files: [] };
}
