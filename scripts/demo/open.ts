import { ADAPTERS } from "../../adapters/index.ts";
import type { Config } from "../../src/config.ts";
import { systemClock } from "../../src/dispatch/clock.ts";
import { openLog } from "../../src/log.ts";
import { type Running, serve } from "../../src/serve.ts";
import { demoChannels, liveThroughTheDay } from "./day.ts";
import { ACCOUNTS } from "./plots.ts";

/** The desk after a busy day: the website is real; on the other channels whatever is sent has arrived. */
export async function openDemo(config: Config): Promise<Running> {
  await liveThroughTheDay(config, Date.now());
  const log = openLog({ level: config.LOG_LEVEL, format: config.LOG_FORMAT, secrets: config.secrets });
  const website = await ADAPTERS.find(({ name }) => name === "web")?.open(config.channels, {
    log,
    now: systemClock.now,
  });
  if (website === undefined) throw new Error("the website's channel did not open");
  const others = ACCOUNTS.filter((account) => account !== website.account);
  return serve(config, { log, clock: systemClock, only: [website, ...demoChannels(others)] });
}
