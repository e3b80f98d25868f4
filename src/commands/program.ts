import { Command, Option } from "commander";
import { version } from "../config.ts";
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
import { dataCommands } from "./data-program.ts";
import { connectToServer } from "./desk-client.ts";
import { open, withDesk } from "./desk-options.ts";
import type { EvaluateOptions } from "./evaluate.ts";
import { queueCommands } from "./queue-program.ts";
import { reportCommand } from "./report-command.ts";

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
  dataCommands(program);
  reportCommand(program);
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
