import { setTimeout as sleep } from "node:timers/promises";
import type { Channel, ChannelHealth, ChannelPorts, SendResult, Space } from "../../src/channel/contract.ts";
import { reasonOf } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import { performer } from "./acts.ts";
import { slackApi } from "./api.ts";
import { capabilities } from "./capabilities.ts";
import { catchUp } from "./catch-up.ts";
import type { DecodeContext } from "./decode.ts";
import { diagnose } from "./diagnose.ts";
import { dialogOpener } from "./dialog.ts";
import { backoffMs, faultOf, isTokenRefusal } from "./errors.ts";
import { defaultMenus, type Menus } from "./home.ts";
import { type Intake, intake, type Take } from "./intake.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { slackOutgoing } from "./outgoing.ts";
import { type People, people } from "./people.ts";
import { places, placesCursor } from "./places.ts";
import { roomCheck } from "./room-complaint.ts";
import { missingScopes } from "./scopes.ts";
import { accountOf, type SlackSettings } from "./settings.ts";
import { keepSocket } from "./socket.ts";
import { webhookRoute } from "./webhook.ts";

export interface SlackContext {
  log: Log;
  now?: () => number;
  /** Where the world reaches this server. */
  publicUrl?: string | undefined;
  /** Resolves after `ms`, or at once when `signal` aborts. */
  delay?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** What the menus offer, by language. */
  commands?: Menus | undefined;
}

const botTokenRefused =
  "Slack refuses the bot token. Reinstall the app on its page “OAuth & Permissions”, set SLACK_BOT_TOKEN to the token shown there and restart.";
const noWayIn =
  "Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP): without either Slack's messages cannot be received.";
const removedWords =
  "The app was removed from the workspace. Install it again, set the new SLACK_BOT_TOKEN and restart.";

/** How long after a failed commit the history is read for what was missed: Slack itself has given up by then. */
const GAP_MS = 7 * 60_000;

