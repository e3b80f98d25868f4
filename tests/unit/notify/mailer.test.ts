import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { silentLog } from "../../../src/log.ts";
import { mailHealth } from "../../../src/notify/alert-health.ts";
import { createMailer } from "../../../src/notify/mailer.ts";
import { type MailTransport, smtpTransport } from "../../../src/notify/smtp.ts";
import { openSqlite } from "../../../src/store/sqlite/open.ts";
import type { Store } from "../../../src/store/store.ts";
import type { ManualClock } from "../../fakes/clock.ts";
import { claim, climbing, escalate, MINUTE } from "./scene.ts";

/** A mail server on 127.0.0.1. `refuse` is its answer to the next recipients. */
async function mailServer() {
  const mails: string[] = [];
  const state: { refuse?: number | undefined } = {};
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo(_address, _session, done) {
      if (state.refuse === undefined) return done();
      done(Object.assign(new Error("no"), { responseCode: state.refuse }));
    },
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        mails.push(Buffer.concat(chunks).toString("utf8"));
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, mails, state };
}

async function desk() {
  const store = openSqlite({ folder: ":memory:" });
  onTestFinished(() => store.close());
  await store.people.add({ email: "mei@example.org", name: "Mei", role: "agent" }, 0);
  const { clock, climber } = climbing(store, { mail: true });
  onTestFinished(() => climber.stop());
  const server = await mailServer();
  const transport = smtpTransport(server.url, "Kefu <desk@example.org>");
  return { store, clock, server, transport };
}

function mailing(store: Store, clock: ManualClock, transport: MailTransport) {
  const mailer = createMailer({
    store,
    clock,
    log: silentLog,
    transport,
    locale: "en",
    publicUrl: "https://help.example.org",
    domain: "example.org",
  });
  mailer.start();
  return mailer;
}

async function passing(clock: ManualClock, ms: number, so: () => void | Promise<void>): Promise<void> {
  await vi.waitFor(
    async () => {
      await clock.advance(ms);
      await so();
    },
    { timeout: 10_000, interval: 20 },
  );
}

const header = (mail: string | undefined, name: string) =>
  new RegExp(`^${name}: (.*)$`, "im").exec(mail ?? "")?.[1]?.trim();

describe("a mail about a case that waits", () => {
  it("says which, why, how pressing, how long and where, and not what the customer wrote", async () => {
    const { store, clock, server, transport } = await desk();
    onTestFinished(mailing(store, clock, transport).stop);
    const id = await escalate(store, clock, 1, "urgent");
    await clock.advance(MINUTE / 2);
    await passing(clock, 1_000, () => expect(server.mails).toHaveLength(1));
    const [mail] = server.mails;
    const alert = await store.alerts.ofConversation(id);
    expect(header(mail, "To")).toBe("mei@example.org");
    expect(header(mail, "From")).toBe("Kefu <desk@example.org>");
    expect(header(mail, "Auto-Submitted")).toBe("auto-generated");
    expect(header(mail, "Message-ID")).toMatch(new RegExp(`^<${alert?.id}\\.3\\..+@example\\.org>$`));
    const text = mail?.replaceAll("=\r\n", "").replaceAll("=C2=B7", "·") ?? "";
    expect(text).toContain(alert?.reference);
    expect(text).toContain("Why: asked for a person");
    expect(text).toContain("Priority: URGENT");
    expect(text).toContain(`https://help.example.org/inbox/queue/${id}`);
    expect(text).not.toContain("human");
  });

  it("is tried again while the server is busy, with the same Message-ID, and /readyz says so", async () => {
    const { store, clock, server, transport } = await desk();
    server.state.refuse = 451;
    const mailer = mailing(store, clock, transport);
    onTestFinished(mailer.stop);
    await escalate(store, clock, 1);
    await clock.advance(2 * MINUTE);
    await passing(clock, 1_000, () => expect(mailer.trouble()).toMatch(/451/));
    expect(await mailHealth(store.alerts, true, mailer.trouble(), clock.now())).toMatchObject({
      state: "degraded",
      waiting: 1,
    });
    server.state.refuse = undefined;
    await passing(clock, 5_000, () => expect(server.mails).toHaveLength(1));
    await vi.waitFor(async () => expect(mailer.trouble()).toBeUndefined());
  });

  it("is given up when the server knows no such person, and /readyz says so", async () => {
    const { store, clock, server, transport } = await desk();
    server.state.refuse = 550;
    onTestFinished(mailing(store, clock, transport).stop);
    await escalate(store, clock, 1);
    await clock.advance(2 * MINUTE);
    await passing(clock, 1_000, async () =>
      expect(await store.alerts.mailGauges()).toMatchObject({ waiting: 0, failed: 1 }),
    );
    expect(await mailHealth(store.alerts, true, undefined, clock.now())).toMatchObject({
      state: "degraded",
      detail: expect.stringContaining("550"),
    });
  });

  it("is sent again with the same Message-ID when the program was killed before it wrote that down", async () => {
    const { store, clock, server, transport } = await desk();
    const killed: MailTransport = {
      async send(mail) {
        await transport.send(mail);
        return new Promise(() => {});
      },
    };
    const first = mailing(store, clock, killed);
    await escalate(store, clock, 1);
    await clock.advance(2 * MINUTE);
    await passing(clock, 1_000, () => expect(server.mails).toHaveLength(1));
    onTestFinished(mailing(store, clock, transport).stop);
    await passing(clock, 1, () => expect(server.mails).toHaveLength(2));
    expect(header(server.mails[1], "Message-ID")).toBe(header(server.mails[0], "Message-ID"));
    void first.stop();
  });

  it("is not sent once somebody has the case", async () => {
    const { store, clock, server, transport } = await desk();
    const id = await escalate(store, clock, 1);
    await clock.advance(3 * MINUTE);
    expect(await store.alerts.mailGauges()).toMatchObject({ waiting: 1 });
    await claim(store, clock, id);
    onTestFinished(mailing(store, clock, transport).stop);
    await clock.advance(MINUTE);
    expect([server.mails, (await store.alerts.mailGauges()).waiting]).toEqual([[], 0]);
  });
});
