import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
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

describe("a call for a person", () => {
  it("rings, says why, and tells everybody who is on it until the case is taken", async () => {
    const [mei, ivo] = [
      await atDesk(browser, server, "mei@example.com"),
      await atDesk(browser, server, "ivo@example.com"),
    ];
    await mei.page.evaluate(() => {
      const real = AudioContext.prototype.createOscillator;
      document.body.dataset.tones = "0";
      AudioContext.prototype.createOscillator = function count() {
        document.body.dataset.tones = String(Number(document.body.dataset.tones) + 1);
        return real.call(this);
      };
    });
    const tones = () => mei.page.evaluate(() => Number(document.body.dataset.tones));
    await mei.page.getByRole("button", { name: "Notify me" }).click();
    const before = await tones();
    const customer = await customerAt(server.url, "Ana");
    await customer.say("human");
    await vi.waitFor(async () => expect(await tones()).toBeGreaterThan(before), { timeout: 8_000 });
    await mei.row("Ana").click();
    await mei.page.getByText("Calling people: the customer was handed over").waitFor();
    await ivo.row("Ana").click();
    await ivo.page.getByRole("button", { name: "I’m on it" }).click();
    await mei.page.getByText("Ivo is on it").waitFor();
    expect(await mei.page.getByRole("button", { name: "I’m on it" }).count()).toBe(0);
    await ivo.page.keyboard.press("c");
    await mei.page.getByText("Ivo is on it").waitFor({ state: "detached" });
    await leave(mei);
    await leave(ivo);
  });
});
