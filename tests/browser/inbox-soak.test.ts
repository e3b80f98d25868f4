import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { launchChromium } from "./chromium.ts";
import { type Customer, customerAt, type DeskServer, deskServer } from "./desk-server.ts";
import { atDesk, leave } from "./inbox-page.ts";
import { type Wire, wireTo } from "./wire.ts";

/** SOAK=full is the soak of the promise; without it a short one that fits into every run. */
const FULL = process.env.SOAK === "full";
const EVENTS = FULL ? 10_000 : 300;
const CUTS = FULL ? 200 : 6;
const CASES = 10;

let browser: Browser;
let server: DeskServer;
let wire: Wire;

beforeAll(async () => {
  browser = await launchChromium();
  server = await deskServer(inject("pages"), { RATE_LIMITS: "web=3000" });
  await server.hire("mei@example.com", "Mei");
  wire = await wireTo(server.url);
});
afterAll(async () => {
  await browser?.close();
  await wire?.close();
  await server?.close();
});

it(
  `over ${CUTS} cuts and ${EVENTS} events misses nothing and shows nothing twice`,
  async () => {
    const key = await server.employ("robot@example.com", "Robot");
    const customers: Customer[] = [];
    for (let n = 0; n < CASES; n += 1) {
      const customer = await customerAt(server.url, `Guest ${String.fromCharCode(65 + n)}`);
      await customer.say("human");
      customers.push(customer);
    }
    const mei = await atDesk(browser, { ...server, url: wire.url }, "mei@example.com");
    await mei.row("Guest A").click();
    await mei.thread.getByText("human", { exact: true }).waitFor();

    const notes = customers.map((): string[] => []);
    for (let n = 0; n < EVENTS; n += 1) {
      const at = n % CASES;
      const text = `note ${n} for ${customers[at]?.id}`;
      await noted(key, customers[at]?.id ?? "", text);
      notes[at]?.push(text);
      if (n % Math.floor(EVENTS / CUTS) === 0) {
        // A cut must find a connection, or it would cut nothing.
        const seen = notes[0]?.at(-1) ?? "human";
        await mei.thread.getByText(seen, { exact: true }).waitFor({ timeout: 20_000 });
        wire.cut();
      }
    }
    const [mine = []] = notes;
    await mei.thread.getByText(mine.at(-1) ?? "", { exact: true }).waitFor({ timeout: 30_000 });
    const shown = await mei.thread.locator(".message.note .bubble").allTextContents();
    expect(shown.filter((text) => text.startsWith("note "))).toEqual(mine);
    for (const [n, customer] of customers.entries()) {
      wire.cut();
      await customer.say(`my last word, ${n}`);
    }
    for (const n of customers.keys()) {
      const row = mei.row(`Guest ${String.fromCharCode(65 + n)}`);
      await row.getByText(`my last word, ${n}`).waitFor();
    }
    await leave(mei);
  },
  FULL ? 900_000 : 90_000,
);

async function noted(key: string, id: string, text: string): Promise<void> {
  const answer = await fetch(`${server.url}/api/desk/conversations/${id}/note`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      "idempotency-key": text.replaceAll(" ", "-"),
    },
    body: JSON.stringify({ text }),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
}
