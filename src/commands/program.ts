import { Command, Option } from "commander";
import { type Config, readConfig, version } from "../config.ts";
import { systemClock } from "../dispatch/clock.ts";
import { type Log, openLog } from "../log.ts";
import {
  addAgent,
  changeAgent,
  giveRole,
  inviteAgent,
  linkAgent,
  listAgents,
  listAudit,
  unlinkAgent,
} from "./agents.ts";
import { backup } from "./backup.ts";
import { connectToServer, type DeskClient, openDeskClient } from "./desk-client.ts";
import type { EvaluateOptions } from "./evaluate.ts";
import { actOn, listQueue, type QueueOptions, showCase } from "./queue.ts";

// What needs the matcher or the store is loaded when it runs: talking to a server takes neither.

/** All commands, with their help. */
export function createProgram(): Command {
  const program = new Command("kefu")
    .description("A customer-service desk: a bot in front, people behind.")
    .version(version())
    .showHelpAfterError("(--help shows what this command takes)");
  customerCommands(program);
  knowledgeCommands(program);
  queueCommands(program);
  agentCommands(program);
  auditCommand(program);
  program
    .command("backup <file>")
    .description("copy the database while it is in use, and check the copy")
    .option("--json", "as JSON")
    .action((file: string, options: { json?: boolean }) =>
      withDesk((client) => backup(client, file, options)),
    );
  program
    .command("doctor")
    .description("name what is wrong with this installation and each account, and how to mend it")
    .option("--json", "as JSON")
    .action(async (options: { json?: boolean }) =>
      (await import("./doctor.ts")).doctor(options, process.env),
    );
  return program;
}

function customerCommands(program: Command): void {
  program
    .command("serve")
    .description("run the server until SIGTERM or SIGINT")
    .action(async () => (await import("../run-server.ts")).runServer(process.env));

  program
    .command("chat")
    .description("be a customer, in the terminal; reads lines when stdin is no terminal")
    .addOption(new Option("--locale <locale>", "language until your words tell").choices(["zh", "en"]))
    .action(async ({ locale }: { locale?: string }) => {
      const { config, log } = open();
      const { chatAlone, chatWithServer } = await import("./chat.ts");
      const streams = { input: process.stdin, output: process.stdout };
      const server = await connectToServer(config);
      if (server === undefined) await chatAlone(config, log, streams, locale);
      else await chatWithServer(server, streams, locale);
    });

  program
    .command("ask <text>")
    .description("show what the matcher makes of a text, with scores and reasons")
    .option("--json", "as JSON")
    .action(async (text: string, options: { json?: boolean }) => {
      const { config, log } = open();
      const { ask } = await import("./ask.ts");
      return ask(text, options, config, log);
    });

  program
    .command("eval <file>")
    .description("measure the matcher on a question set (JSON lines)")
    .option("--train <file>", "use the labels and lines of this set instead of the knowledge base")
    .option("--typos <seed>", "put seeded typos into every question")
    .option("--baseline <file>", "compare with the run in this file, not with the last one here")
    .option("--update-baseline", "write this run into the baseline's file")
    .option("--fail-if-broken <most>", "fail when more questions than this fare worse than before")
    .option("--no-save", "do not keep this run for the next to compare with")
    .option("--json", "as JSON")
    .action(async (file: string, options: EvaluateOptions) => {
      const { config, log } = open();
      const { evaluateFile } = await import("./evaluate.ts");
      return evaluateFile(file, options, config, log);
    });
}

function knowledgeCommands(program: Command): void {
  const knowledge = program.command("knowledge").description("look after the knowledge folder");
  knowledge
    .command("check")
    .description("name every fault and warning, with file, line and what to do")
    .option("--json", "as JSON")
    .action(async (options: { json?: boolean }) => {
      const { checkKnowledge } = await import("./knowledge.ts");
      return checkKnowledge(options, open().config);
    });
  knowledge
    .command("new <topic>")
    .description("write the files of a new topic, like tx.stuck-bridge, for you to fill in")
    .option("--title-zh <text>", "the question in Chinese")
    .option("--title-en <text>", "the question in English")
    .option("--json", "as JSON")
    .action(async (topic: string, options: { titleZh?: string; titleEn?: string; json?: boolean }) => {
      const { newTopic } = await import("./knowledge.ts");
      return newTopic(topic, options, open().config);
    });
  knowledge
    .command("stats")
    .description("count entries and phrasings")
    .option("--json", "as JSON")
    .action(async (options: { json?: boolean }) => {
      const { knowledgeStats } = await import("./knowledge.ts");
      return knowledgeStats(options, open().config);
    });
}

