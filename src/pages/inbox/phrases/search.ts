/** What is said around looking for words in everything. */
export interface SearchWords {
  title: string;
  /** Of the box. */
  label: string;
  placeholder: string;
  lead: string;
  leadKeys: string;
  busy: string;
  count(n: number, more: boolean): string;
  answers(n: number): string;
  none(q: string): string;
  noneHint: string;
  noneFiltered: string;
  /** Nothing among the newest, and older ones were not looked at yet. */
  noneYet: string;
  further: string;
  more: string;
  end: string;
  failed: string;
  again: string;
  results: string;
  filters: string;
  filtersSet(n: number): string;
  clear: string;
  inCase: string;
  foundHere: string;
  /** Of a filter that asks for nothing. */
  any: string;
  field: Record<"view" | "account" | "owner" | "locale" | "author" | "when" | "from" | "to", string>;
  when: Record<"today" | "week" | "month" | "year" | "days", string>;
  ownerMe: string;
  knowledge: string;
  knowledgeNone: string;
  asked: string;
  /** In the filter of a list. */
  everywhere(q: string): string;
}

export const SEARCH: Record<"zh" | "en", SearchWords> = {
  zh: {
    title: "搜索",
    label: "搜索全部对话",
    placeholder: "文字、姓名、编号、交易哈希或地址",
    lead: "在所有对话、备注和知识库里查找。多个词用空格隔开，“引号”里的内容按原样连着找。",
    leadKeys: "回车或 ↓ 进入结果，J / K 上下移动，回车打开，Esc 返回。",
    busy: "正在搜索…",
    count: (n, more) => (more ? `找到 ${n} 个以上的对话` : `找到 ${n} 个对话`),
    answers: (n) => `知识库 ${n} 条`,
    none: (q) => `没有找到「${q}」。`,
    noneHint: "试试换个说法或少写几个字；哈希和地址可以只写开头，也可以写成 0x1234…abcd。",
    noneFiltered: "当前设有筛选条件，清除后可能会找到。",
    noneYet: "较新的对话里没有，更早的还没有查。",
    further: "继续往前查",
    more: "显示更多",
    end: "全部结果都在这里了。",
    failed: "搜索没有成功。",
    again: "重试",
    results: "找到的对话",
    filters: "筛选",
    filtersSet: (n) => `筛选 · 已设 ${n} 项`,
    clear: "清除筛选",
    inCase: "对话信息",
    foundHere: "搜索结果",
    any: "不限",
    field: {
      view: "状态",
      account: "渠道",
      owner: "负责人",
      locale: "语言",
      author: "谁说的",
      when: "时间",
      from: "从",
      to: "到",
    },
    when: { today: "今天", week: "最近 7 天", month: "最近 30 天", year: "最近一年", days: "指定日期" },
    ownerMe: "我",
    knowledge: "知识库",
    knowledgeNone: "知识库里没有相关内容。",
    asked: "客户的问法",
    everywhere: (q) => `在全部对话中搜索「${q}」`,
  },
  en: {
    title: "Search",
    label: "Search everything",
    placeholder: "Words, a name, a reference, a hash or an address",
    lead: "Looks through all conversations, notes and answers. Every word has to be there; “quotes” keep words together.",
    leadKeys: "Enter or ↓ goes to the results, J and K through them, Enter opens, Esc goes back.",
    busy: "Searching…",
    count: (n, more) =>
      more ? `More than ${n} conversations` : `${n} ${n === 1 ? "conversation" : "conversations"}`,
    answers: (n) => `${n} ${n === 1 ? "answer" : "answers"}`,
    none: (q) => `Nothing found for “${q}”.`,
    noneHint:
      "Try other or fewer words. Hashes and addresses are found by their beginning, and as 0x1234…abcd.",
    noneFiltered: "Filters are set; without them there may be more.",
    noneYet: "Nothing among the newer ones. The older ones have not been looked at yet.",
    further: "Look further back",
    more: "Show more",
    end: "That is all.",
    failed: "The search did not work.",
    again: "Try again",
    results: "Conversations found",
    filters: "Filters",
    filtersSet: (n) => `Filters · ${n} set`,
    clear: "Clear filters",
    inCase: "Case",
    foundHere: "Search result",
    any: "Any",
    field: {
      view: "Status",
      account: "Channel",
      owner: "Owner",
      locale: "Language",
      author: "Said by",
      when: "Time",
      from: "From",
      to: "To",
    },
    when: {
      today: "Today",
      week: "Past 7 days",
      month: "Past 30 days",
      year: "Past year",
      days: "Between days",
    },
    ownerMe: "Me",
    knowledge: "Answers",
    knowledgeNone: "No answer mentions this.",
    asked: "As customers ask",
    everywhere: (q) => `Search all conversations for “${q}”`,
  },
};
