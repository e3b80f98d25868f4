import { join } from "node:path";
import Database from "better-sqlite3";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchChromium } from "./chromium.ts";
import { customerAt, type DeskServer, deskServer, PASSWORD } from "./desk-server.ts";
import { atDesk, atDoor, leave } from "./inbox-page.ts";

let browser: Browser;
let server: DeskServer;

beforeAll(async () => {
  browser = await launchChromium();
  server = await deskServer(inject("pages"));
  await server.hire("mei@example.com", "Mei");
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe("the first day", () => {
  it("makes the first admin with the code from the terminal", async () => {
    const fresh = await deskServer(inject("pages"));
    const door = await atDoor(browser, fresh, {}, "/inbox/setup");
    await door.page.getByLabel("One-time code").fill(fresh.setupCode ?? "");
    await door.page.getByLabel("Your name").fill("Mei");
    await door.page.getByLabel("E-mail").fill("mei@example.com");
    await door.page.getByLabel("New password").fill(PASSWORD);
    await door.page.getByRole("button", { name: "Create and sign in" }).click();
    await door.page.getByText("Nobody is waiting").waitFor();
    expect(door.page.url()).toBe(`${fresh.url}/inbox/queue`);
    await leave(door);
    await fresh.close();
  });

  it("lets somebody join by the link of an invitation, once", async () => {
    const link = await server.invite("ivo@example.com");
    const ivo = await atDoor(browser, server, {}, link);
    await ivo.page.getByLabel("Your name").fill("Ivo");
    await ivo.page.getByLabel("New password").fill(PASSWORD);
    await ivo.page.getByRole("button", { name: "Join and sign in" }).click();
    await ivo.page.getByRole("navigation").waitFor();
    expect(ivo.page.url()).toBe(`${server.url}/inbox/queue`);
    await leave(ivo);
    const late = await atDoor(browser, server, {}, link);
    await late.page.getByLabel("Your name").fill("Not Ivo");
    await late.page.getByLabel("New password").fill(PASSWORD);
    await late.page.getByRole("button", { name: "Join and sign in" }).click();
    await late.page.getByText("was used or is over").waitFor();
    await late.context.close();
  });
});

describe("a server that dies", () => {
  it("is said to be gone, comes back by itself, and nothing is missing or doubled", async () => {
    const mei = await atDesk(browser, server, "mei@example.com");
    const customer = await customerAt(server.url, "Ana");
    await customer.say("human");
    await mei.row("Ana").click();
    await mei.page.keyboard.press("c");
    await mei.box.waitFor();
    await mei.box.fill("before the cut");
    await mei.box.press("Enter");
    await mei.thread.locator(".agent:not(.pending)", { hasText: "before the cut" }).waitFor();
    await server.kill();
    await mei.page.getByText("No connection.").waitFor();
    await mei.box.fill("during the cut");
    await mei.box.press("Enter");
    await mei.page.getByText("Not sent: no connection").waitFor();
    await server.restart();
    await customer.say("are you still there?");
    await mei.thread.getByText("are you still there?").waitFor();
    await mei.page.getByText("No connection.").waitFor({ state: "detached" });
    await mei.page.getByRole("button", { name: "Retry" }).click();
    // The customer wrote meanwhile: the server asks before words leave that do not know it.
    await mei.thread.getByRole("button", { name: "Send as it is" }).click();
    await mei.thread.locator(".agent:not(.pending)", { hasText: "during the cut" }).waitFor();
    const said = await mei.thread
      .locator(".message.customer .bubble, .message.agent .bubble")
      .allTextContents();
    expect(said).toEqual(["human", "before the cut", "are you still there?", "during the cut"]);
    await leave(mei);
  });
});

describe("ten thousand conversations", () => {
  it("scroll without drawing them all, and each opens", async () => {
    const customer = await customerAt(server.url, "Original");
    await customer.say("human");
    const before = await atDesk(browser, server, "mei@example.com");
    await before.row("Original").waitFor();
    await leave(before);
    await server.kill();
    multiply(join(server.folder, "kefu.db"), customer.id, 10_000);
    await server.restart();
    const mei = await atDesk(browser, server, "mei@example.com");
    const { page } = mei;
    await page.locator(".row").first().waitFor();
    const count = Number(await page.locator(".list-scroll li").first().getAttribute("aria-setsize"));
    expect(count).toBeGreaterThan(10_000);
    expect(await page.locator(".row").count()).toBeLessThan(60);
    await page.locator(".list-scroll").evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await page.locator(`li[aria-posinset='${count}'] a.row`).waitFor();
    await page.locator(".list-scroll").evaluate((list) => list.scrollTo(0, 0));
    await page.locator("a.row").first().waitFor();
    const opened: string[] = [];
    for (let place = 1; place <= 8; place += 1) {
      const row = page.locator(`li[aria-posinset='${place}'] a.row`);
      const id = (await row.getAttribute("data-row")) ?? "";
      await row.click();
      await page.waitForURL((url) => url.pathname.endsWith(`/${id}`));
      await page.locator(".message").first().waitFor();
      opened.push(id);
    }
    expect(new Set(opened).size).toBe(8);
    await leave(mei);
  });
});

/** Writes a conversation down again so many times, each under an id of its own. */
function multiply(file: string, id: string, times: number): void {
  const db = new Database(file);
  const columns = (table: string) =>
    (db.pragma(`table_info(${table})`) as { name: string }[])
      .map(({ name }) => name)
      .filter((name) => name !== "n");
  const conversation = columns("conversations");
  const message = columns("messages");
  const row = db.prepare("SELECT * FROM conversations WHERE id = ?").get(id) as Record<string, unknown>;
  const words = db.prepare("SELECT * FROM messages WHERE conversation_id = ?").all(id) as Record<
    string,
    unknown
  >[];
  const insert = (table: string, names: string[]) =>
    db.prepare(
      `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map((name) => `@${name}`).join(", ")})`,
    );
  const addConversation = insert("conversations", conversation);
  const addMessage = insert("messages", message);
  let seq = (db.prepare("SELECT max(seq) AS n FROM feed").get() as { n: number }).n;
  db.transaction(() => {
    for (let n = 0; n < times; n++) {
      const fresh = `copy${n}`;
      const state = JSON.parse(String(row.state)) as Record<string, unknown>;
      const reference = `K-C${String(n).padStart(5, "0")}`;
      const copied = { ...state, id: fresh, reference, customer: { id: fresh, name: `Copy ${n}` } };
      addConversation.run({ ...row, id: fresh, reference, space_id: fresh, state: JSON.stringify(copied) });
      for (const [index, one] of words.entries()) {
        seq += 1;
        addMessage.run({ ...one, id: `${fresh}.${index}`, conversation_id: fresh, seq, in_reply_to: null });
      }
    }
  })();
  db.close();
}
