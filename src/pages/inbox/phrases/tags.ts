/** What is said around tags. */
export interface TagWords {
  title: string;
  /** What the dialog opens from. */
  open: string;
  dialog: string;
  /** The dialog for several conversations at once. */
  dialogMany(n: number): string;
  search: string;
  searchHint: string;
  none: string;
  add(tag: string): string;
  remove(tag: string): string;
  added(tag: string): string;
  removed(tag: string): string;
  all: string;
  filter: string;
  more(n: number): string;
}

export const TAGS: Record<"zh" | "en", TagWords> = {
  zh: {
    title: "标签",
    open: "添加标签",
    dialog: "标签",
    dialogMany: (n) => `给 ${n} 个对话加标签`,
    search: "查找或新建标签",
    searchHint: "输入标签，回车添加",
    none: "还没有标签。输入一个，按回车新建。",
    add: (tag) => `新建「${tag}」`,
    remove: (tag) => `去掉「${tag}」`,
    added: (tag) => `已添加「${tag}」`,
    removed: (tag) => `已去掉「${tag}」`,
    all: "全部标签",
    filter: "按标签筛选",
    more: (n) => `还有 ${n} 个标签`,
  },
  en: {
    title: "Tags",
    open: "Add a tag",
    dialog: "Tags",
    dialogMany: (n) => `Tag ${n} conversations`,
    search: "Find or make a tag",
    searchHint: "Type a tag, Enter adds it",
    none: "No tags yet. Type one and press Enter.",
    add: (tag) => `New tag “${tag}”`,
    remove: (tag) => `Take off “${tag}”`,
    added: (tag) => `Added “${tag}”`,
    removed: (tag) => `Took off “${tag}”`,
    all: "All tags",
    filter: "Filter by tag",
    more: (n) => `${n} more tags`,
  },
};
