import { describe, expect, it } from "vitest";
import type { FakeTelegram } from "../fakes/telegram.ts";
import { hire } from "./agent.ts";
import { fakeTelegram, pollingEnv, telegramCustomer } from "./customers.ts";
import { sharedKefu } from "./process.ts";
import { visit } from "./visitor.ts";

let telegram: FakeTelegram;
const kefu = sharedKefu(async (ending) => {
  telegram = await fakeTelegram(ending);
  return { env: pollingEnv(telegram) };
});

const PASSWORD = "I forgot my password";
const ANSWER = /On the login page tap/;

/** Somebody else is served as if nothing had happened. */
async function othersAreServed(): Promise<void> {
  const bystander = await visit(kefu());
  expect((await bystander.answerTo(await bystander.say(PASSWORD))).text).toMatch(ANSWER);
}

describe("what no customer's page would send", () => {
  it.each([
    ["what is no JSON", "{", "The body is not JSON"],
    ["JSON that is no object", "[1]", "not a JSON object"],
    ["an unknown field", '{"clientId":"a","text":"hi","admin":true}', "admin: unknown field"],
    ["neither text, choice nor file", '{"clientId":"a"}', "text: send one of text, choice and fileId"],
    ["an empty text", '{"clientId":"a","text":"  "}', "text: is empty"],
    ["no id", '{"text":"hi"}', "clientId: is missing"],
  ])("%s is refused with the field and the mend", async (_, body, message) => {
    const { token } = await visit(kefu());
    const answer = await fetch(`${kefu().url}/api/web/messages`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body,
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      error: { code: "input_invalid", message: expect.stringContaining(message) },
    });
  });

  it("a message of more than a megabyte is refused, and others are served", async () => {
    const customer = await visit(kefu());
    const answer = await customer.post({ clientId: "big", text: "x".repeat(1_100_000) });
    expect(answer.status).toBe(413);
    await othersAreServed();
    expect((await customer.answerTo(await customer.say(PASSWORD))).text).toMatch(ANSWER);
  });

  it("a message just under a megabyte is taken, bounded and answered", async () => {
    const customer = await visit(kefu());
    const id = await customer.say("please ".repeat(140_000));
    await othersAreServed();
    expect((await customer.answerTo(id)).text).not.toBe("");
  });

  it("a question of 20,000 characters is answered, and nobody waits for it", async () => {
    const customer = await visit(kefu());
    const id = await customer.say(`${PASSWORD} ${"and then I tried again ".repeat(870)}`);
    await othersAreServed();
    const answer = await customer.answerTo(id);
    expect(["bot", "system"]).toContain(answer.author);
    const agent = await hire(kefu(), "long@example.com");
    const [message] = (await agent.show(customer.conversationId)).messages;
    expect(message?.text.length).toBeGreaterThan(1_000);
  });

  it("control characters, text direction marks and half characters do not get in the way", async () => {
    const customer = await visit(kefu());
    const id = await customer.say("I \u0000forgot\u0007 my\u202E pass\u200Bword\uD83D");
    const answer = await customer.answerTo(id);
    expect(answer.text).toMatch(ANSWER);
    const agent = await hire(kefu(), "marks@example.com");
    const [message] = (await agent.show(customer.conversationId)).messages;
    // A direction mark would turn the rest of an agent's screen round.
    expect([...(message?.text ?? "")].filter((sign) => /[\p{Cc}\p{Cs}\u202E]/u.test(sign))).toEqual([]);
  });
});

describe("what Telegram would hardly send", () => {
  it("malformed updates are passed over, and those beside them are answered", async () => {
    const junk: Record<string, unknown>[] = [
      { message: null },
      { message: 7 },
      { message: { message_id: "x", chat: {}, text: { a: 1 } } },
      { message: { message_id: 1, date: 1, chat: { id: "", type: "private" }, from: null, text: "hi" } },
      { edited_message: [] },
      { callback_query: { id: 1 } },
      { callback_query: { id: "q", from: { id: 31, is_bot: false, first_name: "L" }, data: "nonsense" } },
      { my_chat_member: {} },
      { something_new: { text: "hello" } },
      {},
    ];
    for (const update of junk) telegram.deliver(update);
    telegram.say(31, PASSWORD);
    await telegramCustomer(telegram, 31).hears(ANSWER);
    const last = telegram.say(32, PASSWORD).updateId;
    await telegramCustomer(telegram, 32).hears(ANSWER);
    await telegram.waitFor(() => telegram.confirmed() >= last);
    await othersAreServed();
    const { body } = await kefu().readyz();
    expect(body.status).toBe("ok");
  });

  it("a customer who presses a made-up button is told to just ask", async () => {
    telegram.say(33, PASSWORD);
    const customer = telegramCustomer(telegram, 33);
    await customer.hears(ANSWER);
    telegram.press(33, "no-such-token", telegram.sent(33)[0]?.messageId ?? 0);
    await customer.hears(/expired/);
  });
});
