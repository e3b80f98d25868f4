import { expect, it, onTestFinished } from "vitest";
import { fakeTelegram, pollingEnv, WEBHOOK_SECRET, webhookEnv } from "./customers.ts";
import { startKefu } from "./process.ts";
import { json } from "./visitor.ts";

it("answers once when Telegram's webhook brings the same update five times", async () => {
  const telegram = await fakeTelegram(onTestFinished);
  const kefu = await startKefu({ env: await webhookEnv(telegram) });
  const update = {
    update_id: 42,
    message: {
      message_id: 7,
      date: Math.floor(Date.now() / 1000),
      chat: { id: 5, type: "private" },
      from: { id: 5, is_bot: false, first_name: "Lin" },
      text: "I forgot my password",
    },
  };
  const headers = { "x-telegram-bot-api-secret-token": WEBHOOK_SECRET };
  const deliver = () => fetch(`${kefu.url}/webhooks/telegram`, json(update, headers));
  const statuses = await Promise.all([deliver(), deliver(), deliver(), deliver()]);
  await telegram.waitFor(() => telegram.sent(5).length > 0);
  expect([...statuses, await deliver()].map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  telegram.say(5, "how do I change the language");
  await telegram.waitFor(() => telegram.sent(5).some(({ text }) => /Open Settings/.test(text)));
  expect(telegram.sent(5)).toHaveLength(2);
});

it("refuses a delivery that does not know the webhook's secret", async () => {
  const telegram = await fakeTelegram(onTestFinished);
  const kefu = await startKefu({ env: await webhookEnv(telegram) });
  const update = {
    update_id: 1,
    message: { message_id: 1, date: 1, chat: { id: 6, type: "private" }, text: "hi" },
  };
  const answer = await fetch(
    `${kefu.url}/webhooks/telegram`,
    json(update, { "x-telegram-bot-api-secret-token": "not-the-secret-at-all" }),
  );
  expect(answer.status).toBe(401);
  expect(telegram.sent(6)).toEqual([]);
});

it("takes a webhook's odd updates without a word, so that Telegram does not bring them again", async () => {
  const telegram = await fakeTelegram(onTestFinished);
  const kefu = await startKefu({ env: await webhookEnv(telegram) });
  const headers = { "x-telegram-bot-api-secret-token": WEBHOOK_SECRET };
  const post = (body: unknown) => fetch(`${kefu.url}/webhooks/telegram`, json(body, headers));
  const odd = [{ update_id: 1 }, { update_id: 2, message: null }, { update_id: 3, message: { text: 7 } }];
  const statuses = await Promise.all(odd.map(async (update) => (await post(update)).status));
  expect(statuses).toEqual([200, 200, 200]);
  const noJson = await fetch(`${kefu.url}/webhooks/telegram`, { method: "POST", headers, body: "{" });
  expect(noJson.status).toBe(400);
  telegram.say(5, "how do I change the language");
  await telegram.waitFor(() => telegram.sent(5).some(({ text }) => /Open Settings/.test(text)));
});

it("answers once when a poll brings the same update five times, and a batch of one customer in order", async () => {
  const telegram = await fakeTelegram(onTestFinished);
  const questions = [
    ["I forgot my password", /On the login page tap/],
    ["how do I change the language", /Open Settings/],
    ["transaction stuck pending", /A busy chain needs time/],
    ["login failed", /Check the time on your phone/],
    ["coins not received", /Compare chain and address/],
  ] as const;
  for (const [text] of questions) telegram.say(8, text);
  for (let n = 0; n < 5; n += 1) telegram.deliver({ update_id: 700_000_050, message: message(9) });
  await startKefu({ env: pollingEnv(telegram) });
  await telegram.waitFor(() => telegram.sent(8).length >= 5);
  telegram.say(8, "thanks");
  telegram.deliver({ update_id: 700_000_060, message: { ...message(9), message_id: 4, text: "thanks" } });
  await telegram.waitFor(() => telegram.sent(8).length >= 6 && telegram.sent(9).length >= 2);
  expect(telegram.sent(9)).toHaveLength(2);
  expect(telegram.sent(8).map(({ text }) => text)).toEqual([
    ...questions.map(([, answer]) => expect.stringMatching(answer)),
    expect.any(String),
  ]);
});

function message(chat: number) {
  return {
    message_id: 3,
    date: Math.floor(Date.now() / 1000),
    chat: { id: chat, type: "private" },
    from: { id: chat, is_bot: false, first_name: "Lin" },
    text: "I forgot my password",
  };
}
