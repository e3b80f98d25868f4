import { describe, expect, it } from "vitest";
import { discordSettings } from "../../../../adapters/discord/settings.ts";

const token = "MTA0MDAwMDAwMDAwMDAwMDAwMQ.Gabcde.0123456789abcdefghijklmnopqrstuvwxyzAB";

describe("Discord's settings", () => {
  it("need a token and know Discord's address", () => {
    expect(discordSettings.parse({ DISCORD_BOT_TOKEN: token })).toEqual({
      DISCORD_BOT_TOKEN: token,
      DISCORD_API_ROOT: "https://discord.com/api",
    });
  });

  it("take a token as the portal's examples show it, and an address with a slash", () => {
    const read = discordSettings.parse({
      DISCORD_BOT_TOKEN: ` Bot ${token} `,
      DISCORD_API_ROOT: "http://127.0.0.1:8080/api/",
    });
    expect(read).toEqual({ DISCORD_BOT_TOKEN: token, DISCORD_API_ROOT: "http://127.0.0.1:8080/api" });
  });

  it.each([
    ["DISCORD_BOT_TOKEN", "my token", "Reset Token"],
    ["DISCORD_API_ROOT", "discord.com", "https://discord.com/api"],
    ["DISCORD_STAFF_CHANNEL_ID", "#cases", "Copy Channel ID"],
  ])("say what to do about a wrong %s without showing it", (name, value, advice) => {
    const result = discordSettings.safeParse({ DISCORD_BOT_TOKEN: token, [name]: value });
    const told = result.error?.issues.map(({ message }) => message).join();
    expect(told).toContain(advice);
    expect(told).not.toContain(`"${value}"`);
  });
});
