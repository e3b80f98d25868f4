import { cp, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { en } from "../../src/conversation/phrases/en.ts";
import { hire } from "./agent.ts";
import { dataFolder, kefuCommand, SMALL_KNOWLEDGE, sharedKefu, startKefu } from "./process.ts";
import { spoken } from "./spoken.ts";
import { type Visitor, visit } from "./visitor.ts";

const kefu = sharedKefu(() => ({}));
const run = (args: string[], input?: string) =>
  kefuCommand(args, { folder: kefu().folder, ...(input === undefined ? {} : { input }) });

const CHAT = "I forgot my password\nhow do I change the language\n";
const CHAT_ANSWERS = /On the login page tap[\s\S]*Open Settings, then Language/;

describe("kefu chat", () => {
  it("answers the lines of a pipe in order while no server runs", async () => {
    const { code, stdout, stderr } = await kefuCommand(["chat"], { folder: await dataFolder(), input: CHAT });
    expect(stderr).not.toContain("kefu:");
    expect(stdout).toMatch(CHAT_ANSWERS);
    expect(code).toBe(0);
  });

  it("is a visitor of the running server, and speaks the language asked for", async () => {
    const { code, stdout } = await run(["chat", "--locale", "zh"], CHAT);
    expect(stdout).toMatch(CHAT_ANSWERS);
    expect(code).toBe(0);
    const agent = await hire(kefu(), "chat@example.com");
    expect((await agent.list("all")).map(({ account }) => account)).toContain("web");
  });
});

it("kefu ask shows what a text is taken for, and never the secret in it", async () => {
  const { code, stdout } = await run([
    "ask",
    "I forgot my password. My password is Kestrel#Harbour77",
    "--json",
  ]);
  expect(code).toBe(0);
  const told = JSON.parse(stdout);
  expect(told).toMatchObject({ outcome: "answer", locale: "en", found: ["password"] });
  expect(told.ranked[0]).toMatchObject({ topic: "account.reset-password", probability: expect.any(Number) });
  expect(stdout).not.toContain("Kestrel");
  const readable = await run(["ask", "怎么切换语言"]);
  expect(readable.stdout).toMatch(/answer, confidence [\d.]+ %[\s\S]*app\.language\s+怎么切换语言/);
});

describe("kefu queue", () => {
  async function waiting(): Promise<Visitor> {
    const customer = await visit(kefu());
    await customer.say("human");
    await customer.hears(spoken(en.handoff.wish));
    return customer;
  }

  it("works a case from the list to the end, and the customer follows it", async () => {
    await run(["agents", "add", "mei@example.com", "--name", "Mei"]);
    const customer = await waiting();
    const as = ["--as", "mei@example.com"];
    const list = JSON.parse((await run(["queue", "list", ...as, "--json"])).stdout);
    const row = list.find(({ id }: { id: string }) => id === customer.conversationId);
    expect(row).toMatchObject({ reason: "wish" });
    expect((await run(["queue", "list", ...as])).stdout).toContain(row.reference);

    expect((await run(["queue", "claim", row.reference, ...as])).stdout).toContain("is yours now");
    await run(["queue", "note", row.reference, "wants a call", ...as]);
    await run(["queue", "reply", row.reference, "On it.", ...as, "--key", "once"]);
    const again = await run(["queue", "reply", row.reference, "On it.", ...as, "--key", "once"]);
    expect(again.stdout).toContain("done before");
    await customer.hears(/On it\./);
    const shown = await run(["queue", "show", row.reference, ...as]);
    expect(shown.stdout).toMatch(/wish[\s\S]*note Mei[\s\S]*wants a call[\s\S]*agent Mei[\s\S]*On it\./);
    expect(shown.stdout).toMatch(/what the bot made of it:\n {2}".+" -> handed-off:wish/);
    const found = await run(["queue", "search", "wants a", ...as]);
    expect(found.stdout).toMatch(
      new RegExp(`^1 found\n${row.reference}[^\n]*\n {2}Mei: \\[wants\\] \\[a\\] call`),
    );
    expect(JSON.parse((await run(["queue", "search", "password", ...as, "--json"])).stdout)).toMatchObject({
      knowledge: [{ topic: "account.reset-password" }],
    });
    expect((await run(["queue", "resolve", row.reference, ...as])).code).toBe(0);
    await customer.hears(spoken(en.resolved));
    expect(customer.messages().filter(({ text }) => text === "On it.")).toHaveLength(1);
  });

  it("refuses an agent it does not know, a case it does not know, and a claimed one, each with a reason", async () => {
    const customer = await waiting();
    const mei = await hire(kefu(), "owner@example.com", "Owner");
    await hire(kefu(), "other@example.com", "Other");
    await mei.act(customer.conversationId, "claim");
    const stranger = await run(["queue", "list", "--as", "nobody@example.com"]);
    expect(stranger).toMatchObject({ code: 1, stderr: expect.stringContaining("nobody@example.com") });
    const nobody = await run(["queue", "list"]);
    expect(nobody).toMatchObject({ code: 2, stderr: expect.stringContaining("--as EMAIL") });
    const nowhere = await run(["queue", "claim", "K-NOSUCH", "--as", "other@example.com"]);
    expect(nowhere.code).toBe(1);
    expect(nowhere.stderr).toContain("no conversation");
    const taken = await run(["queue", "reply", customer.conversationId, "Hi", "--as", "other@example.com"]);
    expect(taken).toMatchObject({ code: 1, stderr: expect.stringContaining("Owner has this conversation") });
  });

  it("works without a server too: what was said leaves when it starts", async () => {
    const folder = await dataFolder();
    const first = await startKefu({ folder });
    const customer = await visit(first);
    await customer.say("human");
    await customer.hears(spoken(en.handoff.wish));
    await first.kill();
    await kefuCommand(["agents", "add", "mei@example.com", "--name", "Mei"], { folder });
    const text = "We are back tomorrow.";
    const as = ["--as", "mei@example.com"];
    const replied = await kefuCommand(["queue", "reply", customer.conversationId, text, ...as], { folder });
    expect(replied).toMatchObject({ code: 0, stderr: "" });
    const second = await startKefu({ folder });
    await customer.reconnect(second.url);
    const reply = await customer.hears(/back tomorrow/);
    expect(reply).toMatchObject({ author: "agent", name: "Mei" });
  });
});

it("kefu agents adds, lists and disables; a key works until then", async () => {
  const added = JSON.parse((await run(["agents", "add", "bot@example.com", "--key", "--json"])).stdout);
  const headers = { authorization: `Bearer ${added.key}` };
  const me = () => fetch(`${kefu().url}/api/desk/me`, { headers });
  expect((await me()).status).toBe(200);
  expect((await run(["agents", "list"])).stdout).toMatch(/bot@example\.com +.* +active/);
  expect((await run(["agents", "disable", "bot@example.com"])).code).toBe(0);
  expect((await me()).status).toBe(401);
  const twice = await run(["agents", "add", "bot@example.com"]);
  expect(twice.code).not.toBe(0);
  expect(twice.stderr).toMatch(/^kefu: There is an agent with this e-mail address already/);
});

it("kefu eval measures a question set, with exactly the promised figures", async () => {
  const folder = await dataFolder();
  const file = join(folder, "questions.jsonl");
  const line = (text: string, label: string, lang: string) => JSON.stringify({ text, label, lang });
  await writeFile(
    file,
    [
      line("I forgot my password", "account.reset-password", "en"),
      line("怎么切换语言", "app.language", "zh"),
      line("what is the weather tomorrow", "oos", "en"),
      line("转人工", "human", "zh"),
    ].join("\n"),
  );
  const { code, stdout } = await kefuCommand(["eval", file, "--json"], { folder });
  expect(code).toBe(0);
  const report = JSON.parse(stdout);
  const { uncovered, thresholds, ...figures } = report;
  expect(Object.keys(figures).sort()).toEqual(
    [
      ["n", "top1", "top3", "answered", "precisionAnswered", "askedBack", "askedBackHit", "falseAnswerRate"],
      ["oosRejected", "humanRecall", "humanPrecision", "urgentRecall", "urgentPrecision", "byLanguage"],
      ["p50Ms", "p99Ms", "indexMs", "confusions", "curve"],
    ]
      .flat()
      .sort(),
  );
  expect(report).toMatchObject({ n: 4, top1: 1, falseAnswerRate: 0, humanRecall: 1 });
  expect(Object.keys(report.byLanguage)).toEqual(expect.arrayContaining(["zh", "en"]));
  expect(Object.keys(report.byLanguage.zh).sort()).toEqual(
    ["n", "top1", "top3", "answered", "precisionAnswered", "oos", "falseAnswerRate"].sort(),
  );
  const missing = await kefuCommand(["eval", join(folder, "none.jsonl")], { folder });
  expect(missing.code).not.toBe(0);
  expect(missing.stderr).toContain("none.jsonl");
  await writeFile(file, '{"text": "no label"}\n');
  const faulty = await kefuCommand(["eval", file], { folder });
  expect(faulty.code).not.toBe(0);
  expect(faulty.stderr).toMatch(/questions\.jsonl.*1/);
});

it("kefu eval tells what a change fixed and broke, and fails when CI asks it to", async () => {
  const folder = await dataFolder();
  const file = join(folder, "questions.jsonl");
  const baseline = join(folder, "baseline.jsonl");
  const question = { text: "I forgot my password", label: "account.reset-password" };
  await writeFile(file, `${JSON.stringify(question)}\n`);
  const evaluate = (...args: string[]) => kefuCommand(["eval", file, ...args], { folder });

  const early = await evaluate("--baseline", baseline, "--fail-if-broken", "0", "--no-save");
  expect(early).toMatchObject({ code: 2, stderr: expect.stringContaining("--update-baseline") });
  const first = await evaluate("--baseline", baseline, "--update-baseline", "--json");
  expect(first.code).toBe(0);
  expect(JSON.parse(first.stdout)).not.toHaveProperty("diff");
  expect((await stat(baseline)).mode & 0o777).toBe(0o600);
  const kept = await readFile(baseline, "utf8");
  expect(JSON.parse(kept)).toEqual({ ...question, did: "answered rightly", score: 3 });

  const same = await evaluate();
  expect(same.stdout).toContain("Against the last run: 0 fixed, 0 broken");
  await writeFile(baseline, kept.replace("rightly", "with app.language").replace('"score":3', '"score":0'));
  const better = await evaluate("--baseline", baseline, "--fail-if-broken", "0");
  expect(better.code).toBe(0);
  expect(better.stdout).toMatch(
    /1 fixed, 0 broken\n {2}fixed {2}"I forgot my password".*app\.language → answered rightly/,
  );
  await writeFile(baseline, kept.replace('"score":3', '"score":4'));
  const worse = await evaluate("--baseline", baseline, "--fail-if-broken", "0", "--json");
  expect(worse).toMatchObject({ code: 1, stderr: expect.stringMatching(/1 questions? fares? worse/) });
  expect(JSON.parse(worse.stdout).diff).toMatchObject({ broken: 1, brokenLines: [{ text: question.text }] });
});

it("kefu knowledge new writes a topic that check refuses until it is written, then warns about", async () => {
  const folder = await dataFolder();
  const env = { KNOWLEDGE_DIR: join(folder, "k") };
  await cp(SMALL_KNOWLEDGE, env.KNOWLEDGE_DIR, { recursive: true });
  const knowledge = (...args: string[]) => kefuCommand(["knowledge", ...args], { folder, env });

  const made = await knowledge(
    "new",
    "tx.stuck-bridge",
    "--title-zh",
    "跨链卡住了？",
    "--title-en",
    "Stuck?",
  );
  expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining("kefu knowledge check") });
  const again = await knowledge("new", "tx.stuck-bridge");
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining("exists already") });
  const bad = await knowledge("new", "TX.Stuck_Bridge2");
  expect(bad).toMatchObject({ code: 2, stderr: expect.stringContaining("Did you mean tx.stuck-bridge2?") });
  const refused = await knowledge("check");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/zh\/tx\/stuck-bridge\.md:\d+: This is not written yet/);

  const base = join(env.KNOWLEDGE_DIR, "en/tx/stuck-bridge");
  for (const [locale, answer] of [
    ["zh", "打开App。"],
    ["en", "Open the app!"],
  ] as const) {
    const own = join(env.KNOWLEDGE_DIR, `${locale}/tx/stuck-bridge`);
    await writeFile(`${own}.md`, `---\ntitle: ${locale}\n---\n\n${answer}\n`);
    await writeFile(`${own}.phrasings.txt`, "# one\n跨链卡住了怎么办\n");
  }
  await writeFile(`${base}.phrasings.txt`, "my bridge hangs\n\nhow do I change the languages\n");
  const { stdout, code } = await knowledge("check", "--json");
  expect(code).toBe(0);
  const { warnings } = JSON.parse(stdout);
  const about = (place: string) =>
    warnings
      .filter(({ file, line }: { file: string; line: number }) => `${file}:${line}` === place)
      .map(({ reason }: { reason: string }) => reason);
  expect(about("en/tx/stuck-bridge.md:5")).toEqual(["An exclamation mark"]);
  expect(about("zh/tx/stuck-bridge.md:5")).toEqual([expect.stringContaining("No space between")]);
  expect(about("en/app/language.phrasings.txt:1")).toEqual([
    expect.stringMatching(/is hardly told from .* in en\/tx\/stuck-bridge\.phrasings\.txt:3$/),
  ]);
  expect(about("zh/tx/stuck-bridge.phrasings.txt:0")).toEqual([expect.stringContaining("too few to learn")]);
});

