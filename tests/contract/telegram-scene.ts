import { afterEach, beforeEach, expect, vi } from "vitest";
import { telegram } from "../../adapters/telegram/index.ts";
import type { Channel } from "../../src/channel/contract.ts";
import type { StaffRoom } from "../../src/channel/staff.ts";
import { commandMenus } from "../../src/conversation/phrases/phrases.ts";
import { type FakeTelegram, startFakeTelegram } from "../fakes/telegram.ts";
import { memoryPorts } from "../fakes/telegram-core.ts";
import { startRouteServer } from "../fakes/telegram-route.ts";

export const secret = "webhook-secret-0123456789";

interface TelegramScene {
  platform: FakeTelegram;
  channel: Channel;
  core: ReturnType<typeof memoryPorts>;
  /** Milliseconds of the channel's waits below a minute, in order. */
  waits: number[];
  /** What the channel logged. */
  lines: string[];
  /** Reopens the channel behind a server of its own, as Telegram would reach it; gives a way to post to it. */
  openWebhook(): Promise<(body: string, given?: string) => Promise<{ status: number; body: string }>>;
  /** Reopens the channel with a staff room in this group, as after a restart; does not start it. */
  openRoom(chatId: number | string): Promise<StaffRoom>;
  /** Five minutes pass: ends the long wait, once the channel has come to it. */
  passTime(): Promise<void>;
}

/** Telegram's fake, the channel before it and the core behind it, anew for every test of the file. */
export function telegramScene(): TelegramScene {
  const scene = { openWebhook, openRoom, passTime } as TelegramScene;
  /** Waits of a minute and more that are on. */
  let resting: (() => void)[] = [];
  const cleanups: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    resting = [];
    const platform = await startFakeTelegram();
    Object.assign(scene, { platform, core: memoryPorts(), waits: [], lines: [] });
    scene.channel = await open();
  });

  afterEach(async () => {
    await scene.channel.stop();
    await scene.channel.close();
    await scene.platform.close();
    for (const clean of cleanups.splice(0)) await clean();
  });

  /** Opens the channel as the composition root does: settings through the schema, the SDK loaded on demand. */
  function open(more: Record<string, string> = {}, publicUrl?: string): Promise<Channel> {
    const settings = telegram.settings.parse({
      TELEGRAM_BOT_TOKEN: scene.platform.token,
      TELEGRAM_API_ROOT: scene.platform.root,
      ...more,
    });
    const note = (fields: Record<string, unknown>, text: string) => {
      scene.lines.push(`${text} ${JSON.stringify(fields)}`);
    };
    const log = { debug: note, info: note, warn: note, error: note };
    return telegram.open(settings, { log, publicUrl, delay, commands: commandMenus() });
  }

  /** Waits of a minute and more last until the channel stops or `passTime`; shorter ones are over at once. */
  async function delay(ms: number, signal: AbortSignal): Promise<void> {
    if (ms >= 60_000) {
      await new Promise<void>((resolve) => {
        resting.push(resolve);
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
      return;
    }
    scene.waits.push(ms);
    await new Promise((resolve) => setImmediate(resolve));
  }

  async function openWebhook() {
    await scene.channel.close();
    const server = await startRouteServer(() => scene.channel.routes?.[0]);
    cleanups.push(server.close);
    scene.channel = await open({ TELEGRAM_WEBHOOK_SECRET: secret }, `${server.url}/`);
    await scene.channel.start(scene.core.ports);
    return async (body: string, given?: string) => {
      const headers: Record<string, string> =
        given === undefined ? {} : { "X-Telegram-Bot-Api-Secret-Token": given };
      const answer = await fetch(`${server.url}/webhooks/telegram`, { method: "POST", body, headers });
      return { status: answer.status, body: await answer.text() };
    };
  }

  async function openRoom(chatId: number | string): Promise<StaffRoom> {
    await scene.channel.stop();
    await scene.channel.close();
    scene.channel = await open({ TELEGRAM_STAFF_CHAT_ID: String(chatId) });
    if (!scene.channel.staff) throw new Error("the channel has no staff room");
    return scene.channel.staff;
  }

  async function passTime(): Promise<void> {
    await settled(() => resting.length > 0);
    for (const end of resting.splice(0)) end();
  }

  return scene;
}

export function message({ update_id, text }: { update_id: number; text: string }) {
  const chat = { id: 42, type: "private" };
  const from = { id: 42, is_bot: false, first_name: "Lin" };
  return { update_id, message: { message_id: 5, date: 1_790_000_000, chat, from, text } };
}

/** For what shows nowhere on the wire. */
export function settled(shows: () => boolean): Promise<void> {
  return vi.waitFor(() => expect(shows()).toBe(true), { interval: 2, timeout: 10_000 });
}
