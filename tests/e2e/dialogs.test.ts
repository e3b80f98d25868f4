import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { en } from "../../src/conversation/phrases/en.ts";
import type { FakeDiscord } from "../fakes/discord.ts";
import type { FakeSlack } from "../fakes/slack.ts";
import { hire } from "./agent.ts";
import { discordCustomer, discordEnv, fakeDiscord, newPerson } from "./discord-customer.ts";
import { type Ending, SMALL_KNOWLEDGE, sharedKefu } from "./process.ts";
import { fakeSlack, slackCustomer, socketEnv } from "./slack-customer.ts";
import { spoken } from "./spoken.ts";

const HASH = `0x${"4b".repeat(32)}`;
/** Twelve words that are a valid seed phrase; nobody's. */
const PHRASE = `${"abandon ".repeat(11)}about`;

describe("the details of a failed transfer, asked for in a dialog", () => {
  let discord: FakeDiscord;
  let slack: FakeSlack;
  const kefu = sharedKefu(async (ending) => {
    discord = await fakeDiscord(ending);
    slack = await fakeSlack(ending);
    const env = { ...discordEnv(discord), ...socketEnv(slack), RATE_LIMITS: "discord=600,slack=600" };
    return { env: { ...env, KNOWLEDGE_DIR: await askingKnowledge(ending) } };
  });

  /** Asks, presses the button that the answer offers, and resolves with the hands on the dialog that opens. */
  async function opened(on: "Discord" | "Slack") {
    await kefu().untilReadyz(({ channels }) => Object.values(channels).every(({ state }) => state === "up"));
    const person = newPerson();
    const user = `U024D${person.username.toUpperCase()}`;
    const customer = on === "Discord" ? discordCustomer(discord, person) : slackCustomer(slack, user);
    await customer.say("my transfer is pending");
    const answer = await customer.hears(/.*/s);
    expect(answer.labels).toContain(en.buttons.formStart);
    await answer.press(en.buttons.formStart);
    if (on === "Slack") {
      await slack.waitFor(() => slack.dialogOf(user) !== undefined);
      return { customer, submit: (written: Record<string, string>) => slack.submit(user, written) };
    }
    const open = () => discord.interactions.dialogIn(discord.rooms.dmOf(person));
    await discord.waitFor(() => open() !== undefined, "a dialog");
    const token = open() ?? "";
    return {
      customer,
      submit: (written: Record<string, string>) => void discord.submit(person, token, written),
    };
  }

  it.each(["Discord", "Slack"] as const)("reach an agent on %s in one go, with the case", async (on) => {
    const { customer, submit } = await opened(on);
    submit({ chain: "TRON", "tx-hash": HASH });
    await customer.hears(spoken(en.handoff["form-sent"]));
    const agent = await hire(kefu(), `mei-${on}@example.com`, "Mei");
    const row = (await agent.list("queue")).find((one) => one.customer.id === customer.id);
    expect(row).toMatchObject({ reason: "form-sent", lastText: expect.stringContaining(HASH) });
    const { conversation } = await agent.show(row?.id ?? "");
    expect(conversation.collected).toEqual({ chain: "TRON", "tx-hash": HASH });
  });

  it.each(["Discord", "Slack"] as const)("are asked for once more on %s where they cannot be", async (on) => {
    const { customer, submit } = await opened(on);
    submit({ chain: "TRON", "tx-hash": "no idea where that is" });
    await customer.hears(new RegExp(en.slots["tx-hash"].label));
    await customer.say(HASH);
    await customer.hears(/This is what I have/);
  });

  it.each(["Discord", "Slack"] as const)(
    "never keep a seed phrase that was written into one on %s",
    async (on) => {
      const { customer, submit } = await opened(on);
      submit({ chain: PHRASE });
      await customer.hears(spoken(en.secretUrgent));
      const agent = await hire(kefu(), `lin-${on}@example.com`, "Lin");
      const row = (await agent.list("queue")).find((one) => one.customer.id === customer.id);
      expect(row).toMatchObject({ priority: "urgent", reason: "secret-pasted" });
      expect(JSON.stringify(await agent.show(row?.id ?? ""))).not.toContain("abandon");
    },
  );
});

/** The small knowledge, with an entry that asks for details. */
async function askingKnowledge(ending: Ending): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kefu-knowledge-"));
  ending(() => rm(folder, { recursive: true, force: true }));
  await cp(SMALL_KNOWLEDGE, folder, { recursive: true });
  for (const locale of ["zh", "en"]) {
    const file = join(folder, locale, "tx/pending.md");
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace("handoff: offer", "handoff: offer\ncollect: [chain, tx-hash]"));
  }
  return folder;
}
