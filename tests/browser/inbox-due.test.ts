import axe from "axe-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { launchChromium } from "./chromium.ts";
import { customerAt, type DeskServer, deskServer } from "./desk-server.ts";
import { atDesk, leave } from "./inbox-page.ts";

let browser: Awaited<ReturnType<typeof launchChromium>>;
let server: DeskServer;

beforeAll(async () => {
  browser = await launchChromium();
  server = await deskServer(inject("pages"), { SLA: "normal 4h next 2h resolve 20h" });
  await server.hire("mei@example.com", "Mei");
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

it("a row says in words and colour when its target is near and when it is missed, and the details name each target", async () => {
  const customer = await customerAt(server.url, "Nora", "en");
  await customer.say("human");
  const mei = await atDesk(browser, server, "mei@example.com", { bypassCSP: true });
  const { page } = mei;
  await page.clock.install();
  await page.goto(`${server.url}/inbox/queue/${customer.id}`);
  const wait = mei.row("Nora").locator(".wait");
  await wait.waitFor();
  expect(await wait.getAttribute("class")).toBe("wait");
  await page.clock.fastForward("03:10:00");
  await mei
    .row("Nora")
    .locator(".wait.near", { hasText: /(?:49|50) min left/ })
    .waitFor();
  const details = page.getByRole("complementary");
  const target = (name: string) => details.locator("dl > div", { hasText: name });
  await target("First reply").getByText("min left").waitFor();
  await target("Resolution").getByText("16 h left").waitFor();
  await page.addScriptTag({ content: axe.source });
  const serious = await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id }) => id);
  });
  expect(serious).toEqual([]);
  await page.clock.fastForward("02:00:00");
  await mei.row("Nora").locator(".wait.late", { hasText: "1 h late" }).waitFor();
  await leave(mei);
});
