import type { ComponentChildren } from "preact";

/**
 * A link that says where it leads: the host stands beside any words that could hide it.
 * `typed` is an address shown as itself. What does not lead to the web is only its words.
 */
export function Link(props: { href: string; typed?: string; children?: ComponentChildren }) {
  const words = props.typed ?? props.children;
  const url = URL.canParse(props.href) ? new URL(props.href) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) return <>{words}</>;
  return (
    <a href={url.href} target="_blank" rel="noopener noreferrer nofollow">
      {words}
      {!showsHost(props.typed, url) && <span class="host"> ({url.host})</span>}
    </a>
  );
}

/** Whether the address itself begins with the host as it is, nothing before it: `https://bank.example@evil.example` does not. */
function showsHost(typed: string | undefined, url: URL): boolean {
  if (typed === undefined || url.username !== "") return false;
  const rest = typed.slice(url.origin.length);
  return typed.toLowerCase().startsWith(url.origin) && (rest === "" || /^[/?#]/.test(rest));
}
