import { type Finding, isPrivateHost, ok, warning } from "../../src/channel/diagnosis.ts";
import { originsOf, type WebSettings } from "./settings.ts";

/** Fewer different characters than this are a word or a pattern, not a secret drawn at random. */
const LEAST_CHARACTERS = 10;

/** What is right and wrong with the website's channel: all of it stands in the settings. */
export function diagnose(settings: WebSettings, publicUrl: string | undefined): Finding[] {
  const findings = [
    ...originFindings(originsOf(settings.WEB_ALLOWED_ORIGINS), publicUrl),
    ...secretFindings(settings.WEB_IDENTITY_SECRET),
  ];
  return findings.length > 0 ? findings : [ok("web", "The website's channel is set up.")];
}

function originFindings(origins: readonly string[], publicUrl: string | undefined): Finding[] {
  if (origins.length === 0) return [];
  const secure = origins.filter((origin) => origin.startsWith("https:"));
  const insecure = origins.filter((origin) => !origin.startsWith("https:") && !isLocal(origin));
  const findings: Finding[] = [];
  if (publicUrl === undefined) {
    findings.push(
      warning(
        "web_public_url_missing",
        "WEB_ALLOWED_ORIGINS names sites of yours, and PUBLIC_URL does not say where they find kefu.",
        "Set PUBLIC_URL to the https address of this server.",
      ),
    );
  } else if (!publicUrl.startsWith("https:") && secure.length > 0 && !isLocal(publicUrl)) {
    findings.push(
      warning(
        "web_mixed_content",
        `Browsers keep ${secure[0]} from calling PUBLIC_URL, which is not https.`,
        "Put a proxy with a certificate in front of kefu, and write PUBLIC_URL=https://….",
      ),
    );
  }
  if (insecure.length > 0) {
    findings.push(
      warning(
        "web_origin_insecure",
        `WEB_ALLOWED_ORIGINS names ${insecure.join(", ")}: whoever is on the way can change that page and read along.`,
        "Serve the site by https, and name it so.",
      ),
    );
  }
  return findings;
}

function secretFindings(secret: string | undefined): Finding[] {
  if (secret === undefined || new Set(secret).size >= LEAST_CHARACTERS) return [];
  return [
    warning(
      "web_identity_secret_weak",
      "WEB_IDENTITY_SECRET is long but simple: who guesses it can be any of your customers.",
      "Draw one with `openssl rand -base64 32`, and give it to your backend too.",
    ),
  ];
}

function isLocal(address: string): boolean {
  return isPrivateHost(new URL(address).hostname);
}
