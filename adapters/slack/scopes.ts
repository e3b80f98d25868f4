/** What the app must be allowed to do (docs/slack-manifest.yml asks for it). */
const requiredScopes = [
  "chat:write",
  "im:history",
  "im:write",
  "app_mentions:read",
  "channels:history",
  "commands",
  "users:read",
  "files:read",
  "files:write",
] as const;

/** The same, for a staff's channel. */
const staffScopes = ["reactions:write"] as const;

/** What an operator has to do about scopes Slack did not grant; undefined when nothing, or when Slack does not tell. */
export function missingScopes(
  answer: Record<string, unknown>,
  { staff = false }: { staff?: boolean } = {},
): string | undefined {
  const metadata = answer.response_metadata;
  const granted =
    typeof metadata === "object" && metadata !== null ? Reflect.get(metadata, "scopes") : undefined;
  if (!Array.isArray(granted)) return undefined;
  const missing = [...requiredScopes, ...(staff ? staffScopes : [])].filter(
    (scope) => !granted.includes(scope),
  );
  if (missing.length === 0) return undefined;
  return `The app lacks the scopes ${missing.join(", ")}. Add them on its page “OAuth & Permissions”, and reinstall it.`;
}
