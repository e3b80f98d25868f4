import { beforeAll, describe, expect, it } from "vitest";
import { zh } from "../../src/conversation/phrases/zh.ts";
import type { FakeDiscord } from "../fakes/discord.ts";
import { generalId } from "../fakes/discord-ids.ts";
import { type Agent, hire } from "./agent.ts";
import type { Customer } from "./customers.ts";
import { discordCustomer, discordEnv, fakeDiscord, newPerson, textOf } from "./discord-customer.ts";
import { dataFolder, sharedKefu, startKefu } from "./process.ts";
import { spoken } from "./spoken.ts";

// What every channel must do, answers and buttons among it, is in journey.test.ts.
describe("a customer on Discord", () => {
  let discord: FakeDiscord;
  const kefu = sharedKefu(async (ending) => {
    discord = await fakeDiscord(ending);
    return { env: discordEnv(discord) };
  });
  let agent: Agent;
  beforeAll(async () => {
    await kefu().untilReadyz(({ channels }) => Object.values(channels).every(({ state }) => state === "up"));
    agent = await hire(kefu(), "mei@example.com", "Mei");
  });

  async function caseOf(customer: Customer) {
    const row = (await agent.list("all")).find((one) => one.customer.id === customer.id);
    if (row === undefined) throw new Error(`no case of ${customer.id}`);
    return row;
  }

  it("is passed on at a wish, and reads the agent's reply in the direct message", async () => {
    const person = newPerson();
    const customer = discordCustomer(discord, person);
    await customer.say("转人工");
    await customer.hears(spoken(zh.handoff.wish));
    const { id } = await caseOf(customer);
    expect(await agent.act(id, "reply", { text: "请更新**应用**。" })).toMatchObject({
      status: 200,
    });
    await customer.hears(/请更新应用。/);
    const last = discord.sent(discord.rooms.dmOf(person)).at(-1);
    expect(last?.content).toContain("**应用**");
    expect(last?.allowed_mentions).toEqual({ parse: [], replied_user: false });
  });

  it("is taken from a server into a direct message for what is private, and on to a person", async () => {
    const person = newPerson();
    discord.write(generalId, person, "<@1040000000000000001> 转人工");
    const offered = () => discord.sent(generalId).find(({ components }) => components.length > 0);
    await discord.waitFor(() => offered() !== undefined, "an answer on the server");
    const button = offered()?.components[0]?.components[0];
    expect(button?.custom_id).toMatch(/^p:/);
    const message = offered();
    if (message !== undefined) discord.press(person, button?.custom_id ?? "", message);
    await discordCustomer(discord, person).hears(spoken(zh.handoff.wish));
    expect(discord.sent(generalId)).toHaveLength(1);
  });

  it("asks on a server so that nobody else sees question or answer", async () => {
    const person = newPerson();
    const { token } = discord.call(person, "ask", "how do I change the language", generalId);
    const shown = () => discord.interactions.shown(token);
    await discord.waitFor(() => shown().some(({ waits }) => !waits), "the reply");
    expect(shown()[0]?.ephemeral).toBe(true);
    expect(
      shown()
        .map(({ message }) => textOf(message))
        .join("\n"),
    ).toMatch(/Open Settings, then Language/);
    expect(discord.sent(generalId).map(textOf).join()).not.toMatch(/Open Settings/);
  });
});

describe("a kill while people write on Discord", () => {
  it("loses nothing and answers nothing twice", async () => {
    const folder = await dataFolder();
    const undone: (() => void | Promise<void>)[] = [];
    const discord = await fakeDiscord((undo) => void undone.push(undo));
    const options = { folder, env: discordEnv(discord) };
    try {
      const first = await startKefu(options);
      await first.untilReadyz(({ channels }) => Object.values(channels).every(({ state }) => state === "up"));
      const customer = discordCustomer(discord, newPerson());
      await customer.say("I forgot my password");
      await customer.hears(/forgot password/i);
      await first.kill("SIGKILL");
      await customer.say("how do I change the language");
      const second = await startKefu(options);
      await customer.hears(/Open Settings, then Language/);
      expect(customer.all().filter((text) => /forgot password/i.test(text))).toHaveLength(1);
      await second.kill("SIGTERM");
      expect((await second.exit).code).toBe(0);
    } finally {
      for (const undo of undone) await undo();
    }
  });
});
