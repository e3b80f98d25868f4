/**
 * What a text is when it is nothing but the plainest wish for a person, or the plainest request for contact details.
 * Closed lists: so few characters leave a learned detector in doubt ("客服" is in most wishes, and "agent" is also a
 * word of scams), and for whoever types just this no other reading is likely. Plain words of asking around the details
 * make no difference ("给我客服电话"); anything longer is for the detector.
 */
export function bareWish(question: string): "wish" | "contact-details" | undefined {
  const words = question.replace(ENDS, "").replace(/\s+/g, " ");
  if (BARE_WISHES.has(words)) return "wish";
  if (CONTACT_DETAILS.has(words)) return "contact-details";
  const asked = words.replace(BEFORE_ZH, "").replace(BEFORE_EN, "").replace(AFTER, "");
  return PLAIN_DETAILS.has(asked) ? "contact-details" : undefined;
}

const ENDS = /^[^\p{Script=Han}a-z0-9]+|[^\p{Script=Han}a-z0-9]+$/gu;

// What stands around the thing asked for: "把你们的客服电话发给我", "can i have your support number".
const BEFORE_ZH =
  /^(?:把|问一?下|查一?下|(?:请?(?:给|发|告诉)我?|请?提供|我?(?:想要|要|求|需要)|有没有|有|找)(?:一下|一个|个)?)?(?:你们|贵司|咱们)?(?:官方|人工)?的?(?=\p{Script=Han})/u;
const BEFORE_EN =
  /^(?:(?:please )?(?:give|send|tell|text|show) me |(?:i )?(?:want|need) |whats |what is |do you have |is there |(?:can|could|may) i (?:have|get) )?(?:(?:an?|the|your|ur|official) )*/u;
const AFTER =
  /(?:发给我|发我|给我|告诉我|给一下|发一下|给个|发来|号码是?多少|是?多少|是什么|是啥|有吗|有没有|吗|呢| please| pls)(?:看看|一下|吧|呗|啊|呀|吗)?$/u;

const BARE_WISHES: ReadonlySet<string> = new Set([
  ...["人工", "转人工", "找人工", "接人工", "要人工", "我要人工", "请转人工", "转接人工"],
  ...["人工客服", "转人工客服", "找人工客服", "人工服务", "转人工服务", "人工坐席"],
  ...["真人", "转真人", "找真人", "真人客服", "转真人客服", "我要真人", "我要找真人", "我要找人工"],
  ...[
    "rengong",
    "ren gong",
    "zhuan rengong",
    "zhuan ren gong",
    "rengong kefu",
    "zhenren",
    "zhen ren",
    "zhenren kefu",
  ],
  ...["human", "a human", "real human", "human agent", "human support", "human being"],
  ...["agent", "an agent", "live agent", "real agent", "operator", "an operator"],
  ...["real person", "a real person", "live person", "live support"],
  ...["talk to human", "talk to a human", "speak to human", "speak to a human"],
  ...["talk to a person", "speak to a person", "talk to a real person", "speak to a real person"],
  ...["talk to agent", "talk to an agent", "speak to an agent", "i want a human", "i need a human"],
]);

/** Which nobody takes for a wish, whatever asks for them. "给我电话" may be one: "电话" is not among them. */
const PLAIN_DETAILS: ReadonlySet<string> = new Set([
  ...["客服电话", "联系电话", "服务电话", "热线电话", "客服热线", "服务热线", "客服号码", "客服专线"],
  ...["联系方式", "客服联系方式", "客服邮箱", "客服邮件地址", "客服微信", "客服微信号", "客服qq"],
  ...["phone number", "contact number", "support number", "support phone number", "support phone"],
  ...["customer service number", "customer service phone number", "customer care number", "hotline number"],
  ...["hotline", "helpline", "contact details", "contact info", "support email", "support email address"],
]);

const CONTACT_DETAILS: ReadonlySet<string> = new Set(["电话", "热线", "phone"]);
