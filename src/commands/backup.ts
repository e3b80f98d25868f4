import { resolve } from "node:path";
import type { DeskClient } from "./desk-client.ts";
import { show } from "./output.ts";

/** `kefu backup FILE`: a checked copy of the database, taken while it is in use. */
export async function backup(client: DeskClient, file: string, options: { json?: boolean }): Promise<void> {
  const target = resolve(file);
  await client.request({ method: "POST", path: "/local/backup", body: { file: target } });
  show(options.json, { file: target }, () => `Copied to ${target}, and checked.`);
}
