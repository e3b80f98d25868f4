/** What is said around a contact: who it is on each channel, what makes them one, and how they are forgotten. */
export interface ContactWords {
  identities(n: number): string;
  verified: string;
  verifiedHelp: string;
  lastHeard(when: string): string;
  pastTitle: string;
  pastNone: string;
  pastAll(n: number): string;
  past(said: { channel: string; reference: string }): string;
  status: Record<"open" | "snoozed" | "resolved", string>;
  merge: string;
  mergeTitle: string;
  mergeFind: string;
  mergeHint: string;
  mergeNobody: string;
  mergeFound(n: number): string;
  mergePreview: string;
  mergeName(name: string): string;
  mergeCount(n: number): string;
  mergeSure: string;
  mergeHalf: string;
  mergeYes: string;
  mergeAlready: string;
  merged: string;
  mergesTitle: string;
  mergedBy(when: string, by: string | undefined): string;
  unmerge: string;
  unmergeOf(name: string): string;
  unmerged: string;
  unmergeGone: string;
  back: string;
  admin: string;
  export: string;
  exported: string;
  erase: string;
  eraseTitle: string;
  eraseWhat(n: { conversations: number; identities: number }): string;
  eraseKept: string;
  eraseOthers: string;
  next: string;
  eraseType(reference: string): string;
  eraseYes: string;
  eraseBusy: string;
  eraseFailed(why: string): string;
  goneTitle: string;
  gone(when: string): string;
  goneOf(n: { conversations: number; messages: number }): string;
  goneChats(channels: string): string;
  goneRooms: string;
  goneBackups: string;
}

