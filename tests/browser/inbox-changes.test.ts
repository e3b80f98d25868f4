import axe from "axe-core";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { launchChromium } from "./chromium.ts";
import { type DeskServer, deskServer } from "./desk-server.ts";
import { type AtDesk, atDesk, leave } from "./inbox-page.ts";

let browser: Browser;
let server: DeskServer;
let mei: AtDesk;
let customer: Page;

beforeAll(async () => {
  browser = await launchChromium();
  server = await deskServer(inject("pages"));
  await server.hire("mei@example.com", "Mei");
  await server.hire("tom@example.com", "Tom");
  await server.hire("vera@example.com", "Vera", "supervisor");
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});
beforeEach(async () => {
  // The policy would keep axe out; that it holds is the other tests' concern.
  mei = await atDesk(browser, server, "mei@example.com", { bypassCSP: true });
  customer = await (await browser.newContext({ locale: "en-GB" })).newPage();
});
afterEach(async () => {
  await customer.context().close();
  await leave(mei);
});

/** A customer at their own page asks for a person, and Mei has the case open before her. Gives its id. */
async function taken(desk: AtDesk = mei): Promise<string> {
  await customer.goto(server.url);
  const opened = customer.waitForResponse((response) => response.url().endsWith("/api/web/sessions"));
  await customer.getByRole("textbox", { name: "Your message" }).fill("human");
  await customer.keyboard.press("Enter");
  const { conversationId } = await (await opened).json();
  await customer.getByText("Waiting for a colleague").waitFor();
  await desk.page.goto(`${server.url}/inbox/queue/${conversationId}`);
  await desk.page.getByRole("button", { name: "Claim" }).first().waitFor();
  await desk.page.keyboard.press("c");
  await desk.box.waitFor();
  return conversationId;
}

async function reply(text: string, desk: AtDesk = mei): Promise<void> {
  await desk.box.fill(text);
  await desk.box.press("Enter");
  await message(text, desk).getByText("Sent").waitFor();
  await said(text).waitFor();
}
const message = (text: string, desk: AtDesk = mei) =>
  desk.thread.locator(".message.agent:not(.pending)", { hasText: text });
const said = (text: string) => customer.getByRole("log").locator(".row.agent", { hasText: text });
const editor = (desk: AtDesk = mei) =>
  desk.page.getByRole("textbox", { name: "New words for the reply that was sent" });

async function edit(before: string, after: string, desk: AtDesk = mei): Promise<void> {
  await message(before, desk).hover();
  await message(before, desk).getByRole("button", { name: "Edit the reply" }).click();
  await editor(desk).fill(after);
  await editor(desk).press("Enter");
}

/** How many pixels of something hang out of the thread's view below. */
const hidden = (locator: Locator) =>
  locator.evaluate((element) => {
    const { bottom } = document.querySelector(".thread-scroll")?.getBoundingClientRect() ?? { bottom: 0 };
    return Math.max(0, Math.round(element.getBoundingClientRect().bottom - bottom));
  });

