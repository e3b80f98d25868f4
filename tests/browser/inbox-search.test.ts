import axe from "axe-core";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchChromium } from "./chromium.ts";
import { customerAt, type DeskServer, deskServer } from "./desk-server.ts";
import { type AtDesk, atDesk, leave } from "./inbox-page.ts";

const HASH = `0x${"9fc3a1b7".repeat(8)}`;
/** More than one page of twenty. */
const MANY = 23;

let browser: Browser;
let server: DeskServer;
let lan: string;
let ana: string;

beforeAll(async () => {
  browser = await launchChromium();
  server = await deskServer(inject("pages"));
  await server.hire("mei@example.com", "Mei");
  await server.hire("tom@example.com", "Tom");
  const talk = async (name: string, locale: string, lines: string[]): Promise<string> => {
    const customer = await customerAt(server.url, name, locale);
    for (const line of lines) await customer.say(line);
    return customer.id;
  };
  for (let n = 1; n <= MANY; n++) await talk(`Visitor ${n}`, "en", ["lighthouse"]);
  ana = await talk("Ana", "en", [
    `human, the transaction hash is ${HASH}`,
    ...Array.from({ length: 14 }, (_, n) => `and another line, number ${n}`),
  ]);
  lan = await talk("王小兰", "zh", ["转人工", "我昨天的闪兑到现在还没有完成", "请尽快处理"]);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const boxOf = (page: Page): Locator => page.getByRole("searchbox", { name: "Search everything" });
const hits = (page: Page): Locator => page.locator(".hit");

/** The line that tells how many were found. */
function found(page: Page, n: number): Locator {
  return page
    .locator(".search-status")
    .getByText(n === 1 ? "1 conversation" : `${n} conversations`, { exact: true });
}

async function searching(options: Parameters<typeof atDesk>[3] = {}): Promise<AtDesk & { search: Locator }> {
  const mei = await atDesk(browser, server, "mei@example.com", options);
  await mei.page.keyboard.press("s");
  const search = boxOf(mei.page);
  await search.and(mei.page.locator(":focus")).waitFor();
  return { ...mei, search };
}

/** What axe calls serious or critical, with where. */
async function serious(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axe.source });
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id: rule, nodes }) => `${rule}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  });
}

describe("the search", () => {
  it("finds a Chinese word of two characters as it is typed, marks it, and keeps it in the address", async () => {
    const mei = await searching();
    await mei.search.fill("闪兑");
    await hits(mei.page).waitFor();
    expect(await hits(mei.page).locator("mark").allTextContents()).toEqual(["闪兑"]);
    expect(await hits(mei.page).locator(".row-name").textContent()).toBe("王小兰");
    await found(mei.page, 1).waitFor();
    expect(new URL(mei.page.url()).searchParams.get("q")).toBe("闪兑");
    await mei.page.reload();
    await hits(mei.page).waitFor();
    expect(await mei.search.inputValue()).toBe("闪兑");
    await leave(mei);
  });

  it("is walked by keys alone, opens at the message and marks it there", async () => {
    const mei = await searching({ viewport: { width: 1280, height: 500 } });
    const { page, search } = mei;
    await page.keyboard.type(`${HASH.slice(0, 6)}…${HASH.slice(-4)}`);
    await hits(page).waitFor();
    await page.keyboard.press("Enter");
    await hits(page).and(page.locator(":focus")).waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(`${server.url}/inbox/search/${ana}?**`);
    const place = page.locator(".message.found");
    await place.waitFor();
    expect(await place.textContent()).toContain("Search result");
    expect(await place.textContent()).toContain(HASH);
    expect(await inSight(place)).toBe(true);
    expect(await inSight(page.locator(".message").last())).toBe(false);
    await page.getByRole("button", { name: "Newest messages" }).waitFor();
    // The address alone leads there too.
    await page.reload();
    await place.waitFor();
    expect(await inSight(place)).toBe(true);
    await page.keyboard.press("Escape");
    await hits(page).and(page.locator(":focus")).waitFor();
    expect(new URL(page.url()).pathname).toBe("/inbox/search");
    await page.keyboard.press("s");
    await search.and(page.locator(":focus")).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.waitForURL(`${server.url}/inbox/queue`);
    await leave(mei);
  });

  it("goes on by its button, and J and K go from one to the next", async () => {
    const mei = await searching();
    const { page } = mei;
    await page.keyboard.type("lighthouse");
    await found(page, MANY).waitFor();
    expect(await hits(page).count()).toBe(20);
    await page.getByRole("button", { name: "Show more" }).press("Enter");
    await hits(page).nth(20).and(page.locator(":focus")).waitFor();
    expect(await hits(page).count()).toBe(MANY);
    expect(new Set(await hits(page).locator(".row-name").allTextContents()).size).toBe(MANY);
    await page.keyboard.press("k");
    await hits(page).nth(19).and(page.locator(":focus")).waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".message.found").waitFor();
    const first = page.url();
    await page.keyboard.press("j");
    await page.locator(".hit[aria-current=page]").and(hits(page).nth(20)).waitFor();
    expect(page.url()).not.toBe(first);
    await page.goBack();
    await page.waitForURL(/\/inbox\/search\?q=lighthouse$/);
    await leave(mei);
  });

  it("leaves an input method alone until it is done, Enter too", async () => {
    const mei = await searching();
    const { page, search } = mei;
    const asked: string[] = [];
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (url.pathname === "/api/desk/search") asked.push(url.searchParams.get("q") ?? "");
    });
    await search.fill("请尽快");
    await hits(page).waitFor();
    await search.fill("");
    await expect.poll(() => hits(page).count()).toBe(0);
    await page.clock.install();
    const input = await page.context().newCDPSession(page);
    await input.send("Input.imeSetComposition", { text: "shan", selectionStart: 4, selectionEnd: 4 });
    await search.dispatchEvent("keydown", { key: "Enter", isComposing: true, keyCode: 229 });
    await page.clock.runFor(2_000);
    await input.send("Input.imeSetComposition", { text: "shan dui", selectionStart: 8, selectionEnd: 8 });
    await search.and(page.locator(":focus")).waitFor();
    await input.send("Input.insertText", { text: "闪兑" });
    await hits(page).waitFor();
    expect(asked).toEqual(["请尽快", "闪兑"]);
    await leave(mei);
  });

  it("looks among what the filters leave, says when they are the reason, and takes them away", async () => {
    const mei = await searching();
    const { page, search } = mei;
    await search.fill("lighthouse");
    await found(page, MANY).waitFor();
    await page.getByLabel("Said by").selectOption("Agent");
    await page.getByText("Nothing found for “lighthouse”.").waitFor();
    await page.getByLabel("Time").selectOption("Past 7 days");
    await page.getByRole("button", { name: "Filters · 2 set" }).waitFor();
    await page.getByText("Filters are set").getByRole("button", { name: "Clear filters" }).click();
    await found(page, MANY).waitFor();
    await page.getByLabel("Time").selectOption("Between days");
    await page.getByLabel("From", { exact: true }).fill("2020-01-01");
    await page.getByLabel("To", { exact: true }).fill("2020-01-31");
    await page.getByText("Nothing found for “lighthouse”.").waitFor();
    await page.reload();
    await page.getByText("Nothing found for “lighthouse”.").waitFor();
    expect(await page.getByLabel("To", { exact: true }).inputValue()).toBe("2020-01-31");
    await page.getByLabel("Owner").selectOption("Tom");
    await page.getByRole("button", { name: "Clear filters" }).first().click();
    await page.getByLabel("Status").selectOption("Queue");
    await page.getByLabel("Language").selectOption("Chinese");
    await page.getByText("Nothing found for “lighthouse”.").waitFor();
    await leave(mei);
  });

  it("shows what the bot could answer, whole at a press", async () => {
    const mei = await searching();
    await mei.search.fill("forgot password");
    const answer = mei.page.getByRole("complementary", { name: "Answers" });
    await answer.getByRole("button", { name: /reset a forgotten password/ }).click();
    await answer.locator("strong", { hasText: "Forgot password" }).waitFor();
    await leave(mei);
  });

  it("says when it did not work, and tries again", async () => {
    const mei = await searching();
    await mei.page.route("**/api/desk/search?*", (route) => route.abort());
    await mei.search.fill("闪兑");
    await mei.page.getByRole("alert").getByText("The search did not work.").waitFor();
    await mei.page.unroute("**/api/desk/search?*");
    await mei.page.getByRole("button", { name: "Try again" }).click();
    await hits(mei.page).waitFor();
    expect(await mei.page.getByRole("alert").count()).toBe(0);
    await leave(mei);
  });

  it("is offered where the filter of a list ends", async () => {
    const tom = await atDesk(browser, server, "tom@example.com");
    await tom.page.keyboard.press("/");
    await tom.page.keyboard.type("闪兑");
    await tom.page.getByRole("link", { name: "Search all conversations for “闪兑”" }).click();
    await hits(tom.page).waitFor();
    expect(await hits(tom.page).getAttribute("data-row")).toBe(lan);
    await leave(tom);
  });

  it("keeps its place while a conversation is claimed and resolved beside it", async () => {
    const mei = await searching();
    const { page } = mei;
    await page.keyboard.type("请尽快处理");
    await hits(page).waitFor();
    await hits(page).click();
    await page.locator(".message.found").waitFor();
    await page.keyboard.press("c");
    await mei.box.and(page.locator(":focus")).waitFor();
    await hits(page).getByText("You").waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Shift+E");
    await page.waitForURL(/\/inbox\/search\?q=/);
    await hits(page).getByText("Resolved").waitFor();
    await leave(mei);
  });
});

describe.each(["light", "dark"] as const)("in %s", (colorScheme) => {
  it("axe finds nothing serious, empty, found, opened or not found", async () => {
    const mei = await searching({ colorScheme, bypassCSP: true });
    const { page, search } = mei;
    expect(await serious(page)).toEqual([]);
    await search.fill("password");
    await page.locator(".answers button").first().click();
    await page.locator(".answers strong").waitFor();
    expect(await serious(page)).toEqual([]);
    await search.fill("lighthouse");
    await page.getByRole("button", { name: "Show more" }).waitFor();
    await hits(page).first().click();
    await page.locator(".message.found").waitFor();
    expect(await serious(page)).toEqual([]);
    await search.fill("nowhere at all");
    await page.getByText("Nothing found for").waitFor();
    expect(await serious(page)).toEqual([]);
    await leave(mei);
  });
});

it("on a phone of 360 pixels shows what was found, then the message, none wider than the screen", async () => {
  const mei = await atDesk(browser, server, "mei@example.com", {
    viewport: { width: 360, height: 640 },
    hasTouch: true,
    isMobile: true,
  });
  const { page } = mei;
  await page.getByRole("link", { name: "Search everything" }).tap();
  await boxOf(page).fill(HASH);
  await hits(page).waitFor();
  await page.getByRole("button", { name: "Filters" }).tap();
  await page.getByLabel("Time").selectOption("Between days");
  expect(await sideways(page)).toEqual([]);
  await hits(page).tap();
  const place = page.locator(".message.found");
  await place.waitFor();
  expect(await inSight(place)).toBe(true);
  expect(await boxOf(page).isVisible()).toBe(false);
  expect(await sideways(page)).toEqual([]);
  await page.getByRole("link", { name: "Back" }).tap();
  await hits(page).waitFor();
  expect(await boxOf(page).inputValue()).toBe(HASH);
  await leave(mei);
});

function inSight(place: Locator): Promise<boolean> {
  return place.evaluate((element) => {
    const box = document.querySelector("#thread")?.getBoundingClientRect() ?? new DOMRect();
    const { top, bottom } = element.getBoundingClientRect();
    return top >= box.top && bottom <= box.bottom;
  });
}

function sideways(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll(".search-pane, .search-scroll, .thread-scroll")]
      .filter((box) => box.scrollWidth > box.clientWidth)
      .map((box) => box.className || box.tagName),
  );
}
