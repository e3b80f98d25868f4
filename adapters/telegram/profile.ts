import type { Log } from "../../src/log.ts";
import type { BotApi } from "./api.ts";
import { faultOf } from "./errors.ts";

/** What Telegram's menu offers. `und` is for every language without a list of its own. */
const commands: Record<"und" | "zh", readonly { command: string; description: string }[]> = {
  und: [
    { command: "menu", description: "Common questions" },
    { command: "human", description: "Talk to a person" },
    { command: "help", description: "What I can do for you" },
    { command: "start", description: "Start again" },
  ],
  zh: [
    { command: "menu", description: "常见问题" },
    { command: "human", description: "转人工客服" },
    { command: "help", description: "我能帮您做什么" },
    { command: "start", description: "重新开始" },
  ],
};

/** Fills the bot's command menu. A convenience: a failure is logged and nothing else. */
export async function showCommands(api: BotApi, log: Log, signal: AbortSignal): Promise<void> {
  try {
    for (const [language, list] of Object.entries(commands)) {
      const scope = language === "und" ? {} : { language_code: language };
      await api.call("setMyCommands", { commands: list, ...scope }, { signal });
    }
    await api.call("setChatMenuButton", { menu_button: { type: "commands" } }, { signal });
  } catch (error) {
    if (signal.aborted) return;
    log.warn({ reason: faultOf(error, api.redact).detail }, "telegram command menu not set");
  }
}
