import { compose } from "./compose.ts";
import type { Config } from "./config.ts";
import { systemClock } from "./dispatch/clock.ts";
import { doorsOf } from "./doors.ts";
import type { Log } from "./log.ts";
import { createLocalApp } from "./server/local.ts";

/**
 * The desk in this process, for a command while no server runs. Nothing is received or sent: what an agent says is
 * on disk, and leaves when the server starts.
 */
export async function openLocalDesk(
  config: Config,
  log: Log,
): Promise<{ request(path: string, init: RequestInit): Promise<Response>; close(): Promise<void> }> {
  const parts = await compose(config, { log, clock: systemClock, matcher: false });
  const app = createLocalApp(await doorsOf(parts));
  return {
    request: (path, init) => app.request(path, init),
    async close() {
      app.endStreams();
      await Promise.all(parts.channels.map((channel) => channel.close()));
      await parts.close();
    },
  };
}
