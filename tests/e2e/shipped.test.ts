import { expect, it } from "vitest";
import { hire } from "./agent.ts";
import { kefuCommand, SHIPPED_KNOWLEDGE, sharedKefu } from "./process.ts";
import { visit } from "./visitor.ts";

const shipped = { KNOWLEDGE_DIR: SHIPPED_KNOWLEDGE };
const kefu = sharedKefu(() => ({ env: shipped }));

it("the shipped knowledge is sound", async () => {
  const { code, stderr } = await kefuCommand(["knowledge", "check"], { folder: kefu().folder, env: shipped });
  expect(stderr).toBe("");
  expect(code).toBe(0);
});

it.each([
  ["How do I reset a forgotten password?", "account.reset-password"],
  ["忘记密码如何重置？", "account.reset-password"],
  ["How do I turn on two-factor authentication?", "security.enable-2fa"],
  ["如何启用双重认证（2FA)?", "security.enable-2fa"],
])("the shipped knowledge answers %s", async (question, topic) => {
  const customer = await visit(kefu());
  const { author } = await customer.answerTo(await customer.say(question));
  expect(author).toBe("bot");
  const agent = await hire(kefu(), `a${customer.conversationId}@example.com`.toLowerCase());
  const { messages } = await agent.show(customer.conversationId);
  expect(messages.find((message) => message.author === "bot")?.topic).toBe(topic);
});

it.each([
  ["Someone stole all the USDT from my wallet just now", "en"],
  ["我钱包里的钱刚刚被人全部转走了", "zh"],
])("the shipped knowledge puts %s first in the queue", async (words) => {
  const customer = await visit(kefu());
  await customer.say(words);
  await customer.hears((message) => message.author === "system");
  const agent = await hire(kefu(), `u${customer.conversationId}@example.com`.toLowerCase());
  const row = (await agent.list()).find(({ id }) => id === customer.conversationId);
  expect(row?.priority).toBe("urgent");
});
