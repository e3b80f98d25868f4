import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { launchChromium } from "./chromium.ts";
import { type StandIn, standIn } from "./stand-in.ts";

/** A picture of one pixel. */
const PIXEL = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

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
  context = await browser.newContext({ locale: "en-GB" });
  page = await open();
});
afterEach(async () => {
  await context.close();
  await server.close();
  expect(faults).toEqual([]);
});

async function open(): Promise<Page> {
  const tab = await context.newPage();
  faults = [];
  // A violated policy, a missing file and a thrown error all end here.
  tab.on("pageerror", (error) => faults.push(error.message));
  tab.on("console", (line) => {
    const expected = /ERR_(EMPTY_RESPONSE|CONNECTION|INCOMPLETE|INTERNET)|status of 401/.test(line.text());
    if (line.type() === "error" && !expected) faults.push(line.text());
  });
  await tab.goto(server.url);
  return tab;
}

const box = () => page.getByRole("textbox", { name: "Your message" });
const log = () => page.getByRole("log");
async function say(text: string): Promise<void> {
  await box().fill(text);
  await box().press("Enter");
  await log().locator(".customer:not(.pending)", { hasText: text }).last().waitFor();
}
const reply = (text: string, more: Partial<Parameters<StandIn["ports"]["say"]>[1]> = {}) =>
  server.ports.say(server.customer(), { author: "bot", text, ...more });

