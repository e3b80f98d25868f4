import { seededRandom } from "../../src/matching/random.ts";

export interface HistoryMessage {
  conversation: number;
  author: "customer" | "bot" | "agent" | "note";
  text: string;
}

/** Words of the trade, common first: what stands at the n-th place is said about 1/(n+1) as often as the first. */
const ZH =
  "转账 钱包 到账 提现 密码 交易 地址 确认 手续费 失败 助记词 充值 余额 客服 问题 截图 哈希 区块 矿工费 导入 备份 私钥 授权 登录 冻结 解冻 兑换 滑点 合约 链上 测试网 主网 更新 版本 安装 卸载 手机 电脑 邮箱 验证码 身份 认证 限额 订单 退款 取消 等待 拥堵 加速 签名 观察 多签 波场 以太坊 币安 跨链 桥接 质押 收益 空投 骗局 钓鱼 举报 安全 指纹 面容 换机 丢失 找回 重置 语言 设置 通知 夜间 模式";
const EN =
  "transfer wallet pending withdraw password transaction address confirm fee failed recovery deposit balance support problem screenshot hash block network import backup private approve login frozen unlock swap slippage contract chain testnet mainnet update version install remove phone desktop email code identity verify limit order refund cancel waiting congestion accelerate signature watch multisig tron ethereum binance bridge stake reward airdrop scam phishing report security fingerprint device lost restore reset language setting notification night mode the my is not and a to i it";
const CHARS =
  "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经";
const HEX = "0123456789abcdef";

/** A history of any length that depends on the seed alone: Chinese, English and mixed, one message in thirty with a hash. */
export function* historyOf(count: number, seed = 7): Generator<HistoryMessage> {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const words = { zh: ZH.split(" "), en: EN.split(" ") };
  /** By Zipf's law, near enough: the logarithm of the place is even. */
  const often = (list: readonly string[]): string => list[Math.floor(list.length ** random()) - 1] ?? "";
  const filler = (): string =>
    Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick([...CHARS])).join("");
  const zh = (): string =>
    Array.from({ length: 3 + Math.floor(random() * 5) }, () => filler() + often(words.zh)).join(
      random() < 0.3 ? "，" : "",
    );
  const en = (): string =>
    Array.from({ length: 6 + Math.floor(random() * 14) }, () =>
      random() < 0.03 ? pseudoWord(random) : often(words.en),
    ).join(" ");
  const authors = ["customer", "customer", "bot", "bot", "agent", "customer", "agent", "note"] as const;
  for (let n = 0; n < count; n++) {
    const kind = random();
    const text = kind < 0.45 ? zh() : kind < 0.8 ? en() : `${zh()} ${en()}`;
    const hash = random() < 1 / 30 ? ` 0x${Array.from({ length: 64 }, () => pick([...HEX])).join("")}` : "";
    yield { conversation: Math.floor(n / 8), author: authors[n % 8] ?? "customer", text: text + hash };
  }
}

function pseudoWord(random: () => number): string {
  return Array.from({ length: 3 }, () => {
    const at = Math.floor(random() * 100);
    return "bcdfghklmnprstvz".charAt(at % 16) + "aeiou".charAt(at % 5);
  }).join("");
}