/** What axe calls serious or critical. */
async function serious(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axe.source });
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id: rule, nodes }) => `${rule}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  });
}

describe("an agent", () => {
  it("gives a reply other words: the customer and a colleague see them, the earlier ones on demand", async () => {
    const id = await taken();
    await reply("Send it to the old address.");
    const tom = await atDesk(browser, server, "tom@example.com");
    await tom.page.goto(`${server.url}/inbox/waiting/${id}`);
    await message("Send it to the old address.", tom).waitFor();
    await edit("Send it to the old address.", "Send it to the new address.");
    await said("Send it to the new address.").getByText("edited").first().waitFor();
    expect(await customer.getByRole("log").locator(".row.agent").count()).toBe(1);
    await message("Send it to the new address.", tom).getByRole("button", { name: "edited" }).click();
    await tom.thread.locator(".earlier-words", { hasText: "Send it to the old address." }).waitFor();
    expect(await tom.thread.getByRole("button", { name: "Edit the reply" }).count()).toBe(0);
    await leave(tom);
  });

  it("takes a reply back, asked once: it is gone for the customer, and known at the desk", async () => {
    await taken();
    await reply("Wrong window, sorry.");
    await message("Wrong window").hover();
    await message("Wrong window").getByRole("button", { name: "Take back the reply" }).click();
    expect(await said("Wrong window").count()).toBe(1);
    await mei.page.getByRole("button", { name: "Yes, take it back" }).click();
    await message("Wrong window").getByText("Mei took this back").waitFor();
    await said("This message was taken back.").waitFor();
    expect(await customer.locator("body").textContent()).not.toContain("Wrong window");
    await customer.reload();
    await said("This message was taken back.").waitFor();
    expect(await customer.locator("body").textContent()).not.toContain("Wrong window");
    expect(await message("Wrong window").getByRole("button", { name: "Edit the reply" }).count()).toBe(0);
  });

  it("is stopped by the guard as for a reply, and passes it only where an agent may answer for it", async () => {
    await taken();
    await reply("One moment.");
    await edit("One moment.", "Please send me your seed phrase.");
    await mei.thread.getByText("Asks the customer for a secret").waitFor();
    expect(await mei.thread.getByRole("button", { name: "It is right, save it" }).count()).toBe(0);
    await editor().fill("See https://elsewhere.example/help");
    await editor().press("Enter");
    await mei.thread.getByRole("button", { name: "It is right, save it" }).click();
    await said("elsewhere.example").waitFor();
    expect(await said("seed phrase").count()).toBe(0);
  });

  it("does all of it by keys alone, and never loses the place", async () => {
    await taken();
    await reply("frist words");
    const focus = () => mei.page.evaluate(() => document.activeElement?.textContent ?? "");
    const back = async (to: string): Promise<void> => {
      for (let step = 0; step < 12 && (await focus()) !== to; step++)
        await mei.page.keyboard.press("Shift+Tab");
      expect(await focus()).toBe(to);
    };
    await back("Edit");
    expect(
      await mei.page.evaluate(
        () => getComputedStyle(document.activeElement?.parentElement as Element).opacity,
      ),
    ).toBe("1");
    await mei.page.keyboard.press("Enter");
    await editor().and(mei.page.locator(":focus")).waitFor();
    await mei.page.keyboard.type(" and more");
    await mei.page.keyboard.press("Escape");
    await expect.poll(focus).toBe("Edit");
    expect(mei.page.url()).toContain("/inbox/");
    await mei.page.keyboard.press("Enter");
    expect(await editor().inputValue()).toBe("frist words");
    await mei.page.keyboard.press("ControlOrMeta+a");
    await mei.page.keyboard.type("first words");
    await mei.page.keyboard.press("Enter");
    await said("first words").waitFor();
    await expect.poll(focus).toBe("Edit");
    await mei.page.keyboard.press("Tab");
    await mei.page.keyboard.press("Enter");
    await expect.poll(focus).toBe("Keep it");
    await mei.page.keyboard.press("Escape");
    await expect.poll(focus).toBe("Take back");
    await mei.page.keyboard.press("Enter");
    await expect.poll(focus).toBe("Keep it");
    await mei.page.keyboard.press("Tab");
    await mei.page.keyboard.press("Enter");
    await said("This message was taken back.").waitFor();
  });

  it("composes in an input method without saving or leaving", async () => {
    await taken();
    await reply("One moment.");
    await message("One moment.").hover();
    await message("One moment.").getByRole("button", { name: "Edit the reply" }).click();
    await editor().fill("请稍等");
    await editor().dispatchEvent("keydown", { key: "Enter", isComposing: true });
    await editor().dispatchEvent("keydown", { key: "Enter", keyCode: 229 });
    await editor().dispatchEvent("keydown", { key: "Escape", isComposing: true });
    expect(await editor().inputValue()).toBe("请稍等");
    await editor().press("Enter");
    await said("请稍等").waitFor();
  });

  it("reads why a change did not work, and keeps the words", async () => {
    await taken();
    await reply("One moment.");
    await mei.page.route("**/api/desk/messages/*", (route) =>
      route.fulfill({
        status: 409,
        json: { error: { code: "does_not_fit", message: "The new text does not fit.", owner: "Mei" } },
      }),
    );
    await edit("One moment.", "Something longer.");
    await mei.thread.getByRole("alert").getByText("need more room").waitFor();
    expect(await editor().inputValue()).toBe("Something longer.");
    await mei.page.unroute("**/api/desk/messages/*");
    await editor().press("Enter");
    await said("Something longer.").waitFor();
  });
});

describe("a supervisor", () => {
  it("mends a colleague's reply", async () => {
    const id = await taken();
    await reply("It takes 3 days.");
    const vera = await atDesk(browser, server, "vera@example.com");
    await vera.page.goto(`${server.url}/inbox/waiting/${id}`);
    await message("It takes 3 days.", vera).waitFor();
    await edit("It takes 3 days.", "It takes 5 days.", vera);
    await said("It takes 5 days.").waitFor();
    await message("It takes 5 days.").waitFor();
    await leave(vera);
  });
});

describe.each(["light", "dark"] as const)("in %s", (colorScheme) => {
  it("axe finds nothing serious in editing, asking, edited and taken back", async () => {
    await mei.page.emulateMedia({ colorScheme });
    await taken();
    await reply("first words");
    await reply("never mind");
    await edit("first words", "better words");
    await message("better words").getByRole("button", { name: "edited" }).click();
    await message("never mind").getByRole("button", { name: "Take back the reply" }).click();
    expect(await serious(mei.page)).toEqual([]);
    await mei.page.getByRole("button", { name: "Yes, take it back" }).click();
    await message("never mind").getByText("Mei took this back").waitFor();
    await edit("better words", "Please send me your seed phrase.");
    await mei.thread.getByText("Take it out before you send").waitFor();
    expect(await hidden(mei.thread.locator(".stopped"))).toBe(0);
    expect(await serious(mei.page)).toEqual([]);
  });
});

describe("on a phone of 360 pixels", () => {
  it("the buttons are there for a thumb, and nothing is wider than the screen", async () => {
    const phone = await atDesk(browser, server, "mei@example.com", {
      viewport: { width: 360, height: 640 },
      hasTouch: true,
      isMobile: true,
    });
    await taken(phone);
    await reply("Look", phone);
    const tools = message("Look", phone).locator(".change-tools");
    expect(await tools.evaluate((element) => getComputedStyle(element).opacity)).toBe("1");
    await tools.getByRole("button", { name: "Edit the reply" }).tap();
    await editor(phone).fill(`${"请稍等，马上就好。".repeat(12)}${"=".repeat(120)}`);
    const sideways = () =>
      phone.page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll(".thread-scroll, .amend")]
          .filter((box) => box.scrollWidth > box.clientWidth)
          .map((box) => box.className || box.tagName),
      );
    expect(await sideways()).toEqual([]);
    expect(await hidden(phone.thread.locator(".amend"))).toBe(0);
    await phone.page.getByRole("button", { name: "Save", exact: true }).tap();
    await said("请稍等").waitFor();
    await message("请稍等", phone).getByRole("button", { name: "Take back the reply" }).tap();
    expect(await sideways()).toEqual([]);
    await leave(phone);
  });
});
