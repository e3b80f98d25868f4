import { describe, expect, it } from "vitest";
import { en } from "../../src/conversation/phrases/en.ts";
import { type Agent, hire } from "./agent.ts";
import { sharedKefu } from "./process.ts";
import { spoken } from "./spoken.ts";
import type { Stream } from "./sse.ts";
import { messagesOf, type Visitor, visit } from "./visitor.ts";

const kefu = sharedKefu(() => ({}));

async function waiting(): Promise<Visitor> {
  const customer = await visit(kefu());
  await customer.say("human");
  await customer.hears(spoken(en.handoff.wish));
  return customer;
}

let hired = 0;
async function agentNamed(name: string): Promise<Agent> {
  hired += 1;
  return hire(kefu(), `${name.toLowerCase()}${hired}@example.com`, name);
}

describe("two agents", () => {
  it("who claim the same case at once: one has it, the other is told who", async () => {
    const { conversationId } = await waiting();
    const [mei, tom] = [await agentNamed("Mei"), await agentNamed("Tom")];
    const answers = await Promise.all([mei.act(conversationId, "claim"), tom.act(conversationId, "claim")]);
    const won = answers.findIndex(({ status }) => status === 200);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers[1 - won]?.body.error).toMatchObject({
      message: expect.stringContaining(["Mei", "Tom"][won] ?? ""),
      owner: ["Mei", "Tom"][won],
    });
  });

  it("cannot answer for each other: the customer hears only the one who has the case", async () => {
    const customer = await waiting();
    const [mei, tom] = [await agentNamed("Mei"), await agentNamed("Tom")];
    await mei.act(customer.conversationId, "reply", { text: "Mei here." });
    const refused = await tom.act(customer.conversationId, "reply", { text: "Tom here." });
    expect(refused).toMatchObject({ status: 409, body: { error: { owner: "Mei" } } });
    await mei.act(customer.conversationId, "reply", { text: "Still Mei." });
    await customer.hears(/Still Mei/);
    expect(customer.messages().map(({ text }) => text)).not.toContain("Tom here.");
  });
});

it("does the same command with the same key once", async () => {
  const customer = await waiting();
  const mei = await agentNamed("Mei");
  const reply = () => mei.act(customer.conversationId, "reply", { text: "Only once." }, "key-1");
  const both = await Promise.all([reply(), reply()]);
  const third = await reply();
  expect([...both, third].map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(third.body.repeated).toBe(true);
  await mei.act(customer.conversationId, "reply", { text: "And then." });
  await customer.hears(/And then/);
  expect(customer.messages().filter(({ text }) => text === "Only once.")).toHaveLength(1);
});

it("needs a key of an agent for everything at the desk", async () => {
  for (const headers of [{}, { authorization: "Bearer wrong" }]) {
    const answer = await fetch(`${kefu().url}/api/desk/conversations`, { headers });
    expect(answer.status).toBe(401);
  }
});

it("lets the first admin in with the code from the terminal, once", async () => {
  // An agent exists already in this server: the door is shut.
  const mei = await agentNamed("Mei");
  expect(mei.key).not.toBe("");
  const answer = await fetch(`${kefu().url}/api/desk/setup`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ code: "000000", email: "x@example.com", password: "a long enough one" }),
  });
  expect(answer.status).toBe(409);
});

describe("a stream that breaks off", () => {
  it("goes on at the customer's where it stopped: nothing missing, nothing twice", async () => {
    const customer = await visit(kefu());
    await customer.answerTo(await customer.say("I forgot my password"));
    const before = customer.messages();
    const last = before.at(-1)?.seq ?? 0;
    await customer.stream().cut();
    const missed = await customer.say("how do I change the language");
    await customer.reconnect(undefined, last);
    await customer.answerTo(missed);
    const later = await customer.say("thanks");
    await customer.answerTo(later);
    const parts = [...before, ...customer.messages()];
    await customer.reconnect(undefined, 0);
    await customer.answerTo(later);
    expect(parts).toEqual(customer.messages());
    expect(new Set(parts.map(({ seq }) => seq)).size).toBe(parts.length);
  });

  it("goes on at the desk where it stopped: nothing missing, nothing twice", async () => {
    const mei = await agentNamed("Mei");
    const seqs = (stream: Stream) => stream.events().map(({ data }) => (data as { seq: number }).seq);
    const first = await mei.feed(0);
    const one = await waiting();
    await first.waitFor((events) => find(events, one.conversationId), "the first case");
    await first.cut();
    const last = Math.max(...seqs(first));
    const two = await waiting();
    const second = await mei.feed(last);
    await mei.act(two.conversationId, "note", { text: "the last one" });
    const end = (stream: Stream) =>
      stream.waitFor((events) => seqOfNote(events, two.conversationId), "the note");
    const note = await end(second);
    const whole = await mei.feed(0);
    await end(whole);
    const upToNote = (stream: Stream) => seqs(stream).filter((seq) => seq <= note);
    const together = [...seqs(first), ...upToNote(second)];
    expect(together).toEqual(upToNote(whole));
    expect(together).toEqual([...together].sort((a, b) => a - b));
  });

  it("begins the desk's feed anew for who knows a number of another database", async () => {
    const mei = await agentNamed("Mei");
    const feed = await mei.feed(99_999_999);
    const { event } = await feed.waitFor((events) => events[0], "the first event");
    expect(event).toBe("reset");
  });
});

it("stops a reply that asks the customer for a secret, and one with a link nobody vouches for", async () => {
  const customer = await waiting();
  const mei = await agentNamed("Mei");
  for (const text of [
    "Please send me your seed phrase.",
    "请把你的助记词发给我。",
    "See https://evil.example",
  ]) {
    const stopped = await mei.act(customer.conversationId, "reply", { text });
    expect(stopped.status, text).toBe(422);
  }
  await mei.act(customer.conversationId, "reply", { text: "Never share your seed phrase." });
  await customer.hears(/Never share/);
  const fromAgent = customer.messages().filter(({ author }) => author === "agent");
  expect(fromAgent.map(({ text }) => text)).toEqual(["Never share your seed phrase."]);
});

it("shows the customer's page what the desk sees, without the notes of the team", async () => {
  const customer = await waiting();
  const mei = await agentNamed("Mei");
  await mei.act(customer.conversationId, "note", { text: "seems upset" });
  await mei.act(customer.conversationId, "reply", { text: "Hello there." });
  await customer.hears(/Hello there/);
  const shown = await mei.show(customer.conversationId);
  expect(shown.messages.map(({ author }) => author)).toContain("note");
  const own = messagesOf(customer.stream());
  expect(own.map(({ author }) => author)).not.toContain("note");
  expect(own.at(-1)).toMatchObject({ author: "agent", name: "Mei" });
});

function find(events: { data: unknown }[], conversationId: string) {
  return events.find(({ data }) => (data as { conversationId?: string }).conversationId === conversationId);
}

function seqOfNote(events: { data: unknown }[], conversationId: string): number | undefined {
  const items = events.map(({ data }) => data as { seq: number; conversationId?: string; data?: unknown });
  return items.find(
    (item) => item.conversationId === conversationId && /"note"/.test(JSON.stringify(item.data)),
  )?.seq;
}
