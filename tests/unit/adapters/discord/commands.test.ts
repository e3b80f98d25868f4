import { describe, expect, it } from "vitest";
import { commandsOf, sameCommands } from "../../../../adapters/discord/commands.ts";
import { roomCommands } from "../../../../adapters/discord/room-commands.ts";
import { ROOM_COMMANDS } from "../../../../src/channel/staff.ts";

const offered = {
  en: [
    { name: "human", description: "Talk to a person" },
    { name: "ask", description: "not ours to replace" },
    { name: "Bad Name", description: "x" },
    { name: "long", description: "x".repeat(140) },
  ],
  zh: [{ name: "human", description: "转人工客服" }],
};

describe("the menu of commands", () => {
  it("offers ours in both languages, and what the desk offers besides", () => {
    const commands = commandsOf(offered);
    expect(commands.map((one) => Reflect.get(one, "name"))).toEqual([
      "support",
      "ask",
      "Ask support about this message",
      "human",
      "long",
    ]);
    expect(commands[3]).toMatchObject({ description_localizations: { "zh-CN": "转人工客服" } });
  });

  it("keeps Discord's limits", () => {
    for (const command of [...commandsOf(offered), ...roomCommands]) {
      const description = String(Reflect.get(command, "description") ?? "");
      expect(description.length).toBeLessThanOrEqual(100);
      expect(String(Reflect.get(command, "name")).length).toBeLessThanOrEqual(32);
    }
  });

  it("offers the staff every command of a room, /help being everybody's", () => {
    const names = roomCommands.map((one) => String(Reflect.get(one, "name")));
    expect([...names, "help"].sort()).toEqual([...ROOM_COMMANDS].sort());
  });

  it("is written only when it differs from what Discord has", () => {
    const wanted = commandsOf(offered);
    const present = structuredClone(wanted).map((one, index) => {
      const bare = { ...one, id: String(index), version: "1", application_id: "1", nsfw: false };
      return Reflect.get(bare, "options")?.length === 0 ? { ...bare, options: undefined } : bare;
    });
    expect(sameCommands([...present].reverse(), wanted)).toBe(true);
    expect(sameCommands(present.slice(1), wanted)).toBe(false);
    expect(sameCommands(undefined, wanted)).toBe(false);
    const renamed = present.map((one, index) => (index === 0 ? { ...one, description: "old" } : one));
    expect(sameCommands(renamed, wanted)).toBe(false);
  });
});
