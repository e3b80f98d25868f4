import { describe, expect, it } from "vitest";
import { calledFindings, callingFindings } from "../../../src/commands/doctor-calling.ts";

const config = (settings: object) => ({
  PUBLIC_URL: "https://help.example.com",
  SMTP_URL: undefined,
  WEBHOOK_URL: undefined,
  channels: {},
  ...settings,
});
const codes = (settings: object) =>
  callingFindings(config(settings)).map(({ code, level }) => `${level} ${code}`);

describe("what kefu doctor says of calling people", () => {
  it("warns a desk in earnest that nobody is called while no inbox is open", () => {
    expect(codes({})).toEqual(["warning nobody_called"]);
    expect(codes({ channels: { TELEGRAM_STAFF_CHAT_ID: "-100" } })).toEqual([]);
    expect(codes({ PUBLIC_URL: undefined })).toEqual([]);
  });

  it("sees a port that does not fit, and mails without a link", () => {
    expect(codes({ SMTP_URL: "smtp://mail.example.com:465" })).toEqual(["warning smtp_protocol"]);
    expect(codes({ SMTP_URL: "smtps://mail.example.com", PUBLIC_URL: undefined })).toEqual([
      "warning mail_without_link",
    ]);
  });

  it("never shows the password", () => {
    const found = callingFindings(config({ SMTP_URL: "smtps://desk:geheim@mail.example.com" }));
    expect(JSON.stringify(found)).not.toMatch(/geheim|desk:/);
  });

  it("passes on what the running server says", () => {
    const calling = {
      mail: { state: "degraded" as const, detail: "refused" },
      alerts: { state: "ok" as const },
    };
    expect(calledFindings({ calling })).toMatchObject([{ code: "mail_degraded", what: "refused" }]);
  });
});
