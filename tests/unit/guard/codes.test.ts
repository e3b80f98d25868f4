import { describe, expect, it } from "vitest";
import { redact } from "../../../src/guard/secrets.ts";
import { kinds } from "./samples.ts";

describe("codes, passwords and cards", () => {
  it.each([
    ["one-time-code", "我收到的验证码是 583 920 你帮我登一下"],
    ["one-time-code", "483921 是验证码"],
    ["one-time-code", "my 2FA code is 771205"],
    ["one-time-code", "您的验证码为:883921,5分钟内有效"],
    ["one-time-code", "谷歌验证器显示 883 921"],
    ["one-time-code", "OTP-883921"],
    ["one-time-code", "验证码４８３９２０"],
    ["one-time-code", "otpauth://totp/Wallet:me?secret=JBSWY3DPEHPK3PXP"],
    ["password", "我的密码是 abc12345 帮我登录"],
    ["password", "密码abc12345登录不了"],
    ["password", "password is Tr0ub4dor&3"],
    ["password", "my password: sunshine"],
    ["password", 'the password is "correct horse battery"'],
    ["password", "hunter22 is my password"],
    ["password", "PIN 4821"],
    ["password", "I forgot my password, it is Falcon#Meadow42"],
    ["password", "my login password again, it's tulip-88-Garden!"],
    ["password", "密码在这，是 Falcon#88mm"],
    ["bank-card", "银行卡 4242 4242 4242 4242"],
    ["bank-card", "my card 4242424242424242"],
    ["bank-card", "4242-4242-4242-4242"],
    ["bank-card", "cvv 123"],
  ])("removes a %s: %s", (kind, text) => expect(kinds(text)).toEqual([kind]));

  it.each([
    "验证码一直收不到,等了 1000 秒",
    "没收到验证码,订单号 104477",
    "错误代码 100482 是什么意思",
    "login failed, code 1002",
    "my invite code 883921",
    "ticket 104477 any update",
    "是 203948",
    "我转了123456个SHIB过去",
    "区块高度 21458903 确认了吗",
    "phone +1 202 555 0147, call me back",
    "密码是不是被人改了",
    "forgot my password, it is not working since v2.14.3",
    "my password, it is the same on both phones",
    "忘记密码了，是 iPhone15 上的钱包",
    "密码是8位数字吗",
    "密码错误,输了3次",
    "my password is wrong",
    "my password is not accepted",
    "forgot password, email test@example.com",
    'I tap "Forgot password" and then "Reset password"',
    "密码 iPhone15 上输入不了",
    "订单号 4242424242424242 一直处理中",
    "订单号 20260114093355128846 一直处理中",
    "app version 2.14.3 build 210934, iOS 18.2",
    "sent 250000 usdt, received 249998.5",
  ])("leaves what is no secret: %s", (text) => expect(redact(text).text).toBe(text));

  it("takes six digits for a code when the message before spoke of one", () => {
    expect(kinds("203948", { recent: ["我收到验证码了"] })).toEqual(["one-time-code"]);
    expect(kinds("203948", { recent: ["我收到验证码了"], expects: "error-text" })).toEqual([]);
  });
});
