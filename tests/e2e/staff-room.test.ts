import { beforeAll, describe, expect, it } from "vitest";
import type { FakeTelegram } from "../fakes/telegram.ts";
import { hire } from "./agent.ts";
import { fakeTelegram, pollingEnv } from "./customers.ts";
import { kefuCommand, sharedKefu } from "./process.ts";
import { visit } from "./visitor.ts";

const STAFF = -1_001_234_567_890;
const MEI = { id: 501, first_name: "Mei" };
const TOM = { id: 502, first_name: "Tom" };
const EVE = { id: 503, first_name: "Eve" };

describe("a customer on the website, an agent in the staff's group on Telegram", () => {
  let telegram: FakeTelegram;
  const kefu = sharedKefu(async (ending) => {
    telegram = await fakeTelegram(ending);
    telegram.makeForum(STAFF);
    return { env: { ...pollingEnv(telegram), TELEGRAM_STAFF_CHAT_ID: String(STAFF) } };
  });
  beforeAll(async () => {
    await hire(kefu(), "mei@example.com", "Mei");
  });

  const until = (what: string, look: () => boolean) => telegram.waitFor(look, { what, guardMs: 20_000 });
  const inGroup = (text: string) => telegram.sent(STAFF).find((message) => message.text.includes(text));

  it("talk to each other by way of a topic, from the hand-off to the end", async () => {
    const linking = await kefuCommand(["agents", "link", "mei@example.com"], { folder: kefu().folder });
    const [code] = /\/link \S+/.exec(linking.stdout) ?? ["none"];
    telegram.say(MEI.id, code, { from: MEI });
    await until("the welcome", () => telegram.sent(MEI.id).some(({ text }) => text.includes("Welcome, Mei")));

    const visitor = await visit(kefu());
    await visitor.say("I want to talk to a human");
    await until("the topic", () => inGroup("I want to talk to a human") !== undefined);
    const [topic] = telegram.topics(STAFF);
    const thread = topic?.id ?? 0;
    const card = telegram.sent(STAFF).find((message) => message.thread === thread);
    expect(card?.text).toContain("Waiting for a person");
    await until("the customer's words alone", () => (inGroup("👤")?.text ?? "").includes("human"));

    telegram.say(STAFF, "/claim", { from: MEI, thread });
    await until("the claim", () => inGroup("Mei has this case now") !== undefined);
    const asked = telegram.sent(STAFF).find(({ text }) => text.startsWith("👤"));
    telegram.say(STAFF, "just among us", { from: MEI, thread });
    const answer = telegram.say(STAFF, "Hello, Mei here.", {
      from: MEI,
      thread,
      replyTo: asked?.messageId ?? 0,
    });
    const heard = await visitor.hears(({ author }) => author === "agent");
    expect(heard).toMatchObject({ name: "Mei", text: "Hello, Mei here." });
    await until("the mark", () => telegram.reaction(STAFF, answer.messageId) !== undefined);

    await visitor.say("thank you, that was all");
    await until("the customer's next words", () => inGroup("that was all") !== undefined);
    telegram.say(STAFF, "/resolve", { from: MEI, thread });
    await until("the topic is closed", () => telegram.topics(STAFF)[0]?.closed === true);
    expect(visitor.messages().filter(({ text }) => text.includes("among us"))).toEqual([]);
  });

  it("know an agent by a code of the command line, good once, until it is taken back", async () => {
    const run = (...args: string[]) => kefuCommand(["agents", ...args], { folder: kefu().folder });
    const told = (who: typeof MEI, words: string) =>
      telegram.sent(who.id).filter(({ text }) => text.includes(words)).length;
    await hire(kefu(), "tom@example.com", "Tom");
    const made = await run("link", "tom@example.com", "--json");
    expect(made.code).toBe(0);
    const { code, expiresAt } = JSON.parse(made.stdout);
    expect(expiresAt - Date.now()).toBeGreaterThan(10 * 60_000);
    telegram.say(TOM.id, `/link ${code}`, { from: TOM });
    await until("the welcome", () => told(TOM, "Welcome, Tom") === 1);
    telegram.say(EVE.id, `/link ${code}`, { from: EVE });
    await until("the refusal", () => told(EVE, "wrong, used or older") === 1);

    const stranger = "I do not know who you are";
    telegram.say(STAFF, "/claim", { from: TOM });
    await until("an answer to somebody known", () => inGroup("not the thread of a case") !== undefined);
    const ended = await run("unlink", "tom@example.com");
    expect(ended).toMatchObject({ code: 0, stdout: "tom@example.com: 1 linked account(s) ended.\n" });
    telegram.say(STAFF, "/claim", { from: TOM });
    await until("an answer to a stranger", () => inGroup(stranger) !== undefined);
    expect((await run("unlink", "tom@example.com")).stdout).toContain(": 0 linked account(s) ended.");

    for (const verb of ["link", "unlink"]) {
      const nobody = await run(verb, "nobody@example.com");
      expect(nobody.code).not.toBe(0);
      expect(nobody.stderr).toContain("No agent has the address nobody@example.com");
    }
  });
});
