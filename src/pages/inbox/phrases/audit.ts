/** The words of the audit log. */
interface AuditWords {
  title: string;
  lead: string;
  who: string;
  everybody: string;
  what: string;
  whatHint: string;
  target: string;
  targetHint: string;
  show: string;
  none: string;
  older: string;
  nobody: string;
  operator: string;
  via: Record<"session" | "key" | "operator" | "door", string>;
  refused(code: string): string;
}

export const AUDIT: Record<"zh" | "en", AuditWords> = {
  zh: {
    title: "操作记录",
    lead: "谁在什么时候做了什么、看了谁的资料，最新的在前。记录只增不改，查看它也会留下一条。",
    who: "谁",
    everybody: "所有人",
    what: "操作",
    whatHint: "例如 people.role",
    target: "对象编号",
    targetHint: "对话、成员或密钥的编号",
    show: "筛选",
    none: "没有符合条件的记录。",
    older: "更早的记录",
    nobody: "未登录",
    operator: "服务器管理员",
    via: { session: "网页登录", key: "程序密钥", operator: "命令行", door: "登录入口" },
    refused: (code) => `被拒绝（${code}）`,
  },
  en: {
    title: "Audit log",
    lead: "Who did and read what, newest first. Nothing in it can be changed, and looking at it leaves a line too.",
    who: "Who",
    everybody: "Everybody",
    what: "What",
    whatHint: "Such as people.role",
    target: "Of what",
    targetHint: "The id of a case, a person or a key",
    show: "Show",
    none: "Nothing matches.",
    older: "Older entries",
    nobody: "Not signed in",
    operator: "The operator",
    via: { session: "signed in", key: "by key", operator: "command line", door: "at the door" },
    refused: (code) => `refused (${code})`,
  },
};
