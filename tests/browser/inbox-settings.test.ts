import axe from "axe-core";
import { URI } from "otpauth";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchChromium } from "./chromium.ts";
import { type DeskServer, deskServer, PASSWORD } from "./desk-server.ts";
import { type AtDesk, atDesk, leave } from "./inbox-page.ts";

let browser: Browser;
let server: DeskServer;

beforeAll(async () => {
  browser = await launchChromium();
  // Each browser at an address of its own: an address has so many tries a minute.
  server = await deskServer(inject("pages"), { TRUST_PROXY: "loopback" });
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

let hired = 0;
const at = (n: number) => ({ extraHTTPHeaders: { "x-forwarded-for": `203.0.113.${n}` } });

/** Somebody new at their settings: what one test does to an account is no other's matter. */
async function atSettings(
  role: string,
  options: Parameters<typeof atDesk>[3] = {},
): Promise<AtDesk & { email: string }> {
  hired += 1;
  const email = `${role}${hired}@example.com`;
  await server.hire(email, `${role} ${hired}`, role);
  const desk = await atDesk(browser, server, email, { bypassCSP: true, ...at(hired), ...options });
  await desk.page.goto(`${server.url}/inbox/settings/account`);
  await desk.page.getByRole("heading", { name: "Password" }).waitFor();
  return { ...desk, email };
}

/** The app on somebody's phone, from what the page shows. */
async function appOf(page: Page) {
  const address = await page
    .getByRole("link", { name: "Open in the authenticator app" })
    .getAttribute("href");
  return URI.parse(String(address));
}

/** Sets the second step up; gives the phone's app, the code it was confirmed by, and the recovery codes. */
async function setUp(page: Page) {
  await page.getByRole("button", { name: "Set up the second step" }).click();
  await page.getByLabel("Your password").fill(PASSWORD);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("img", { name: "QR code" }).waitFor();
  const app = await appOf(page);
  const used = app.generate();
  await page.getByLabel("The six digits the app shows").fill(used);
  await page.getByRole("button", { name: "Confirm and switch on" }).click();
  await page.getByRole("heading", { name: "Keep your recovery codes" }).waitFor();
  const recovery = await page.locator(".codes code").allTextContents();
  await page.getByRole("button", { name: "I have kept them" }).click();
  return { app, used, recovery };
}

async function signInAgain(page: Page, email: string, code: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("Code from your authenticator app").fill(code);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Signed out elsewhere: the very next call is refused, and the page shows the door. */
async function isOut(desk: AtDesk): Promise<void> {
  expect((await desk.context.request.get(`${server.url}/api/desk/me`)).status()).toBe(401);
  await desk.page.reload();
  await desk.page.getByLabel("E-mail").waitFor();
  await leave(desk);
}

const tabs = (page: Page) =>
  page.getByRole("navigation", { name: "Settings" }).getByRole("link").allTextContents();

describe("the second step", () => {
  it("is set up by an admin, asked for at the next sign-in, and a recovery code opens once", async () => {
    const ada = await atSettings("admin");
    const { page } = ada;
    await page.getByText("Admins need the second step").waitFor();
    await page.getByRole("link", { name: "the second step is not set up yet" }).waitFor();
    const { app, used, recovery } = await setUp(page);
    expect(recovery).toHaveLength(10);
    await page.getByText("Admins cannot switch it off").waitFor();
    expect(await page.getByText("Admins need the second step").count()).toBe(0);

    await page.getByRole("button", { name: "Sign out admin" }).click();
    await signInAgain(page, ada.email, used);
    await page.getByText("This code is not right").waitFor();
    // The code of the step after: what a phone shows half a minute later, and counts already.
    await page
      .getByLabel("Code from your authenticator app")
      .fill(app.generate({ timestamp: Date.now() + 30_000 }));
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("navigation", { name: "Settings" }).waitFor();

    await page.getByRole("button", { name: "Sign out admin" }).click();
    await signInAgain(page, ada.email, String(recovery[0]));
    await page.getByRole("navigation", { name: "Settings" }).waitFor();
    await page.getByRole("button", { name: "Sign out admin" }).click();
    await signInAgain(page, ada.email, String(recovery[0]));
    await page.getByText("This code is not right").waitFor();
    await leave(ada);
  });

  it("is switched off again by an agent who proves to be themselves, and not with a wrong password", async () => {
    const mei = await atSettings("agent");
    const { page } = mei;
    const { recovery } = await setUp(page);
    await page.getByRole("button", { name: "Switch off" }).click();
    await page.getByLabel("Your password").fill("somebody else's words");
    await page.getByLabel("Code from your authenticator app").fill(String(recovery[1]));
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByText("This is not your password.").waitFor();
    await page.getByLabel("Your password").fill(PASSWORD);
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("button", { name: "Set up the second step" }).waitFor();
    await leave(mei);
  });
});

it("signs every other browser out with a new password, at once", async () => {
  const mei = await atSettings("agent");
  const other = await atDesk(browser, server, mei.email, at(101));
  await other.page.locator(".list-scroll").waitFor();
  const { page } = mei;
  await page.getByLabel("Current password").fill(PASSWORD);
  await page.getByLabel("New password").fill("short");
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByText("too short, too long or easily guessed").waitFor();
  await page.getByLabel("New password").fill("another harbour at dusk");
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByText("Password changed").waitFor();
  await isOut(other);
  await page.reload();
  await page.getByRole("heading", { name: "Password" }).waitFor();
  await leave(mei);
});

it("shows where somebody is signed in, and ends what they end", async () => {
  const mei = await atSettings("agent");
  const phone = await atDesk(browser, server, mei.email, {
    ...at(102),
    userAgent:
      "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1",
  });
  await phone.page.locator(".list-scroll").waitFor();
  const { page } = mei;
  await page.reload();
  await page.getByText("Safari on iPhone").waitFor();
  await page.getByText("203.0.113.102").waitFor();
  await page.getByText("This browser").waitFor();
  await page.getByRole("button", { name: "End Safari on iPhone" }).click();
  await page.getByText("One session ended").waitFor();
  await isOut(phone);
  expect(await page.getByText("Safari on iPhone").count()).toBe(0);
  await leave(mei);
});

it("makes a key that works until it is revoked", async () => {
  const sue = await atSettings("supervisor");
  const { page } = sue;
  await page.getByText("There are no keys.").waitFor();
  await page.getByLabel("What it is for").fill("nightly report");
  expect(await page.getByLabel("What it may do at most").locator("option").allTextContents()).toEqual([
    "Viewer",
    "Agent",
    "Supervisor",
  ]);
  await page.getByLabel("What it may do at most").selectOption("viewer");
  await page.getByRole("button", { name: "Make a key" }).click();
  const key = await page.getByRole("region", { name: "Your new key" }).locator("code").textContent();
  const me = () => fetch(`${server.url}/api/desk/me`, { headers: { authorization: `Bearer ${key}` } });
  expect(await (await me()).json()).toMatchObject({ agent: { email: sue.email } });
  await page.reload();
  await page
    .getByText(/^Last used/)
    .nth(1)
    .waitFor();
  expect(await page.getByText(String(key)).count()).toBe(0);
  await page.getByRole("button", { name: "Revoke the key “nightly report”" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke", exact: true }).click();
  await page.getByText("There are no keys.").waitFor();
  expect((await me()).status).toBe(401);
  await leave(sue);
});

it("gives an agent a code for the staff room, and a viewer none", async () => {
  const mei = await atSettings("agent");
  await mei.page.getByRole("button", { name: "Get a code" }).click();
  await mei.page.getByText(/^\/link \S+/).waitFor();
  await leave(mei);
  const vic = await atSettings("viewer");
  expect(await vic.page.getByRole("button", { name: "Get a code" }).count()).toBe(0);
  expect(await tabs(vic.page)).toEqual(["My account", "Saved replies"]);
  await leave(vic);
});

it("invites a colleague by a link that is shown once, and takes an invitation back", async () => {
  const ada = await atSettings("admin", { viewport: { width: 360, height: 800 } });
  const { page } = ada;
  expect(await tabs(page)).toEqual(["My account", "Saved replies"]);
  await setUp(page);
  await page.getByRole("link", { name: "Invitations" }).click();
  const invite = async (email: string): Promise<string> => {
    await page.getByLabel("Their e-mail").fill(email);
    await page.getByRole("button", { name: "Make an invitation" }).click();
    return String(
      await page
        .getByRole("region", { name: `The link for ${email}` })
        .locator("code")
        .textContent(),
    );
  };
  await invite("gone@example.com");
  await page.getByRole("button", { name: "Take back the invitation of gone@example.com" }).click();
  await page.locator(".kept > li", { hasText: "Taken back" }).waitFor();
  const link = await invite("new@example.com");
  const guest = await browser.newPage();
  await guest.goto(link);
  await guest.locator('input[name="name"]').fill("Nia");
  await guest.locator('input[name="password"]').fill(PASSWORD);
  await guest.locator('button[type="submit"]').click();
  await guest.locator(".list-scroll").waitFor();
  await guest.close();
  await page.reload();
  await page.locator(".kept > li", { hasText: "Joined" }).waitFor();
  expect(await page.getByText(link).count()).toBe(0);
  const wide = await page.evaluate(() => document.querySelector(".settings")?.scrollWidth ?? 0);
  expect(wide).toBeLessThanOrEqual(360);
  await leave(ada);
});

it("lets a supervisor look up who did what, by person and by page, and a viewer not", async () => {
  const sue = await atSettings("supervisor");
  const { page } = sue;
  for (let n = 0; n < 51; n++) await sue.context.request.get(`${server.url}/api/desk/audit?limit=1`);
  await page.getByRole("link", { name: "Audit log" }).click();
  await page.getByRole("button", { name: "Older entries" }).click();
  await expect.poll(() => page.locator(".kept > li").count()).toBeGreaterThan(50);
  await page.getByLabel(/^What/).fill("login");
  await page.getByLabel("Of what").fill("nobody at all");
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByText("Nothing matches.").waitFor();
  await page.getByLabel("Of what").fill("");
  await page.getByLabel("Who").selectOption({ label: `supervisor ${hired}` });
  await page.getByLabel(/^What/).fill("own.keys.add");
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByText("Nothing matches.").waitFor();
  await page.getByLabel(/^What/).fill("audit.read");
  await page.keyboard.press("Enter");
  await expect.poll(() => page.locator(".kept > li").count()).toBe(50);
  await leave(sue);
  const vic = await atSettings("viewer");
  await vic.page.goto(`${server.url}/inbox/settings/audit`);
  await vic.page.getByText("Your role does not include this page.").waitFor();
  await leave(vic);
});

describe.each([
  ["light", 1280],
  ["dark", 1280],
  ["light", 360],
] as const)("in %s, %i pixels wide", (colorScheme, width) => {
  const options = { colorScheme, viewport: { width, height: 800 } };

  /** What axe calls serious or critical, and what is wider than the screen. */
  async function faults(page: Page): Promise<string[]> {
    await page.addScriptTag({ content: axe.source });
    return page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
      const serious = violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
      const wide = [document.documentElement, ...document.querySelectorAll(".settings, dialog")]
        .filter((box) => box.scrollWidth > box.clientWidth)
        .map((box) => `too wide: ${box.className || box.tagName}`);
      return [...serious, ...wide];
    });
  }

  it("the audit log is readable to everybody", async () => {
    const sue = await atSettings("supervisor", options);
    await sue.page.getByRole("link", { name: "Audit log" }).click();
    await sue.page.locator(".kept > li").first().waitFor();
    expect(await faults(sue.page)).toEqual([]);
    await leave(sue);
  });

  it("the account is readable to everybody at every stage", async () => {
    const ada = await atSettings("admin", options);
    const { page } = ada;
    expect(await faults(page)).toEqual([]);
    await page.getByRole("button", { name: "Set up the second step" }).click();
    await page.getByLabel("Your password").fill(PASSWORD);
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("img", { name: "QR code" }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.getByLabel("The six digits the app shows").fill((await appOf(page)).generate());
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Keep your recovery codes" }).waitFor();
    await page.getByRole("button", { name: "Get a code" }).click();
    await page.getByText(/^\/link \S+/).waitFor();
    expect(await faults(page)).toEqual([]);
    await leave(ada);
  });
});
