import type { Locale } from "../../knowledge/entry.ts";

/** What the desk says of its hours. */
export interface TimePhrases {
  /** To somebody who was handed over while nobody is here. `{hours}` names the week's hours and their zone. */
  closed: string;
  closedUntil: string;
  /** On a day off. */
  dayOff: string;
  /** Outside the hours, where urgent cases are looked at around the clock. */
  closedUrgent: string;
  /** The week's hours with their zone. */
  hours: string;
  /** The place in the queue, and the first place. */
  place: string;
  placeNext: string;
  /** How long it takes from there: `{from}`, `{to}`, `{unit}`. */
  range: string;
  rangeUpTo: string;
  minutesUnit: string;
  hoursUnit: string;
  /** When that is later than the end of the hours. */
  closesBefore: string;
  stillWaiting: string;
  /** After a long silence, and after the silence that followed. */
  silenceWarning: string;
  silenceResolved: string;
  /** Between two sentences. */
  space: string;
  today: string;
  tomorrow: string;
  /** Another day: `{month}`, `{day}`, `{weekday}`, `{time}`. */
  later: string;
  daily: string;
  /** The hours of a desk that closes on holidays alone. */
  anyHour: string;
  /** From the first weekday to the last of a run. */
  days: string;
  /** A time on the day after. */
  nextDay: string;
  weekdays: [string, string, string, string, string, string, string];
  months: string[];
}

export const TIME: Record<Locale, TimePhrases> = {
  zh: {
    closed: "现在不在人工服务时间（{hours}）。消息已经留好，同事上班后会在这里回复你。",
    closedUntil: "现在不在人工服务时间（{hours}）。消息已经留好，{opens} 上班后，同事会在这里回复你。",
    dayOff:
      "今天休息，人工服务暂停（平时的时间：{hours}）。消息已经留好，{opens} 上班后，同事会在这里回复你。",
    closedUrgent: "现在不在平时的人工服务时间，不过紧急情况任何时候都会有人来看。",
    hours: "{hours}，{zone}",
    place: "你现在排在第 {place} 位。",
    placeNext: "你现在排在第 1 位，下一个就轮到你。",
    range: "按最近的情况，大约 {from} 到 {to} {unit}会有同事回复。",
    rangeUpTo: "按最近的情况，一般 {to} {unit}内会有同事回复。",
    minutesUnit: "分钟",
    hoursUnit: "小时",
    closesBefore: "我们{closes} 下班；要是还没轮到你，{opens} 上班后接着回复。",
    stillWaiting: "还在帮你排队，没有忘记你。不用一直守着，回复会发在这里。",
    silenceWarning:
      "有一阵子没收到你的消息了，不知道问题解决了没有。还需要帮忙的话，直接在这里回复一句就行；一直没有消息，我们过些时候会先结束这次对话。",
    silenceResolved:
      "一直没收到回复，这次对话就先结束了。问题要是还在，选下面的「还没解决」，或者随时发消息过来。",
    space: "",
    today: "今天 {time}",
    tomorrow: "明天 {time}",
    later: "{month}{day}日（{weekday}）{time}",
    daily: "每天",
    anyHour: "全天",
    days: "{first}至{last}",
    nextDay: "次日 {time}",
    weekdays: ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
    months: Array.from({ length: 12 }, (_, n) => `${n + 1}月`),
  },
  en: {
    closed:
      "Our colleagues are not at work right now ({hours}). Your messages are kept for them, and they will answer here.",
    closedUntil:
      "Our colleagues are not at work right now ({hours}). They are back {opens}, find your messages then, and answer here.",
    dayOff:
      "Our colleagues have the day off (usual hours: {hours}). They are back {opens}, find your messages then, and answer here.",
    closedUrgent: "It is outside our usual hours, but urgent cases are looked at around the clock.",
    hours: "{hours}, {zone}",
    place: "You are number {place} in the queue.",
    placeNext: "You are next in the queue.",
    range: "Going by recent waits, a colleague replies in about {from} to {to} {unit}.",
    rangeUpTo: "Going by recent waits, a colleague usually replies within {to} {unit}.",
    minutesUnit: "minutes",
    hoursUnit: "hours",
    closesBefore: "We are here until {closes}; if it is not your turn by then, we go on {opens}.",
    stillWaiting:
      "You are still in the queue, and not forgotten. No need to keep watching: the reply comes right here.",
    silenceWarning:
      "We have not heard from you for a while and hope it is solved. If you still need us, just reply here; if we hear nothing, we will close this conversation after some time.",
    silenceResolved:
      'We have heard nothing more, so we close this conversation. If it is not solved, choose "Not solved yet" below, or write to us at any time.',
    space: " ",
    today: "today at {time}",
    tomorrow: "tomorrow at {time}",
    later: "on {weekday}, {day} {month}, at {time}",
    daily: "every day",
    anyHour: "at any hour",
    days: "{first}–{last}",
    nextDay: "{time} the next day",
    weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    months: ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sep", "Oct", "Nov", "Dec"],
  },
};
