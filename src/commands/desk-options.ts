import { Option } from "commander";
import { type Config, readConfig } from "../config.ts";
import { type Log, openLog } from "../log.ts";
import { type DeskClient, openDeskClient } from "./desk-client.ts";

/** Of a command that does something at the desk. */
export function as(): Option {
  return new Option("--as <email>", "the agent who acts").env("KEFU_AS");
}

/** Settings and a quiet log: a command's own output is what counts. */
export function open(): { config: Config; log: Log } {
  const config = readConfig(process.env);
  const level = config.LOG_LEVEL === "info" ? "error" : config.LOG_LEVEL;
  return { config, log: openLog({ level, format: config.LOG_FORMAT, secrets: config.secrets }) };
}

/** The desk for one command, closed again however it ends. */
export async function withDesk(work: (client: DeskClient) => Promise<void>): Promise<void> {
  const { config, log } = open();
  const client = await openDeskClient(config, log);
  try {
    await work(client);
  } finally {
    await client.close();
  }
}
