import { describe, expect, it } from "vitest";
import { ADAPTERS } from "../../adapters/index.ts";
import { placesCursor } from "../../adapters/slack/places.ts";
import type { Channel } from "../../src/channel/contract.ts";
import { silentLog } from "../../src/log.ts";

const SETTINGS = {
  TELEGRAM_BOT_TOKEN: "42:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  TELEGRAM_API_ROOT: "http://127.0.0.1:9",
  TELEGRAM_UNCERTAIN: "resend",
  DISCORD_BOT_TOKEN: "MTIzNDU2Nzg5MDEyMzQ1Njc4.x.y",
  DISCORD_API_ROOT: "http://127.0.0.1:9",
  DISCORD_STAFF_CHANNEL_ID: "555555555555555555",
  SLACK_BOT_TOKEN: "xoxb-000000-none",
  SLACK_API_ROOT: "http://127.0.0.1:9/",
  SLACK_STAFF_CHANNEL_ID: "C0000STAFF",
};

async function open(name: string): Promise<Channel> {
  const adapter = ADAPTERS.find((one) => one.name === name);
  const channel = await adapter?.open(SETTINGS, {
    log: silentLog,
    now: () => 0,
    commands: { en: [], zh: [] },
  });
  if (channel === undefined) throw new Error(`no ${name}`);
  return channel;
}

function memory(entries: Record<string, string>) {
  const values = new Map(Object.entries(entries));
  const cursor = {
    get: async (name: string) => values.get(name),
    set: async (name: string, value: string) => void values.set(name, value),
  };
  return { cursor, values };
}

const dm = (id: string) => ({ id, kind: "dm" as const });

describe("a channel that is told to forget somebody, while no server runs", () => {
  it("on Discord drops the private chat and the case's title, and keeps everybody else's", async () => {
    const opening = (conversation: string, title: string) => ({
      key: `discord:1/555/${conversation}/1`,
      title,
      line: `Case of ${title}`,
      since: 1,
      thread: "9",
    });
    const { cursor, values } = memory({
      channels: JSON.stringify([
        ["100", "", ""],
        ["200", "7", ""],
      ]),
      staff: JSON.stringify({
        of: "555555555555555555",
        openings: [opening("conv1", "Zerbrechlich"), opening("conv2", "Tom")],
        doubts: [],
      }),
    });
    const channel = await open("discord");
    await channel.forget?.({ actorId: "4815", spaces: [dm("100")], conversations: ["conv1"] }, cursor);
    expect(values.get("channels")).toBe('[["200","7",""]]');
    expect(values.get("staff")).not.toContain("Zerbrechlich");
    expect(values.get("staff")).toContain("Case of Tom");
    await channel.close();
  });

  it("on Slack drops the direct message, and their place in a thread that others write in", async () => {
    const { cursor, values } = memory({
      [placesCursor]: JSON.stringify([
        ["D1", "", "1.1", ["T1:U1"]],
        ["C1", "1.0", "1.2", ["T1:U1", "T1:U2"]],
      ]),
    });
    const channel = await open("slack");
    await channel.forget?.({ actorId: "T1:U1", spaces: [dm("D1")], conversations: [] }, cursor);
    expect(JSON.parse(values.get(placesCursor) ?? "")).toEqual([["C1", "1.0", "1.2", ["T1:U2"]]]);
    await channel.close();
  });

  it("on every account is harmless for somebody never heard of", async () => {
    for (const name of ["telegram", "discord", "slack"]) {
      const { cursor, values } = memory({});
      const channel = await open(name);
      await channel.forget?.({ spaces: [], conversations: ["nowhere"] }, cursor);
      expect([...values.values()].join(), name).not.toContain("nowhere");
      await channel.close();
    }
  });
});
