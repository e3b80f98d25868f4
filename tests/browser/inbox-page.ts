import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { type DeskServer, PASSWORD } from "./desk-server.ts";

/** An agent before their own browser. */
export interface AtDesk {
  page: Page;
  context: BrowserContext;
  /** Faults of the page itself: thrown errors, violated policy, missing files. */
  faults: string[];
  row(name: string): Locator;
  thread: Locator;
  box: Locator;
}

type Options = NonNullable<Parameters<Browser["newContext"]>[0]>;

/** Opens the inbox in a browser of its own, at the door. */
export async function atDoor(
  browser: Browser,
  server: DeskServer,
  options: Options = {},
  path = "/inbox",
): Promise<AtDesk> {
  const context = await browser.newContext({
    locale: "en-GB",
    viewport: { width: 1280, height: 800 },
    ...options,
  });
  // Sooner than the test itself, so that a failure names its line.
  context.setDefaultTimeout(8_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (line) => {
    const expected = /ERR_(EMPTY|FAILED|CONNECTION|INCOMPLETE|INTERNET)|status of (400|401|409|422)/.test(
      line.text(),
    );
    if (line.type() === "error" && !expected) faults.push(line.text());
  });
  await page.goto(`${server.url}${path}`);
  return {
    page,
    context,
    faults,
    row: (name) => page.locator(".row", { hasText: name }),
    thread: page.getByRole("log"),
    box: page.locator(".composer textarea"),
  };
}

export async function signIn(desk: AtDesk, email: string): Promise<void> {
  const { page } = desk;
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation").waitFor();
}

/** A signed-in agent, each call in a browser of its own. */
export async function atDesk(
  browser: Browser,
  server: DeskServer,
  email: string,
  options: Options = {},
): Promise<AtDesk> {
  const desk = await atDoor(browser, server, options);
  await signIn(desk, email);
  return desk;
}

/** Ends the browser, and says what went wrong in its page. */
export async function leave(desk: AtDesk | undefined): Promise<void> {
  if (desk === undefined) return;
  await desk.context.close();
  expect(desk.faults).toEqual([]);
}
