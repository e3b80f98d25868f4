import { describe, expect, it } from "vitest";
import { telegramSettings, telegramVariables } from "../../../../adapters/telegram/settings.ts";

const token = "700100:FAKE-token-for-tests-0123456789abcd";

function faults(env: Record<string, string>): string {
  const result = telegramSettings.safeParse({ TELEGRAM_BOT_TOKEN: token, ...env });
  return result.success ? "" : result.error.issues.map((issue) => issue.message).join("\n");
}

describe("Telegram's settings", () => {
  it("need a token and nothing else", () => {
    expect(telegramSettings.parse({ TELEGRAM_BOT_TOKEN: token })).toEqual({
      TELEGRAM_BOT_TOKEN: token,
      TELEGRAM_API_ROOT: "https://api.telegram.org",
      TELEGRAM_UNCERTAIN: "resend",
    });
  });

  it("say what to do about a value that cannot work, and never repeat it", () => {
    expect(faults({ TELEGRAM_BOT_TOKEN: "my secret" })).toContain("@BotFather");
    expect(faults({ TELEGRAM_API_ROOT: "ftp://x" })).toContain("https://api.telegram.org");
    expect(faults({ TELEGRAM_WEBHOOK_SECRET: "short" })).toContain("openssl");
    expect(faults({ TELEGRAM_UNCERTAIN: "maybe" })).toContain("resend");
    expect(faults({ TELEGRAM_BOT_TOKEN: "my secret" })).not.toContain("my secret");
  });

  it("are all listed for .env.example", () => {
    expect([...telegramVariables].sort()).toEqual(Object.keys(telegramSettings.shape).sort());
  });
});
