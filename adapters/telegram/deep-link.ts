/**
 * Links that open the private chat with the bot and hand it a token. Telegram carries up to 64 of `A-Za-z0-9_-` in
 * them; our tokens are lower-case letters, digits and dots.
 */
export function privateLink(username: string, token: string): string {
  return `https://t.me/${username}?start=${PREFIX}${token.replaceAll(".", "_")}`;
}

/** The token of such a link, from what comes behind /start; any other payload as it is. */
export function startArgs(payload: string): string {
  return /^p_[a-z0-9_]{1,62}$/.test(payload) ? payload.slice(PREFIX.length).replaceAll("_", ".") : payload;
}

/** Tells our links from those a tenant puts on a website (?start=summer). */
const PREFIX = "p_";
