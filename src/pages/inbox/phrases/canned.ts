/** What is said around replies kept for use again. */
export interface CannedWords {
  title: string;
  lead: string;
  open: string;
  search: string;
  searchHint: string;
  empty: string;
  noMatch: string;
  inOther: Record<"zh" | "en", string>;
  missing: string;
  variables: Record<string, string>;
  insert: string;
  add: string;
  edit(name: string): string;
  remove(name: string): string;
  removeSure(name: string): string;
  shortcut: string;
  shortcutHint: string;
  name: string;
  text: Record<"zh" | "en", string>;
  variablesHint: string;
  save: string;
  saveAnyway: string;
  saved(name: string): string;
  removed(name: string): string;
  readOnly: string;
  taken: string;
  invalid(why: string): string;
  newTitle: string;
  editTitle: string;
  actEdit: string;
  actRemove: string;
}

export const CANNED: Record<"zh" | "en", CannedWords> = {
  zh: {
    title: "快捷回复",
    lead: "常用的话存在这里，写回复时按 / 就能找到。",
    open: "插入快捷回复（/）",
    search: "查找快捷回复",
    searchHint: "名称、快捷词或内容",
    empty: "还没有快捷回复。主管可以在「快捷回复」页面添加。",
    noMatch: "没有找到。",
    inOther: { zh: "只有中文", en: "只有英文" },
    missing: "还差一点信息，填好就能插入：",
    variables: {
      "customer.name": "客户称呼",
      "agent.name": "你的名字",
      reference: "对话编号",
      tenant: "公司名称",
    },
    insert: "插入",
    add: "新建快捷回复",
    edit: (name) => `修改「${name}」`,
    remove: (name) => `删除「${name}」`,
    removeSure: (name) => `确定删除「${name}」吗？删除后无法恢复。`,
    shortcut: "快捷词",
    shortcutHint: "字母、数字或汉字，不含空格，例如 退款",
    name: "名称",
    text: { zh: "中文内容", en: "英文内容" },
    variablesHint: "可用变量，插入时自动填好：",
    save: "保存",
    saveAnyway: "我确认无误，保存",
    saved: (name) => `已保存「${name}」`,
    removed: (name) => `已删除「${name}」`,
    readOnly: "快捷回复由主管维护，这里只能查看。",
    taken: "这个快捷词已经用了，请换一个。",
    invalid: (why) => `还不能保存，请看看快捷词和变量写得对不对。（${why}）`,
    newTitle: "新建快捷回复",
    editTitle: "修改快捷回复",
    actEdit: "修改",
    actRemove: "删除",
  },
  en: {
    title: "Saved replies",
    lead: "Words you often need. Press / while writing to find them.",
    open: "Insert a saved reply (/)",
    search: "Find a saved reply",
    searchHint: "Name, shortcut or words",
    empty: "There are no saved replies yet. A supervisor can add some under “Saved replies”.",
    noMatch: "Nothing found.",
    inOther: { zh: "Chinese only", en: "English only" },
    missing: "Something is missing. Fill it in, and it goes in:",
    variables: {
      "customer.name": "The customer’s name",
      "agent.name": "Your name",
      reference: "The reference",
      tenant: "The company",
    },
    insert: "Insert",
    add: "New saved reply",
    edit: (name) => `Edit “${name}”`,
    remove: (name) => `Delete “${name}”`,
    removeSure: (name) => `Delete “${name}” for good?`,
    shortcut: "Shortcut",
    shortcutHint: "Letters, digits and dashes, such as refund",
    name: "Name",
    text: { zh: "In Chinese", en: "In English" },
    variablesHint: "Filled in by themselves when inserted:",
    save: "Save",
    saveAnyway: "It is right, save it",
    saved: (name) => `Saved “${name}”`,
    removed: (name) => `Deleted “${name}”`,
    readOnly: "Supervisors look after saved replies. You can read them here.",
    taken: "Another reply has this shortcut. Choose another.",
    invalid: (why) => `Not saved: ${why}`,
    newTitle: "New saved reply",
    editTitle: "Edit saved reply",
    actEdit: "Edit",
    actRemove: "Delete",
  },
};
