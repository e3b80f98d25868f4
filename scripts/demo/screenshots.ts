// Photographs the demo for the README: `node --import tsx scripts/demo/screenshots.ts`. Writes docs/*.png; needs a build.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { ROOT, readConfig } from "../../src/config.ts";
import { PASSWORD, PEOPLE } from "./day.ts";
import { openDemo } from "./open.ts";

const FOLDER = join(ROOT, "docs");
const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

const data = mkdtempSync(join(tmpdir(), "kefu-demo-"));
const running = await openDemo(readConfig({ LOG_LEVEL: "warn", PORT: "0", DATA_DIR: data }));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
try {
  await shootInbox("inbox-light", "light", DESKTOP);
  await shootInbox("inbox-dark", "dark", DESKTOP);
  await shootInbox("inbox-phone", "light", PHONE);
  await shootReports("reports");
  await shootChat("chat");
} finally {
  await browser.close();
  await running.stop();
  rmSync(data, { recursive: true, force: true });
}

async function pageWith(
  colorScheme: "light" | "dark",
  viewport: { width: number; height: number },
  locale = "en-GB",
) {
  const context = await browser.newContext({ colorScheme, viewport, locale });
  return context.newPage();
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto(`${running.url}/inbox`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation").waitFor();
}

async function shootInbox(
  name: string,
  scheme: "light" | "dark",
  viewport: { width: number; height: number },
): Promise<void> {
  const page = await pageWith(scheme, viewport);
  await signIn(page, PEOPLE.tom.email);
  if (viewport === DESKTOP) {
    await page.goto(`${running.url}/inbox/mine`);
    await page.locator(".row", { hasText: "Oskar" }).click();
    await page.getByText("found it:").first().waitFor();
  } else {
    await page.locator(".row").first().waitFor();
  }
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  await page.context().close();
}

async function shootReports(name: string): Promise<void> {
  const page = await pageWith("light", DESKTOP);
  await signIn(page, PEOPLE.ada.email);
  await page.goto(`${running.url}/inbox/reports`);
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  await page.context().close();
}

async function shootChat(name: string): Promise<void> {
  const page = await pageWith("light", PHONE, "zh-CN");
  await page.goto(running.url);
  const box = page.getByRole("textbox");
  await box.fill("我的转账一直没到账");
  await box.press("Enter");
  await page.getByText("浏览器").first().waitFor();
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  await page.context().close();
}
