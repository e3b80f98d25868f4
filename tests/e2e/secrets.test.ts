import { randomBytes } from "node:crypto";
import { generateMnemonic } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { describe, expect, it, onTestFinished } from "vitest";
import { en } from "../../src/conversation/phrases/en.ts";
import { zh } from "../../src/conversation/phrases/zh.ts";
import { hire } from "./agent.ts";
import { type Customer, fakeTelegram, pollingEnv, telegramCustomer, webCustomer } from "./customers.ts";
import { startKefu } from "./process.ts";
import { spoken } from "./spoken.ts";
import { filesOf, traces } from "./traces.ts";

const PASSWORD = "Kestrel#Harbour77";
const CODE = "739204";

function secrets() {
  const phrase = generateMnemonic(wordlist);
  const key = randomBytes(32).toString("hex");
  return {
    phrase,
    key,
    // Any three words in a row would already be too much of a phrase, and a quarter of a key.
    needles: {
      ...Object.fromEntries(
        [0, 3, 6, 9].map((at) => [
          `phrase from ${at}`,
          phrase
            .split(" ")
            .slice(at, at + 3)
            .join(" "),
        ]),
      ),
      ...Object.fromEntries([0, 16, 32, 48].map((at) => [`key from ${at}`, key.slice(at, at + 16)])),
      password: PASSWORD,
      "code after words": `code is ${CODE}`,
      "code after Chinese": `验证码是${CODE}`,
    },
  };
}

describe("a pasted secret", () => {
  it("leaves no trace on disk, in the log, at the desk or in a reply, and the customer is warned", async () => {
    const telegram = await fakeTelegram(onTestFinished);
    const kefu = await startKefu({ env: { ...pollingEnv(telegram), LOG_LEVEL: "debug" } });
    const agent = await hire(kefu, "mei@example.com", "Mei");
    const feed = await agent.feed(0);
    const first = await webCustomer(kefu);
    await first.say("human");
    await first.hears(spoken(en.handoff.wish));

    const { phrase, key, needles } = secrets();
    const english = await webCustomer(kefu);
    await english.say(`my seed phrase is ${phrase}`);
    await english.hears(spoken(en.secretUrgent));
    await english.hears(spoken(en.handoff["secret-pasted"]));
    const chinese = telegramCustomer(telegram, 101);
    await chinese.say(`我的助记词是 ${phrase} 帮我看看`);
    await chinese.hears(spoken(zh.secretUrgent));
    const withKey = telegramCustomer(telegram, 102);
    await withKey.say(`这是我的私钥 0x${key}`);
    await withKey.hears(spoken(zh.secretUrgent));
    const withCode = await webCustomer(kefu);
    await withCode.say(`the verification code is ${CODE}`);
    await withCode.hears(spoken(en.secretMinor));
    const withChineseCode = await webCustomer(kefu);
    await withChineseCode.say(`验证码是${CODE}`);
    await withChineseCode.hears(spoken(zh.secretMinor));
    const withPassword = telegramCustomer(telegram, 103);
    await withPassword.say(`my password is ${PASSWORD} why can I not log in`);
    await withPassword.hears(spoken(en.secretMinor));
    // Where nobody would look: a name, a command's argument, a corrected message, a comment on a rating.
    telegram.say(104, "hello", { from: { id: 104, first_name: `0x${key}` } });
    await telegramCustomer(telegram, 104).hears(/./);
    const { messageId } = telegram.say(105, "I forgot my password");
    const editor = telegramCustomer(telegram, 105);
    await editor.hears(/forgot password/i);
    telegram.edit(105, messageId, `my seed phrase is ${phrase}`);
    await editor.hears(/seed phrase/);
    telegram.say(106, `/start ${phrase}`, {
      with: { entities: [{ type: "bot_command", offset: 0, length: 6 }] },
    });
    await telegramCustomer(telegram, 106).hears(/./);

    // Without a word around it; and by an agent, who copied it from elsewhere.
    const bare = await webCustomer(kefu);
    await bare.say(phrase);
    await bare.hears(spoken(en.secretUrgent));
    const either = telegramCustomer(telegram, 107);
    await either.say(key);
    await either.hears(spoken(zh.hashOrKey));
    await agent.act(first.id, "note", { text: `they sent ${phrase} by mail` });

    const queue = await agent.list();
    expect(queue[0]?.priority).toBe("urgent");
    const normal = queue.findIndex(({ id }) => id === first.id);
    const urgent = queue.findLastIndex(({ priority }) => priority === "urgent");
    expect(normal, "the urgent ones go before the one who came first").toBeGreaterThan(urgent);

    const rows = await agent.list("all");
    const shown = await Promise.all(rows.map(({ id }) => agent.show(id)));
    const customers: Customer[] = [english, chinese, withKey, withCode, withChineseCode, withPassword];
    const seen = [
      { file: "the feed", bytes: feed.raw() },
      { file: "the lists", bytes: JSON.stringify(rows) },
      { file: "the conversations", bytes: JSON.stringify(shown) },
      { file: "the replies", bytes: customers.flatMap((customer) => customer.all()).join("\n") },
      { file: "Telegram", bytes: JSON.stringify(telegram.sent()) },
    ];
    expect(rows.length).toBeGreaterThanOrEqual(9);
    const running = await filesOf(kefu.folder);
    expect(running.some(({ file }) => file.endsWith("-wal"))).toBe(true);
    expect(traces(running, { control: "帮我看看" }), "what is no secret is found").not.toEqual([]);
    await kefu.kill();
    const output = [
      { file: "stdout", bytes: kefu.stdout() },
      { file: "stderr", bytes: kefu.stderr() },
    ];
    expect(traces([...seen, ...running, ...(await filesOf(kefu.folder)), ...output], needles)).toEqual([]);
  });

  it("does not reach the log with an agent's key or the bot's token either", async () => {
    const telegram = await fakeTelegram(onTestFinished);
    telegram.fail("getMe", { status: 502 });
    const kefu = await startKefu({ env: { ...pollingEnv(telegram), LOG_LEVEL: "trace" } });
    const agent = await hire(kefu, "mei@example.com", "Mei");
    await agent.list();
    await kefu.logged(/telegram not reached/);
    await kefu.kill();
    const output = [
      { file: "stdout", bytes: kefu.stdout() },
      { file: "stderr", bytes: kefu.stderr() },
      ...(await filesOf(kefu.folder)),
    ];
    expect(traces(output, { key: agent.key, token: telegram.token })).toEqual([]);
  });
});
