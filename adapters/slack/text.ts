/**
 * Slack's own notation as the text a person sees: `<@U1|lin>` is "@lin", `<https://a.example|here>` is
 * "here (https://a.example)", `&lt;` is "<". A mention of `botId` is how the bot is called, no part of what is said.
 */
export function plainOf(text: string, botId?: string): string {
  return text
    .replace(/<([^<>\n]{1,4000})>/g, (_, inner: string) => shown(inner, botId))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replace(/[ \t]+$/gm, "")
    .trim();
}

/** True when the text calls this user by name. */
export function mentions(text: string, userId: string | undefined): boolean {
  return userId !== undefined && (text.includes(`<@${userId}>`) || text.includes(`<@${userId}|`));
}

function shown(inner: string, botId: string | undefined): string {
  const bar = inner.indexOf("|");
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? "" : inner.slice(bar + 1);
  if (target.startsWith("@")) return target.slice(1) === botId ? "" : `@${label || target.slice(1)}`;
  if (target.startsWith("#")) return `#${label || target.slice(1)}`;
  if (target.startsWith("!")) return special(target.slice(1), label);
  const address = target.replace(/^(?:mailto|tel):/, "");
  if (label === "" || label === address || `https://${label}` === address || `http://${label}` === address) {
    return address;
  }
  return `${label} (${address})`;
}

/** `!here`, `!subteam^S1|@team`, `!date^1700000000^{date}|1 January`. */
function special(name: string, label: string): string {
  if (name.startsWith("date^")) return label;
  const word = label || name.split("^")[0] || "";
  return word.startsWith("@") ? word : `@${word}`;
}
