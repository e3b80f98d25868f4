import { compose } from "../../src/compose.ts";
import { readConfig } from "../../src/config.ts";
import { systemClock } from "../../src/dispatch/clock.ts";
import { doorsOf } from "../../src/doors.ts";
import { openLog } from "../../src/log.ts";
import { createApp } from "../../src/server/app.ts";
import { listen } from "../../src/server/listen.ts";
import { createLocalApp } from "../../src/server/local.ts";

/** The whole server as it ships, in a process of its own, with the pages the tests built. Ends when its parent asks. */
const config = readConfig(process.env);
const log = openLog({ level: "error", format: config.LOG_FORMAT, secrets: config.secrets });
const parts = await compose(config, { log, clock: systemClock });
const doors = { ...(await doorsOf(parts)), pagesFolder: process.env.PAGES ?? "" };
const http = await listen(createApp(doors), { port: config.PORT, host: config.HOST });
// What the operator does on the command line, for the tests to hire people with.
const operator = await listen(createLocalApp(doors), { port: 0, host: "127.0.0.1" });
await parts.dispatch.start();
process.send?.({ url: http.url, operator: operator.url, setupCode: doors.accounts.setupCode() });
process.on("disconnect", () => process.exit(0));
