import type { Log } from "../../src/log.ts";
import type { DiscordApi } from "./api.ts";

/** What the menu of commands offers besides /support and /ask, by language. */
export type OfferedCommands = Record<"zh" | "en", readonly { name: string; description: string }[]>;

const CHAT_INPUT = 1;
const MESSAGE_MENU = 3;
const TEXT_OPTION = 3;
/** Usable on servers and in direct messages with the bot. */
const contexts = [0, 1];
const textLimit = 1_000;
const descriptionLimit = 100;

/** Discord shows these to everybody whose client is in Chinese. */
export function chinese(text: string) {
  return { "zh-CN": text, "zh-TW": text };
}

function command(name: string, description: { zh: string; en: string }, options: object[] = []) {
  return {
    type: CHAT_INPUT,
    name,
    description: description.en.slice(0, descriptionLimit),
    description_localizations: chinese(description.zh.slice(0, descriptionLimit)),
    options,
    contexts,
    integration_types: [0],
  };
}

function textOption(required: boolean) {
  return {
    type: TEXT_OPTION,
    name: "text",
    name_localizations: { "zh-CN": "内容", "zh-TW": "內容" },
    description: "Your question",
    description_localizations: { "zh-CN": "您的问题", "zh-TW": "您的問題" },
    required,
    max_length: textLimit,
  };
}

/** All commands of the application, as Discord is to have them. */
export function commandsOf(offered?: OfferedCommands): object[] {
  const own = [
    command("support", { en: "Get help, seen by you alone", zh: "联系客服，只有您自己看得到" }, [
      textOption(false),
    ]),
    command("ask", { en: "Ask a question, seen by you alone", zh: "提一个问题，只有您自己看得到" }, [
      textOption(true),
    ]),
    {
      type: MESSAGE_MENU,
      name: "Ask support about this message",
      name_localizations: chinese("就这条消息咨询客服"),
      contexts,
      integration_types: [0],
    },
  ];
  const others = (offered?.en ?? [])
    .filter(({ name }) => /^[a-z0-9_-]{1,32}$/.test(name) && name !== "support" && name !== "ask")
    .map(({ name, description }) => {
      const zh = offered?.zh.find((one) => one.name === name)?.description ?? description;
      return command(name, { en: description, zh });
    });
  return [...own, ...others];
}

/** Makes a list of our commands at Discord the one we want; written only when it differs. A failure is logged, no more. */
export async function setCommands(
  { api, log, signal }: { api: DiscordApi; log: Log; signal: AbortSignal },
  route: `/applications/${string}/commands`,
  wanted: readonly object[],
): Promise<void> {
  try {
    const present = await api.call("GET", route, { query: { with_localizations: "true" }, signal });
    if (sameCommands(present, wanted)) return;
    await api.call("PUT", route, { body: wanted, signal });
  } catch (error) {
    if (signal.aborted) return;
    log.warn({ reason: api.faultOf(error).detail }, "discord commands not set");
  }
}

/** Discord adds ids, versions and defaults: what we say of a command must be there, in any order. */
export function sameCommands(present: unknown, wanted: readonly object[]): boolean {
  if (!Array.isArray(present) || present.length !== wanted.length) return false;
  return wanted.every((one) => present.some((other) => holds(other, one)));
}

function holds(present: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    const list = Array.isArray(present) ? present : [];
    return list.length === wanted.length && wanted.every((one, index) => holds(list[index], one));
  }
  if (typeof wanted === "object" && wanted !== null) {
    return Object.entries(wanted).every(([name, value]) => {
      const there = Reflect.get(Object(present), name);
      // Discord leaves out what is empty or false.
      if (there === undefined || there === null)
        return value === false || (Array.isArray(value) && value.length === 0);
      return holds(there, value);
    });
  }
  return present === wanted;
}
