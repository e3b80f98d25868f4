/** Whether a link, account, number or address in a reply is one the tenant has listed as its own. */
import type { Official } from "../knowledge/entry.ts";

/** The same host (`www.` aside) and, where the listed link has a path, that path or one below it. */
export function isOfficialLink(written: string, official: Official): boolean {
  const link = parsed(written);
  if (!link) return false;
  const listed = [...official.links, ...official.accounts].map(parsed).filter((entry) => entry !== undefined);
  if (
    listed.some((entry) => entry.host === link.host && below(link.path, entry.path) && samePort(entry, link))
  )
    return true;
  const account = profileHandle(link);
  return account !== undefined && isOfficialAccount(account, official);
}

export function isOfficialEmail(written: string, official: Official): boolean {
  return official.emails.some((email) => email.trim().toLowerCase() === written.trim().toLowerCase());
}

/** Compared by digits; a national prefix or country code may be missing on either side. */
export function isOfficialPhone(written: string, official: Official): boolean {
  const digits = written.replace(/\D/g, "");
  return official.phones.some((phone) => {
    const listed = phone.replace(/\D/g, "");
    if (listed.length < 5) return false;
    const [longer, shorter] = listed.length > digits.length ? [listed, digits] : [digits, listed];
    return (
      longer === shorter ||
      (shorter.length >= 8 &&
        longer.length - shorter.length <= 4 &&
        longer.endsWith(shorter.replace(/^0/, "")))
    );
  });
}

/** Compared without the leading @ and without case; listed profile links count by their last part. */
export function isOfficialAccount(written: string, official: Official): boolean {
  const handle = handleOf(written);
  const listed = [
    ...official.accounts,
    ...official.links.filter((link) => profileHandle(parsed(link)) !== undefined),
  ];
  return handle !== "" && listed.some((account) => handleOf(account) === handle);
}

/** Hosts on which anyone has a page: the path is the identity. */
const PROFILE_HOSTS =
  /^(?:t\.me|telegram\.(?:me|dog)|wa\.me|x\.com|twitter\.com|discord\.(?:gg|com)|facebook\.com|m\.me|instagram\.com|weibo\.com|line\.me|signal\.me|github\.com|medium\.com|youtube\.com|reddit\.com|tiktok\.com)$/;

interface Link {
  host: string;
  path: string;
  port: string;
}

function parsed(written: string): Link | undefined {
  const bare = written.trim().replace(/^[^:/@]{1,20}:\s+/, "");
  if (bare.startsWith("@") || !/[.:]/.test(bare)) return undefined;
  const withScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(bare) ? bare : `https://${bare}`;
  if (!URL.canParse(withScheme)) return undefined;
  const url = new URL(withScheme);
  // "https://official.example@evil.example" shows one host and opens the other.
  if ((url.protocol !== "https:" && url.protocol !== "http:") || url.username !== "" || url.hostname === "")
    return undefined;
  return {
    host: url.hostname.replace(/^www\./, ""),
    path: url.pathname.replace(/\/+$/, "").toLowerCase(),
    port: url.port,
  };
}

function samePort(a: Link, b: Link): boolean {
  return a.port === b.port;
}

function below(path: string, root: string): boolean {
  return path === root || path.startsWith(`${root}/`);
}

function profileHandle(link: Link | undefined): string | undefined {
  if (!link || !PROFILE_HOSTS.test(link.host) || !/^t\.me$|^telegram\./.test(link.host)) return undefined;
  const [handle, ...rest] = link.path.split("/").filter(Boolean);
  return rest.length === 0 ? handle : undefined;
}

function handleOf(account: string): string {
  const last =
    account
      .trim()
      .split(/[\s/]+/)
      .filter(Boolean)
      .at(-1) ?? "";
  return last.replace(/^@/, "").toLowerCase();
}