it("kefu knowledge check fails on a fault, and names file, line and mend", async () => {
  const folder = await dataFolder();
  const env = { KNOWLEDGE_DIR: join(folder, "k") };
  for (const locale of ["zh", "en"]) {
    await mkdir(join(folder, "k", locale, "a"), { recursive: true });
    const head = "---\ntitle: T\nhandoff: perhaps\n---\n";
    await writeFile(join(folder, "k", locale, "a/b.md"), `${head}Text.\n`);
  }
  const readable = await kefuCommand(["knowledge", "check"], { folder, env });
  expect(readable.code).not.toBe(0);
  expect(readable.stderr).toMatch(/en\/a\/b\.md:3: .*handoff/);
  const { stdout, code } = await kefuCommand(["knowledge", "check", "--json"], { folder, env });
  expect(code).not.toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, faults: expect.any(Array) });
  const stats = await run(["knowledge", "stats", "--json"]);
  expect(JSON.parse(stats.stdout)).toMatchObject({ topics: 6 });
});

it("kefu backup copies the database while it is in use, and the copy serves", async () => {
  const customer = await visit(kefu());
  await customer.answerTo(await customer.say("I forgot my password"));
  const folder = await dataFolder();
  const file = join(folder, "kefu.db");
  expect((await run(["backup", file])).code).toBe(0);
  expect((await stat(file)).size).toBeGreaterThan(0);
  const restored = await startKefu({ folder });
  const agent = await hire(restored, "restored@example.com");
  expect((await agent.show(customer.conversationId)).messages).toHaveLength(2);
});

describe("the command line", () => {
  it.each(["queue", "queue reply", "eval", "knowledge new"])(
    "kefu %s --help says what it does and takes",
    async (command) => {
      const { code, stdout, stderr } = await run([...command.split(" "), "--help"]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toMatch(new RegExp(`Usage: kefu ${command}`));
    },
  );

  it.each([[["fly"]], [["ask"]], [["queue", "list", "--view", "none"]], [["chat", "--locale", "fr"]]])(
    "kefu %j is refused with a word on what to do",
    async (args) => {
      const { code, stdout, stderr } = await run(args);
      expect(code).not.toBe(0);
      expect(stdout).toBe("");
      expect(stderr).toMatch(/--help/);
    },
  );

  it("ends with 2 and the settings' names when the settings are wrong", async () => {
    const { code, stderr } = await kefuCommand(["ask", "hi"], {
      folder: await dataFolder(),
      env: { PORT: "eighty" },
    });
    expect(code).toBe(2);
    expect(stderr).toContain("PORT: use a port number");
    expect(stderr).not.toContain("    at ");
  });
});
