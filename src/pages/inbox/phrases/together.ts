/** The words of working together: who takes cases, who looks at one. */
export interface TogetherWords {
  standing: Record<"available" | "away" | "asleep", string>;
  /** What a press of the switch does now. */
  goAway: string;
  goAvailable: string;
  colleagues: string;
  /** "2 of 5 cases". */
  load(open: number, capacity: number): string;
  languages: Record<"zh" | "en", string>;
  /** With names: who has the conversation open, and who writes to the customer. */
  looking(names: string[]): string;
  replying(names: string[]): string;
}

export const TOGETHER: Record<"zh" | "en", TogetherWords> = {
  zh: {
    standing: { available: "在线接待", away: "暂离", asleep: "没有动静" },
    goAway: "暂离：让同事知道你不接新会话，手上的会话保留",
    goAvailable: "开始接待：让同事知道你在",
    colleagues: "同事",
    load: (open, capacity) => `${open}/${capacity} 个会话`,
    languages: { zh: "中文", en: "英文" },
    looking: (names) => `${names.join("、")} 也在看`,
    replying: (names) => `${names.join("、")} 正在回复`,
  },
  en: {
    standing: { available: "Available", away: "Away", asleep: "No sign of life" },
    goAway: "Go away: colleagues see that you take no new cases; yours stay yours",
    goAvailable: "Be available: colleagues see that you are here",
    colleagues: "Colleagues",
    load: (open, capacity) => `${open} of ${capacity} cases`,
    languages: { zh: "Chinese", en: "English" },
    looking: (names) => `${listed(names)} ${names.length === 1 ? "is" : "are"} looking too`,
    replying: (names) => `${listed(names)} ${names.length === 1 ? "is" : "are"} replying`,
  },
};

function listed(names: string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
