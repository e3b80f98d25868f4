import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { AppError } from "../errors.ts";
import { openDatabase } from "../store/sqlite/database.ts";
import { peekDatabase } from "../store/sqlite/peek.ts";
import { connectToServer } from "./desk-client.ts";
import { show } from "./output.ts";

/**
 * `kefu migrate`: brings the schema up to date now, after a copy, as the next start would. `--dry-run` only names the steps.
 * A running server did it when it started.
 */
export async function migrateNow(
  options: { dryRun?: boolean; json?: boolean },
  config: Config,
  now: () => number,
): Promise<void> {
  const folder = config.dataFolder;
  if ((await connectToServer(config)) !== undefined) {
    const done = { folder, steps: [], ran: false };
    return show(options.json, done, () => "Up to date: the server that runs here saw to it at its start.");
  }
  const found = peekDatabase(folder);
  if (found.state === "newer" || found.state === "foreign" || found.state === "damaged") {
    throw new AppError(
      found.state === "newer"
        ? "database_newer"
        : found.state === "foreign"
          ? "database_foreign"
          : "store_failed",
      `${join(folder, "kefu.db")}: ${found.detail}. Nothing was changed.`,
    );
  }
  const steps = found.state === "sound" ? found.pending : [];
  if (!options.dryRun && (steps.length > 0 || found.state === "absent"))
    openDatabase({ folder, now }).close();
  const [first] = steps;
  const copy = first === undefined ? undefined : join(folder, `kefu.db.before-${first}`);
  const kept = copy !== undefined && existsSync(copy) ? copy : undefined;
  show(options.json, { folder, steps, ran: !options.dryRun, ...(kept ? { copy: kept } : {}) }, () => {
    if (found.state === "absent") {
      return options.dryRun ? `No database in ${folder} yet.` : `Made a database in ${folder}.`;
    }
    if (steps.length === 0) return "Up to date: nothing to do.";
    const list = steps.map((name) => `  ${name}`).join("\n");
    if (options.dryRun) return `Would run, after a copy of the database:\n${list}`;
    return `Ran:\n${list}\nThe database as it was: ${copy}`;
  });
}
