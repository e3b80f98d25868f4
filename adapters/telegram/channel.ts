import { setTimeout as sleep } from "node:timers/promises";
import type { Channel, ChannelHealth, ChannelPorts } from "../../src/channel/contract.ts";
import type { Pace } from "../../src/channel/paces.ts";
import { reasonOf } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import type { BotName } from "./addressing.ts";
import { removableMs, telegramAlterer } from "./alter.ts";
import { botApi } from "./api.ts";
import { callerOf } from "./calls.ts";
import { diagnose } from "./diagnose.ts";
import { captionLimit, forgetTexts, labelLimit, placeOf } from "./encode.ts";
import { backoffMs, faultOf, isTokenRefusal } from "./errors.ts";
import { fetchFile } from "./fetch-file.ts";
import { albumLimit } from "./files.ts";
import { floodScope } from "./flood.ts";
import { intake, type Take } from "./intake.ts";
import { pollUpdates, tokenRefused } from "./polling.ts";
import { type CommandMenus, showCommands } from "./profile.ts";
import { telegramRoom } from "./room.ts";
import { telegramSender } from "./sender.ts";
import type { TelegramSettings } from "./settings.ts";
import { carrier } from "./upload.ts";
import { keepWebhook, webhookPath, webhookRoute } from "./webhook.ts";

