import { type BenchApi, startBotApi } from "./bot-api.ts";
import { table, timesOf } from "./figures.ts";
import { type Program, startKefu, startNaive } from "./programs.ts";
import { questions } from "./questions.ts";
import { type Answers, backlog, newCustomers, steady } from "./traffic.ts";

/** Two messages a customer: whoever the bot fails twice is handed to a person, and then silence is right. */
const STEADY = { perSecond: 100, customers: 500, seconds: 10 };
const BACKLOG = { messages: 3000, customers: 1500 };
/** The naive bot answers some a second; it is not waited for longer than this. */
const NAIVE_MESSAGES = 60;
const NAIVE_MS = 12_000;
const IDLE_MS = 5000;
const STARTS = 5;

/** The fake Bot API and the customers are in this process; each bot is in one of its own. */
export async function benchRoundtrip(): Promise<string> {
  const texts = await questions(STEADY.perSecond * STEADY.seconds);
  const api = await startBotApi();
  const run = async (start: () => Promise<Program>): Promise<Answers> => {
    const program = await start();
    try {
      newCustomers();
      await backlog(api, texts.slice(0, 50), { customers: 50, quietMs: 2000, longestMs: 5000 });
      newCustomers();
      return await steady(api, texts, { ...STEADY, quietMs: 3000 });
    } finally {
      await program.stop();
    }
  };
  const ours = await run(() => startKefu(api));
  await api.close();
  const peer = await withNaive((_, naiveApi) => steadyNaive(naiveApi, texts));
  return table(
    `roundtrip: customer's message to reply sent, ${STEADY.perSecond} messages/s for ${STEADY.seconds} s, ${STEADY.customers} customers`,
    [
      { what: "p50", unit: "ms", ours: ours.times.p50, peer: peer.times.p50, goal: { most: 15 } },
      { what: "p99", unit: "ms", ours: ours.times.p99, peer: peer.times.p99 },
      { what: "answered in time", unit: "%", ours: share(ours), peer: share(peer), goal: { least: 100 } },
    ],
    [`peer answered ${peer.answered} of ${peer.asked} before it was stopped; its times are of those`],
  );
}

/** Throughput and memory are two looks at one run. */
const drain = once(async () => {
  const texts = await questions(BACKLOG.messages);
  const api = await startBotApi();
  const program = await startKefu(api);
  try {
    await pause(IDLE_MS);
    const idle = program.rss();
    const spent = program.cpuMs();
    newCustomers();
    const ours = await backlog(api, texts, {
      customers: BACKLOG.customers,
      quietMs: 3000,
      longestMs: 40_000,
    });
    const after = program.rss();
    const cpu = (program.cpuMs() - spent) / ours.answered;
    const peer = await withNaive(async (naive, naiveApi) => {
      await pause(IDLE_MS / 5);
      const idle = naive.rss();
      const spent = naive.cpuMs();
      newCustomers();
      const answers = await backlog(naiveApi, texts.slice(0, NAIVE_MESSAGES), {
        customers: 20,
        quietMs: NAIVE_MS,
        longestMs: NAIVE_MS,
      });
      return { idle, answers, after: naive.rss(), cpu: (naive.cpuMs() - spent) / answers.answered };
    });
    return { ours: { idle, answers: ours, after, cpu, calls: { ...api.calls } }, peer };
  } finally {
    await program.stop();
    await api.close();
  }
});

export async function benchThroughput(): Promise<string> {
  const { ours, peer } = await drain();
  const { asked, answered } = ours.answers;
  return table(
    `throughput: ${BACKLOG.messages} waiting messages of ${BACKLOG.customers} customers worked off`,
    [
      {
        what: "messages answered",
        unit: "/s",
        ours: ours.answers.perSecond,
        peer: peer.answers.perSecond,
        goal: { least: 300 },
      },
      { what: "processor time a message", unit: "ms", ours: ours.cpu, peer: peer.cpu },
    ],
    [
      `answered ${answered} of ${asked}; calls to the Bot API: ${JSON.stringify(ours.calls)}`,
      `peer was given ${peer.answers.asked} and ${NAIVE_MS / 1000} s: answered ${peer.answers.answered}`,
    ],
  );
}

export async function benchMemory(): Promise<string> {
  const { ours, peer } = await drain();
  return table("memory: resident size of the process", [
    {
      what: `idle, ${IDLE_MS / 1000} s after start`,
      unit: "MB",
      ours: ours.idle,
      peer: peer.idle,
      goal: { most: 150 },
    },
    { what: "after the backlog", unit: "MB", ours: ours.after, peer: peer.after, goal: { most: 250 } },
  ]);
}

export async function benchStart(): Promise<string> {
  const api = await startBotApi();
  const times: number[] = [];
  const cpu: number[] = [];
  for (let i = 0; i < STARTS; i++) {
    const program = await startKefu(api);
    times.push(program.startMs);
    cpu.push(program.cpuMs());
    await program.stop();
  }
  await api.close();
  const peer = await withNaive(async (program) => ({ ms: program.startMs, cpu: program.cpuMs() }));
  return table(
    "start: from spawn to /readyz 200, index warm",
    [
      {
        what: `median of ${STARTS}`,
        unit: "ms",
        ours: timesOf(times).p50,
        peer: peer.ms,
        goal: { most: 1500 },
      },
      { what: "processor time", unit: "ms", ours: timesOf(cpu).p50, peer: peer.cpu },
    ],
    [`all: ${times.map((time) => Math.round(time)).join(", ")} ms; the peer's is to its first getUpdates`],
  );
}

async function steadyNaive(api: BenchApi, texts: string[]) {
  newCustomers();
  return steady(api, texts, { ...STEADY, quietMs: 1000 });
}

/** A bot that cannot keep up would go on answering the last run's customers: each run gets a Bot API of its own. */
async function withNaive<T>(run: (program: Program, api: BenchApi) => Promise<T>): Promise<T> {
  const api = await startBotApi();
  const program = await startNaive(api);
  try {
    return await run(program, api);
  } finally {
    await program.stop();
    await api.close();
  }
}

function share({ answered, asked }: Answers): number {
  return (100 * answered) / asked;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
