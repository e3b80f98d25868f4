type Language = "zh" | "en";

/** Chinese for every variant of it, English for all others: what Discord tells is a language tag such as zh-TW. */
export function languageOf(locale: string | undefined): Language {
  return locale?.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** What Discord itself has us say around an answer: these belong to its buttons and menus, not to the conversation. */
export const phrases: Record<
  Language,
  {
    continued: (link: string) => string;
    closed: string;
    received: string;
    notYours: string;
    /** To the staff: a command arrived, a button has no use any more, a command has no place here. */
    noted: string;
    useless: string;
    elsewhere: string;
  }
> = {
  zh: {
    continued: (link) =>
      `我们私信里接着聊：${link}\n如果没有收到消息，请在本服务器的「隐私设置」里允许私信，再点一次按钮。`,
    closed: "现在没办法给您发私信。请在本服务器的「隐私设置」里允许私信，再点一次按钮。",
    received: "已收到您的消息，稍后在这里回复您。",
    notYours: "这个按钮是给提问的人用的。您可以用 /ask 提出自己的问题。",
    noted: "收到，结果会发在这里。",
    useless: "这个按钮现在用不上了。",
    elsewhere: "这个命令在这里用不了。客服请在工作区的对话里使用；要提问，请用 /ask。",
  },
  en: {
    continued: (link) =>
      `Let's go on in a direct message: ${link}\nIf nothing arrives there, allow direct messages in this server's Privacy Settings and press the button again.`,
    closed:
      "I can't send you a direct message right now. Please allow direct messages in this server's Privacy Settings and press the button again.",
    received: "Got it. We'll get back to you here.",
    notYours: "This button is for the person who asked. Use /ask for a question of your own.",
    noted: "Got it. The result is posted here.",
    useless: "This button is of no use any more.",
    elsewhere:
      "This command does nothing here. It is for the staff, in their room; use /ask to ask a question.",
  },
};