export interface TelegramContext {
  log: Log;
  /** Where the world reaches this server. With a webhook secret it turns long polling into a webhook. */
  publicUrl?: string | undefined;
  /** What the menu of commands offers; in groups a bare command counts only when it is one of these. */
  commands?: CommandMenus | undefined;
  now?: () => number;
  /** Resolves after `ms`, or at once when `signal` aborts. */
  delay?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const ONE_A_SECOND: Pace = { messages: 5, withinMs: 5_000 };
const GROUP_PACE: Pace = { messages: 20, withinMs: 60_000 };

const capabilities: Channel["capabilities"] = {
  // 4096 UTF-16 units after entities; the rest is room for what lists and links add.
  text: { limit: 4000, unit: "utf16", counts: "visible" },
  caption: captionLimit,
  buttons: 20,
  buttonLabel: labelLimit,
  files: albumLimit,
  edits: true,
  deletes: true,
  deletesWithin: removableMs,
  typing: true,
  // core.telegram.org/bots/faq: about one a second to a chat, short bursts pass; 20 a minute to a group.
  paces: { dm: [ONE_A_SECOND], group: [ONE_A_SECOND, GROUP_PACE], channel: [ONE_A_SECOND, GROUP_PACE] },
  idempotent: false,
};

/** One Telegram bot. Nothing is called before `start`; sending works from then until `close`. */
export function openTelegram(settings: TelegramSettings, context: TelegramContext): Channel {
  const { log, now = Date.now } = context;
  const delay = quietDelay(context.delay);
  const token = settings.TELEGRAM_BOT_TOKEN;
  const api = botApi(token, settings.TELEGRAM_API_ROOT);
  const bot = botOf(token, context.commands);
  const account = `telegram:${bot.id}`;
  const stopping = new AbortController();
  const { signal } = stopping;
  let health: ChannelHealth = { state: "starting" };
  let take: Take | undefined;
  let ports: ChannelPorts | undefined;
  let receiving: Promise<void> = Promise.resolve();
  const setHealth = (next: ChannelHealth) => {
    if (!signal.aborted) health = next;
  };
  const call = callerOf(api);
  const floods = floodScope(now);
  const carry = carrier(account, () => ports?.file);
  const chatId = settings.TELEGRAM_STAFF_CHAT_ID;
  const room =
    chatId === undefined
      ? undefined
      : telegramRoom({ account, botId: bot.id, chatId, capabilities, call, carry, floods });
  const webhook = webhookOf(settings, context.publicUrl);
  const route = webhook && webhookRoute({ secret: webhook.secret, take: () => take, log });

  /** One try at knowing who we are. True when there is nothing more to try. */
  async function meet(): Promise<"met" | "refused" | "again"> {
    try {
      await introduce(signal);
      setHealth({ state: "up" });
      return "met";
    } catch (error) {
      const fault = faultOf(error, api.redact);
      const refused = isTokenRefusal(fault);
      if (!signal.aborted) log.warn({ reason: fault.detail }, "telegram not reached at start");
      setHealth({ state: "down", detail: refused ? tokenRefused : `Telegram: ${fault.detail}` });
      return refused ? "refused" : "again";
    }
  }

  async function introduce(until: AbortSignal): Promise<void> {
    const me = await api.call("getMe", {}, { signal: until, timeoutMs: 8_000 });
    const field = (name: string) =>
      typeof me === "object" && me !== null ? Reflect.get(me, name) : undefined;
    const username = field("username");
    if (typeof username === "string") bot.username = username;
    if (field("can_read_all_group_messages") === false) {
      log.info(
        { bot: bot.username },
        "telegram privacy mode is on: in groups, commands and replies are heard",
      );
    }
  }

  async function receive(to: ChannelPorts, first: "met" | "refused" | "again"): Promise<void> {
    let state = first;
    for (let attempt = 1; state === "again" && !signal.aborted; attempt += 1) {
      await delay(backoffMs(attempt), signal);
      if (!signal.aborted) state = await meet();
    }
    if (state !== "met" || signal.aborted) return;
    if (context.commands) void showCommands(api, context.commands, log, signal);
    await room?.meet(signal).catch((error: unknown) => {
      log.warn({ reason: api.redact(reasonOf(error)) }, "telegram staff chat not looked at");
    });
    if (signal.aborted) return;
    const parts = { api, setHealth, log, now, delay, signal };
    if (webhook) return keepWebhook({ ...parts, ...webhook });
    await api.call("deleteWebhook", {}, { signal }).catch((error: unknown) => {
      log.warn({ reason: faultOf(error, api.redact).detail }, "telegram webhook not removed");
    });
    await pollUpdates({ ...parts, take: takeOf(to), cursor: to.cursor });
  }

  function takeOf(to: ChannelPorts): Take {
    return intake({ api, ports: to, bot: () => bot, room, log, now, signal });
  }

  const send = telegramSender({
    call,
    floods,
    carry,
    async username(abort) {
      if (bot.username === undefined) await introduce(abort).catch(() => undefined);
      return bot.username;
    },
  });

  return {
    account,
    capabilities,
    uncertain: settings.TELEGRAM_UNCERTAIN,
    ...(route ? { routes: [route] } : {}),
    ...(room ? { staff: room.staff } : {}),
    async start(given) {
      ports = given;
      room?.attach(given);
      if (webhook) take = takeOf(given);
      const first = await meet();
      receiving = receive(given, first).catch((error: unknown) => {
        log.error({ reason: api.redact(reasonOf(error)) }, "telegram stopped receiving");
        setHealth({
          state: "down",
          detail: "Receiving stopped on a fault of ours. Restart, and see the log.",
        });
      });
    },
    send,
    alter: telegramAlterer({ call, floods }),
    async typing(space, abort) {
      const payload = { ...placeOf(space), action: "typing" };
      await api.call("sendChatAction", payload, { signal: abort }).catch(() => undefined);
    },
    fetch: (file, abort) => fetchFile(api, file, abort),
    forget: async () => forgetTexts(),
    health() {
      const complaint = health.state === "up" ? room?.complaint() : undefined;
      return complaint === undefined ? health : { state: "degraded", detail: complaint };
    },
    diagnose: (asked, abort) => diagnose({ api, settings, webhookUrl: webhook?.url }, asked, abort),
    async stop() {
      health = { state: "stopped" };
      stopping.abort();
      take = undefined;
      await Promise.all([receiving, route?.settled()]);
    },
    async close() {
      api.close();
    },
  };
}

function botOf(token: string, menus: CommandMenus | undefined): BotName {
  const id = token.split(":")[0] ?? token;
  if (menus === undefined) return { id };
  return { id, commands: new Set([...menus.en.map(({ name }) => name), "cancel", "ask"]) };
}

function webhookOf(settings: TelegramSettings, publicUrl: string | undefined) {
  const secret = settings.TELEGRAM_WEBHOOK_SECRET;
  if (!publicUrl || !secret) return undefined;
  return { url: `${publicUrl.replace(/\/+$/, "")}${webhookPath}`, secret };
}

/** A delay that never rejects: whoever waits looks at the signal itself. */
function quietDelay(given: TelegramContext["delay"]) {
  const wait = given ?? ((ms, signal) => sleep(ms, undefined, { signal, ref: false }));
  return (ms: number, signal: AbortSignal): Promise<void> => wait(ms, signal).catch(() => undefined);
}
