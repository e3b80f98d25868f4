import type { SettingsPage } from "../route.ts";

/** The words around all settings: the way there, and the names of the pages. */
interface SettingsWords {
  title: string;
  pages: Record<SettingsPage, string>;
  /** On the way there, while an admin lacks the second step. */
  needsYou: string;
  notYours: string;
}

export const SETTINGS_WORDS: Record<"zh" | "en", SettingsWords> = {
  zh: {
    title: "设置",
    pages: { account: "我的账号", canned: "快捷回复", invitations: "邀请", audit: "操作记录" },
    needsYou: "还没有开启两步验证",
    notYours: "你的角色看不到这一页。",
  },
  en: {
    title: "Settings",
    pages: { account: "My account", canned: "Saved replies", invitations: "Invitations", audit: "Audit log" },
    needsYou: "the second step is not set up yet",
    notYours: "Your role does not include this page.",
  },
};
