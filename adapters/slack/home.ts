import { shorten } from "../../src/channel/measure.ts";
import type { Aside } from "./decode.ts";
import { commandAction } from "./decode-interaction.ts";
import { LIMITS } from "./encode.ts";

export type Menus = Record<"zh" | "en", readonly { name: string; description: string }[]>;

/** Slack shows four prompts at most, each with a short title. */
const MOST_PROMPTS = 4;

/** What stands in the menus when nobody says otherwise. */
export const defaultMenus: Menus = {
  zh: [
    { name: "menu", description: "常见问题" },
    { name: "human", description: "转人工客服" },
    { name: "help", description: "我能帮您做什么" },
    { name: "start", description: "重新开始" },
  ],
  en: [
    { name: "menu", description: "Common questions" },
    { name: "human", description: "Talk to a person" },
    { name: "help", description: "What I can do for you" },
    { name: "start", description: "Start again" },
  ],
};

const words = {
  zh: {
    greeting:
      "*您好，这里是客服。*\n有问题直接在「消息」里发给我就行，一句话说清楚最好。也可以点下面的按钮。",
    safety: "无论谁问您要助记词、私钥、密码或验证码，都不要给，包括自称客服的人。",
    prompts: "您想问什么？",
    hint: "咱们到私信里接着说，我已经在那儿给您发了消息。",
    closed: "私信没能打开。请在左边「应用」里找到我，直接给我发消息。",
    "not-yours": "这个按钮是给提问的人用的。您也有问题的话，@我 就行。",
    "staff-only": "这个快捷方式只给客服在内部频道里用。",
    "no-reply":
      "这条没有发给客户。请在工单的讨论串里，对自己写的文字消息用这个快捷方式；带文件的话，先点「实时回复」再发。",
    later: "之后的回复会发到我和您的私信里。",
  },
  en: {
    greeting:
      "*Hi, this is customer support.*\nJust write your question under “Messages”; one sentence is enough. Or use a button below.",
    safety:
      "Never give your seed phrase, private key, password or codes to anyone, even if they say they are support.",
    prompts: "What would you like to ask?",
    hint: "Let's go on in our direct message: I have just written to you there.",
    closed:
      "I could not open our direct message. Please find me under “Apps” on the left and write to me there.",
    "not-yours": "This button is for the person who asked. Mention me to ask your own question.",
    "staff-only": "This shortcut is for support staff, in their own channel.",
    "no-reply":
      "Nothing was sent. Use this on words that somebody of the team wrote in a case's thread; to send files, switch live replies on first.",
    later: "Later replies come in our direct message.",
  },
} as const;

/** What we say ourselves, in the customer's language where it is known. */
export function say(what: Aside | "later", locale: string | undefined): string {
  return words[languageOf(locale)][what];
}

/** The home tab: a greeting, and what a customer may do by a press. */
export function homeView(menus: Menus, locale: string | undefined): Record<string, unknown> {
  const language = languageOf(locale);
  const { greeting, safety } = words[language];
  const elements = menus[language].slice(0, LIMITS.buttons).map(({ name, description }) => ({
    type: "button",
    text: { type: "plain_text", text: shorten(description, LIMITS.label), emoji: true },
    action_id: `${commandAction}${name}`,
    value: name,
  }));
  const actions = elements.length === 0 ? [] : [{ type: "actions", elements }];
  return {
    type: "home",
    blocks: [
      { type: "section", text: { type: "mrkdwn", text: greeting } },
      ...actions,
      { type: "context", elements: [{ type: "mrkdwn", text: safety }] },
    ],
  };
}

/** What the assistant's pane offers before the first word. A prompt sends the name of a command. */
export function suggestedPrompts(menus: Menus, locale: string | undefined): Record<string, unknown> {
  const language = languageOf(locale);
  const prompts = menus[language]
    .slice(0, MOST_PROMPTS)
    .map(({ name, description }) => ({ title: shorten(description, LIMITS.label), message: name }));
  return { title: words[language].prompts, prompts };
}

function languageOf(locale: string | undefined): "zh" | "en" {
  return locale?.toLowerCase().startsWith("zh") ? "zh" : "en";
}
