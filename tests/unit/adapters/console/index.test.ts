import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { openConsole } from "../../../../adapters/console/index.ts";
import type { Delivery } from "../../../../src/channel/contract.ts";
import { memoryPorts } from "../web/memory-ports.ts";

/** Timers that run when the test says so. */
function handTimers() {
  let timers: { ms: number; run(): void }[] = [];
  return {
    after(ms: number, run: () => void): () => void {
      const timer = { ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    waits: () => timers.map((timer) => timer.ms),
    fire(): void {
      const due = timers;
      timers = [];
      for (const timer of due) timer.run();
    },
  };
}

function delivery(
  key: string,
  text: string,
  author: Delivery["author"] = "bot",
  authorName?: string,
): Delivery {
  return {
    idempotencyKey: key,
    conversationId: "c",
    space: { id: "local", kind: "dm" },
    author,
    part: { text, choices: [], files: [] },
    attempt: 1,
    ...(authorName === undefined ? {} : { authorName }),
  };
}

async function consoleDesk(tty = false) {
  const input = Object.assign(new PassThrough(), { isTTY: tty });
  const output = new PassThrough();
  const ports = memoryPorts();
  const timers = handTimers();
  const channel = openConsole({ input, output, now: ports.now, after: timers.after });
  let shown = "";
  output.on("data", (chunk) => {
    shown += String(chunk);
  });
  await channel.start(ports);
  let over = false;
  void channel.ended.then(() => {
    over = true;
  });
  return {
    input,
    ports,
    timers,
    channel,
    shown: () => shown,
    over: () => over,
    texts: () => ports.taken.map((event) => (event.kind === "message" ? event.text : event.kind)),
    say: (d: Delivery) => channel.send(d, new AbortController().signal),
  };
}

async function turns(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe("lines from a pipe", () => {
  it("are asked one after the other, each once the reply to the one before is complete", async () => {
    const desk = await consoleDesk();
    desk.input.end("first\n\nsecond\n");
    await turns();
    expect(desk.texts()).toEqual(["first"]);
    await desk.say(delivery("1#0", "**Part one** of"));
    await desk.say(delivery("1#1", "the answer"));
    await turns();
    expect(desk.texts()).toEqual(["first"]);
    desk.timers.fire();
    await turns();
    expect(desk.texts()).toEqual(["first", "second"]);
    expect(desk.over()).toBe(false);
    await desk.say(delivery("2#0", "bye"));
    desk.timers.fire();
    await turns();
    expect(desk.over()).toBe(true);
    expect(desk.shown()).toBe("Part one of\n\nthe answer\n\nbye\n\n");
  });

  it("end the chat even when nobody answers", async () => {
    const desk = await consoleDesk();
    desk.input.end("hello?\n");
    await turns();
    expect(desk.over()).toBe(false);
    expect(desk.timers.waits()).toEqual([10_000]);
    desk.timers.fire();
    await turns();
    expect(desk.over()).toBe(true);
  });

  it("say whether they could not be stored, and end", async () => {
    const desk = await consoleDesk();
    desk.ports.broken = true;
    desk.input.end("hello?\n");
    await turns();
    expect(desk.over()).toBe(true);
    expect(desk.shown()).toContain("disk full");
  });
});

describe("the terminal", () => {
  it("shows who speaks, lists with their numbers, and no escape codes", async () => {
    const desk = await consoleDesk();
    await desk.say(
      delivery("1", "Did you mean:\n\n1. *Reset* the `password`\n2. [Help](https://help.example/a)"),
    );
    await desk.say(delivery("2", "Hello, I am Mei", "agent", "Mei"));
    await desk.say(delivery("3", "A colleague took over.", "system"));
    expect(desk.shown()).toBe(
      "Did you mean:\n\n1. Reset the password\n2. Help (https://help.example/a)\n\nMei: Hello, I am Mei\n\n* A colleague took over.\n\n",
    );
    expect(desk.shown()).not.toContain("\u001b");
    expect(desk.channel.capabilities.buttons).toBe(0);
  });

  it("prints a message once though it is sent twice", async () => {
    const desk = await consoleDesk();
    await desk.say(delivery("1", "hi"));
    await desk.say(delivery("1", "hi"));
    expect(desk.shown()).toBe("hi\n\n");
  });

  it("prompts a person, takes a line at once, and leaves on /quit", async () => {
    const desk = await consoleDesk(true);
    desk.input.write("one\ntwo\n");
    await turns();
    expect(desk.texts()).toEqual(["one", "two"]);
    expect(desk.shown()).toContain("> ");
    await desk.say(delivery("1", "answer"));
    desk.timers.fire();
    desk.input.write("/quit\nthree\n");
    await turns();
    expect(desk.over()).toBe(true);
    expect(desk.texts()).toEqual(["one", "two"]);
  });
});
