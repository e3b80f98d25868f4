import axe from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchChromium } from "./chromium.ts";
import { customerAt, type DeskServer, deskServer } from "./desk-server.ts";
import { atDesk, leave } from "./inbox-page.ts";

let browser: Browser;
let server: DeskServer;

beforeAll(async () => {
  browser = await launchChromium();
  server = await deskServer(inject("pages"));
  await server.hire("mei@example.com", "Mei");
  await server.hire("ivo@example.com", "Ivo");
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe("two at one conversation", () => {
  it("see each other, and who is replying, until one goes elsewhere", async () => {
    const customer = await customerAt(server.url, "Bea");
    await customer.say("human");
    const mei = await atDesk(browser, server, "mei@example.com", { bypassCSP: true });
    const ivo = await atDesk(browser, server, "ivo@example.com");
    await mei.row("Bea").click();
    await mei.thread.waitFor();
    await ivo.row("Bea").click();
    await mei.page.getByRole("status").filter({ hasText: "Ivo is looking too" }).waitFor();
    await mei.page.keyboard.press("c");
    await mei.box.waitFor();
    await mei.page.addScriptTag({ content: axe.source });
    const found = await mei.page.evaluate(async () => {
      const run = (globalThis as unknown as { axe: typeof axe }).axe.run();
      return (await run).violations.filter(({ impact }) => impact === "serious").map(({ id }) => id);
    });
    expect(found).toEqual([]);
    await mei.box.pressSequentially("One mom");
    await ivo.page.getByText("Mei is replying").waitFor();
    await mei.box.press("Enter");
    await ivo.page.getByText("Mei is looking too").waitFor();
    await mei.page.goto(`${server.url}/inbox/queue`);
    await ivo.page.getByText("Mei is looking too").waitFor({ state: "detached", timeout: 15_000 });
    await leave(mei);
    await leave(ivo);
  });
});

describe("availability", () => {
  it("is switched by the keyboard, seen by a colleague at once, and there after a restart", async () => {
    const customer = await customerAt(server.url, "Ana");
    await customer.say("human");
    const mei = await atDesk(browser, server, "mei@example.com");
    const ivo = await atDesk(browser, server, "ivo@example.com");
    await ivo.row("Ana").click();
    await ivo.thread.waitFor();
    await ivo.page.keyboard.press("t");
    const choice = ivo.page.getByRole("dialog").getByRole("button", { name: /^Mei/ });
    await choice.filter({ hasText: /Away · \d of 5 cases/ }).waitFor();
    const toggle = mei.page.getByRole("switch", { name: "Available" });
    await toggle.focus();
    await mei.page.keyboard.press("Space");
    await choice.filter({ hasText: /Available · \d of 5 cases/ }).waitFor();
    await server.kill();
    await server.restart();
    await mei.page.reload();
    await mei.page.locator('[role="switch"][aria-checked="true"]').waitFor();
    await leave(mei);
    await leave(ivo);
  });
});
