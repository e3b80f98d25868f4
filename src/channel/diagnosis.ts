/**
 * What `kefu doctor` is told of an account: the words, and the judgements that every channel shares. Pure, like the port.
 */

import type { ChannelHealth } from "./contract.ts";

/** One thing that was looked at. `what` and `mend` are plain English, and hold no secret. */
export interface Finding {
  /** "fault": the account cannot do its work. "warning": it works, and not as well as it should. */
  level: "ok" | "warning" | "fault";
  /** Stable name, the channel's name first ("telegram_token_refused"): programs and tests go by it. */
  code: string;
  /** What was found, in a sentence. */
  what: string;
  /** What to do about it; empty for "ok". */
  mend: string;
}

/** What a channel is told when it is asked how it is. */
export interface Diagnosis {
  now: number;
  /** How this account is in a server that runs on this data folder; undefined when none runs or it does not know the account. */
  serving?: ChannelHealth;
}

export function ok(code: string, what: string): Finding {
  return { level: "ok", code, what, mend: "" };
}

export function warning(code: string, what: string, mend: string): Finding {
  return { level: "warning", code, what, mend };
}

export function fault(code: string, what: string, mend: string): Finding {
  return { level: "fault", code, what, mend };
}

/** Signatures of Slack's are refused after five minutes, the strictest of all platforms; a tenth of that is worth a word. */
const REFUSED_SKEW_MS = 5 * 60_000;
const NOTED_SKEW_MS = 30_000;

/** Compares our clock with the `Date` header of a platform's answer; nothing when there is none that can be read. */
export function clockFindings(date: string | null, now: number): Finding[] {
  const theirs = date === null ? Number.NaN : Date.parse(date);
  if (!Number.isFinite(theirs)) return [];
  const skew = now - theirs;
  const size = Math.abs(skew);
  if (size < NOTED_SKEW_MS) return [ok("clock", "This machine's clock agrees with the platform's.")];
  const what = `This machine's clock is ${Math.round(size / 1_000)} s ${skew > 0 ? "ahead of" : "behind"} the platform's.`;
  const mend = "Switch on time synchronisation (for instance `timedatectl set-ntp true`), and restart kefu.";
  return [size >= REFUSED_SKEW_MS ? fault("clock_skew", what, mend) : warning("clock_skew", what, mend)];
}

/** What is wrong with an address that a platform is to deliver to; `channel` begins the codes. */
export function deliveryAddressFindings(
  channel: string,
  address: string,
  ports: readonly string[] = [],
): Finding[] {
  const url = new URL(address);
  const port = url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port;
  if (url.protocol !== "https:") {
    return [
      fault(
        `${channel}_public_url_not_https`,
        "PUBLIC_URL is no https address: nothing is delivered to it.",
        "Put a proxy with a certificate in front of kefu, and write PUBLIC_URL=https://….",
      ),
    ];
  }
  if (ports.length > 0 && !ports.includes(port)) {
    return [
      fault(
        `${channel}_public_url_port`,
        `PUBLIC_URL names port ${port}, and deliveries go to ${ports.join(", ")} only.`,
        "Let the proxy listen on 443, and leave the port out of PUBLIC_URL.",
      ),
    ];
  }
  if (!isPrivateHost(url.hostname)) return [];
  return [
    fault(
      `${channel}_public_url_private`,
      `PUBLIC_URL names ${url.hostname}, which cannot be reached from outside.`,
      "Write the address that the world reaches this server by.",
    ),
  ];
}

/** True for names and addresses that mean something inside one machine or network only. */
export function isPrivateHost(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, "");
  return (
    /^(?:localhost|.*\.(?:localhost|local|internal|lan))$/.test(name) ||
    /^(?:127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|0\.)/.test(name) ||
    /^(?:::1|f[cd][0-9a-f]{2}:.*|fe80:.*)$/.test(name)
  );
}
