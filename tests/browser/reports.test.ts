import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchChromium } from "./chromium.ts";
import { customerAt, type DeskServer, deskServer } from "./desk-server.ts";
import { atDesk, leave } from "./inbox-page.ts";

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
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  });
}

describe("the reports page", () => {
  it("says so when there is nothing yet, then shows what came in, to supervisors, loaded only when looked at", async () => {
    const sue = await atDesk(browser, server, "sue@example.com");
    const scripts = () =>
      sue.page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
    const before = (await scripts()).length;
    await sue.page.getByRole("link", { name: "Reports" }).click();
    await sue.page.getByText("Nobody wrote in this period").waitFor();
    expect((await scripts()).some((name) => name.includes("reports"))).toBe(true);
    expect(before).toBeGreaterThan(0);

    const customer = await customerAt(server.url, "Ana");
    await customer.say("how do I reset my password");
    await customer.say("human please");
    await sue.page.getByRole("button", { name: "28 days" }).click();
    await sue.page.getByText("Waiting now").waitFor();
    await sue.page.locator(".report-canvas canvas").first().waitFor();
    await sue.page.locator(".report-plot summary").nth(0).click();
    expect(await sue.page.locator(".report-plot").nth(0).getByRole("row").count()).toBe(29);
    // A share of one says nothing.
    expect(await sue.page.getByText("Not enough yet").count()).toBeGreaterThan(0);
    await leave(sue);
  });

  it.each(["light", "dark"] as const)(
    "has nothing serious for axe in %s, and fits a phone",
    async (colorScheme) => {
      const sue = await atDesk(browser, server, "sue@example.com", {
        colorScheme,
        bypassCSP: true,
        viewport: { width: 360, height: 740 },
      });
      await sue.page.goto(`${server.url}/inbox/reports`);
      await sue.page.getByText("Waiting now").waitFor();
      await sue.page.getByRole("button", { name: "Custom" }).click();
      expect(await serious(sue.page)).toEqual([]);
      const wide = await sue.page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(360);
      await sue.page.getByRole("button", { name: "中文" }).click();
      await sue.page.getByText("正在排队").waitFor();
      await leave(sue);
    },
  );

  it("is closed to agents, who see no way to it", async () => {
    const mei = await atDesk(browser, server, "mei@example.com");
    expect(await mei.page.getByRole("link", { name: "Reports" }).count()).toBe(0);
    await mei.page.goto(`${server.url}/inbox/reports`);
    await mei.page.getByText("Your role may not see reports.").waitFor();
    await leave(mei);
  });
});
