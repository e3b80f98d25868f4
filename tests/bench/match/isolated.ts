import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Cell, Task } from "./cell.ts";

const CELL = fileURLToPath(new URL("./cell.ts", import.meta.url));

/** Runs a task in a process of its own. Undefined when that fails, says why on stderr, or is not done in time. */
export async function runIsolated(task: Task, longestMs: number): Promise<Cell | undefined> {
  const child = fork(CELL, {
    execArgv: ["--import", "tsx"],
    serialization: "advanced",
    // Some systems talk while they learn; stdout is for the table.
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), longestMs);
  let cell: Cell | undefined;
  child.once("message", (message: Cell) => {
    cell = message;
  });
  child.send(task);
  await new Promise<void>((resolve) => child.once("close", () => resolve()));
  clearTimeout(timer);
  return cell;
}
