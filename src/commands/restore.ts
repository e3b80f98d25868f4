import { resolve } from "node:path";
import type { Config } from "../config.ts";
import { AppError } from "../errors.ts";
import { type Restored, restoreFrom } from "../store/sqlite/restore.ts";
import { connectToServer } from "./desk-client.ts";
import { show } from "./output.ts";

/** `kefu restore FILE`: a checked copy in the place of the database; what was there is kept beside it. */
export async function restore(file: string, options: { json?: boolean }, config: Config): Promise<void> {
  if ((await connectToServer(config)) !== undefined) {
    throw new AppError(
      "data_folder_in_use",
      `A server is running on ${config.dataFolder}. Stop it first, then restore.`,
    );
  }
  const copy = resolve(file);
  const restored = await restoreFrom(copy, config.dataFolder);
  show(options.json, { file: copy, folder: config.dataFolder, ...restored }, () =>
    saidOf(copy, config.dataFolder, restored),
  );
}

function saidOf(copy: string, folder: string, restored: Restored): string {
  const { conversations, messages, newest, pending, before, erasedSince } = restored;
  const until = newest === undefined ? "" : `, the newest of ${new Date(newest).toISOString()}`;
  return [
    `Checked ${copy} and put it into ${folder}.`,
    `It holds ${messages} messages in ${conversations} conversations${until}.`,
    before === undefined ? "There was no database here before." : `What was here is kept as ${before}.`,
    ...(pending.length > 0 ? [`The next start brings its schema up to date: ${pending.join(", ")}.`] : []),
    ...(erasedSince.length > 0
      ? [
          "Erased after this copy was made, and in it again. Erase them anew:",
          ...erasedSince.map((id) => `  kefu erase ${id} --yes`),
        ]
      : []),
  ].join("\n");
}
