import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { launchChromium } from "./chromium.ts";
import { customerAt, type DeskServer, deskServer } from "./desk-server.ts";
import { type AtDesk, atDesk, leave } from "./inbox-page.ts";

let browser: Browser;
let server: DeskServer;

/** One dot, so that a browser draws it. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

beforeAll(async () => {
  browser = await launchChromium();
  server = await deskServer(inject("pages"));
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
      .map(({ id: rule, nodes }) => `${rule}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  });
}

async function claimed(desk: AtDesk): Promise<void> {
  const customer = await customerAt(server.url, "Ana");
  await customer.say("human");
  await desk.page.goto(`${server.url}/inbox/queue/${customer.id}`);
  await desk.page.getByRole("log").waitFor();
  await desk.page.keyboard.press("c");
  await desk.box.and(desk.page.locator(":focus")).waitFor();
}

/** Lets go of a file over the composer, or pastes it, as the system does. */
async function give(desk: AtDesk, how: "drop" | "paste", name: string, type: string): Promise<void> {
  await desk.box.evaluate(
    (box, [event, file, mime, base64]) => {
      const transfer = new DataTransfer();
      const bytes = Uint8Array.from(atob(base64 ?? ""), (char) => char.charCodeAt(0));
      transfer.items.add(new File([bytes], file ?? "", { type: mime ?? "" }));
      const how = { bubbles: true, cancelable: true };
      box.dispatchEvent(
        event === "drop"
          ? new DragEvent("drop", { ...how, dataTransfer: transfer })
          : new ClipboardEvent("paste", { ...how, clipboardData: transfer }),
      );
    },
    [how, name, type, PNG.toString("base64")],
  );
}

it("sends a picture that was chosen, one that was dropped and a screenshot that was pasted", async () => {
  const mei = await atDesk(browser, server, "mei@example.com", { bypassCSP: true });
  await claimed(mei);
  await mei.page
    .getByLabel("Attach files")
    .setInputFiles({ name: "menu.png", mimeType: "image/png", buffer: PNG });
  await give(mei, "drop", "dropped.png", "image/png");
  await give(mei, "paste", "image.png", "image/png");
  const list = mei.page.getByRole("list", { name: "Files to send" });
  await expect.poll(() => list.getByRole("listitem").count()).toBe(3);
  expect(await serious(mei.page)).toEqual([]);
  await list.getByRole("button", { name: "Remove dropped.png" }).click();
  await expect.poll(() => list.getByText("Uploading").count()).toBe(0);
  await mei.box.fill("Tap here.");
  await mei.box.press("Enter");
  const sent = mei.thread.locator(".message.agent:not(.pending)", { hasText: "Tap here." });
  await sent.getByText("Sent").waitFor();
  await expect
    .poll(() =>
      sent.getByRole("img").evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth)),
    )
    .toEqual([1, 1]);
  expect(await sent.getByRole("link", { name: "Download menu.png" }).count()).toBe(1);
  expect(await list.count()).toBe(0);
  expect(await serious(mei.page)).toEqual([]);
  await leave(mei);
});

it("says at once what cannot be sent, and gives files back with a reply that was stopped", async () => {
  const mei = await atDesk(browser, server, "mei@example.com", { locale: "en-GB" });
  await claimed(mei);
  await mei.page.getByLabel("Attach files").setInputFiles([
    { name: "setup.exe", mimeType: "application/octet-stream", buffer: PNG },
    { name: "steps.txt", mimeType: "text/plain", buffer: Buffer.from("one, two") },
  ]);
  await mei.page.getByText("This kind cannot be sent").waitFor();
  await mei.box.fill("See https://elsewhere.example/help");
  await mei.box.press("Enter");
  expect(await mei.thread.locator(".message.agent").count()).toBe(0);
  await mei.page.getByRole("button", { name: "Remove setup.exe" }).click();
  await mei.box.press("Enter");
  await mei.page.getByText("A link that is not on the official list").waitFor();
  const list = mei.page.getByRole("list", { name: "Files to send" });
  await list.getByText("steps.txt").waitFor();
  await mei.page.getByRole("button", { name: "Send anyway" }).click();
  const sent = mei.thread.locator(".message.agent:not(.pending)", { hasText: "elsewhere.example" });
  await sent.getByRole("link", { name: "Download steps.txt" }).waitFor();
  await mei.page.getByRole("button", { name: "中文" }).click();
  await mei.page.getByLabel("添加文件").waitFor({ state: "attached" });
  await leave(mei);
});
