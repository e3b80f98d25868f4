import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchChromium } from "./chromium.ts";
import { customerAt, type DeskServer, deskServer } from "./desk-server.ts";
import { type AtDesk, atDesk, atDoor, leave } from "./inbox-page.ts";

let browser: Browser;
let server: DeskServer;
let id: string;

beforeAll(async () => {
  browser = await launchChromium();
  server = await deskServer(inject("pages"));
  await server.hire("mei@example.com", "Mei");
  await server.hire("tom@example.com", "Tom");
  const customer = await customerAt(server.url, `Ana ${"Longname".repeat(8)}`);
  id = customer.id;
  await customer.say("how do I reset my password");
  await customer.say(`human https://wallet.example/${"a".repeat(200)}`);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** What axe calls serious or critical, with where. Its own policy-breaking script is let in for the look alone. */
async function serious(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axe.source });
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id: rule, nodes }) => `${rule}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  });
}

async function claimed(desk: AtDesk): Promise<void> {
  await desk.page.goto(`${server.url}/inbox/queue/${id}`);
  await desk.page.getByRole("log").waitFor();
  await desk.page.keyboard.press("c");
  await desk.box.waitFor();
}

describe.each(["light", "dark"] as const)("in %s", (colorScheme) => {
  it("axe finds nothing serious at the door", async () => {
    const door = await atDoor(browser, server, { colorScheme, bypassCSP: true });
    await door.page.getByLabel("E-mail").waitFor();
    expect(await serious(door.page)).toEqual([]);
    await leave(door);
  });

  it("axe finds nothing serious in list, thread, note, dialogs and details", async () => {
    const mei = await atDesk(browser, server, "mei@example.com", { colorScheme, bypassCSP: true });
    await mei.page.locator(".list-scroll").waitFor();
    expect(await serious(mei.page)).toEqual([]);
    await claimed(mei);
    await mei.box.fill("Please send me your seed phrase.");
    await mei.box.press("Enter");
    await mei.page.locator(".stopped").waitFor();
    expect(await serious(mei.page)).toEqual([]);
    await mei.page.keyboard.press("Escape");
    await mei.page.keyboard.press("n");
    await mei.page.locator(".noting").waitFor();
    expect(await serious(mei.page)).toEqual([]);
    await mei.page.keyboard.press("Escape");
    for (const [key, name] of [
      ["?", "Keyboard"],
      ["t", "Hand over to a colleague"],
      ["z", "Snooze until"],
    ] as const) {
      await mei.page.keyboard.press(key);
      await mei.page.getByRole("dialog", { name }).waitFor();
      expect(await serious(mei.page)).toEqual([]);
      await mei.page.keyboard.press("Escape");
    }
    await leave(mei);
  });
});

describe("on a phone", () => {
  const sideways = (page: Page) =>
    page.evaluate(() =>
      [
        document.documentElement,
        ...document.querySelectorAll(".list-scroll, .thread-scroll, .details, .composer"),
      ]
        .filter((box) => box.scrollWidth > Math.max(box.clientWidth, innerWidth === 0 ? 0 : box.clientWidth))
        .map((box) => box.className || box.tagName),
    );

  it("of 360 pixels shows list, thread and details one at a time, none wider than the screen", async () => {
    const mei = await atDesk(browser, server, "mei@example.com", {
      viewport: { width: 360, height: 640 },
      hasTouch: true,
      isMobile: true,
    });
    const { page } = mei;
    await page.getByRole("link", { name: /^Mine/ }).tap();
    await page.locator("a.row").waitFor();
    expect(await sideways(page)).toEqual([]);
    await page.locator("a.row").tap();
    await page.getByRole("log").waitFor();
    expect(await page.locator(".list").isVisible()).toBe(false);
    expect(await sideways(page)).toEqual([]);
    await page.getByRole("button", { name: "Details" }).tap();
    await page.getByRole("complementary").waitFor();
    expect(page.url()).toBe(`${server.url}/inbox/mine/${id}/details`);
    expect(await sideways(page)).toEqual([]);
    await page.goBack();
    await page.getByRole("link", { name: "Back" }).tap();
    await page.locator("a.row").waitFor();
    await leave(mei);
  });

  it("and at twice the text size nothing is cut off", async () => {
    const mei = await atDesk(browser, server, "mei@example.com", { viewport: { width: 640, height: 400 } });
    await claimed(mei);
    expect(await sideways(mei.page)).toEqual([]);
    await leave(mei);
  });

  it("speaks Chinese where the browser does, and the other language at a press", async () => {
    const door = await atDoor(browser, server, { locale: "zh-CN" });
    await door.page.getByRole("button", { name: "登录" }).waitFor();
    await door.page.getByRole("button", { name: "English" }).click();
    await door.page.getByRole("button", { name: "Sign in" }).waitFor();
    await leave(door);
  });
});