function queueCommands(program: Command): void {
  const queue = program.command("queue").description("work the queue");
  queue
    .command("list")
    .description("who waits, most urgent first")
    .addOption(as())
    .addOption(
      new Option("--view <view>", "which conversations")
        .choices(["queue", "mine", "bot", "waiting", "snoozed", "resolved", "all"])
        .default("queue"),
    )
    .option("--json", "as JSON")
    .action((options: QueueOptions) => withDesk((client) => listQueue(client, options, systemClock.now())));
  queue
    .command("show <case>")
    .description("a case with its whole conversation")
    .addOption(as())
    .option("--json", "as JSON")
    .action((id: string, options: QueueOptions) =>
      withDesk((client) => showCase(client, id, options, systemClock.now())),
    );
  for (const [verb, text] of [
    ["claim", "make a case yours"],
    ["release", "put your case back into the queue"],
    ["resolve", "close a case; the customer may rate it"],
    ["return", "give a case back to the bot"],
  ] as const) {
    queue
      .command(`${verb} <case>`)
      .description(text)
      .addOption(as())
      .option("--key <key>", "idempotency key: the same key does it once")
      .option("--json", "as JSON")
      .action((id: string, options: QueueOptions) =>
        withDesk((client) => actOn(client, verb, id, {}, options)),
      );
  }
  queue
    .command("reply <case> <text>")
    .description("answer the customer; claims the case when nobody has it")
    .addOption(as())
    .option(
      "--acknowledge",
      "send although it names a link, number or account that is not among the official ones",
    )
    .option("--key <key>", "idempotency key: the same key does it once")
    .option("--json", "as JSON")
    .action((id: string, text: string, options: QueueOptions & { acknowledge?: boolean }) =>
      withDesk((client) =>
        actOn(client, "reply", id, { text, ...(options.acknowledge ? { acknowledge: true } : {}) }, options),
      ),
    );
  queue
    .command("note <case> <text>")
    .description("leave a note that only your team sees")
    .addOption(as())
    .option("--key <key>", "idempotency key: the same key does it once")
    .option("--json", "as JSON")
    .action((id: string, text: string, options: QueueOptions) =>
      withDesk((client) => actOn(client, "note", id, { text }, options)),
    );
  queue
    .command("transfer <case> <email>")
    .description("pass a case to another agent")
    .addOption(as())
    .option("--note <text>", "what they should know")
    .option("--key <key>", "idempotency key: the same key does it once")
    .option("--json", "as JSON")
    .action((id: string, to: string, options: QueueOptions & { note?: string }) =>
      withDesk((client) =>
        actOn(
          client,
          "transfer",
          id,
          { to, ...(options.note === undefined ? {} : { note: options.note }) },
          options,
        ),
      ),
    );
}

function agentCommands(program: Command): void {
  const agents = program.command("agents").description("who works the queue");
  agents
    .command("add <email>")
    .description("add an agent; prints a first password, or with --key a program key, once")
    .option("--name <name>", "shown to customers")
    .addOption(new Option("--role <role>", "what they may do").choices(ROLES))
    .option("--admin", "the same as --role admin")
    .option("--key", "a key for a program instead of a password")
    .option("--json", "as JSON")
    .action((email: string, options: Parameters<typeof addAgent>[2]) =>
      withDesk((client) => addAgent(client, email, options)),
    );
  agents
    .command("role <email> <role>")
    .description(`give an agent another role: ${ROLES.join(", ")}`)
    .option("--json", "as JSON")
    .action((email: string, role: string, options: { json?: boolean }) =>
      withDesk((client) => giveRole(client, email, role, options)),
    );
  agents
    .command("invite <email>")
    .description("invite somebody; prints a link or code, good once for 72 hours")
    .addOption(new Option("--role <role>", "what they will be").choices(ROLES).default("agent"))
    .option("--json", "as JSON")
    .action((email: string, options: { role: string; json?: boolean }) =>
      withDesk((client) => inviteAgent(client, email, options)),
    );
  agents
    .command("list")
    .description("all agents")
    .option("--json", "as JSON")
    .action((options: { json?: boolean }) => withDesk((client) => listAgents(client, options)));
  for (const [name, run, text] of [
    ["link", linkAgent, "print a code with which an agent says who they are in a staff room"],
    ["unlink", unlinkAgent, "end what links an agent to accounts in staff rooms"],
  ] as const) {
    agents
      .command(`${name} <email>`)
      .description(text)
      .option("--json", "as JSON")
      .action((email: string, options: { json?: boolean }) =>
        withDesk((client) => run(client, email, options)),
      );
  }
  for (const [act, text] of [
    ["disable", "end an agent's access"],
    ["enable", "give it back"],
    ["reset", "a new password, printed once"],
  ] as const) {
    const command = agents.command(`${act} <email>`).description(text);
    if (act === "reset") command.option("--totp", "end the second step of signing in; the password stays");
    command
      .option("--json", "as JSON")
      .action((email: string, options: { totp?: boolean; json?: boolean }) =>
        withDesk((client) => changeAgent(client, act, email, options)),
      );
  }
}

function auditCommand(program: Command): void {
  program
    .command("audit")
    .description("who did and read what, newest first")
    .option("--limit <n>", "how many, at most 200", "50")
    .option("--before <id>", "those before this one: the next page")
    .option("--actor <email>", "only what this agent did")
    .option("--json", "as JSON")
    .action((options: Parameters<typeof listAudit>[1]) => withDesk((client) => listAudit(client, options)));
}

const ROLES = ["viewer", "agent", "supervisor", "admin"];

function as(): Option {
  return new Option("--as <email>", "the agent who acts").env("KEFU_AS");
}

/** Settings and a quiet log: a command's own output is what counts. */
function open(): { config: Config; log: Log } {
  const config = readConfig(process.env);
  const level = config.LOG_LEVEL === "info" ? "error" : config.LOG_LEVEL;
  return { config, log: openLog({ level, format: config.LOG_FORMAT, secrets: config.secrets }) };
}

async function withDesk(work: (client: DeskClient) => Promise<void>): Promise<void> {
  const { config, log } = open();
  const client = await openDeskClient(config, log);
  try {
    await work(client);
  } finally {
    await client.close();
  }
}
