import { join } from "node:path";
import type { Channel } from "./channel/contract.ts";
import { compose } from "./compose.ts";
import type { Config } from "./config.ts";
import { deskCommands } from "./desk/commands.ts";
import { sweepFiles } from "./desk/swept-files.ts";
import type { Clock } from "./dispatch/clock.ts";
import { doorsOf } from "./doors.ts";
import { keepUp } from "./insight/keeper.ts";
import type { Log } from "./log.ts";
import { createApp } from "./server/app.ts";
import type { Served } from "./server/deps.ts";
import { exposureWarning } from "./server/exposure.ts";
import { listen, listenSocket } from "./server/listen.ts";
import { createLocalApp } from "./server/local.ts";

export interface Running {
  url: string;
  /** One-time code for the first admin; undefined once anyone exists. */
  setupCode: string | undefined;
  /** Accounts in words: "web: up". */
  channels(): string[];
  /** Takes nothing new, finishes what is begun, leaves nothing half-done. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts the whole desk: doors first (not ready yet), then recovery and the channels. `sending` is given the way to stop
 * right before the first message may leave: from then on, only that ends without leaving one half-sent. `only` names the channels
 * in place of those the settings configure.
 */
export async function serve(
  config: Config,
  context: { log: Log; clock: Clock; only?: Channel[]; sending?: (stop: () => Promise<void>) => void },
): Promise<Running> {
  const { log } = context;
  const parts = await compose(config, context);
  try {
    const doors = await doorsOf(parts);
    const warning = exposureWarning({
      host: config.HOST,
      publicUrl: doors.publicUrl,
      trustProxy: doors.trustProxy,
    });
    if (warning !== undefined) log.warn({ host: config.HOST }, warning);
    const app = createApp(doors);
    const http = await listen(app, { port: config.PORT, host: config.HOST });
    const socket = await listenSocket(
      operatorsDoor(createLocalApp(doors), app),
      join(config.dataFolder, "kefu.sock"),
    );
    const kept = keepUp({ insight: parts.store.insight, log, after: parts.clock.after });
    const swept = sweepFiles({ files: parts.files, log, after: parts.clock.after });
    let stopping: Promise<void> | undefined;
    const stop = () => {
      stopping ??= (async () => {
        await doors.retention?.stop();
        await parts.notify.stop();
        await Promise.all([parts.rooms.stop(), kept(), swept()]);
        await Promise.all([parts.dispatch.stop(), http.close(), socket.close()]);
        await parts.close();
      })();
      return stopping;
    };
    context.sending?.(stop);
    await parts.dispatch.start();
    const commands = deskCommands({ ...doors, desk: parts.store.desk });
    await parts.rooms.start({ commands, share: parts.dispatch.share });
    await parts.notify.start();
    doors.retention?.start();
    return {
      url: http.url,
      setupCode: doors.accounts.setupCode(),
      channels: () =>
        Object.entries(parts.dispatch.health().channels).map(
          ([account, { state, detail }]) =>
            `${account}: ${state}${detail === undefined ? "" : ` (${detail})`}`,
        ),
      stop,
    };
  } catch (error) {
    await parts.close();
    throw error;
  }
}

/** What the socket serves: the operator's routes, and the website's channel for `kefu chat`. */
function operatorsDoor(local: Served, app: Served): Served {
  const forVisitors = (path: string) => path.startsWith("/api/web/");
  return {
    request: (path, init, peer) => (forVisitors(path) ? app : local).request(path, init, peer),
    fetch: (request, peer) => (forVisitors(new URL(request.url).pathname) ? app : local).fetch(request, peer),
    endStreams() {
      local.endStreams();
      app.endStreams();
    },
  };
}
