import { describe, expect, it } from "vitest";
import { openLog, redactor, silentLog } from "../../src/log.ts";

const TOKEN = "123456789:AAH-abcdefghijklmnopqrstuvwxyz01234";

function logOf(format: "json" | "text", level = "debug", secrets: string[] = []) {
  const lines: string[] = [];
  return { log: openLog({ level, format, secrets }, (line) => lines.push(line)), lines };
}

describe("the log", () => {
  it.each(["json", "text"] as const)("as %s holds no configured secret, wherever it hides", (format) => {
    const { log, lines } = logOf(format, "debug", ["correct horse battery"]);
    log.info(
      { deep: { er: ["x correct horse battery x"] }, error: new Error("correct horse battery") },
      "told correct horse battery",
    );
    expect(lines.join("")).not.toContain("correct horse");
    expect(lines.join("")).toContain("[redacted]");
  });

  it.each([
    ["a bot's token", TOKEN],
    ["a bot's token in an address", `https://api.telegram.org/bot${TOKEN}/getMe`],
    ["a local token in an address", "http://127.0.0.1:8081/bot1:x/getMe"],
    ["a Slack token", "xoxb-1234-5678-abcdefg"],
    ["a Slack app token", "xapp-1-A1-2-abc"],
    ["a key in a header", "Bearer abc.DEF-123_456"],
  ])("takes out %s even if it is not ours", (_, text) => {
    const clean = redactor([])(`before ${text} after`);
    expect(clean).toMatch(/^before .*\[redacted\].* after$/);
    expect(clean).not.toMatch(/AAH-abc|bot1:x|5678|xapp-1|DEF-123/);
  });

  it("leaves ordinary words alone, short settings too", () => {
    expect(redactor(["abc"])("abcde at 12:30, robot/arm/x")).toBe("abcde at 12:30, robot/arm/x");
  });

  it("writes readable lines, or JSON lines", () => {
    const text = logOf("text");
    text.log.warn({ account: "web", rows: 3 }, "settled");
    expect(text.lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z WARN {2}settled account=web rows=3\n$/);
    const json = logOf("json");
    json.log.warn({ account: "web" }, "settled");
    expect(JSON.parse(json.lines[0] ?? "")).toMatchObject({ level: 40, msg: "settled", account: "web" });
  });

  it("stays JSON when a secret with quotes was taken out", () => {
    const { log, lines } = logOf("json", "debug", ['say "friend" now']);
    log.info({ field: 'say "friend" now' }, "x");
    expect(lines[0]).not.toContain("friend");
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ field: "[redacted]" });
  });

  it("writes what its level asks for and nothing below", () => {
    const { log, lines } = logOf("text", "warn");
    log.debug({}, "a");
    log.info({}, "b");
    log.warn({}, "c");
    log.error({}, "d");
    expect(lines.map((line) => line.trim().at(-1))).toEqual(["c", "d"]);
  });

  it("can be switched off for callers who have no use for one", () => {
    expect(() => silentLog.error({}, "nobody hears this")).not.toThrow();
  });
});
