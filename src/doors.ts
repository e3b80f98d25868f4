import { join } from "node:path";
import type { Parts } from "./compose.ts";
import { ROOT, version } from "./config.ts";
import { openAccounts } from "./desk/accounts.ts";
import { deskAvailability } from "./desk/availability.ts";
import { eraser } from "./desk/erasure.ts";
import { openLive } from "./desk/live.ts";
import { openPresence } from "./desk/presence.ts";
import { type Retention, retention } from "./desk/retention.ts";
import { readRetention } from "./desk/retention-days.ts";
import { bound } from "./guard/bound.ts";
import { checkOutbound } from "./guard/outbound.ts";
import { redact } from "./guard/secrets.ts";
import type { ServerDeps } from "./server/deps.ts";

/** Characters of an agent's text that are read at all; a reply is a few hundred. Redacted before it is cut. */
const LONGEST_READ = 100_000;

/** What the HTTP doors stand on, from the composed parts. The first admin is made here when the settings name one. */
export async function doorsOf(parts: Parts): Promise<ServerDeps> {
  const { config, store, dispatch, clock, log } = parts;
  const accounts = await openAccounts({
    people: store.people,
    now: clock.now,
    log,
    issuer: config.TENANT_NAME,
  });
  if (config.ADMIN_EMAIL !== undefined && config.ADMIN_PASSWORD !== undefined) {
    const first = await accounts.ensureFirst(config.ADMIN_EMAIL, config.ADMIN_PASSWORD);
    if (first !== undefined) log.info({ email: first.email }, "made the first admin from the settings");
  }
  const live = openLive();
  return {
    live,
    presence: openPresence({ live, now: clock.now, after: clock.after }),
    availability: deskAvailability({ availability: store.availability, live, now: clock.now }),
    store,
    retention: retentionOf(parts),
    dispatch,
    accounts,
    files: parts.files,
    knowledge: parts.knowledge,
    check: (text) => checkOutbound(text, parts.knowledge().official),
    redact: (text) => bound(redact(text.slice(0, LONGEST_READ), {}).text),
    channels: () => parts.channels,
    pagesFolder: join(ROOT, "dist", "pages"),
    tenantName: config.TENANT_NAME,
    timeZone: config.TIME_ZONE,
    publicUrl: config.PUBLIC_URL,
    trustProxy: trustOf(config.TRUST_PROXY),
    now: clock.now,
    log,
    version: version(),
    ladder: config.ALERT_STEPS,
    calling: async (now) => ({
      ...(await parts.notify.health(now)),
      watchdog: dispatch.health().watchdog ?? { state: "ok" },
    }),
    wakeWebhooks: parts.notify.wakeWebhooks,
  };
}

/** The setting was found faultless when it was read: what does not hold here keeps everything. */
function retentionOf({ config, store, channels, files, clock, log }: Parts): Retention {
  const { contacts, inbound, audit } = store;
  const set = readRetention(config.RETENTION_DAYS);
  return retention({
    days: set.ok ? set.value : { channels: {} },
    contacts,
    eraser: eraser({ contacts, inbound, channels: () => channels, files, log }),
    audit,
    clock,
    log,
  });
}

function trustOf(setting: string | undefined): number | "loopback" | undefined {
  if (setting === undefined) return undefined;
  return setting === "loopback" ? "loopback" : Number(setting);
}
