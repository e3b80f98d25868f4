import { generateMnemonic } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { beforeAll, describe, expect, it } from "vitest";
import { en } from "../../src/conversation/phrases/en.ts";
import { zh } from "../../src/conversation/phrases/zh.ts";
import type { FakeTelegram } from "../fakes/telegram.ts";
import type { SentMessage } from "../fakes/telegram-chats.ts";
import { type Agent, hire } from "./agent.ts";
import { fakeTelegram, pollingEnv, telegramCustomer } from "./customers.ts";
import { kefuCommand, sharedKefu } from "./process.ts";
import { spoken } from "./spoken.ts";

describe("a group on Telegram", () => {
  let telegram: FakeTelegram;
  const kefu = sharedKefu(async (ending) => {
    telegram = await fakeTelegram(ending);
    return { env: pollingEnv(telegram) };
  });
  let agent: Agent;
  beforeAll(async () => {
    agent = await hire(kefu(), "mei@example.com", "Mei");
  });

  let lastGroup = -1_000_000;
  const freshGroup = () => --lastGroup;

  /** Somebody in the group writes to the bot by its name. */
  function asks(group: number, who: number, text: string, more: Record<string, unknown> = {}) {
    const name = `@${telegram.bot.username}`;
    const entities = [{ type: "mention", offset: 0, length: name.length }];
    return telegram.say(group, `${name} ${text}`, {
      from: { id: who, first_name: `P${who}`, language_code: "en" },
      with: { entities, ...more },
    });
  }

  /** What the bot says in the group in answer to this message. */
  async function answerTo(group: number, messageId: number): Promise<SentMessage> {
    const find = () => telegram.sent(group).find(({ replyTo }) => replyTo === messageId);
    await telegram.waitFor(() => find() !== undefined, { what: `an answer in ${group}`, guardMs: 20_000 });
    return find() as SentMessage;
  }

  /** Opens the private chat by the link under a message. */
  async function follow(message: SentMessage, who: number) {
    const url = message.buttons.find(({ url }) => url !== undefined)?.url ?? "https://none.test";
    const customer = telegramCustomer(telegram, who);
    await customer.say(`/start ${new URL(url).searchParams.get("start")}`);
    return customer;
  }

  const casesOf = async (who: number) =>
    (await agent.list("all")).filter(({ customer }) => customer.id === String(who));

  it("is answered only when it asks: short, as a reply, each in the own language", async () => {
    const group = freshGroup();
    telegram.say(group, "I forgot my password", { from: { id: 501 } });
    telegram.say(group, "/price btc", { from: { id: 501 } });
    const en1 = asks(group, 502, "I forgot my password");
    const zh1 = asks(group, 503, "怎么切换语言");
    expect((await answerTo(group, en1.messageId)).text).toMatch(/forgot password/i);
    const chinese = await answerTo(group, zh1.messageId);
    expect(chinese.text).toMatch(/打开「设置」/);
    expect(chinese.text).not.toContain(zh.didThisHelp);
    expect(telegram.sent(group)).toHaveLength(2);
    expect(await casesOf(501)).toEqual([]);
    expect(await casesOf(502)).toHaveLength(1);
  });

  it("stays in its topic", async () => {
    const group = freshGroup();
    const question = asks(group, 504, "I forgot my password", {
      message_thread_id: 77,
      is_topic_message: true,
    });
    expect((await answerTo(group, question.messageId)).thread).toBe(77);
  });

  it("sees nobody's case: a wish for a person moves to the private chat with the question, and to the queue there", async () => {
    const group = freshGroup();
    await answerTo(group, asks(group, 505, "I forgot my password").messageId);
    const wish = await answerTo(group, asks(group, 505, "human").messageId);
    expect(wish.text).toMatch(spoken(en.goPrivate));
    expect(wish.buttons.map(({ text }) => text)).toEqual([en.buttons.private]);
    expect((await agent.list("queue")).filter(({ customer }) => customer.id === "505")).toEqual([]);

    const customer = await follow(wish, 505);
    expect((await customer.hears(/I forgot my password/)).text).toContain("just you");
    await customer.hears(spoken(en.handoff.wish));
    const [row] = (await agent.list("queue")).filter(({ customer: { id } }) => id === "505");
    expect(row).toMatchObject({ reason: "wish" });
    const shown = await agent.show(row?.id ?? "");
    expect(shown.messages[0]).toMatchObject({
      author: "customer",
      text: expect.stringContaining("password"),
    });

    await agent.act(row?.id ?? "", "reply", { text: "Hello, Mei here." });
    await customer.hears(/Mei here/);
    await agent.act(row?.id ?? "", "resolve");
    await customer.hears(spoken(en.resolved));
    const inGroup = telegram.sent(group);
    expect(inGroup).toHaveLength(2);
    expect(inGroup.flatMap(({ buttons }) => buttons.map(({ text }) => text))).not.toContain("5");
  });

  it("shows a link that is of no use to others: they are greeted, and told nothing", async () => {
    const group = freshGroup();
    const answer = await answerTo(group, asks(group, 506, "my coins were stolen from me").messageId);
    const stranger = await follow(answer, 507);
    await stranger.hears(spoken(zh.greeting));
    expect(stranger.all().join()).not.toContain("stolen from me");
    expect(
      await agent.list("queue").then((rows) => rows.filter(({ customer }) => customer.id === "507")),
    ).toEqual([]);
  });

  it("gets the safe steps at once in an emergency, and the rest happens in private, with priority", async () => {
    const group = freshGroup();
    const answer = await answerTo(group, asks(group, 508, "my coins were stolen").messageId);
    expect(answer.text).toMatch(/new wallet on a clean device/);
    expect(answer.text).toMatch(spoken(en.goPrivateUrgent));
    const customer = await follow(answer, 508);
    await customer.hears(/Your reference is/);
    const [row] = (await agent.list("queue")).filter(({ customer: { id } }) => id === "508");
    expect(row).toMatchObject({ priority: "urgent" });
  });

  it("is rid of a pasted seed phrase where the bot may delete, and the phrase is kept nowhere", async () => {
    const group = freshGroup();
    telegram.allowDeleting(group);
    const phrase = generateMnemonic(wordlist);
    const { messageId } = asks(group, 509, `help, my phrase is ${phrase}`);
    const warning = await answerTo(group, messageId);
    expect(warning.text).toMatch(/delete it right now/);
    expect(telegram.stands(group, messageId)).toBe(false);
    const words = phrase.split(" ").slice(0, 3).join(" ");
    expect(JSON.stringify(telegram.sent(group))).not.toContain(words);
    const customer = await follow(warning, 509);
    await customer.hears(/alerted a colleague/);
    expect(customer.all().join()).not.toContain(words);
  });

  it("tells an agent who looks that others read along, and when the bot was put out", async () => {
    const group = freshGroup();
    await answerTo(group, asks(group, 511, "I forgot my password").messageId);
    const [row] = await casesOf(511);
    const show = async () => {
      const args = ["queue", "show", row?.id ?? "", "--as", "mei@example.com"];
      return (await kefuCommand(args, { folder: kefu().folder })).stdout;
    };
    expect(await show()).toMatch(/everybody there reads a reply/);
    expect(await show()).not.toMatch(/not reachable/);
    telegram.deliver({
      my_chat_member: {
        chat: { id: group, type: "supergroup", title: "Wallet talk" },
        from: { id: 1, is_bot: false, first_name: "Owner" },
        date: 1_790_000_000,
        new_chat_member: { status: "kicked" },
      },
    });
    await telegram.waitFor(() => telegram.pending() === 0);
    expect(await show()).toMatch(/not reachable/);
  });

  it("reaches a customer's answer in the new place when the group becomes a supergroup", async () => {
    const group = freshGroup();
    const moved = freshGroup();
    telegram.migrate(group, moved);
    asks(group, 510, "I forgot my password");
    telegram.deliver({
      message: {
        message_id: 900_001,
        date: 1_790_000_000,
        chat: { id: group, type: "group" },
        from: { id: 1, is_bot: false, first_name: "Owner" },
        migrate_to_chat_id: moved,
      },
    });
    const there = () => telegram.sent(moved).filter(({ text }) => /forgot password/i.test(text));
    await telegram.waitFor(() => there().length > 0, { what: "the answer in the new group" });
    await answerTo(moved, asks(moved, 510, "怎么切换语言").messageId);
    expect(there()).toHaveLength(1);
    expect(await casesOf(510)).toHaveLength(1);
  });
});
