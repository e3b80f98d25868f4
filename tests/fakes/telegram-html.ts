/**
 * Reads Telegram's HTML the way Telegram does: a few known tags, properly nested, or the whole message is
 * refused. Gives the text a customer sees, which is also what the length limits count.
 */
export function readHtml(source: string): { text: string } | { error: string } {
  const open: string[] = [];
  let text = "";
  let at = 0;
  for (const match of source.matchAll(/<[^>]*>?/g)) {
    text += source.slice(at, match.index);
    at = match.index + match[0].length;
    const error = readTag(match[0], open, match.index);
    if (error) return { error: `can't parse entities: ${error}` };
  }
  const left = open.at(-1);
  if (left) return { error: `can't parse entities: Can't find end tag corresponding to start tag "${left}"` };
  return { text: unescaped(text + source.slice(at)) };
}

const known = new Set(
  "b strong i em u ins s strike del span tg-spoiler tg-emoji a code pre blockquote".split(" "),
);

function readTag(tag: string, open: string[], offset: number): string | undefined {
  const [, close, name = ""] = /^<(\/?)([a-z-]+)(\s[^<>]*)?>$/i.exec(tag) ?? [];
  if (name === "") return `Unsupported start tag "${tag.slice(1, 12)}" at byte offset ${offset}`;
  if (!known.has(name)) return `Unsupported start tag "${name}" at byte offset ${offset}`;
  if (!close) {
    if (name === "blockquote" && open.includes(name)) return "blockquote entity can't be nested";
    open.push(name);
    return undefined;
  }
  const expected = open.pop();
  if (expected === name) return undefined;
  return expected === undefined
    ? `Unexpected end tag at byte offset ${offset}`
    : `Unmatched end tag at byte offset ${offset}, expected "</${expected}>", found "</${name}>"`;
}

function unescaped(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}
