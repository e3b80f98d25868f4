import axe from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { launchChromium } from "./chromium.ts";
import { type StandIn, standIn } from "./stand-in.ts";

let browser: Browser;
let server: StandIn;
let context: BrowserContext;
let page: Page;
let faults: string[];

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

beforeEach(async () => {
  server = await standIn(inject("pages"));
  // The policy would keep axe out; that it holds is the other tests' concern.
  context = await browser.newContext({
    locale: "en-GB",
    bypassCSP: true,
    viewport: { width: 360, height: 640 },
  });
  page = await context.newPage();
  faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  await page.goto(server.url);
  await page.getByRole("textbox", { name: "Your message" }).fill("hello");
  await page.keyboard.press("Enter");
  await log().locator(".customer:not(.pending)").waitFor();
});
afterEach(async () => {
  await context.close();
  await server.close();
  expect(faults).toEqual([]);
});

const log = () => page.getByRole("log");
const agentSays = async (text: string): Promise<string> => {
  const { messageId } = server.ports.say(server.customer(), { author: "agent", name: "Mei", text });
  await log().getByText(text).waitFor();
  return messageId;
};
const alter = (id: string, change: Parameters<StandIn["ports"]["alter"]>[2]) =>
  server.ports.alter(server.customer(), id, change);
const REMOVED = { text: "", removed: true } as const;

/** What an agent's rows say, top to bottom, without what only screen readers get. */
const shown = () =>
  log()
    .locator(".row.agent .bubble")
    .evaluateAll((all) => all.map((one) => one.lastElementChild?.textContent ?? ""));

describe("a reply that is changed while the page is open", () => {
  it("says the new words where it stood, once, and that it was edited", async () => {
    const id = await agentSays("Send it to the old address.");
    await agentSays("Anything else?");
    alter(id, { text: "Send it to the **new** address.", editedAt: Date.now() });
    await log().locator("strong", { hasText: "new" }).waitFor();
    expect(await shown()).toEqual(["Send it to the new address.", "Anything else?"]);
    expect(await log().locator(".row").first().locator("~ .row .when").first().textContent()).toContain(
      "edited",
    );
  });

  it("is the same after a reload, and after a break of the connection", async () => {
    const first = await agentSays("first words");
    const second = await agentSays("second words");
    alter(first, { text: "better words", editedAt: Date.now() });
    alter(second, REMOVED);
    const after = ["better words", "This message was taken back."];
    await expect.poll(shown).toEqual(after);
    await page.reload();
    await expect.poll(shown).toEqual(after);
    await context.setOffline(true);
    alter(first, { text: "best words", editedAt: Date.now() });
    await context.setOffline(false);
    await expect.poll(shown).toEqual(["best words", "This message was taken back."]);
    expect(await log().locator(".row").count()).toBe(3);
  });

  it("is read out by itself, not the conversation again", async () => {
    const id = await agentSays("first words");
    await agentSays("and more");
    await log().evaluate((element) => {
      const heard: string[] = [];
      Object.assign(globalThis, { heard });
      new MutationObserver((changes) => {
        for (const { addedNodes } of changes) {
          for (const node of addedNodes) {
            const hidden = node instanceof Element && node.getAttribute("aria-hidden") === "true";
            if (!hidden) heard.push(node.textContent ?? "");
          }
        }
      }).observe(element, { childList: true, subtree: true });
    });
    alter(id, { text: "better words", editedAt: Date.now() });
    await log().getByText("better words").waitFor();
    alter(id, REMOVED);
    await log().getByText("This message was taken back.").waitFor();
    expect(await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard)).toEqual([
      "Edited: better words",
      "This message was taken back.",
    ]);
  });

  it("leaves what the customer is writing, and where they read, alone", async () => {
    const id = await agentSays("first words");
    for (let n = 0; n < 12; n++) await agentSays(`line number ${n}.`);
    const box = page.getByRole("textbox", { name: "Your message" });
    await box.fill("half a sen");
    await page.locator(".scroll").evaluate(async (element) => {
      const scrolled = new Promise((done) => element.addEventListener("scroll", done, { once: true }));
      element.scrollTo({ top: 0 });
      await scrolled;
    });
    alter(id, { text: "better words", editedAt: Date.now() });
    await log().getByText("better words").waitFor();
    expect(await page.locator(".scroll").evaluate(({ scrollTop }) => scrollTop)).toBe(0);
    expect(await page.getByRole("button", { name: "New messages" }).count()).toBe(0);
    expect(await box.inputValue()).toBe("half a sen");
    expect(await box.evaluate((element) => element === document.activeElement)).toBe(true);
  });
});

describe.each(["light", "dark"] as const)("in %s, on a phone", (colorScheme) => {
  it("what was edited or taken back fits, speaks both languages, and axe finds nothing serious", async () => {
    await page.emulateMedia({ colorScheme });
    const id = await agentSays("first words");
    const gone = await agentSays("never mind");
    alter(id, { text: `https://wallet.example/${"a".repeat(200)}`, editedAt: Date.now() });
    alter(gone, REMOVED);
    await log().getByText("This message was taken back.").waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await page.addScriptTag({ content: axe.source });
    const serious = await page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
      return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map((one) => one.id);
    });
    expect(serious).toEqual([]);
    await page.getByRole("button", { name: "中文" }).click();
    await log().getByText("这条消息已撤回").waitFor();
    expect(await log().textContent()).toContain("已编辑");
  });
});
