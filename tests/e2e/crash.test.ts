import { describe, expect, it, onTestFinished } from "vitest";
import type { FakeTelegram } from "../fakes/telegram.ts";
import { hire } from "./agent.ts";
import { fakeTelegram, pollingEnv } from "./customers.ts";
import { beginKefu, dataFolder, startKefu } from "./process.ts";
import { visit } from "./visitor.ts";

const PASSWORD = { question: "I forgot my password", answer: /On the login page tap/ };
const LANGUAGE = { question: "how do I change the language", answer: /Open Settings, then Language/ };

/** The promise to whoever deploys: ten seconds after SIGTERM the program has ended. */
function inTime<T>(exit: Promise<T>): Promise<T | "still running"> {
  const late = new Promise<"still running">((resolve) => {
    setTimeout(resolve, 10_000, "still running").unref();
  });
  return Promise.race([exit, late]);
}

function answers(telegram: FakeTelegram, chat: number, pattern: RegExp): number {
  return telegram.sent(chat).filter(({ text }) => pattern.test(text)).length;
}

async function deliveries(kefu: { url: string; folder: string }, chat: number) {
  const agent = await hire(kefu, "mei@example.com");
  const row = (await agent.list("all")).find(({ customer }) => customer.id === String(chat));
  const { messages } = await agent.show(row?.id ?? "");
  return messages.flatMap(({ delivery }) => delivery ?? []);
}

describe("after kill -9 while Telegram holds a message of ours", () => {
  it("repeats it at most once and says so, where the policy is to resend", async () => {
    const telegram = await fakeTelegram(onTestFinished);
    const folder = await dataFolder();
    const killed = await startKefu({ folder, env: pollingEnv(telegram) });
    telegram.fail("sendMessage", { hang: "after" });
    telegram.say(1, PASSWORD.question);
    await telegram.waitFor(() => answers(telegram, 1, PASSWORD.answer) === 1);
    await killed.kill("SIGKILL");

    const kefu = await startKefu({ folder, env: pollingEnv(telegram) });
    await telegram.waitFor(() => answers(telegram, 1, PASSWORD.answer) === 2);
    telegram.say(1, LANGUAGE.question);
    await telegram.waitFor(() => answers(telegram, 1, LANGUAGE.answer) === 1);
    expect(answers(telegram, 1, PASSWORD.answer)).toBe(2);
    expect(await deliveries(kefu, 1)).toEqual([
      { part: 0, state: "sent", mayHaveArrivedTwice: true },
      { part: 0, state: "sent" },
    ]);
    const feed = await (await hire(kefu, "lin@example.com")).feed(0);
    const flag = await feed.waitFor(
      (events) => events.find(({ data }) => /after an unknown outcome/.test(JSON.stringify(data))),
      "the word that it may have arrived twice",
    );
    expect(flag.data).toMatchObject({ kind: "delivery", data: { state: "retry" } });
  });

  it("leaves it to a person, where the policy is to hold", async () => {
    const telegram = await fakeTelegram(onTestFinished);
    const folder = await dataFolder();
    const env = { ...pollingEnv(telegram), TELEGRAM_UNCERTAIN: "hold" };
    const killed = await startKefu({ folder, env });
    telegram.fail("sendMessage", { hang: "after" });
    telegram.say(1, PASSWORD.question);
    await telegram.waitFor(() => answers(telegram, 1, PASSWORD.answer) === 1);
    await killed.kill("SIGKILL");

    const kefu = await startKefu({ folder, env });
    telegram.say(1, LANGUAGE.question);
    await telegram.waitFor(() => answers(telegram, 1, LANGUAGE.answer) === 1);
    expect(answers(telegram, 1, PASSWORD.answer)).toBe(1);
    expect((await deliveries(kefu, 1)).map(({ state }) => state)).toEqual(["unknown", "sent"]);
  });

  it("delivers once what had not got out", async () => {
    const telegram = await fakeTelegram(onTestFinished);
    const folder = await dataFolder();
    const killed = await startKefu({ folder, env: pollingEnv(telegram) });
    telegram.fail("sendMessage", { hang: "before" });
    telegram.say(1, PASSWORD.question);
    await telegram.waitFor(() => telegram.calls("sendMessage").length === 1);
    await killed.kill("SIGKILL");

    await startKefu({ folder, env: pollingEnv(telegram) });
    await telegram.waitFor(() => answers(telegram, 1, PASSWORD.answer) === 1);
    telegram.say(1, LANGUAGE.question);
    await telegram.waitFor(() => answers(telegram, 1, LANGUAGE.answer) === 1);
    expect(answers(telegram, 1, PASSWORD.answer)).toBe(1);
  });
});

