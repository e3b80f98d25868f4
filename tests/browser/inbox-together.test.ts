import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, inject, it } from "vitest";
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
    await choice.filter({ hasText: "Away · 0 of 5 cases" }).waitFor();
    const toggle = mei.page.getByRole("switch", { name: "Available" });
    await toggle.focus();
    await mei.page.keyboard.press("Space");
    await choice.filter({ hasText: "Available · 0 of 5 cases" }).waitFor();
    await server.kill();
    await server.restart();
    await mei.page.reload();
    await mei.page.locator('[role="switch"][aria-checked="true"]').waitFor();
    await leave(mei);
    await leave(ivo);
  });
});
