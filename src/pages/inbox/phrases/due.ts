/** The words of what is promised to customers. */
export interface DueWords {
  title: string;
  kinds: Record<"first" | "next" | "resolve", string>;
  /** With a duration: "4 min". */
  left(time: string): string;
  late(time: string): string;
  /** Within this minute, on either side. */
  now: string;
  /** With a date and a time. */
  by(when: string): string;
  rests: string;
}

export const DUE: Record<"zh" | "en", DueWords> = {
  zh: {
    title: "时限",
    kinds: { first: "首次回复", next: "下次回复", resolve: "解决" },
    left: (time) => `还剩 ${time}`,
    late: (time) => `超时 ${time}`,
    now: "现在到时",
    by: (when) => `${when} 前`,
    rests: "现在没有在计时的时限。",
  },
  en: {
    title: "Targets",
    kinds: { first: "First reply", next: "Next reply", resolve: "Resolution" },
    left: (time) => `${time} left`,
    late: (time) => `${time} late`,
    now: "due now",
    by: (when) => `by ${when}`,
    rests: "Nothing is being timed right now.",
  },
};
