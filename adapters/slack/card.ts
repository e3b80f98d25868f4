import type { OutboundPart } from "../../src/channel/contract.ts";
import { shorten } from "../../src/channel/measure.ts";
import { encodePart, type SlackContent } from "./encode.ts";
import { escaped } from "./mrkdwn.ts";

/** Characters of a header, Slack's limit. */
export const LONGEST_TITLE = 150;

/**
 * One message that can be changed later, with its title as the first line: threads of Slack's have no title. What is
 * longer than one message is cut, since its buttons must stay below it.
 */
export function cardContent(part: OutboundPart, title?: string): SlackContent {
  const content = oneMessage(part);
  const line = title === undefined ? "" : shorten(title.replace(/\s+/g, " ").trim(), LONGEST_TITLE);
  if (line === "") return content;
  const header = { type: "header", text: { type: "plain_text", text: line, emoji: false } };
  return {
    text: escaped(line),
    blocks: [header, ...content.blocks],
    plain: { ...content.plain, text: `${escaped(line)}\n\n${content.plain.text}` },
  };
}

function oneMessage(part: OutboundPart): SlackContent {
  const [first, second] = encodePart(part);
  if (first !== undefined && second === undefined) return first;
  return oneMessage({ ...part, text: shorten(part.text, Math.floor(part.text.length * 0.8)) });
}
