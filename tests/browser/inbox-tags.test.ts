import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { launchChromium } from "./chromium.ts";
import { type Customer, customerAt, type DeskServer, deskServer } from "./desk-server.ts";
import { atDesk, leave } from "./inbox-page.ts";

let browser: Browser;
let server: DeskServer;
let ana: Customer;

beforeAll(async () => {
  browser = await launchChromium();
  server = await deskServer(inject("pages"));
  await server.hire("mei@example.com", "Mei");
  await server.hire("tom@example.com", "Tom");
  ana = await customerAt(server.url, "Ana");
  await ana.say("human");
  await (await customerAt(server.url, "Bo")).say("human");
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

it("L files a case by keys alone, a colleague sees it at once, and the list narrows to it", async () => {
  const tom = await atDesk(browser, server, "tom@example.com");
  await tom.row("Ana").waitFor();
  const mei = await atDesk(browser, server, "mei@example.com", { bypassCSP: true });
  const { page } = mei;
  await page.goto(`${server.url}/inbox/queue/${ana.id}`);
  await mei.thread.waitFor();
  await page.keyboard.press("l");
  const box = page.getByRole("combobox", { name: "Find or make a tag" });
  await box.and(page.locator(":focus")).waitFor();
  await page.keyboard.type("Refund late");
  await box.dispatchEvent("keydown", { key: "Enter", isComposing: true, keyCode: 229 });
  expect(await box.inputValue()).toBe("Refund late");
  await page.getByRole("option", { name: "New tag “refund late”", selected: true }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("status").filter({ hasText: "Added “refund late”" }).waitFor();
  await page.keyboard.type("退款");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Take off “退款”" }).waitFor();
  expect(await serious(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
  await tom.row("Ana").locator(".tag", { hasText: "refund late" }).waitFor();
  await tom.page.getByRole("combobox", { name: "Filter by tag" }).selectOption("refund late");
  await expect.poll(() => tom.page.locator(".row").count()).toBe(1);
  expect(new URL(tom.page.url()).search).toBe("?tag=refund+late");
  await tom.row("Ana").click();
  await tom.thread.waitFor();
  await tom.page.reload();
  await tom.row("Ana").waitFor();
  expect(await tom.page.locator(".row").count()).toBe(1);
  await tom.page.getByRole("link", { name: /^Queue/ }).click();
  await tom.row("Bo").waitFor();
  await leave(tom);
  await leave(mei);
});

it("type-ahead finds what others have used, in Chinese too, and a tag comes off with one press", async () => {
  const mei = await atDesk(browser, server, "mei@example.com", { bypassCSP: true });
  const { page } = mei;
  await page.getByRole("button", { name: "中文" }).click();
  await mei.row("Bo").click();
  await mei.thread.waitFor();
  await page.getByRole("button", { name: "添加标签" }).click();
  const box = page.getByRole("combobox", { name: "查找或新建标签" });
  await box.and(page.locator(":focus")).waitFor();
  await page.getByRole("dialog").getByRole("option", { name: "退款", exact: true }).waitFor();
  await page.keyboard.type("款");
  await page.getByRole("dialog").getByRole("option", { name: "退款", exact: true, selected: true }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "去掉「退款」" }).click();
  await page.getByRole("status").filter({ hasText: "已去掉「退款」" }).waitFor();
  await page.keyboard.type("手续费");
  await page.keyboard.press("Enter");
  await page.getByRole("status").filter({ hasText: "已添加「手续费」" }).waitFor();
  await page.keyboard.press("Escape");
  const details = page.getByRole("complementary");
  await details.getByRole("link", { name: "手续费" }).click();
  await expect.poll(() => page.locator(".row").count()).toBe(1);
  expect(await serious(page)).toEqual([]);
  await leave(mei);
});
