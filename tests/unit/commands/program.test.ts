import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { createProgram } from "../../../src/commands/program.ts";

function leaves(command: Command, path: string[] = []): [string, Command][] {
  if (command.commands.length === 0) return [[path.join(" "), command]];
  return command.commands.flatMap((child) => leaves(child, [...path, child.name()]));
}

const commands = leaves(createProgram());
/** Nothing to show: it runs, or talks, until it is ended. */
const WITHOUT_JSON = ["serve", "chat"];

describe("the command line", () => {
  it("has the promised commands", () => {
    expect(commands.map(([path]) => path)).toEqual(
      expect.arrayContaining([
        ...["serve", "chat", "ask", "eval", "knowledge check", "knowledge stats", "backup"],
        ...["list", "show", "claim", "reply", "note", "resolve"].map((name) => `queue ${name}`),
        ...["add", "list", "disable", "reset"].map((name) => `agents ${name}`),
      ]),
    );
  });

  it.each(commands)("kefu %s says what it does and what every option means", (path, command) => {
    const help = command.helpInformation();
    expect(help).toContain(`Usage: kefu ${path}`);
    expect(command.description()).not.toBe("");
    for (const option of command.options) expect(option.description, option.flags).not.toBe("");
  });

  it.each(commands.filter(([path]) => !WITHOUT_JSON.includes(path)))(
    "kefu %s can answer in JSON",
    (_, { options }) => {
      expect(options.map(({ long }) => long)).toContain("--json");
    },
  );

  it.each(commands.filter(([path]) => path.startsWith("queue ")))(
    "kefu %s takes who acts from --as or from KEFU_AS",
    (_, { options }) => {
      expect(options.find(({ long }) => long === "--as")?.envVar).toBe("KEFU_AS");
    },
  );
});
