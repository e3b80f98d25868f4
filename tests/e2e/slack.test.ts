import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { en } from "../../src/conversation/phrases/en.ts";
import { zh } from "../../src/conversation/phrases/zh.ts";
import type { FakeSlack } from "../fakes/slack.ts";
import { directOf } from "../fakes/slack-customers.ts";
import { type Agent, hire } from "./agent.ts";
import type { Customer } from "./customers.ts";
import { dataFolder, type Kefu, sharedKefu, startKefu } from "./process.ts";
import { fakeSlack, httpEnv, slackCustomer, socketEnv } from "./slack-customer.ts";
import { spoken, spokenBy } from "./spoken.ts";
import { unsureQuestion } from "./unsure.ts";

/** Resolves once the channel works: a delivery before that would only be sent again. */
async function channelUp(kefu: Kefu): Promise<void> {
  await kefu.untilReadyz(({ channels }) =>
    Object.entries(channels).some(([account, { state }]) => account.startsWith("slack:") && state === "up"),
  );
}

describe.each(["Socket Mode", "HTTP"])("a customer on Slack by %s", (way) => {
  let slack: FakeSlack;
  let agent: Agent;
  let number = 0;
  const kefu = sharedKefu(async (ending) => {
    slack = await fakeSlack(ending);
    return { env: way === "HTTP" ? httpEnv(slack) : socketEnv(slack) };
  });
  beforeAll(async () => {
    if (way === "HTTP") slack.deliverTo(`${kefu().url}/webhooks/slack`);
    await channelUp(kefu());
    agent = await hire(kefu(), "mei@example.com", "Mei");
  });

  function somebody() {
    number += 1;
    return slackCustomer(slack, `U024CUST${number}`);
  }

  async function caseOf(customer: Customer) {
    const row = (await agent.list("all")).find((one) => one.customer.id === customer.id);
    if (row === undefined) throw new Error(`no case of ${customer.id}`);
    return row;
  }

  it("is answered in the language of the question, by direct message", async () => {
    const customer = somebody();
    await customer.say("I forgot my password");
    expect((await customer.hears(/forgot password/i)).labels).toContain(en.buttons.yes);
    await customer.say("怎么切换语言");
    expect((await customer.hears(/打开「设置」，再点「语言」选择。/)).labels).toContain(zh.buttons.no);
  });

  it("is asked back when the bot is unsure, and answered by a press", async () => {
    const { text, titles } = await unsureQuestion();
    const customer = somebody();
    await customer.say(text);
    const question = await customer.hears(spoken(en.askBack));
    expect(question.labels).toEqual([...titles.slice(0, question.labels.length - 1), en.buttons.noneOfThese]);
    await question.press(titles[0] ?? "");
    await customer.hears(spoken(en.didThisHelp));
  });

  it("wishes for a person, stands in the queue, and gets the person's reply and the request for a rating", async () => {
    const customer = somebody();
    await customer.say("转人工");
    await customer.hears(spoken(zh.handoff.wish));
    const { id } = await caseOf(customer);
    expect((await agent.list()).find((one) => one.id === id)).toMatchObject({ owner: { kind: "queue" } });
    await agent.act(id, "claim");
    await customer.hears(spokenBy(zh.agentJoined, "Mei"));
    await agent.act(id, "reply", { text: "请问用的是**哪条链**？" });
    await customer.hears(/请问用的是哪条链？/);
    await agent.act(id, "resolve");
    const question = await customer.hears(spoken(zh.resolved));
    await question.press("5");
    await customer.hears(spoken(zh.ratingThanks));
    expect((await agent.show(id)).conversation.rating).toMatchObject({ score: 5 });
  });

  it("is answered in the thread of a mention, and goes on in private for a person", async () => {
    const customer = somebody();
    const user = customer.id.split(":")[1] ?? "";
    const { ts } = slack.write(user, "C024HELP", `<@${slack.bot.user}> I forgot my password`);
    const answer = await customer.hearsIn("C024HELP", /forgot password/i);
    expect(answer.thread).toBe(ts);
    slack.write(user, "C024HELP", "I want to talk to a person", { thread: ts });
    const way = await customer.hearsIn("C024HELP", spoken(en.goPrivate));
    slack.press(user, way, en.buttons.private);
    await customer.hears(spoken(en.handoff.wish));
    expect((await agent.list()).some((one) => one.customer.id === customer.id)).toBe(true);
  });

  it("asks by a slash command, reads the answer alone, and the next in the direct message", async () => {
    const customer = somebody();
    const user = customer.id.split(":")[1] ?? "";
    slack.command(user, "C024OTHER", "I forgot my password");
    const answer = await customer.hearsIn("C024OTHER", /forgot password/i);
    expect(answer.ephemeral).toBe(true);
    await customer.say("how do I change the language");
    await customer.hears(/Open Settings, then Language/);
    expect(slack.sent(directOf(user)).every(({ ephemeral }) => !ephemeral)).toBe(true);
  });

  it("hears one answer to a message that Slack delivers again and again", async () => {
    const customer = somebody();
    const user = customer.id.split(":")[1] ?? "";
    const { body } = slack.say(user, "I forgot my password");
    for (let time = 0; time < 3; time += 1) slack.deliver({ ...body, event_id: `EvAgain${time}` });
    await customer.hears(/forgot password/i);
    await customer.say("how do I change the language");
    await customer.hears(/Open Settings, then Language/);
    expect(customer.all().filter((text) => /forgot password/i.test(text))).toHaveLength(1);
  });
});

describe("kefu on Slack, killed", () => {
  it("answers once what it had stored, and reads what was written while it was away", async () => {
    const slack = await fakeSlack(onTestFinished);
    const folder = await dataFolder();
    const customer = slackCustomer(slack, "U024LIN");
    const first = await startKefu({ folder, env: socketEnv(slack) });
    await channelUp(first);
    // The answer is posted and its confirmation lost: nobody knows, when the process dies.
    slack.fail("chat.postMessage", { hang: "after" });
    await customer.say("I forgot my password");
    await customer.hears(/forgot password/i);
    await first.kill("SIGKILL");
    slack.say("U024LIN", "how do I change the language", { silent: true });
    const second = await startKefu({ folder, env: socketEnv(slack) });
    await channelUp(second);
    await customer.hears(/Open Settings, then Language/);
    expect(customer.all().filter((text) => /forgot password/i.test(text))).toHaveLength(1);
    expect(await second.kill("SIGTERM")).toMatchObject({ code: 0 });
  });

  it("lives on for the others when Slack refuses its tokens", async () => {
    const slack = await fakeSlack(onTestFinished);
    const kefu = await startKefu({ env: socketEnv(slack) });
    await channelUp(kefu);
    slack.fail("apps.connections.open", { error: "invalid_auth", times: 9 });
    slack.cut();
    const ready = await kefu.untilReadyz(({ channels }) =>
      Object.entries(channels).some(
        ([account, { state }]) => account.startsWith("slack:") && state === "down",
      ),
    );
    expect(JSON.stringify(ready.channels)).toContain("SLACK_APP_TOKEN");
    expect(ready.channels.web).toMatchObject({ state: "up" });
    expect((await fetch(`${kefu.url}/healthz`)).status).toBe(200);
    expect(await kefu.kill("SIGTERM")).toMatchObject({ code: 0 });
  });
});
