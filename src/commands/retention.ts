import type { RetentionLine } from "../desk/retention.ts";
import type { DeskClient } from "./desk-client.ts";
import { show, table } from "./output.ts";

/** `kefu retention`: erases what was kept long enough; with `--dry-run` it only says how much of which channel that is. */
export async function keepRetention(
  client: DeskClient,
  options: { dryRun?: boolean; json?: boolean },
): Promise<void> {
  if (options.dryRun) {
    const { lines } = await client.request<{ lines: RetentionLine[] }>({
      method: "GET",
      path: "/local/retention",
    });
    return show(options.json, lines, () => planOf(lines));
  }
  const done = await client.request<{ erased: number }>({ method: "POST", path: "/local/retention" });
  show(options.json, done, () => `Erased ${done.erased} resolved conversations.`);
}

function planOf(lines: RetentionLine[]): string {
  if (lines.length === 0) return "Nobody has written yet: there is nothing to erase.";
  const rows = lines.map(({ account, days, expired, oldest }) => [
    account,
    days === undefined ? "for ever" : `${days} days`,
    String(expired),
    oldest === undefined ? "-" : new Date(oldest).toISOString().slice(0, 10),
  ]);
  const set = lines.some(({ days }) => days !== undefined);
  const hint = set
    ? ""
    : "\n\nNothing is erased by itself. Set RETENTION_DAYS, like 365 or telegram=90,web=30.";
  return `${table([["CHANNEL", "KEPT", "WOULD GO", "OLDEST"], ...rows])}${hint}`;
}
