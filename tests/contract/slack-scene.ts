import { afterEach, beforeEach, expect, vi } from "vitest";
import { slack } from "../../adapters/slack/index.ts";
import type { Channel, Delivery, InboundEvent } from "../../src/channel/contract.ts";
import { type FakeSlack, startFakeSlack } from "../fakes/slack.ts";
import { memoryPorts } from "../fakes/telegram-core.ts";
import { startRouteServer } from "../fakes/telegram-route.ts";

export type Way = "Socket Mode" | "HTTP";

interface SlackScene {
  platform: FakeSlack;
  channel: Channel;
  core: ReturnType<typeof memoryPorts>;
  /** Milliseconds of the channel's waits below a minute, in order. */
  waits: number[];
  /** What the channel logged. */
  lines: string[];
  /** Where deliveries go by HTTP. */
  url: string;
  /** Milliseconds by which the channel's clock is ahead of Slack's. */
  ahead: number;
  /** Opens the channel anew, as after a restart; the core keeps what it has. */
  reopen(more?: Record<string, string>): Promise<void>;
  /** A long wait is over, once the channel has come to it. */
  passTime(): Promise<void>;
  /** Starts, and waits until deliveries can arrive. */
  start(): Promise<void>;
  /** Resolves once so many events of any kind are stored. */
  stored(count: number): Promise<InboundEvent[]>;
}

/**
 * Slack's fake, the channel before it and the core behind it, anew for every test of the file. `always` are settings of
 * every opening.
 */
export function slackScene(way: Way, always: Record<string, string> = {}): SlackScene {
  const scene = { reopen, passTime, start, stored } as SlackScene;
  let resting: (() => void)[] = [];
  let closeServer: (() => Promise<void>) | undefined;

  beforeEach(async () => {
    resting = [];
    const platform = await startFakeSlack();
    Object.assign(scene, { platform, core: memoryPorts(), waits: [], lines: [], ahead: 0 });
    const server = await startRouteServer(() => scene.channel.routes?.[0]);
    closeServer = server.close;
    scene.url = `${server.url}/webhooks/slack`;
    if (way === "HTTP") platform.deliverTo(scene.url);
    scene.channel = await open();
  });

  afterEach(async () => {
    await scene.channel.stop();
    await scene.channel.close();
    await scene.platform.close();
    await closeServer?.();
  });

  /** Opens the channel as the composition root does: settings through the schema, the SDK loaded on demand. */
  function open(more: Record<string, string> = {}): Promise<Channel> {
    const { token, root, appToken, signingSecret } = scene.platform;
    const receives = way === "HTTP" ? { SLACK_SIGNING_SECRET: signingSecret } : { SLACK_APP_TOKEN: appToken };
    const settings = slack.settings.parse({
      SLACK_BOT_TOKEN: token,
      SLACK_API_ROOT: root,
      ...receives,
      ...always,
      ...more,
    });
    const note = (fields: Record<string, unknown>, text: string) => {
      scene.lines.push(`${text} ${JSON.stringify(fields)}`);
    };
    const log = { debug: note, info: note, warn: note, error: note };
    return slack.open(settings, { log, delay, now: () => Date.now() + scene.ahead });
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
    if (ms > 0) scene.waits.push(ms);
    await new Promise((resolve) => setImmediate(resolve));
  }

  async function reopen(more: Record<string, string> = {}): Promise<void> {
    await scene.channel.stop();
    await scene.channel.close();
    scene.channel = await open(more);
  }

  async function passTime(): Promise<void> {
    await settled(() => resting.length > 0);
    for (const end of resting.splice(0)) end();
  }

  async function start(): Promise<void> {
    await scene.channel.start(scene.core.ports);
    await settled(() => scene.channel.health().state === "up");
  }

  async function stored(count: number): Promise<InboundEvent[]> {
    await settled(() => scene.core.events.length >= count);
    return scene.core.events;
  }

  return scene;
}

/** For what shows nowhere on the wire. */
export function settled(shows: () => boolean): Promise<void> {
  return vi.waitFor(() => expect(shows()).toBe(true), { interval: 2, timeout: 10_000 });
}

export function delivery(part: Partial<Delivery["part"]>, more: Partial<Delivery> = {}): Delivery {
  return {
    idempotencyKey: "message-1:0",
    conversationId: "conversation-1",
    space: { id: "D024LIN", kind: "dm" },
    author: "bot",
    part: { text: "", choices: [], files: [], ...part },
    attempt: 1,
    ...more,
  };
}

export const never = (): AbortSignal => new AbortController().signal;
