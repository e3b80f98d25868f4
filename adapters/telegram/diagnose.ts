import { clockFindings, type Diagnosis, type Finding, fault, ok } from "../../src/channel/diagnosis.ts";
import type { BotApi } from "./api.ts";
import { diagnoseDelivery, fieldsOf } from "./diagnose-delivery.ts";
import { diagnoseStaffChat } from "./diagnose-staff.ts";
import { faultOf, isTokenRefusal } from "./errors.ts";
import type { TelegramSettings } from "./settings.ts";

export interface DiagnoseParts {
  api: BotApi;
  settings: TelegramSettings;
  /** Where Telegram is to deliver; undefined with long polling. */
  webhookUrl: string | undefined;
}

/** What is right and wrong with the bot. Reads only; a token that is refused is all there is to say. */
export async function diagnose(
  parts: DiagnoseParts,
  asked: Diagnosis,
  signal: AbortSignal,
): Promise<Finding[]> {
  const { api, settings, webhookUrl } = parts;
  const secretUnused = settings.TELEGRAM_WEBHOOK_SECRET !== undefined && webhookUrl === undefined;
  const staffChat = settings.TELEGRAM_STAFF_CHAT_ID;
  const clock = clockOf(settings.TELEGRAM_API_ROOT, asked.now, signal);
  let me: Record<string, unknown>;
  try {
    me = fieldsOf(await api.call("getMe", {}, { signal, timeoutMs: 8_000 }));
  } catch (error) {
    return [unmet(parts, error)];
  }
  const bot = { id: String(me.id), privacy: me.can_read_all_group_messages === false };
  const [delivery, room] = await Promise.all([
    diagnoseDelivery({ api, webhookUrl, secretUnused }, asked, signal),
    staffChat === undefined ? [] : diagnoseStaffChat(api, staffChat, bot, signal),
  ]);
  return [
    ok("telegram_token", `Telegram knows the bot: @${me.username}.`),
    ...groupFindings(me),
    ...delivery,
    ...room,
    ...(await clock),
  ];
}

function unmet({ api, settings }: DiagnoseParts, error: unknown): Finding {
  const trouble = faultOf(error, api.redact);
  if (isTokenRefusal(trouble)) {
    return fault(
      "telegram_token_refused",
      "Telegram refuses the token.",
      "Get a new one from @BotFather (/token), set TELEGRAM_BOT_TOKEN and restart.",
    );
  }
  return fault(
    "telegram_unreachable",
    `Telegram cannot be reached at ${new URL(settings.TELEGRAM_API_ROOT).host}: ${trouble.detail}`,
    "Check the network, the name server and TELEGRAM_API_ROOT from this machine.",
  );
}

function groupFindings(me: Record<string, unknown>): Finding[] {
  if (me.can_join_groups === false) {
    return [ok("telegram_groups", "The bot cannot be added to groups (/setjoingroups); private chats work.")];
  }
  if (me.can_read_all_group_messages === false) {
    const heard =
      "commands and replies to it, and all where it is an administrator, but not its name in a sentence";
    const change =
      "(To change that: /setprivacy at @BotFather, then remove the bot from the group and add it again.)";
    return [ok("telegram_privacy", `Privacy mode is on: in groups the bot hears ${heard}. ${change}`)];
  }
  return [
    ok("telegram_privacy", "Privacy mode is off: in groups the bot hears all, and answers only who asks it."),
  ];
}

async function clockOf(root: string, now: number, signal: AbortSignal): Promise<Finding[]> {
  const answer = await fetch(root, { method: "HEAD", redirect: "manual", signal }).catch(() => undefined);
  return clockFindings(answer?.headers.get("date") ?? null, now);
}
