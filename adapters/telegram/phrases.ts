import { ROOM_COMMANDS, type RoomCommand } from "../../src/channel/staff.ts";

type Language = "zh" | "en";

const commands: Record<Language, Record<RoomCommand, string>> = {
  zh: {
    claim: "我来接待这位客户",
    resolve: "标记为已解决",
    return: "交还给机器人",
    snooze: "先放一放，例如 /snooze 2h",
    r: "回复客户：/r 要说的话",
    undo: "撤回你给客户的最后一条回复",
    note: "写一条只有同事看得到的备注",
    live: "打开回复模式：在这里说的话都发给客户（再发一次关闭）",
    link: "关联你的客服账号（请在私聊里发送）",
    help: "这里能做什么",
  },
  en: {
    claim: "Take this customer",
    resolve: "Mark as resolved",
    return: "Give back to the bot",
    snooze: "Look at it later, as in /snooze 2h",
    r: "Answer the customer: /r your words",
    undo: "Take back your last reply",
    note: "Write a note only colleagues see",
    live: "Reply mode: what you write goes to the customer (again: off)",
    link: "Link your agent account (send it in private)",
    help: "What can be done here",
  },
};

/** The menu of the staff's chat. */
export function roomMenu(language: Language): { command: string; description: string }[] {
  return ROOM_COMMANDS.map((command) => ({ command, description: commands[language][command] }));
}

/** To somebody who pressed a button under an answer to another. */
export function notYours(locale: string | undefined): string {
  return locale?.startsWith("zh")
    ? "这个按钮是给提问的人用的。你也有问题的话，回复我的消息就行。"
    : "This button is for the person who asked. Reply to my message to ask your own question.";
}

/** To somebody in the staff's chat whose press came to nothing. */
export function pressIgnored(locale: string | undefined): string {
  return locale?.startsWith("zh")
    ? "这次没有生效。还没关联客服账号的话，请先在和我的私聊里发送 /link 加上你的代码。"
    : "Nothing was done. If your agent account is not linked yet, send me /link and your code in a private chat.";
}

/** Below the names of files that could not be had, in the language of the text they belong to, or in both. */
export function notCarried(text: string, files: number): string {
  const zh = files === 1 ? "这个文件没能传过来。" : "这些文件没能传过来。";
  const en = files === 1 ? "This file could not be carried over." : "These files could not be carried over.";
  if (!/\p{L}/u.test(text)) return `${zh} ${en}`;
  return /\p{Script=Han}/u.test(text) ? zh : en;
}
