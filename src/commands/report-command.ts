import { type Command, Option } from "commander";
import { withDesk } from "./desk-options.ts";
import { type ReportOptions, report } from "./report.ts";

/** `kefu report`, with its help. */
export function reportCommand(program: Command): void {
  program
    .command("report")
    .description("figures of a period: the queue, waits, satisfaction, the bot's share (docs/measures.md)")
    .option("--from <day>", "first day, like 2026-03-01; a week, today included, when left out")
    .option("--to <day>", "last day, included")
    .option("--zone <zone>", "time zone of the days, like Asia/Shanghai; TIME_ZONE when left out")
    .option("--channel <channel>", "only this channel, like telegram")
    .option("--locale <locale>", "only this language, like zh")
    .option("--topic <topic>", "only what was answered with this entry")
    .addOption(
      new Option("--of <report>", "which report")
        .choices(["summary", "volume", "times", "deflection", "satisfaction"])
        .default("summary"),
    )
    .addOption(new Option("--csv", "as a table for spreadsheets").conflicts("json"))
    .option("--json", "as JSON")
    .action((options: ReportOptions) => withDesk((client) => report(client, options)));
}