export const CONTACT: Record<"zh" | "en", ContactWords> = {
  zh: {
    identities: (n) => (n === 1 ? "来自" : `来自 ${n} 个账号`),
    verified: "已验证",
    verifiedHelp: "公司的系统确认过这个人的身份",
    lastHeard: (when) => `最近一次找我们：${when}`,
    pastTitle: "其他对话",
    pastNone: "没有其他对话。",
    pastAll: (n) => `显示全部 ${n} 个`,
    past: ({ channel, reference }) => `${channel} · ${reference}`,
    status: { open: "进行中", snoozed: "已暂缓", resolved: "已解决" },
    merge: "合并联系人…",
    mergeTitle: "合并联系人",
    mergeFind: "查找另一个联系人",
    mergeHint: "姓名、平台账号，或对话编号",
    mergeNobody: "没有找到其他联系人。",
    mergeFound: (n) => `找到 ${n} 个`,
    mergePreview: "合并后，这些账号会显示在一起：",
    mergeName: (name) => `显示的名字是「${name}」，取自最近来过且有名字的账号。`,
    mergeCount: (n) => `一共 ${n} 个对话。`,
    mergeSure: "确定是同一个人再合并。客户那边没有任何变化，之后也可以撤销。",
    mergeHalf: "其中只有一方验证过身份。合并并不能证明另一方就是本人。",
    mergeYes: "合并",
    mergeAlready: "他们已经是同一个联系人了。",
    merged: "已合并",
    mergesTitle: "合并进来的联系人",
    mergedBy: (when, by) => (by === undefined ? `${when} 合并` : `${by} 于 ${when} 合并`),
    unmerge: "撤销",
    unmergeOf: (name) => `撤销与「${name}」的合并`,
    unmerged: "已撤销合并",
    unmergeGone: "这次合并已经被撤销了。",
    back: "上一步",
    admin: "客户数据",
    export: "导出数据",
    exported: "已导出，请妥善保管这个文件。",
    erase: "抹除数据…",
    eraseTitle: "抹除这位客户的数据",
    eraseWhat: ({ conversations, identities }) =>
      `将抹除 ${conversations} 个对话和 ${identities} 个账号里的文字、姓名、文件和平台账号。进行中的对话会立即结束。此操作无法恢复。`,
    eraseKept: "报表里的数量会保留，但看不出是谁。",
    eraseOthers: "客户自己的聊天记录、员工群里的帖子和备份不在这里，完成后会告诉你哪些需要另外删除。",
    next: "继续",
    eraseType: (reference) => `请输入对话编号 ${reference} 确认`,
    eraseYes: "永久抹除",
    eraseBusy: "正在抹除，请稍候…",
    eraseFailed: (why) => `没有完成：${why}`,
    goneTitle: "这位客户的数据已抹除",
    gone: (when) => `${when} 抹除。这里只留下报表用的数量。`,
    goneOf: ({ conversations, messages }) => `共抹除 ${conversations} 个对话、${messages} 条消息。`,
    goneChats: (channels) => `客户在 ${channels} 的聊天里还看得到原来的内容，我们删不了。`,
    goneRooms: "这些员工群的帖子里还有副本，请到那里删除：",
    goneBackups: "旧的备份文件里也还有，请按公司的规定处理。",
  },
  en: {
    identities: (n) => (n === 1 ? "Writes from" : `Writes from ${n} accounts`),
    verified: "Verified",
    verifiedHelp: "The company’s own system vouched for who this is",
    lastHeard: (when) => `Last came to us ${when}`,
    pastTitle: "Other conversations",
    pastNone: "There are no others.",
    pastAll: (n) => `Show all ${n}`,
    past: ({ channel, reference }) => `${channel} · ${reference}`,
    status: { open: "Open", snoozed: "Snoozed", resolved: "Resolved" },
    merge: "Merge with another contact…",
    mergeTitle: "Merge contacts",
    mergeFind: "Find the other contact",
    mergeHint: "A name, a platform’s id, or a reference",
    mergeNobody: "Nobody else was found.",
    mergeFound: (n) => (n === 1 ? "1 found" : `${n} found`),
    mergePreview: "These accounts would be shown as one person:",
    mergeName: (name) => `The name shown is “${name}”, of the latest account that has one.`,
    mergeCount: (n) => (n === 1 ? "1 conversation in all." : `${n} conversations in all.`),
    mergeSure:
      "Merge only when you are sure that it is one person. The customer notices nothing, and you can undo it.",
    mergeHalf: "Only one of the two is verified. Merging does not prove who the other one is.",
    mergeYes: "Merge",
    mergeAlready: "They are one contact already.",
    merged: "Merged",
    mergesTitle: "Merged into this contact",
    mergedBy: (when, by) => (by === undefined ? `Merged ${when}` : `Merged ${when} by ${by}`),
    unmerge: "Undo",
    unmergeOf: (name) => `Undo the merge with ${name}`,
    unmerged: "The merge is undone",
    unmergeGone: "Somebody has undone this merge already.",
    back: "Back",
    admin: "Customer data",
    export: "Export data",
    exported: "Exported. Keep the file safe.",
    erase: "Erase data…",
    eraseTitle: "Erase this customer’s data",
    eraseWhat: ({ conversations, identities }) =>
      `Texts, names, files and platform ids will be erased: ${conversations === 1 ? "1 conversation" : `${conversations} conversations`}, ${identities === 1 ? "1 account" : `${identities} accounts`}. A conversation that still runs ends. This cannot be undone.`,
    eraseKept: "What reports count stays, without a person.",
    eraseOthers:
      "The customer’s own chat, threads in staff rooms and backups are out of reach: you will be told what to delete there.",
    next: "Continue",
    eraseType: (reference) => `Type the reference ${reference} to confirm`,
    eraseYes: "Erase for good",
    eraseBusy: "Erasing, one moment…",
    eraseFailed: (why) => `Not finished: ${why}`,
    goneTitle: "This customer’s data was erased",
    gone: (when) => `Erased ${when}. Only what reports count is left.`,
    goneOf: ({ conversations, messages }) =>
      `${conversations === 1 ? "1 conversation" : `${conversations} conversations`}, ${messages === 1 ? "1 message" : `${messages} messages`}.`,
    goneChats: (channels) =>
      `The customer’s own chat on ${channels} still shows it. We cannot delete it there.`,
    goneRooms: "These threads of staff rooms still show it. Delete them there:",
    goneBackups: "Older backups hold it too. Treat them by your company’s rules.",
  },
};
