// Seeds a busy day into a folder of its own and starts the desk over it. The folder is gone when it ends.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../src/config.ts";
import { PASSWORD, PEOPLE } from "./day.ts";
import { openDemo } from "./open.ts";

const folder = mkdtempSync(join(tmpdir(), "kefu-demo-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
process.stdout.write("Living through a day of invented customers …\n");
const running = await openDemo(readConfig({ LOG_LEVEL: "warn", ...process.env, DATA_DIR: folder }));
const people = Object.values(PEOPLE).map(({ email, role }) => `    ${email}  (${role})`);
process.stdout.write(
  [
    "",
    `  Agents work at      ${running.url}/inbox`,
    `  Customers chat at   ${running.url}/`,
    "",
    `  Sign in with the password "${PASSWORD}" as`,
    ...people,
    "",
    "  Nothing here is real, and nothing of it is kept. Ctrl+C ends it.",
    "",
  ].join("\n"),
);
const end = () => void running.stop().then(() => process.exit(0));
process.once("SIGINT", end);
process.once("SIGTERM", end);
