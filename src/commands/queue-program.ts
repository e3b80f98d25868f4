import { type Command, Option } from "commander";
import { systemClock } from "../dispatch/clock.ts";
import { as, withDesk } from "./desk-options.ts";
import { actOn, listQueue, type QueueOptions, showCase } from "./queue.ts";
import { searchCases } from "./search.ts";

/** `kefu queue …`: what agents do, from a terminal. */
export function queueCommands(program: Command): void {
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
  queue
    .command("search <words>")
    .description('conversations and answers in which words stand; "in quotes" next to each other')
    .addOption(as())
    .option("--limit <n>", "how many conversations, 50 at most", "20")
    .option("--cursor <cursor>", "go on where the last answer ended")
    .option("--json", "as JSON")
    .action((words: string, options: QueueOptions & { limit: string; cursor?: string }) =>
      withDesk((client) => searchCases(client, words, options, systemClock.now())),
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
