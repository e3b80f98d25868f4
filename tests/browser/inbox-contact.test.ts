import { readFile } from "node:fs/promises";
import axe from "axe-core";
import { Secret, TOTP } from "otpauth";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchChromium } from "./chromium.ts";
import { type Customer, customerAt, type DeskServer, deskServer, PASSWORD } from "./desk-server.ts";
import { type AtDesk, atDesk, leave } from "./inbox-page.ts";

let browser: Browser;
let server: DeskServer;

beforeAll(async () => {
  browser = await launchChromium();
  server = await deskServer(inject("pages"));
  await server.hire("mei@example.com", "Mei");
  await server.hire("ada@example.com", "Ada", "admin");
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

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

/** A customer who waits for a person; without a name, one whom nobody vouched for. */
async function waiting(text: string, name?: string): Promise<Customer> {
  const customer = await customerAt(server.url, name);
  await customer.say(text);
  await customer.say("human");
  return customer;
}

async function open(desk: AtDesk, id: string, pane = ""): Promise<void> {
  await desk.page.goto(`${server.url}/inbox/queue/${id}${pane}`);
  await desk.page.locator(".identities").waitFor();
}

/** Puts the second step in force for whoever is signed in, as an authenticator app would. */
async function secondStep({ page }: AtDesk): Promise<void> {
  const post = (path: string, body: Record<string, string>) =>
    page.evaluate(
      async ([to, text]) => {
        const headers = { "content-type": "application/json" };
        return (await fetch(String(to), { method: "POST", headers, body: String(text) })).json();
      },
      [path, JSON.stringify(body)],
    );
  const { secret } = await post("/api/desk/me/totp", { password: PASSWORD });
  await post("/api/desk/me/totp/confirm", {
    code: new TOTP({ secret: Secret.fromBase32(secret) }).generate(),
  });
  await page.reload();
  await page.getByRole("navigation").waitFor();
}

const details = (desk: AtDesk) => desk.page.locator(".details");
const past = (desk: AtDesk) => details(desk).locator(".earlier li");
const mergeButton = (desk: AtDesk) => details(desk).getByRole("button", { name: "Merge with another" });

/** Merges by keys alone, from the focused button on. */
async function mergeBy(desk: AtDesk, query: string, found: string | RegExp): Promise<void> {
  await mergeButton(desk).focus();
  await desk.page.keyboard.press("Enter");
  const box = desk.page.getByLabel("Find the other contact");
  await box.and(desk.page.locator(":focus")).waitFor();
  await desk.page.keyboard.type(query);
  await expect.poll(() => desk.page.locator(".people li").count()).toBe(1);
  await desk.page.locator(".people li", { hasText: found }).waitFor();
  await desk.page.keyboard.press("Enter");
  await desk.page.locator("p:focus", { hasText: "These accounts would be shown as one person" }).waitFor();
}

describe("one person on two accounts", () => {
  it("is merged by keys alone, and both conversations stand with either", async () => {
    const signed = await waiting("my withdrawal is late", "Ana Signed");
    const walkIn = await waiting("I wrote from my phone too");
    const mei = await atDesk(browser, server, "mei@example.com", { bypassCSP: true });
    await open(mei, walkIn.id);
    expect(await details(mei).locator(".verified").count()).toBe(0);
    await mergeBy(mei, "ana sig", "Ana Signed");
    const dialog = mei.page.getByRole("dialog", { name: "Merge contacts" });
    await dialog.getByText("The name shown is “Ana Signed”").waitFor();
    await dialog.getByText("Only one of the two is verified").waitFor();
    expect(await dialog.locator(".identities li").count()).toBe(2);
    expect(await serious(mei.page)).toEqual([]);
    await mei.page.keyboard.press("Tab");
    await mei.page.keyboard.press("Tab");
    await mei.page.keyboard.press("Enter");
    await mergeButton(mei).and(mei.page.locator(":focus")).waitFor();
    await details(mei).getByText("Writes from 2 accounts").waitFor();
    expect(await details(mei).locator(".identities .verified").count()).toBe(1);
    expect(await past(mei).count()).toBe(1);
    await past(mei).getByText("Open").waitFor();
    expect(await serious(mei.page)).toEqual([]);
    await past(mei).getByRole("link").click();
    await mei.thread.getByText("my withdrawal is late").waitFor();
    expect(mei.page.url()).toContain(signed.id);
    await details(mei).getByText("Writes from 2 accounts").waitFor();
    await past(mei).getByRole("link").waitFor();
    await leave(mei);
  });

  it("is two again once the merge is undone, in the page of either", async () => {
    const mei = await atDesk(browser, server, "mei@example.com");
    const first = await waiting("first of two", "Zoe First");
    const second = await waiting("second of two", "Zoe Second");
    await open(mei, first.id);
    await mergeBy(mei, "zoe sec", "Zoe Second");
    await mei.page.getByRole("dialog").getByRole("button", { name: "Merge", exact: true }).click();
    await details(mei).getByText("Writes from 2 accounts").waitFor();
    await open(mei, second.id);
    expect(await past(mei).count()).toBe(1);
    await details(mei).getByText("by Mei").waitFor();
    await details(mei).getByRole("button", { name: "Undo the merge with Zoe Second" }).focus();
    await mei.page.keyboard.press("Enter");
    await mei.page.getByText("The merge is undone").waitFor();
    await details(mei).locator("h4:focus", { hasText: "Writes from" }).waitFor();
    expect(await past(mei).count()).toBe(0);
    expect(await details(mei).locator(".identities li").count()).toBe(1);
    expect(await details(mei).locator(".merges").count()).toBe(0);
    await leave(mei);
  });

  it("is found by the reference of a conversation, and never merged with itself", async () => {
    const mei = await atDesk(browser, server, "mei@example.com");
    const one = await waiting("a first account", "Lin One");
    const two = await waiting("a second account", "Lin Two");
    await open(mei, two.id);
    const reference = await details(mei).locator(".copyable span").first().textContent();
    await mergeButton(mei).click();
    await mei.page.getByLabel("Find the other contact").fill(reference ?? "");
    await mei.page.getByText("Nobody else was found.").waitFor();
    await mei.page.keyboard.press("Escape");
    await mergeButton(mei).and(mei.page.locator(":focus")).waitFor();
    await open(mei, one.id);
    await mergeBy(mei, reference?.toLowerCase() ?? "", "Lin Two");
    await leave(mei);
  });
});

describe("what only an admin may", () => {
  it("is not shown to agents, nor to an admin who signed in by password alone", async () => {
    const customer = await waiting("hello", "Kim Plain");
    for (const who of ["mei@example.com", "ada@example.com"]) {
      const desk = await atDesk(browser, server, who);
      await open(desk, customer.id);
      expect(await desk.page.getByRole("button", { name: /Erase data|Export data/ }).count()).toBe(0);
      await leave(desk);
    }
  });

  it("exports all that is held, and erases after the reference was typed, in every open page", async () => {
    const customer = await waiting("my pet is called Rhubarb", "Uma Gone");
    const mei = await atDesk(browser, server, "mei@example.com");
    await open(mei, customer.id);
    await mei.page.keyboard.press("c");
    await mei.box.fill("Dear Uma, about Rhubarb");
    const ada = await atDesk(browser, server, "ada@example.com", { bypassCSP: true });
    await secondStep(ada);
    await open(ada, customer.id);
    const { page } = ada;

    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export data" }).click();
    const file = await coming;
    const reference = await details(ada).locator(".copyable span").first().textContent();
    expect(file.suggestedFilename()).toBe(`kefu-${reference}.json`);
    expect(await readFile(await file.path(), "utf8")).toContain("my pet is called Rhubarb");

    await page.getByRole("button", { name: "Erase data…" }).focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Erase this customer’s data" });
    await dialog.getByText("1 conversation, 1 account").waitFor();
    expect(await serious(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Continue" }).focus();
    await page.keyboard.press("Enter");
    await dialog
      .getByLabel(`Type the reference ${reference} to confirm`)
      .and(page.locator(":focus"))
      .waitFor();
    await page.keyboard.type("K-NOTIT");
    await page.keyboard.press("Enter");
    expect(await dialog.getByRole("button", { name: "Erase for good" }).getAttribute("aria-disabled")).toBe(
      "true",
    );
    expect(await serious(page)).toEqual([]);
    await page.keyboard.press("Control+a");
    await page.keyboard.type(reference?.toLowerCase() ?? "");
    await page.keyboard.press("Enter");

    await page.locator("h3:focus", { hasText: "This customer’s data was erased" }).waitFor();
    await page.getByText("The customer’s own chat on Web still shows it.").waitFor();
    expect(await serious(page)).toEqual([]);
    await mei.page.getByText("This customer’s data was erased").waitFor();
    for (const desk of [ada, mei]) {
      await expect.poll(() => desk.page.locator("body").textContent()).not.toMatch(/Rhubarb|Uma/);
      const kept = await desk.page.evaluate(() => JSON.stringify({ ...localStorage }));
      expect(kept).not.toMatch(/Rhubarb|Uma/);
      await desk.page.reload();
      await desk.page.getByText("This customer’s data was erased").waitFor();
      expect(await desk.page.locator(".composer").count()).toBe(0);
      await leave(desk);
    }
  });
});

describe("on a phone, in Chinese", () => {
  it.each(["light", "dark"] as const)(
    "fits 360 px in %s, with nothing that axe calls serious",
    async (colorScheme) => {
      const customer = await waiting("hello", `Bo ${"Longname".repeat(6)}`);
      const mei = await atDesk(browser, server, "mei@example.com", {
        bypassCSP: true,
        colorScheme,
        viewport: { width: 360, height: 720 },
      });
      await mei.page.evaluate(() => localStorage.setItem("kefu.inbox.locale", "zh"));
      await open(mei, customer.id, "/details");
      const wide = () =>
        mei.page.evaluate(() =>
          [document.documentElement, ...document.querySelectorAll(".details, dialog, .dialog")]
            .filter((box) => box.scrollWidth > box.clientWidth)
            .map((box) => box.className || box.tagName),
        );
      await details(mei).getByText("已验证").waitFor();
      expect(await wide()).toEqual([]);
      expect(await serious(mei.page)).toEqual([]);
      await details(mei).getByRole("button", { name: "合并联系人…" }).click();
      await mei.page.locator(".people li").first().waitFor();
      expect(await wide()).toEqual([]);
      expect(await serious(mei.page)).toEqual([]);
      await mei.page.locator(".people button").first().click();
      await mei.page.getByText("合并后，这些账号会显示在一起：").waitFor();
      expect(await wide()).toEqual([]);
      expect(await serious(mei.page)).toEqual([]);
      await leave(mei);
    },
  );
});
