import { afterEach, beforeEach, expect, vi } from "vitest";
import { discord } from "../../adapters/discord/index.ts";
import type { Channel, ChannelPorts, Delivery } from "../../src/channel/contract.ts";
import { type FakeDiscord, startFakeDiscord } from "../fakes/discord.ts";
import { memoryPorts } from "../fakes/telegram-core.ts";

interface DiscordScene {
  platform: FakeDiscord;
  channel: Channel;
  core: ReturnType<typeof memoryPorts>;
  /** Milliseconds of the channel's waits below a minute, in order. */
  waits: number[];
  /** What the channel logged. */
  lines: string[];
  /** The core makes nothing of what comes. */
  ignoring: boolean;
  /** The staff's channel, where the operator named one. */
  staffId: string | undefined;
  /** Starts the channel and waits until the gateway has let it in. */
  begin(): Promise<void>;
  /** Stops the channel and opens another before the same core, as a restart does. */
  restart(): Promise<void>;
  /** As a kill does: whatever the channel has not stored yet is gone, and another is opened. */
  crash(): Promise<void>;
  /** A minute passes: ends the long waits that are on. */
  passTime(): void;
}

/** Discord's fake, the channel before it and the core behind it, anew for every test of the file. */
export function discordScene({ staffId }: { staffId?: string } = {}): DiscordScene {
  const scene = { begin, restart, crash, passTime } as DiscordScene;
  let resting: (() => void)[] = [];
  let gate = { open: true };

  beforeEach(async () => {
    resting = [];
    const platform = await startFakeDiscord();
    Object.assign(scene, { platform, core: memoryPorts(), waits: [], lines: [], ignoring: false, staffId });
    scene.channel = await open();
  });

  afterEach(async () => {
    await scene.channel.stop();
    await scene.channel.close();
    await scene.platform.close();
  });

  function open(): Promise<Channel> {
    const settings = discord.settings.parse({
      DISCORD_BOT_TOKEN: scene.platform.token,
      DISCORD_API_ROOT: scene.platform.root,
      DISCORD_STAFF_CHANNEL_ID: scene.staffId,
    });
    const note = (fields: Record<string, unknown>, text: string) => {
      scene.lines.push(`${text} ${JSON.stringify(fields)}`);
    };
    const commands = {
      en: [{ name: "human", description: "Talk to a person" }],
      zh: [{ name: "human", description: "转人工客服" }],
    };
    return discord.open(settings, {
      log: { debug: note, info: note, warn: note, error: note },
      commands,
      delay,
    });
  }

  /** Waits of a minute and more last until they are called off or `passTime`; shorter ones are over at once. */
  async function delay(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
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

  async function begin(): Promise<void> {
    await scene.channel.start(gated());
    await settled(() => scene.channel.health().state === "up");
  }

  async function restart(): Promise<void> {
    await scene.channel.stop();
    await scene.channel.close();
    scene.channel = await open();
  }

  async function crash(): Promise<void> {
    gate.open = false;
    await restart();
  }

  function gated(): ChannelPorts {
    const now = { open: true };
    gate = now;
    const { ports } = scene.core;
    return {
      ...ports,
      async receive(batch) {
        if (!now.open) throw new Error("the process is gone");
        const receipts = await ports.receive(batch);
        return scene.ignoring ? receipts.map(({ key }) => ({ key, outcome: "ignored" })) : receipts;
      },
    };
  }

  function passTime(): void {
    for (const end of resting.splice(0)) end();
  }

  return scene;
}

/** For what shows nowhere on the wire. */
export function settled(shows: () => boolean): Promise<void> {
  return vi.waitFor(() => expect(shows()).toBe(true), { interval: 2, timeout: 10_000 });
}

export function delivery(
  channelId: string,
  part: Partial<Delivery["part"]>,
  more: Partial<Delivery> = {},
): Delivery {
  return {
    idempotencyKey: "out-1#0",
    conversationId: "c1",
    space: { id: channelId, kind: "dm" },
    author: "bot",
    part: { text: "", choices: [], files: [], ...part },
    attempt: 1,
    ...more,
  };
}

export function never(): AbortSignal {
  return new AbortController().signal;
}
