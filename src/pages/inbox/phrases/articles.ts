/** What is said around the knowledge that agents put into their replies. */
export const ARTICLES = {
  zh: {
    open: "插入知识库答案（#，Ctrl+J）",
    search: "查找知识库",
    searchHint: "标题，中英文都可以",
    noMatch: "知识库里没有找到。",
    inOther: { zh: "只有中文", en: "只有英文" },
  },
  en: {
    open: "Insert an answer from the knowledge base (#, Ctrl+J)",
    search: "Find an answer",
    searchHint: "Title, in either language",
    noMatch: "The knowledge base has nothing like this.",
    inOther: { zh: "Chinese only", en: "English only" },
  },
} satisfies Record<"zh" | "en", object>;
