import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import type { Fault } from "./fault.ts";

/** A delimiter row, which makes a table wherever tables are understood: `|---|:--:|`. */
const TABLE_ROW =
  /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$|^[ \t]*\|[ \t]*:?-{2,}:?[ \t]*\|[ \t]*$/m;

/** No customer reads more; and the parser's time grows faster than the text. */
const LONGEST = 20_000;

/** Faults of an answer's markdown: everything that some channel could not show. `firstLine` is the body's first line in the file. */
export function bodyFaults(file: string, body: string, firstLine: number): Fault[] {
  if (body.length > LONGEST) {
    const reason = `The answer has ${body.length} characters`;
    return [{ file, line: firstLine, reason, mend: "Split it into several entries." }];
  }
  const faults: Fault[] = [];
  const visit = (node: Nodes) => {
    const complaint = complaintAbout(node);
    if (complaint !== undefined) {
      const line = firstLine + (node.position?.start.line ?? 1) - 1;
      const [reason, mend] = complaint;
      const known = faults.some((fault) => fault.line === line && fault.reason === reason);
      if (!known) faults.push({ file, line, reason, mend });
    }
    if ("children" in node) for (const child of node.children) visit(child);
  };
  visit(fromMarkdown(body));
  return faults;
}

function complaintAbout(node: Nodes): [reason: string, mend: string] | undefined {
  switch (node.type) {
    case "html":
      return [
        "HTML is not allowed in an answer",
        "Write markdown; write a literal < as &lt; or inside `code`.",
      ];
    case "image":
    case "imageReference":
      return ["Pictures cannot be shown on every channel", "Describe the step in words, or link to a page."];
    case "definition":
    case "linkReference":
      return [
        "Reference links get lost when an answer is split",
        "Write the link in place: [text](https://…).",
      ];
    case "link":
      return /^https?:\/\/[^/\s]/i.test(node.url)
        ? undefined
        : [
            `"${node.url}" is not a web address`,
            "Start it with https://, or name another entry under related.",
          ];
    case "text":
      return complaintAboutText(node.value);
    default:
      return undefined;
  }
}

function complaintAboutText(text: string): [reason: string, mend: string] | undefined {
  if (TABLE_ROW.test(text)) return ["Tables cannot be shown on every channel", "Write a list."];
  if (/~~\S[^~]*~~/.test(text))
    return ["Struck-out text is not understood on every channel", "Leave it out."];
  if (/^\[[ xX]\]\s/.test(text))
    return ["Tick-box lists are not understood on every channel", "Write a plain list."];
  if (/\[\^[^\]\s]+\]/.test(text))
    return ["Footnotes are not understood on every channel", "Put the note into the text."];
  return undefined;
}
