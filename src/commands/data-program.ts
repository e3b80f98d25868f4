import type { Command } from "commander";
import { backup } from "./backup.ts";
import { open, withDesk } from "./desk-options.ts";

/** Commands about what is kept: of a person, and as a whole. */
export function dataCommands(program: Command): void {
  program
    .command("export <contact>")
    .description(
      "everything held of a person, by contact's id, conversation (K-XXXXXX), name or platform's id",
    )
    .option("--out <file>", "write it to a new file, readable by you alone")
    .option("--json", "as one JSON document")
    .action((contact: string, options: { json?: boolean; out?: string }) =>
      withDesk(async (client) => (await import("./contacts.ts")).exportContact(client, contact, options)),
    );
  program
    .command("erase <contact>")
    .description("forget a person for good: texts, names, files, ids; reports keep their counts")
    .option("--yes", "do it; it cannot be undone")
    .option("--json", "as JSON")
    .action((contact: string, options: { json?: boolean; yes?: boolean }) =>
      withDesk(async (client) => (await import("./contacts.ts")).eraseContact(client, contact, options)),
    );
  program
    .command("backup <file>")
    .description("copy the database while it is in use, and check the copy")
    .option("--json", "as JSON")
    .action((file: string, options: { json?: boolean }) =>
      withDesk((client) => backup(client, file, options)),
    );
  program
    .command("restore <file>")
    .description("put a checked copy in the place of the database; what was there is kept as .before-restore")
    .option("--json", "as JSON")
    .action(async (file: string, options: { json?: boolean }) =>
      (await import("./restore.ts")).restore(file, options, open().config),
    );
  program
    .command("migrate")
    .description("bring the database's schema up to date, after a copy, as the next start would")
    .option("--dry-run", "only name the steps")
    .option("--json", "as JSON")
    .action(async (options: { dryRun?: boolean; json?: boolean }) =>
      (await import("./migrate.ts")).migrateNow(options, open().config, Date.now),
    );
  program
    .command("retention")
    .description("erase what RETENTION_DAYS has outlived now, as the server does daily")
    .option("--dry-run", "only show what would go, by channel")
    .option("--json", "as JSON")
    .action((options: { dryRun?: boolean; json?: boolean }) =>
      withDesk(async (client) => (await import("./retention.ts")).keepRetention(client, options)),
    );
}
