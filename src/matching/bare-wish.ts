/**
 * What a text is when it is nothing but the plainest wish for a person, or the plainest request for contact details.
 * Closed lists: so few characters leave a learned detector in doubt ("客服" is in most wishes, and "agent" is also a
 * word of scams), and for whoever types just this no other reading is likely. Anything longer is for the detector.
 */
export function bareWish(question: string): "wish" | "contact-details" | undefined {
  const words = question.replace(ENDS, "").replace(/\s+/g, " ");
  if (BARE_WISHES.has(words)) return "wish";
  return CONTACT_DETAILS.has(words) ? "contact-details" : undefined;
}

const ENDS = /^[^\p{Script=Han}a-z0-9]+|[^\p{Script=Han}a-z0-9]+$/gu;

const BARE_WISHES: ReadonlySet<string> = new Set([
  ...["人工", "转人工", "找人工", "接人工", "要人工", "我要人工", "请转人工", "转接人工"],
  ...["人工客服", "转人工客服", "找人工客服", "人工服务", "转人工服务", "人工坐席"],
  ...["真人", "转真人", "找真人", "真人客服", "转真人客服", "我要真人", "我要找真人", "我要找人工"],
  ...["human", "a human", "real human", "human agent", "human support", "human being"],
  ...["agent", "an agent", "live agent", "real agent", "operator", "an operator"],
  ...["real person", "a real person", "live person", "live support"],
  ...["talk to human", "talk to a human", "speak to human", "speak to a human"],
  ...["talk to a person", "speak to a person", "talk to a real person", "speak to a real person"],
  ...["talk to agent", "talk to an agent", "speak to an agent", "i want a human", "i need a human"],
]);

const CONTACT_DETAILS: ReadonlySet<string> = new Set([
  ...[
    "电话",
    "客服电话",
    "联系电话",
    "服务电话",
    "热线",
    "热线电话",
    "客服热线",
    "服务热线",
    "联系方式",
    "客服联系方式",
  ],
  ...[
    "phone",
    "phone number",
    "contact number",
    "support number",
    "support phone number",
    "customer service number",
  ],
  ...[
    "hotline",
    "helpline",
    "contact details",
    "contact info",
    "whats your phone number",
    "what is your phone number",
  ],
]);