describe("after kill -9 just after messages were taken in", () => {
  it("answers every one on Telegram, and doubles at most what was in flight", async () => {
    const telegram = await fakeTelegram(onTestFinished);
    const folder = await dataFolder();
    const chats = Array.from({ length: 30 }, (_, n) => 100 + n);
    const killed = await startKefu({ folder, env: pollingEnv(telegram) });
    const last = chats.map((chat) => telegram.say(chat, PASSWORD.question).updateId).at(-1) ?? 0;
    await telegram.waitFor(() => telegram.confirmed() >= last);
    await killed.kill("SIGKILL");

    await startKefu({ folder, env: pollingEnv(telegram) });
    const counts = () => chats.map((chat) => answers(telegram, chat, PASSWORD.answer));
    await telegram.waitFor(() => counts().every((count) => count > 0), { what: "an answer for all" });
    for (const chat of chats) telegram.say(chat, LANGUAGE.question);
    await telegram.waitFor(() => chats.every((chat) => answers(telegram, chat, LANGUAGE.answer) === 1));
    expect(counts().filter((count) => count > 1).length).toBeLessThanOrEqual(4);
    expect(Math.max(...counts())).toBeLessThanOrEqual(2);
  });

  it("answers every one on the website exactly once, though the page sends them again", async () => {
    const folder = await dataFolder();
    const killed = await startKefu({ folder });
    const visitors = await Promise.all(Array.from({ length: 12 }, () => visit(killed)));
    const ids = await Promise.all(visitors.map((visitor) => visitor.say(PASSWORD.question, "first")));
    await killed.kill("SIGKILL");

    const kefu = await startKefu({ folder });
    await Promise.all(visitors.map((visitor) => visitor.reconnect(kefu.url)));
    const again = await Promise.all(visitors.map((visitor) => visitor.say(PASSWORD.question, "first")));
    expect(again).toEqual(ids);
    await Promise.all(visitors.map((visitor, n) => visitor.answerTo(ids[n] ?? "")));
    await Promise.all(
      visitors.map(async (visitor) => visitor.answerTo(await visitor.say(LANGUAGE.question))),
    );
    for (const visitor of visitors) {
      expect(visitor.messages().map(({ author }) => author)).toEqual(["customer", "bot", "customer", "bot"]);
    }
  });
});

describe("SIGTERM in the middle of a rush on Telegram", () => {
  it("ends cleanly in time, and the next start goes on: nothing lost, nothing doubled", async () => {
    const telegram = await fakeTelegram(onTestFinished);
    const folder = await dataFolder();
    const chats = Array.from({ length: 40 }, (_, n) => 200 + n);
    const stopped = await startKefu({ folder, env: pollingEnv(telegram) });
    for (const chat of chats) {
      telegram.say(chat, PASSWORD.question);
      telegram.say(chat, LANGUAGE.question);
    }
    await telegram.waitFor(() => telegram.sent().length >= 10);
    expect(await inTime(stopped.kill("SIGTERM"))).toEqual({ code: 0, signal: null });
    const before = telegram.sent().length;
    expect(before).toBeLessThan(80);

    await startKefu({ folder, env: pollingEnv(telegram) });
    const all = () => chats.map((chat) => telegram.sent(chat).map(({ text }) => text));
    await telegram.waitFor(() => telegram.sent().length >= 80, { what: "80 answers" });
    for (const chat of chats) telegram.say(chat, "thanks");
    await telegram.waitFor(() => all().every((texts) => texts.length >= 3), { what: "the last word" });
    for (const texts of all()) {
      expect(texts).toEqual([
        expect.stringMatching(PASSWORD.answer),
        expect.stringMatching(LANGUAGE.answer),
        expect.any(String),
      ]);
    }
  });
});

describe("SIGTERM while Telegram does not answer", () => {
  it("during the start ends as cleanly, though messages leave already", async () => {
    const telegram = await fakeTelegram(onTestFinished);
    const folder = await dataFolder();
    const first = await startKefu({ folder, env: pollingEnv(telegram) });
    telegram.fail("sendMessage", { drop: "before", times: 1_000 });
    telegram.say(1, PASSWORD.question);
    await telegram.waitFor(() => telegram.calls("sendMessage").length === 1);
    await first.kill("SIGTERM");
    const before = telegram.calls("getMe").length;
    telegram.fail("getMe", { hang: "before", times: 1_000 });
    const starting = beginKefu({ folder, env: pollingEnv(telegram) });
    await telegram.waitFor(() => telegram.calls("getMe").length > before);
    expect(await inTime(starting.kill("SIGTERM"))).toEqual({ code: 0, signal: null });
    expect(starting.stdout()).toBe("");
  });

  it("still ends cleanly in time, and the next start sees the message through", async () => {
    const telegram = await fakeTelegram(onTestFinished);
    const folder = await dataFolder();
    const stopped = await startKefu({ folder, env: pollingEnv(telegram) });
    telegram.fail("sendMessage", { hang: "before" });
    telegram.say(1, PASSWORD.question);
    await telegram.waitFor(() => telegram.calls("sendMessage").length === 1);
    expect(await inTime(stopped.kill("SIGTERM"))).toEqual({ code: 0, signal: null });
    expect(answers(telegram, 1, PASSWORD.answer)).toBe(0);
    await startKefu({ folder, env: pollingEnv(telegram) });
    await telegram.waitFor(() => answers(telegram, 1, PASSWORD.answer) === 1);
  });
});
