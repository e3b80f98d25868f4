import { describe, expect, it } from "vitest";
import { fault, ok, warning } from "../../../src/channel/diagnosis.ts";
import { diagnosed, readable, stateFindings } from "../../../src/commands/doctor.ts";
import {
  addressFindings,
  nodeFindings,
  type RunningServer,
  runningFindings,
  timeFindings,
} from "../../../src/commands/doctor-core.ts";

const running: RunningServer = {
  version: "1.2.3",
  admin: true,
  status: "ok",
  phase: "running",
  store: { state: "up" },
  channels: {},
  rooms: {},
  calling: {},
  matcher: { state: "ready" },
  knowledge: { state: "ok", hash: "h" },
  embeddings: { state: "off" },
};
const EVERY_DAY = "01-01..03-31; 04-01..06-30; 07-01..09-30; 10-01..12-31";
const codes = (findings: readonly { level: string; code: string }[]) =>
  findings.flatMap(({ level, code }) => (level === "ok" ? [] : [code]));

describe("this machine", () => {
  it.each([
    ["18.20.4", ["node_old"]],
    ["20.18.3", ["node_old"]],
    ["20.19.0", []],
    ["24.1.0", []],
  ])("with Node %s: %j", (version, wanted) => {
    expect(codes(nodeFindings(version))).toEqual(wanted);
  });

  it.each([
    [{ HOST: "127.0.0.1" }, []],
    [{ HOST: "127.0.0.1", PUBLIC_URL: "https://help.example.com" }, []],
    [{ HOST: "127.0.0.1", PUBLIC_URL: "http://localhost:3000" }, []],
    [{ HOST: "0.0.0.0" }, ["exposed"]],
    [{ HOST: "127.0.0.1", PUBLIC_URL: "http://help.example.com" }, ["public_url_not_https"]],
    [{ HOST: "127.0.0.1", PUBLIC_URL: "https://example.com/help" }, ["public_url_path"]],
  ])("reached as %j: %j", (settings, wanted) => {
    expect(codes(addressFindings(settings))).toEqual(wanted);
  });

  it.each([
    [{}, []],
    [{ TIME_ZONE: "Asia/Shanghai", BUSINESS_HOURS: "Mon-Fri 09:00-18:00" }, []],
    [{ BUSINESS_HOURS: "Mon-Fri 09:00-18:00" }, ["time_zone_missing"]],
    [{ TIME_ZONE: "Asia/Shanghai", BUSINESS_HOURS: "Fri 09:00-18:00", HOLIDAYS: EVERY_DAY }, ["never_open"]],
  ])("with the hours %j: %j", (settings, wanted) => {
    const given = { TIME_ZONE: "UTC", BUSINESS_HOURS: "", HOLIDAYS: "", ...settings };
    expect(codes(timeFindings(given, Date.UTC(2026, 10, 25)))).toEqual(wanted);
  });
});

describe("a running server", () => {
  it("that is well gives no cause", () => {
    expect(codes(runningFindings(running))).toEqual([]);
  });

  it.each([
    [{ store: { state: "down" as const } }, "store_down"],
    [{ matcher: { state: "failed" as const } }, "matcher_failed"],
    [{ knowledge: { state: "stale" as const, hash: "h" } }, "knowledge_stale"],
    [{ embeddings: { state: "degraded" as const, detail: "401" } }, "embeddings_failed"],
    [{ admin: false }, "admin_missing"],
  ])("with %j: %s", (part, code) => {
    const findings = runningFindings({ ...running, ...part });
    expect(codes(findings)).toEqual([code]);
    expect(findings.find((one) => one.code === code)?.mend).not.toBe("");
  });

  it("has its word for an account, and does not know one that was set up since", () => {
    expect(codes(stateFindings({ state: "up" }, running, []))).toEqual([]);
    expect(codes(stateFindings({ state: "down", detail: "refused" }, running, []))).toEqual(["channel_down"]);
    expect(codes(stateFindings({ state: "degraded" }, running, []))).toEqual(["channel_degraded"]);
    expect(codes(stateFindings(undefined, running, []))).toEqual(["channel_not_running"]);
    expect(stateFindings(undefined, undefined, [])).toEqual([]);
  });
});

describe("an account", () => {
  it("is told late when its platform does not answer, and its calls are called off", async () => {
    let calledOff = false;
    const channel = {
      diagnose: (_: unknown, signal: AbortSignal) =>
        new Promise<never>(() => {
          signal.addEventListener("abort", () => {
            calledOff = true;
          });
        }),
    };
    expect(codes(await diagnosed(channel, { now: 0 }, 1))).toEqual(["diagnosis_late"]);
    expect(calledOff).toBe(true);
  });

  it("is asked nothing more once it has told: a call left open would keep the command from ending", async () => {
    let asking: AbortSignal | undefined;
    const channel = {
      diagnose: async (_: unknown, signal: AbortSignal) => {
        asking = signal;
        return [];
      },
    };
    await diagnosed(channel, { now: 0 });
    expect(asking?.aborted).toBe(true);
  });

  it("of a channel that has nothing to say is no fault; one that breaks is", async () => {
    expect(await diagnosed({}, { now: 0 })).toEqual([]);
    const broken = { diagnose: () => Promise.reject(new Error("no")) };
    expect(codes(await diagnosed(broken, { now: 0 }))).toEqual(["diagnosis_failed"]);
  });
});

it("is read account by account: what is wrong, its code, and the mend below it", () => {
  const text = readable([
    { account: "kefu", findings: [ok("node", "Node 22.")] },
    {
      account: "slack:1",
      findings: [fault("slack_x", "It is off.", "Switch it on."), warning("y", "Low.", "Add.")],
    },
  ]);
  expect(text).toBe(
    [
      "kefu",
      "  ok       Node 22.",
      "",
      "slack:1",
      "  FAULT    It is off.  [slack_x]",
      "           -> Switch it on.",
      "  WARNING  Low.  [y]",
      "           -> Add.",
      "",
      "1 fault, 1 warning.",
    ].join("\n"),
  );
  expect(readable([{ account: "kefu", findings: [] }])).toContain("All is well.");
});
