/** The words of a call for a person. */
export interface AlertWords {
  escalation: string;
  breach: string;
  /** With the minutes since. */
  since(minutes: number): string;
  mine: string;
  onIt(name: string): string;
  onItHint: string;
}

export const ALERTS: Record<"zh" | "en", AlertWords> = {
  zh: {
    escalation: "在叫人：客户转到了人工，还没有人接手",
    breach: "在叫人：回复时限已经超过",
    since: (minutes) => `已 ${minutes} 分钟`,
    mine: "我来处理",
    onIt: (name) => `${name} 说在处理`,
    onItHint: "暂时不再叫其他人；过一阵还没人接手，会继续叫。",
  },
  en: {
    escalation: "Calling people: the customer was handed over, and nobody has taken the case",
    breach: "Calling people: a target for answering was missed",
    since: (minutes) => `for ${minutes} min`,
    mine: "I’m on it",
    onIt: (name) => `${name} is on it`,
    onItHint: "Nobody else is called for a while. If the case still waits then, it goes on.",
  },
};
