import { beforeAll, describe, expect, it } from "vitest";
import { en } from "../../src/conversation/phrases/en.ts";
import { zh } from "../../src/conversation/phrases/zh.ts";
import { type Agent, hire } from "./agent.ts";
import { type Customer, type Door, doors } from "./customers.ts";
import { sharedKefu } from "./process.ts";
import { spoken, spokenBy } from "./spoken.ts";
import { unsureQuestion } from "./unsure.ts";

const GIBBERISH = ["qqq zzz vvv", "vvv qqq zzz"];

describe.each(doors().map((door) => [door.name, door] as const))("a customer on %s", (_, door: Door) => {
  const kefu = sharedKefu((ending) => door.start(ending));
  let agent: Agent;
  beforeAll(async () => {
    agent = await hire(kefu(), "mei@example.com", "Mei");
  });

  async function caseOf(customer: Customer) {
    const rows = await agent.list("all");
    const who = rows.find((row) => [row.id, row.customer.id].includes(customer.id))?.customer.id;
    const row = rows.find((one) => one.customer.id === who);
    if (row === undefined) throw new Error(`no case of ${customer.id}`);
    return row;
  }

  it("is answered in the language of the question", async () => {
    const customer = await door.customer(kefu());
    await customer.say("I forgot my password");
    expect((await customer.hears(/forgot password/i)).labels).toContain(en.buttons.yes);
    await customer.say("怎么切换语言");
    expect((await customer.hears(/打开「设置」，再点「语言」选择。/)).labels).toContain(zh.buttons.no);
    const answers = (await agent.show((await caseOf(customer)).id)).messages.filter(
      ({ author }) => author === "bot",
    );
    expect(answers.map(({ topic }) => topic)).toEqual(["account.reset-password", "app.language"]);
  });

  it("is asked back when the bot is unsure, and answered by a press", async () => {
    const { text, titles } = await unsureQuestion();
    const customer = await door.customer(kefu());
    await customer.say(text);
    const question = await customer.hears(spoken(en.askBack));
    expect(question.labels).toEqual([...titles.slice(0, question.labels.length - 1), en.buttons.noneOfThese]);
    await question.press(titles[0] ?? "");
    await customer.hears(spoken(en.didThisHelp));
    const { messages } = await agent.show((await caseOf(customer)).id);
    expect(messages.findLast(({ author }) => author === "bot")?.topic).toBeDefined();
  });

  it("is asked back when the bot is unsure, and answered by typing 2", async () => {
    const { text, titles } = await unsureQuestion();
    const customer = await door.customer(kefu());
    await customer.say(text);
    await customer.hears(spoken(en.askBack));
    await customer.say("2");
    await customer.hears(spoken(en.didThisHelp));
    const { messages, decisions } = await agent.show((await caseOf(customer)).id);
    const answer = messages.findLast(({ author }) => author === "bot");
    expect(decisions.at(-1)?.reason).toBe(`answered:${answer?.topic}`);
    const wanted = { "Why can't I log in?": "account.login-failed", "My transfer is pending": "tx.pending" };
    const topic = new Map(Object.entries(wanted)).get(titles[1] ?? "") ?? answer?.topic;
    expect(answer?.topic).toBe(topic);
  });

  it("is passed on after two misses, answered by a person, asked for a rating, and begins anew", async () => {
    const customer = await door.customer(kefu());
    await customer.say(GIBBERISH[0] ?? "");
    await customer.hears(spoken(en.rephrase));
    await customer.say(GIBBERISH[1] ?? "");
    await customer.hears(spoken(en.handoff["missed-twice"]));
    const { id } = await caseOf(customer);
    const row = (await agent.list()).find((one) => one.id === id);
    expect(row).toMatchObject({ reason: "missed-twice", owner: { kind: "queue" }, priority: "normal" });

    expect(await agent.act(id, "claim")).toMatchObject({ status: 200 });
    await customer.hears(spokenBy(en.agentJoined, "Mei"));
    expect(await agent.act(id, "reply", { text: "Which network did you use?" })).toMatchObject({
      status: 200,
    });
    await customer.hears(/Which network did you use\?/);
    await customer.say("I forgot my password");
    await agent.sees(
      async () => (await caseOf(customer)).lastText === "I forgot my password",
      "the question",
    );
    expect(await agent.act(id, "resolve")).toMatchObject({ status: 200 });
    const question = await customer.hears(spoken(en.resolved));
    expect(question.labels).toEqual(["1", "2", "3", "4", "5", en.buttons.reopen]);
    // The bot kept silent about a question it knows: a person was in charge.
    expect(customer.all().join("\n")).not.toMatch(/On the login page tap/);

    await question.press("5");
    await customer.hears(spoken(en.ratingThanks));
    await customer.say("how do I change the language");
    await customer.hears(/Open Settings, then Language/);
    const next = await caseOf(customer);
    expect(next.id).not.toBe(id);
    const shown = await agent.show(next.id);
    expect(shown.conversation).toMatchObject({ previousId: id, owner: { kind: "bot" } });
    expect((await agent.show(id)).conversation.rating).toMatchObject({ score: 5 });
  });

  it("gets the case reopened by saying it is not solved", async () => {
    const customer = await door.customer(kefu());
    await customer.say("转人工");
    await customer.hears(spoken(zh.handoff.wish));
    const { id } = await caseOf(customer);
    await agent.act(id, "reply", { text: "请更新应用。" });
    await customer.hears(/请更新应用。/);
    await agent.act(id, "resolve");
    await (await customer.hears(spoken(zh.resolved))).press(zh.buttons.reopen);
    await customer.hears(spoken(zh.handoff["bad-rating"]));
    const again = (await agent.list()).find((row) => row.id === id);
    expect(again).toMatchObject({ status: "open", reason: "bad-rating", priority: "high" });
  });

  it("hears the first steps of an emergency before the word that a person was called", async () => {
    const customer = await door.customer(kefu());
    await customer.say("我的币被盗了");
    await customer.hears(/马上处理/);
    await customer.hears(spoken(zh.handoff.urgent));
    const heard = customer.all();
    const place = (pattern: RegExp) => heard.findIndex((text) => pattern.test(text));
    expect(place(/马上处理/)).toBe(0);
    expect(place(spoken(zh.handoff.urgent))).toBe(1);
    expect((await agent.list())[0]).toMatchObject({ priority: "urgent" });
  });
});
