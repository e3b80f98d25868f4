import { chinese } from "./commands.ts";

const CHAT_INPUT = 1;
const STRING = 3;
/** Longest text of a reply or note by command: Discord lets an agent type no more into one. */
const textLimit = 4_000;

function command(name: string, description: { en: string; zh: string }, options: object[] = []) {
  return {
    type: CHAT_INPUT,
    name,
    description: description.en,
    description_localizations: chinese(description.zh),
    options,
  };
}

function option(name: string, words: { en: string; zh: string; zhName: string }, more: object) {
  return {
    type: STRING,
    name,
    name_localizations: chinese(words.zhName),
    description: words.en,
    description_localizations: chinese(words.zh),
    ...more,
  };
}

const text = option(
  "text",
  { en: "The words", zh: "要写的内容", zhName: "内容" },
  { required: true, max_length: textLimit },
);

/** The commands of the staff's server; each is used in the thread of its case. */
export const roomCommands: readonly object[] = [
  command("claim", { en: "Take this case", zh: "接手这个会话" }),
  command("r", { en: "Reply to the customer", zh: "回复客户" }, [text]),
  command("undo", { en: "Take back your last reply to the customer", zh: "撤回您给客户的最后一条回复" }),
  command("note", { en: "Write a note that the customer never sees", zh: "写一条内部备注，客户看不到" }, [
    text,
  ]),
  command("live", {
    en: "Reply mode: what you write goes to the customer",
    zh: "直接回复模式：您写的会发给客户",
  }),
  command("snooze", { en: "Put this case off for a while", zh: "稍后再处理这个会话" }, [
    option(
      "duration",
      {
        en: "Such as 30m, 2h or 1d; two hours if you leave it out",
        zh: "例如 30m、2h、1d；不填是两小时",
        zhName: "时长",
      },
      { required: false, max_length: 20 },
    ),
  ]),
  command("return", { en: "Give this case back to the bot", zh: "把会话交还给机器人" }),
  command("resolve", { en: "Mark this case as resolved", zh: "标记为已解决" }),
  command("link", { en: "Link your Discord account to the desk", zh: "把您的 Discord 账号和客服台关联" }, [
    option(
      "code",
      { en: "The code that the desk gave you", zh: "客服台给您的代码", zhName: "代码" },
      { required: true, max_length: 100 },
    ),
  ]),
];
