import { describe, expect, it } from "vitest";
import { accountOf, slackSettings, slackVariables } from "../../../../adapters/slack/settings.ts";

const token = "xoxb-1111-2222-fakeSecretOfTests";

function faults(env: Record<string, string>): string {
  const result = slackSettings.safeParse({ SLACK_BOT_TOKEN: token, ...env });
  return result.success ? "" : result.error.issues.map((issue) => issue.message).join("\n");
}

describe("Slack's settings", () => {
  it("need a bot token and nothing else to be read", () => {
    expect(slackSettings.parse({ SLACK_BOT_TOKEN: ` ${token}\n` })).toEqual({
      SLACK_BOT_TOKEN: token,
      SLACK_API_ROOT: "https://slack.com/api/",
    });
  });

  it("say what to do about a value that cannot work, and never repeat it", () => {
    expect(faults({ SLACK_BOT_TOKEN: "xoxp-a-users-token" })).toContain("OAuth & Permissions");
    expect(faults({ SLACK_APP_TOKEN: token })).toContain("connections:write");
    expect(faults({ SLACK_SIGNING_SECRET: "short" })).toContain("signing secret");
    for (const wrong of ["#staff", "D024LIN", "c024staff", "https://works.slack.com/archives/C024STAFF"]) {
      expect(faults({ SLACK_STAFF_CHANNEL_ID: wrong })).toContain("click its name");
    }
    expect(faults({ SLACK_STAFF_CHANNEL_ID: " C024STAFF " })).toBe("");
    expect(faults({ SLACK_API_ROOT: "ftp://x" })).toContain("https://slack.com/api/");
    expect(faults({ SLACK_BOT_TOKEN: "xoxp-a-users-token" })).not.toContain("xoxp");
  });

  it("are all listed for .env.example", () => {
    expect([...slackVariables].sort()).toEqual(Object.keys(slackSettings.shape).sort());
  });
});

describe("the account of a token", () => {
  it("outlives a new secret, differs by workspace and bot, and shows nothing of the token", () => {
    const account = accountOf(token);
    expect(account).toMatch(/^slack:[0-9a-f]{12}$/);
    expect(accountOf("xoxb-1111-2222-anotherSecret")).toBe(account);
    expect(accountOf("xoxb-1111-3333-fakeSecretOfTests")).not.toBe(account);
    expect(accountOf("xoxb-9999-2222-fakeSecretOfTests")).not.toBe(account);
    for (const part of token.split("-")) expect(account).not.toContain(part);
  });
});