/** One Slack app in one workspace. Nothing is called before `start`; sending works from then until `close`. */
export function openSlack(settings: SlackSettings, context: SlackContext): Channel {
  const { log, now = Date.now, commands: menus = defaultMenus } = context;
  const delay = quietDelay(context.delay);
  const token = settings.SLACK_BOT_TOKEN;
  const api = slackApi(token, settings.SLACK_API_ROOT, log);
  const bot: DecodeContext["bot"] = {};
  const stopping = new AbortController();
  const { signal } = stopping;
  const account = accountOf(token);
  const staffChannel = settings.SLACK_STAFF_CHANNEL_ID;
  const known = places(staffChannel);
  let health: ChannelHealth = { state: "starting" };
  let receiving: Promise<unknown> = Promise.resolve();
  let take: Take | undefined;
  let scopes: string | undefined;
  let complaint: string | undefined;
  let reading: () => Promise<void> = async () => {};
  let gap: () => void = () => {};
  let persons: People | undefined;
  const route =
    settings.SLACK_APP_TOKEN === undefined
      ? webhookRoute({
          secret: settings.SLACK_SIGNING_SECRET,
          take: () => take,
          repeated: () => gap(),
          now,
          log,
        })
      : undefined;

  function setHealth(next: ChannelHealth): void {
    if (signal.aborted) return;
    const detail = [scopes, complaint].filter(Boolean).join(" ");
    health = next.state === "up" && detail !== "" ? { state: "degraded", detail } : next;
  }

  /** What is wrong with the staff's channel hinders no customer. */
  function complain(words: string | undefined): void {
    if (words === complaint) return;
    const shown = [scopes, complaint].filter(Boolean).join(" ");
    const isUp = health.state === "up" || (health.state === "degraded" && health.detail === shown);
    if (words !== undefined) log.warn({}, words);
    complaint = words;
    if (isUp) setHealth({ state: "up" });
  }

  function decodeContext(): DecodeContext {
    const staff = staffChannel === undefined ? {} : { staffChannel };
    return { bot, now: now(), commands: menus.en.map(({ name }) => name), ...staff };
  }

  /** One try at knowing who we are. */
  async function meet(): Promise<"met" | "refused" | "again"> {
    try {
      const me = await api.call("auth.test", {}, { signal });
      if (typeof me.user_id === "string") bot.userId = me.user_id;
      if (typeof me.team_id === "string") bot.teamId = me.team_id;
      scopes = missingScopes(me, { staff: staffChannel !== undefined });
      if (scopes !== undefined) log.warn({}, scopes);
      if (staffChannel !== undefined) complain(await roomCheck(api, staffChannel, signal));
      return "met";
    } catch (error) {
      const fault = faultOf(error, api.redact);
      const refused = isTokenRefusal(fault);
      if (!signal.aborted) log.warn({ reason: fault.detail }, "slack not reached at start");
      setHealth({ state: "down", detail: refused ? botTokenRefused : `Slack: ${fault.detail}` });
      return refused ? "refused" : "again";
    }
  }

  /** What every delivery goes through, and how a history is read into it. */
  function open(ports: ChannelPorts): { taking: Intake; read(): void } {
    const who = people(api, now);
    persons = who;
    const removed = () => setHealth({ state: "down", detail: removedWords });
    const perform = performer({ api, people: who, menus, log, removed });
    const later = oneAtATime(async () => {
      await delay(GAP_MS, signal);
      if (!signal.aborted) reader.run();
    });
    gap = later.run;
    const shared = { places: known, context: decodeContext, log };
    const openDialog = dialogOpener({ api, form: ports.form, log });
    const taking = intake({ ...shared, ports, people: who, perform, openDialog, gap });
    const reader = oneAtATime(() => catchUp({ ...shared, api, store: taking.store, delay, signal }));
    reading = reader.idle;
    return { taking, read: reader.run };
  }

  async function receive(first: "met" | "refused" | "again", take: Take, read: () => void): Promise<void> {
    let state = first;
    for (let attempt = 1; state === "again" && !signal.aborted; attempt += 1) {
      await delay(backoffMs(attempt), signal);
      if (!signal.aborted) state = await meet();
    }
    if (state !== "met" || signal.aborted) return;
    const { SLACK_APP_TOKEN: appToken, SLACK_API_ROOT: root } = settings;
    if (appToken !== undefined) {
      return keepSocket({ appToken, root, api, take, setHealth, connected: read, log, now, delay, signal });
    }
    setHealth(settings.SLACK_SIGNING_SECRET ? { state: "up" } : { state: "down", detail: noWayIn });
    read();
  }

  const { lookup, fetch, staff, ...outgoing } = slackOutgoing({
    account,
    token,
    root: settings.SLACK_API_ROOT,
    staffChannel,
    api,
    places: known,
    complain,
    now,
    delay,
  });

  /** A call that works, or is refused for the token, tells how the account is. */
  function noted(result: SendResult): SendResult {
    const refused = result.outcome === "failed" && result.reason === "auth";
    if (refused) setHealth({ state: "down", detail: botTokenRefused });
    else if (result.outcome === "sent" && health.detail === botTokenRefused) setHealth({ state: "up" });
    return result;
  }

  return {
    account,
    capabilities,
    ...(staff === undefined ? {} : { staff }),
    fetch,
    ...(route ? { routes: [route] } : {}),
    async start(ports) {
      known.load(await ports.cursor.get(placesCursor));
      await outgoing.attach(ports);
      const { taking, read } = open(ports);
      if (route) take = taking.take;
      const first = await meet();
      receiving = receive(first, taking.take, read).catch((error: unknown) => {
        log.error({ reason: api.redact(reasonOf(error)) }, "slack stopped receiving");
        setHealth({
          state: "down",
          detail: "Receiving stopped on a fault of ours. Restart, and see the log.",
        });
      });
    },
    send: async (delivery, abort) => noted(await outgoing.send(delivery, abort)),
    alter: async (alteration, abort) => noted(await outgoing.alter(alteration, abort)),
    lookup,
    async typing(space, abort) {
      if (!isAssistants(space)) return;
      const where = { channel_id: space.id, thread_ts: space.thread, status: "…" };
      await api.call("assistant.threads.setStatus", where, { signal: abort }).catch(() => undefined);
    },
    async forget({ actorId, spaces }, cursor) {
      outgoing.forgetTitles();
      const userId = actorId?.split(":").at(-1);
      if (userId !== undefined) persons?.forget(userId);
      // Before the start nothing is known yet; the list is read, and written without them.
      if (persons === undefined) known.load(await cursor.get(placesCursor));
      await cursor.set(placesCursor, known.forget(spaces, actorId));
    },
    health: () => health,
    diagnose: (asked, abort) => diagnose({ api, settings, publicUrl: context.publicUrl, log }, asked, abort),
    async stop() {
      health = { state: "stopped" };
      stopping.abort();
      take = undefined;
      await Promise.all([receiving, reading(), route?.settled()]);
    },
    async close() {},
  };
}

/** Only the assistant's pane shows that somebody writes: it is a thread in a direct message. Slack ends it with our answer. */
function isAssistants(space: Space): boolean {
  return space.kind === "dm" && space.thread !== undefined;
}

/** A delay that never rejects: whoever waits looks at the signal itself. */
function quietDelay(given: SlackContext["delay"]) {
  const wait = given ?? ((ms, signal) => sleep(ms, undefined, { signal, ref: false }));
  return (ms: number, signal: AbortSignal): Promise<void> => wait(ms, signal).catch(() => undefined);
}
