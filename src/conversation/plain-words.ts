import { asksSomething } from "./slots.ts";

/** "Found it!", "到账了": the matter is settled. */
const SOLVED =
  /看到了|找到了|收到了|到[账帳賬]了|解[决決]了|搞定了?|弄好了|成功了|没事了|沒事了|\b(?:solved|fixed|sorted(?: out)?|found it|(?:it )?works now|(?:it|they) (?:has |have |just )?arrived|got it working)\b/iu;
const NOT_YET = /[没沒](?!事)|[不未还還]|\b(?:not|still|never|isn'?t|wasn'?t|hasn'?t|un)/iu;
const THANKS =
  /谢谢|謝謝|感谢|感謝|多谢|多謝|thank(?:s| you)|thx|great|cool|ok(?:ay)?|好的|现在|現在|已经|已經|now/giu;
/** With more beside it, the words tell of something else that arrived or was found. */
const BESIDE_SOLVED = 4;
/** A case's reference by itself, perhaps with what it is: "工单号 K-7Q2MXA". */
const REFERENCE =
  /^(?:\s|[:：#,，]|my|the|我的|工[单單]|[编編][号號]|[号號]|是|投诉|投訴|case|ticket|reference|ref|number|no\.|is|it'?s)*K-[A-Z\d]{6}[\s.。!！?？]*$/iu;

/** True for a short text that says that the problem is gone. */
export function saysSolved(text: string): boolean {
  if (!SOLVED.test(text) || NOT_YET.test(text) || asksSomething(text)) return false;
  const rest = text.replace(SOLVED, "").replace(THANKS, "");
  return rest.replace(/[^\p{L}\p{N}]/gu, "").length <= BESIDE_SOLVED;
}

/** True for a text that is a case's reference: only a person can look it up. */
export function quotesReference(text: string): boolean {
  return REFERENCE.test(text);
}

/** Words that ask when a person comes; a question about anything else that takes time has its topic in it. */
const HOW_LONG =
  /(?:还|還)?(?:要|得|需要)等(?:多久|多长时间|多長時間|几|幾)|等多久|排(?:队|隊)?(?:到|在)?第?(?:几|幾)|第(?:几|幾)位|前面(?:还|還)?有?(?:几|幾|多少)|(?:什么时候|什麼時候|几时|幾時|多久)(?:才|能|会|會|可以)*(?:有人|轮到|輪到|回复|回覆|回我|理我|来人|來人)|how (?:much )?long(?:er)? (?:do|will|must|should|would) (?:i|we) (?:have to |need to |be )?wait|how long(?: i|'?)s the (?:wait|queue|line)|when (?:will|does|can|is) (?:someone|somebody|anyone|a (?:person|human|colleague|agent)|you)[^.?!]{0,20}(?:reply|answer|respond|help|coming|write)|(?:position|place|spot) in (?:the )?(?:queue|line)|how many (?:people )?(?:are )?(?:ahead|before|in front)/iu;
/** All there is of the text. */
const BARE_HOW_LONG =
  /^[\s\p{P}]*(?:请问|請問|那|大概|and |so |about |roughly )?(?:还|還)?(?:要|有)?(?:多久|多长时间|多長時間|how (?:much )?long(?:er)?)(?:呢|啊|呀)?[\s\p{P}]*$/iu;

/** True for a text of somebody who waits that asks how long that will take, or where they stand. */
export function asksHowLong(text: string): boolean {
  return HOW_LONG.test(text) || BARE_HOW_LONG.test(text);
}
