/** The words around changing and taking back a reply. */
export interface ChangeWords {
  edit: string;
  takeBack: string;
  /** Names of the buttons and the box, with the words they are about. */
  editOf(text: string): string;
  takeBackOf(text: string): string;
  box: string;
  save: string;
  saving: string;
  saveAnyway: string;
  hint: string;
  sure: string;
  yes: string;
  keep: string;
  takenBackBy(name: string): string;
  earlier: string;
  /** With who gave it other words, and when. */
  until(name: string, when: string): string;
  state: Record<"edit" | "delete", Record<"pending" | "failed" | "unknown", string>>;
  wanted: string;
  refusals: Record<string, string>;
}

export const CHANGES: Record<"zh" | "en", ChangeWords> = {
  zh: {
    edit: "修改",
    takeBack: "撤回",
    editOf: (text) => `修改回复：${text}`,
    takeBackOf: (text) => `撤回回复：${text}`,
    box: "修改已发送的回复",
    save: "保存",
    saving: "保存中…",
    saveAnyway: "我确认无误，保存",
    hint: "Enter 保存 · Esc 放弃",
    sure: "撤回后客户就看不到了，确定吗？",
    yes: "确定撤回",
    keep: "不撤回",
    takenBackBy: (name) => `${name} 已撤回，客户看不到`,
    earlier: "已编辑",
    until: (name, when) => `${name} 于 ${when} 修改，此前是`,
    state: {
      edit: {
        pending: "正在修改，客户看到的还是上面的内容",
        failed: "没改成，客户看到的还是上面的内容",
        unknown: "不确定改成没有，客户可能看到任一版本",
      },
      delete: {
        pending: "正在撤回，客户暂时还看得到",
        failed: "没能撤回，客户还看得到",
        unknown: "不确定撤回没有，客户可能还看得到",
      },
    },
    wanted: "要改成",
    refusals: {
      no_such_reply: "只能修改或撤回客服发出的回复。",
      not_author: "这是同事的回复，请同事本人或主管来改。",
      not_owner: "这个会话现在不归你处理，改不了。",
      taken_back: "这条已经撤回了。",
      channel_cannot: "这个渠道不支持修改或撤回，请再发一条更正。",
      too_old: "时间太久，对方平台不让撤回了，请再发一条更正。",
      uncertain: "不确定这条有没有送达，请先重发或向客户确认。",
      does_not_fit: "新内容比原来长，放不下。请写短些，多出的另发一条。",
    },
  },
  en: {
    edit: "Edit",
    takeBack: "Take back",
    editOf: (text) => `Edit the reply: ${text}`,
    takeBackOf: (text) => `Take back the reply: ${text}`,
    box: "New words for the reply that was sent",
    save: "Save",
    saving: "Saving…",
    saveAnyway: "It is right, save it",
    hint: "Enter saves · Esc leaves",
    sure: "The customer will no longer see it. Take it back?",
    yes: "Yes, take it back",
    keep: "Keep it",
    takenBackBy: (name) => `${name} took this back: the customer no longer sees it`,
    earlier: "edited",
    until: (name, when) => `Before ${name} changed it, ${when}`,
    state: {
      edit: {
        pending: "Change on its way; until then the customer reads the words above",
        failed: "Not changed: the customer still reads the words above",
        unknown: "May not be changed: the customer reads one or the other",
      },
      delete: {
        pending: "Being taken back; until then the customer sees it",
        failed: "Not taken back: the customer still sees it",
        unknown: "May not be taken back: the customer may still see it",
      },
    },
    wanted: "New words",
    refusals: {
      no_such_reply: "Only what an agent replied can be changed or taken back.",
      not_author: "This reply is a colleague’s. They can change it, or a supervisor.",
      not_owner: "This conversation is not yours now, so it cannot be changed.",
      taken_back: "This reply was taken back already.",
      channel_cannot: "This channel cannot change what was sent. Send a correction instead.",
      too_old:
        "It is too old: the customer’s platform no longer lets us remove it. Send a correction instead.",
      uncertain: "Nobody knows whether this reply arrived. Send it again first, or ask the customer.",
      does_not_fit:
        "The new words need more room than the old ones. Shorten them, or send the rest as a further reply.",
    },
  },
};