describe("the chat page", () => {
  it("greets with the tenant's name, what is never asked for, and questions to press", async () => {
    expect(await page.title()).toBe("Lantern Wallet customer service");
    expect(await page.getByText("We never ask for your seed phrase").isVisible()).toBe(true);
    await page.getByRole("button", { name: "I forgot my password" }).click();
    await log().locator(".customer", { hasText: "I forgot my password" }).waitFor();
    await page.locator(".intro").waitFor({ state: "detached" });
    expect(server.ports.taken).toMatchObject([{ kind: "message", text: "I forgot my password" }]);
  });

  it("shows the reply to a message, and a typing sign before it", async () => {
    await say("where is my transfer?");
    server.typing();
    await page.getByText("Writing…").waitFor();
    reply("Give me the **hash**, please.");
    await log().locator(".bot strong", { hasText: "hash" }).waitFor();
    await page.getByText("Writing…").waitFor({ state: "detached" });
    expect(await box().evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it("shows an agent's picture, also after a reload, and offers other files to download", async () => {
    await say("where do I press?");
    const kept = await server.ports.files.keep(
      { id: server.customer(), kind: "dm" },
      { name: "menu.png", bytes: PIXEL },
    );
    const list = { id: "list", kind: "document" as const, name: "steps.pdf" };
    reply("Here:", { author: "agent", files: [kept, list] });
    for (const again of [false, true]) {
      if (again) await page.reload();
      const picture = log().getByRole("img", { name: "Picture: menu.png" });
      await expect
        .poll(() => picture.evaluate((img) => (img instanceof HTMLImageElement ? img.naturalWidth : 0)))
        .toBe(1);
      expect(await log().getByRole("link", { name: "Download steps.pdf" }).getAttribute("download")).toBe(
        "steps.pdf",
      );
    }
  });

  it("sends a pressed choice once and shows it as used, also after a reload", async () => {
    await say("password");
    reply("Did you mean:", {
      choices: [
        { token: "t1", label: "Reset it" },
        { token: "t2", label: "Change it" },
      ],
    });
    await page.getByRole("button", { name: "Change it" }).click();
    await expect.poll(() => server.ports.taken.at(-1)).toMatchObject({ kind: "press", token: "t2" });
    await page.reload();
    const used = page.getByRole("button", { name: "Change it" });
    await used.waitFor();
    expect(await used.isDisabled()).toBe(true);
    expect(await used.getAttribute("aria-pressed")).toBe("true");
    expect(await page.getByRole("button", { name: "Reset it" }).isDisabled()).toBe(true);
  });

  it("keeps the conversation over a reload and shows it in a second tab", async () => {
    await say("first");
    reply("answer one");
    await log().getByText("answer one").waitFor();
    await page.reload();
    await log().getByText("answer one").waitFor();
    expect(await log().locator(".row").count()).toBe(2);
    const second = await open();
    await second.getByRole("log").getByText("answer one").waitFor();
    await say("from the first tab");
    await second.getByRole("log").getByText("from the first tab").waitFor();
  });

  it("speaks Chinese or English as one likes, and remembers it", async () => {
    await page.getByRole("button", { name: "中文" }).click();
    await page.getByText("我们绝不会索要你的助记词").waitFor();
    await page.reload();
    await page.getByText("你好，有什么可以帮你？").waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("zh-CN");
  });

  it("shows who is with the customer", async () => {
    await say("a person please");
    const conversationId = `c-${server.customer()}`;
    server.ports.setState(server.customer(), {
      conversationId,
      status: "open",
      owner: "queue",
      rating: false,
    });
    await page.getByText("Waiting for a colleague").waitFor();
    reply("Passed on.", { author: "system", choices: [{ token: "t1", label: "No longer needed" }] });
    const cancel = page.getByRole("button", { name: "No longer needed" });
    await expect.poll(() => cancel.isDisabled()).toBe(false);
    server.ports.setState(server.customer(), {
      conversationId,
      status: "open",
      owner: "agent",
      rating: false,
    });
    reply("Hello, I have your case.", { author: "agent", name: "Mei" });
    await page.getByText("Mei is with you").waitFor();
    expect(await log().locator(".agent .who").textContent()).toContain("Mei");
    expect(await cancel.isDisabled()).toBe(true);
  });

  it("leaves hostile markdown without effect", async () => {
    await say("<img src=x onerror=\"document.title='owned'\">");
    reply(
      [
        "<img src=x onerror=\"document.title='owned'\">",
        "<script>document.title='owned'</script>",
        "[press me](javascript:document.title='owned')",
        "[data](data:text/html,<script>1</script>)",
        "![picture](https://tracker.example/p.png)",
        "[https://wallet.example](https://evil.example/login)",
        "<javascript:alert(1)>",
        "see https://wallet.example/help.",
        "and https://wallet.example@evil.example/",
      ].join("\n\n"),
      { name: "<b>Mei</b>" },
    );
    await log().getByText("press me").waitFor();
    expect(await log().locator("img, script, iframe, b").count()).toBe(0);
    const links = await log()
      .locator("a")
      .evaluateAll((all) => all.map((a) => [a.getAttribute("href"), a.textContent, a.getAttribute("rel")]));
    expect(links).toEqual([
      ["https://tracker.example/p.png", "picture (tracker.example)", "noopener noreferrer nofollow"],
      ["https://evil.example/login", "https://wallet.example (evil.example)", "noopener noreferrer nofollow"],
      ["https://wallet.example/help", "https://wallet.example/help", "noopener noreferrer nofollow"],
      [
        "https://wallet.example@evil.example/",
        "https://wallet.example@evil.example/ (evil.example)",
        "noopener noreferrer nofollow",
      ],
    ]);
    expect(await log().locator(".customer").textContent()).toContain("<img src=x");
    expect(await page.title()).toBe("Lantern Wallet customer service");
  });

  it("shows a removed secret as a sign, not as a mark", async () => {
    await say("hi");
    server.ports.say(server.customer(), { author: "customer", text: "my words are ⟦seed-phrase⟧ ok?" });
    await log().locator(".secret", { hasText: "secret removed" }).waitFor();
    expect(await log().textContent()).not.toContain("⟦");
  });

  it("leaves Enter to the input method while it composes", async () => {
    await box().focus();
    const session = await context.newCDPSession(page);
    await session.send("Input.imeSetComposition", { text: "ni hao", selectionStart: 6, selectionEnd: 6 });
    await session.send("Input.dispatchKeyEvent", {
      type: "rawKeyDown",
      key: "Enter",
      code: "Enter",
      windowsVirtualKeyCode: 229,
    });
    await box().dispatchEvent("keydown", { key: "Enter", isComposing: true });
    // Safari: the composition is over, the key that ended it is still the input method's.
    await box().dispatchEvent("keydown", { key: "Enter", keyCode: 229 });
    expect(await log().locator(".row").count()).toBe(0);
    await session.send("Input.insertText", { text: "你好" });
    expect(await box().inputValue()).toBe("你好");
    await box().press("Shift+Enter");
    await page.keyboard.type("in two lines");
    await box().press("Enter");
    await expect.poll(() => server.ports.taken.at(-1)).toMatchObject({ text: "你好\nin two lines" });
  });

  it("keeps a message that did not arrive, and sends the same one again", async () => {
    await say("hi");
    server.cut = true;
    await box().fill("are you there?");
    await box().press("Enter");
    await page.getByText("Not sent").waitFor();
    expect(server.ports.taken).toHaveLength(1);
    server.cut = false;
    await page.getByRole("button", { name: "Try again" }).click();
    await log().locator(".customer:not(.pending)", { hasText: "are you there?" }).waitFor();
    expect(server.ports.taken).toHaveLength(2);
    expect(await log().locator(".customer").count()).toBe(2);
  });

  it("says so when it is offline, and goes on when the network is back", async () => {
    await say("hi");
    await context.setOffline(true);
    await page.getByText("You are offline").waitFor();
    await box().fill("written offline");
    await box().press("Enter");
    await page.getByText("Not sent").waitFor();
    await context.setOffline(false);
    await log().locator(".customer:not(.pending)", { hasText: "written offline" }).waitFor();
    reply("welcome back");
    await log().getByText("welcome back").waitFor();
  });

  it("opens a new session when the old one no longer holds", async () => {
    await page.evaluate(() => localStorage.setItem("kefu.token", "kw_old.token"));
    await page.reload();
    await page.getByText("Hello, how can we help?").waitFor();
    await say("hi again");
    expect(server.ports.taken).toHaveLength(1);
  });

  it("fits a narrow phone without scrolling sideways", async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    await say("x".repeat(400));
    reply(`${"`long-code-`".repeat(30)}\n\nhttps://wallet.example/${"a".repeat(200)}`, {
      choices: [{ token: "t", label: "A choice with a rather long label that will not fit in one line" }],
    });
    await page.getByRole("button", { name: "A choice" }).waitFor();
    const sideways = () =>
      document.documentElement.scrollWidth > innerWidth ||
      (document.querySelector(".scroll")?.scrollWidth ?? 0) > innerWidth;
    expect(await page.evaluate(sideways)).toBe(false);
  });

  it("keeps the start of a long answer in sight: its first line is what to do now", async () => {
    await page.setViewportSize({ width: 390, height: 640 });
    await say("short");
    reply(`one line\n\n${"and so on. ".repeat(40)}`);
    await log().getByText("one line").waitFor();
    await say("he has my words");
    reply(`Move your funds now.\n\n${"1. A step\n".repeat(60)}`);
    await log().getByText("Move your funds now.").waitFor();
    const inSight = () => {
      const box = document.querySelector(".scroll")?.getBoundingClientRect();
      const own = [...document.querySelectorAll(".row.customer")].at(-1)?.getBoundingClientRect();
      return box !== undefined && own !== undefined && own.top >= box.top && own.bottom <= box.bottom;
    };
    await expect.poll(() => page.evaluate(inSight)).toBe(true);
    server.ports.say(server.customer(), { author: "system", text: "A colleague is on the way." });
    await log().getByText("A colleague is on the way.").waitFor();
    expect(await page.evaluate(inSight)).toBe(true);
  });
});
