import type { Log } from "../../src/log.ts";
import type { BotApi } from "./api.ts";
import type { Caller } from "./calls.ts";
import { faultOf } from "./errors.ts";
import { roomMenu } from "./phrases.ts";

/** What the menus offer, by language. English is also for every language without a list of its own. */
export type CommandMenus = Record<"zh" | "en", readonly { name: string; description: string }[]>;

/** In a group nobody starts a bot: its menu leaves that out. */
const groupScope = { type: "all_group_chats" };

/** Fills the bot's command menus. A convenience: a failure is logged and nothing else. */
export async function showCommands(
  api: BotApi,
  menus: CommandMenus,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  try {
    for (const [language, menu] of [["en", menus.en] as const, ["zh", menus.zh] as const]) {
      const code = language === "en" ? {} : { language_code: language };
      const list = menu.map(({ name, description }) => ({ command: name, description }));
      await api.call("setMyCommands", { commands: list, ...code }, { signal });
      const group = list.filter(({ command }) => command !== "start");
      await api.call("setMyCommands", { commands: group, scope: groupScope, ...code }, { signal });
    }
    await api.call("setChatMenuButton", { menu_button: { type: "commands" } }, { signal });
  } catch (error) {
    if (signal.aborted) return;
    log.warn({ reason: faultOf(error, api.redact).detail }, "telegram command menu not set");
  }
}

/** The menu of the staff's chat. A convenience: a failure is of no interest. */
export async function showRoomCommands(
  call: Caller,
  chatId: () => string,
  signal: AbortSignal,
): Promise<void> {
  for (const language of ["en", "zh"] as const) {
    const scope = { type: "chat", chat_id: chatId() };
    const code = language === "en" ? {} : { language_code: language };
    await call("setMyCommands", { commands: roomMenu(language), scope, ...code }, signal);
  }
}
