import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { launchChromium } from "./chromium.ts";
import { customerAt, type DeskServer, deskServer } from "./desk-server.ts";
import { type AtDesk, atDesk, leave } from "./inbox-page.ts";

let browser: Browser;
let server: DeskServer;

beforeAll(async () => {
  browser = await launchChromium();
  server = await deskServer(inject("pages"));
  await server.hire("sue@example.com", "Sue", "supervisor");
  await server.hire("mei@example.com", "Mei");
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

async function serious(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axe.source });
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id: rule, nodes }) => `${rule}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  });
}

async function claimed(desk: AtDesk, name: string | undefined, locale = "en"): Promise<void> {
  const customer = await customerAt(server.url, name, locale);
  await customer.say(locale === "zh" ? "转人工" : "human");
  await desk.page.goto(`${server.url}/inbox/queue/${customer.id}`);
  await desk.page.getByRole("log").waitFor();
  await desk.page.keyboard.press("c");
  await desk.box.and(desk.page.locator(":focus")).waitFor();
}

it("keeps what a supervisor writes, and asks before it keeps a link that is not ours", async () => {
  const sue = await atDesk(browser, server, "sue@example.com", { bypassCSP: true });
  const { page } = sue;
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("link", { name: "Saved replies" }).click();
  await page.getByText("There are no saved replies yet").waitFor();
  const add = async (name: string, shortcut: string, zh: string, en: string) => {
    await page.getByRole("button", { name: "New saved reply" }).click();
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("Shortcut").fill(shortcut);
    await page.getByLabel("In Chinese").fill(zh);
    await page.getByLabel("In English").fill(en);
  };
  await add("Welcome", "hello", "您好 {{customer.name}}，我是 {{agent.name}}。", "Hello {{customer.nmae}}!");
  expect(await serious(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("{{customer.nmae}} is no variable").waitFor();
  await page.getByLabel("In English").fill("Hello {{customer.name}}, I am {{agent.name}}.");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Saved “Welcome”").waitFor();
  await add("Refund times", "refund", "", "See https://elsewhere.example/refunds, reference {{reference}}.");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("button", { name: "It is right, save it" }).click();
  await page.getByText("Saved “Refund times”").waitFor();
  await add("To be deleted", "gone", "", "Gone");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("button", { name: "Delete “To be deleted”" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByText("Deleted “To be deleted”").waitFor();
  await expect.poll(() => page.locator(".kept > li").count()).toBe(2);
  expect(await serious(page)).toEqual([]);
  await page.reload();
  expect(page.url()).toBe(`${server.url}/inbox/settings/canned`);
  await page.locator(".kept > li", { hasText: "/hello" }).waitFor();
  await leave(sue);
});

it("is put in by keys alone, in the customer's language, found in spite of a slip", async () => {
  const mei = await atDesk(browser, server, "mei@example.com", { bypassCSP: true });
  await claimed(mei, "小兰", "zh");
  await mei.page.keyboard.type("1/2 ");
  expect(await mei.page.getByRole("combobox").count()).toBe(0);
  await mei.page.keyboard.type("/");
  const search = mei.page.getByRole("combobox", { name: "Find a saved reply" });
  await search.and(mei.page.locator(":focus")).waitFor();
  await mei.page.getByRole("option", { name: /Welcome/ }).waitFor();
  expect(await serious(mei.page)).toEqual([]);
  await mei.page.keyboard.type("welcmoe");
  await mei.page.getByText("您好 小兰，我是 Mei。").waitFor();
  await mei.page.keyboard.press("Enter");
  await mei.box.and(mei.page.locator(":focus")).waitFor();
  expect(await mei.box.inputValue()).toBe("1/2 您好 小兰，我是 Mei。");
  await leave(mei);
});

it("gives the slash back when nothing is chosen, and leaves an input method its Enter", async () => {
  const mei = await atDesk(browser, server, "mei@example.com");
  await claimed(mei, "Ana");
  await mei.page.keyboard.type("yes /");
  const search = mei.page.getByRole("combobox");
  await search.waitFor();
  await search.dispatchEvent("keydown", { key: "Enter", isComposing: true, keyCode: 229 });
  expect(await search.count()).toBe(1);
  await mei.page.keyboard.press("ArrowDown");
  await mei.page.locator(".pick-preview", { hasText: "See https://elsewhere" }).waitFor();
  await mei.page.keyboard.press("Escape");
  await mei.box.and(mei.page.locator(":focus")).waitFor();
  await mei.page.keyboard.type(" no");
  expect(await mei.box.inputValue()).toBe("yes / no");
  await leave(mei);
});

it("opens when an input method puts the slash", async () => {
  const mei = await atDesk(browser, server, "mei@example.com");
  await claimed(mei, "Ana");
  const input = await mei.page.context().newCDPSession(mei.page);
  await input.send("Input.imeSetComposition", { text: "/", selectionStart: 1, selectionEnd: 1 });
  expect(await mei.page.getByRole("combobox").count()).toBe(0);
  await input.send("Input.insertText", { text: "/" });
  await mei.page.getByRole("combobox", { name: "Find a saved reply" }).waitFor();
  await leave(mei);
});

it("asks for what it does not know of the customer", async () => {
  const mei = await atDesk(browser, server, "mei@example.com", { bypassCSP: true });
  await claimed(mei, undefined);
  await mei.page.getByRole("button", { name: "中文" }).click();
  await mei.page.getByRole("button", { name: "插入快捷回复（/）" }).click();
  await mei.page.getByRole("combobox", { name: "查找快捷回复" }).fill("hello");
  await mei.page.keyboard.press("Enter");
  const name = mei.page.getByLabel("客户称呼");
  await name.and(mei.page.locator(":focus")).waitFor();
  expect(await serious(mei.page)).toEqual([]);
  await mei.page.keyboard.press("Enter");
  await mei.page.keyboard.type("Ms Lee");
  await mei.page.keyboard.press("Enter");
  await mei.box.and(mei.page.locator(":focus")).waitFor();
  expect(await mei.box.inputValue()).toBe("Hello Ms Lee, I am Mei.");
  await leave(mei);
});

it("puts in what the bot knows, found in one language and said in the customer's", async () => {
  const mei = await atDesk(browser, server, "mei@example.com", { bypassCSP: true });
  await claimed(mei, "Ana");
  await mei.page.keyboard.type("#");
  const search = mei.page.getByRole("combobox", { name: "Find an answer" });
  await search.and(mei.page.locator(":focus")).waitFor();
  await mei.page.getByRole("option").first().waitFor();
  expect(await serious(mei.page)).toEqual([]);
  await mei.page.keyboard.type("忘记密码");
  await mei.page.getByRole("option", { name: /reset a forgotten password/, selected: true }).waitFor();
  await mei.page.keyboard.press("Enter");
  await mei.box.and(mei.page.locator(":focus")).waitFor();
  expect(await mei.box.inputValue()).toMatch(/^On the login page tap \*\*Forgot password\*\*/);
  await mei.page.keyboard.press("Control+j");
  await search.and(mei.page.locator(":focus")).waitFor();
  await mei.page.keyboard.press("Escape");
  await mei.box.and(mei.page.locator(":focus")).waitFor();
  await leave(mei);
});
