import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Channel, ChannelHealth, ChannelPorts } from "../../src/channel/contract.ts";
import { reasonOf } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import { discordAlterer } from "./alter.ts";
import { discordApi } from "./api.ts";
import { capabilities } from "./capabilities.ts";
import { commandsOf, type OfferedCommands, setCommands } from "./commands.ts";
import { type Connection, keepConnected } from "./connection.ts";
import { diagnose } from "./diagnose.ts";
import { backoffMs } from "./errors.ts";
import { fetchFile } from "./files.ts";
import { type Intake, intake } from "./intake.ts";
import { interactions as interactionsOf } from "./interactions.ts";
import { forgetPlaces } from "./known.ts";
import { discordRoom } from "./room.ts";
import { offerStaffCommands } from "./room-server.ts";
import { channelOf, discordSender } from "./sender.ts";
import type { DiscordSettings } from "./settings.ts";
import { uploadsOf } from "./uploads.ts";

export interface DiscordContext {
  log: Log;
  commands?: OfferedCommands | undefined;
  now?: () => number;
  /** Resolves after `ms`, or at once when `signal` aborts. */
  delay?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** One Discord application. Nothing is called before `start`; sending works from then until `close`. */
export function openDiscord(settings: DiscordSettings, context: DiscordContext): Channel {
  const { log, now = Date.now } = context;
  const delay = quietDelay(context.delay);
  const { DISCORD_BOT_TOKEN: token, DISCORD_STAFF_CHANNEL_ID: staffId } = settings;
  const root = settings.DISCORD_API_ROOT;
  const api = discordApi(token, root, now);
  const account = accountOf(token);
  const self = { botId: account, applicationId: account };
  const stopping = new AbortController();
  const { signal } = stopping;
  let health: ChannelHealth = { state: "starting" };
  let connection: Connection | undefined;
  let inbound: Intake | undefined;
  let core: ChannelPorts | undefined;
  const setHealth = (next: ChannelHealth) => {
    if (!signal.aborted) health = next;
  };
  const applicationId = () => self.applicationId;
  const interactions = interactionsOf({ api, applicationId, log, delay, signal });

  function ready(data: unknown): void {
    self.botId = idIn(data, "user") ?? self.botId;
    self.applicationId = idIn(data, "application") ?? self.botId;
    api.trust();
    const route = `/applications/${self.applicationId}/commands` as const;
    void setCommands({ api, log, signal }, route, commandsOf(context.commands));
    const { applicationId } = self;
    if (room) void room.meet(signal);
    else void offerStaffCommands(undefined, { api, log, applicationId, cursor: core?.cursor, signal });
  }

  /** What is known from before must be read first: it is what is missed that Discord is asked for. */
  async function load(from: Intake): Promise<void> {
    for (let failures = 1; !signal.aborted; failures += 1) {
      try {
        return await from.load();
      } catch (error) {
        log.error({ reason: reasonOf(error), attempt: failures }, "discord's known channels not read");
        setHealth({ state: "down", detail: "The store cannot be read." });
        await delay(backoffMs(failures), signal);
      }
    }
  }

  async function receive(ports: ChannelPorts): Promise<void> {
    const botId = () => self.botId;
    core = ports;
    room?.attach(ports);
    const taken = intake({ api, ports, interactions, botId, staffId, setHealth, log, now, delay, signal });
    inbound = taken;
    await load(taken);
    if (signal.aborted) return;
    const dispatch = (type: string, data: unknown) => {
      if (signal.aborted) return;
      if (type === "READY") ready(data);
      taken.dispatch(type, data);
    };
    connection = keepConnected({ token, root, dispatch, setHealth, log, delay, signal });
    await connection.tried;
  }

  const own: NonNullable<Channel["fetch"]> = (file, abort) => fetchFile({ api, root }, file, abort);
  const name = `discord:${account}`;
  const refused = () => connection?.renew("Discord refused the token in a call.");
  const send = discordSender({
    api,
    uploads: (files, abort) => uploadsOf(files, { own, account: name, ports: core }, abort),
    interactions,
    applicationId,
    botId: () => self.botId,
    now,
    refused,
  });

  const room =
    staffId === undefined
      ? undefined
      : discordRoom({
          api,
          account: name,
          channelId: staffId,
          botId: () => self.botId,
          applicationId,
          send,
          opened: async (place, newest) => inbound?.opened(place, newest),
          shelved: async (thread) => inbound?.forget(thread),
          log,
          now,
          delay,
        });

  /** What is wrong with the staff's room is no reason to call the account down. */
  function present(): ChannelHealth {
    const complaint = health.state === "up" ? room?.complaint() : undefined;
    return complaint === undefined ? health : { state: "degraded", detail: complaint };
  }

  return {
    account: name,
    capabilities,
    start: receive,
    send,
    alter: discordAlterer({ api, refused }),
    async typing(space, abort) {
      await api
        .call("POST", `/channels/${channelOf(space)}/typing`, { signal: abort })
        .catch(() => undefined);
    },
    fetch: own,
    async forget({ spaces, conversations }, cursor) {
      const chats = spaces.map(({ id }) => id);
      await (inbound === undefined ? forgetPlaces(cursor, chats) : inbound.forgetChats(chats));
      await room?.forget(conversations, cursor);
    },
    health: present,
    ...(room === undefined ? {} : { staff: room.staff }),
    diagnose: (asked, abort) =>
      diagnose({ api, settings, commands: commandsOf(context.commands) }, asked, abort),
    async stop() {
      health = { state: "stopped" };
      stopping.abort();
      await connection?.done;
      await inbound?.idle();
    },
    async close() {
      api.close();
    },
  };
}

/** A token begins with the bot's id, which is also the application's; one that does not is told apart by its hash. */
function accountOf(token: string): string {
  const id = Buffer.from(token.split(".")[0] ?? "", "base64").toString("latin1");
  return /^\d{15,20}$/.test(id) ? id : createHash("sha256").update(token).digest("hex").slice(0, 16);
}

function idIn(data: unknown, name: string): string | undefined {
  const id = Reflect.get(Object(Reflect.get(Object(data), name)), "id");
  return typeof id === "string" ? id : undefined;
}

/** A delay that never rejects: whoever waits looks at the signal itself. */
function quietDelay(given: DiscordContext["delay"]) {
  const wait = given ?? ((ms, signal) => sleep(ms, undefined, { signal, ref: false }));
  return (ms: number, signal: AbortSignal): Promise<void> => wait(ms, signal).catch(() => undefined);
}
