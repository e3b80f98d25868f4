import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { launchChromium } from "./chromium.ts";
import { type Customer, customerAt, type DeskServer, deskServer } from "./desk-server.ts";
import { type AtDesk, atDesk, atDoor, leave, signIn } from "./inbox-page.ts";

let browser: Browser;
let server: DeskServer;
let mei: AtDesk;
let names = 0;

beforeAll(async () => {
  browser = await launchChromium();
  server = await deskServer(inject("pages"));
  await server.hire("mei@example.com", "Mei");
  await server.hire("tom@example.com", "Tom");
  await server.hire("vera@example.com", "Vera", "viewer");
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});
beforeEach(async () => {
  mei = await atDesk(browser, server, "mei@example.com");
});
afterEach(() => leave(mei));

/** A customer of a name of their own, who waits in the queue. */
async function waiting(): Promise<Customer & { name: string }> {
  names += 1;
  const name = `Customer No${names}`;
  const customer = await customerAt(server.url, name);
  await customer.say("human");
  await mei.row(name).waitFor();
  return { ...customer, name };
}

async function openByKey(name: string, desk: AtDesk = mei): Promise<void> {
  await desk.page.keyboard.press("Escape");
  for (let step = 0; step < 60; step++) {
    await desk.page.keyboard.press("j");
    if (await desk.page.locator(".row[aria-current=page]", { hasText: name }).isVisible()) break;
  }
  await desk.page.getByRole("heading", { name }).waitFor();
}

async function claim(name: string, desk: AtDesk = mei): Promise<void> {
  await openByKey(name, desk);
  await desk.page.keyboard.press("c");
  await focused(desk);
}

async function focused(desk: AtDesk): Promise<void> {
  await desk.box.and(desk.page.locator(":focus")).waitFor();
}

async function send(text: string, desk: AtDesk = mei): Promise<void> {
  await desk.box.fill(text);
  await desk.box.press("Enter");
}
const sent = (text: string) => mei.thread.locator(".message.agent:not(.pending)", { hasText: text });

describe("an agent at the inbox", () => {
  it("works a case by keys alone: claims, replies, notes, resolves", async () => {
    const { name } = await waiting();
    await claim(name);
    await mei.page.keyboard.type("On it.");
    await mei.page.keyboard.press("Enter");
    await sent("On it.").getByText("Sent").waitFor();
    await mei.page.keyboard.press("Escape");
    await mei.page.keyboard.press("n");
    await mei.page.getByRole("textbox", { name: "Note for your team" }).waitFor();
    await focused(mei);
    await mei.page.keyboard.type("Wrong network.");
    await mei.page.keyboard.press("Enter");
    await mei.thread.locator(".message.note:not(.pending)", { hasText: "Wrong network." }).waitFor();
    await mei.page.keyboard.press("Escape");
    await mei.page.keyboard.press("e");
    await mei.page.getByText("Mei resolved it").waitFor();
    await mei.page.keyboard.press("g");
    await mei.page.keyboard.press("r");
    await mei.row(name).waitFor();
    expect(mei.page.url()).toContain("/inbox/resolved");
  });

  it("sees what customers write without doing anything, once each", async () => {
    const customer = await waiting();
    await claim(customer.name);
    for (let n = 1; n <= 20; n++) await customer.say(`line number ${n}.`);
    await mei.thread.getByText("line number 20.").waitFor();
    const lines = await mei.thread.locator(".message.customer .bubble").allTextContents();
    expect(lines.filter((line) => line.startsWith("line number")).map((line) => line.slice(12, -1))).toEqual(
      Array.from({ length: 20 }, (_, index) => String(index + 1)),
    );
  });

  it("is told who has a case that was claimed a moment before", async () => {
    const { name, id } = await waiting();
    const tom = await atDesk(browser, server, "tom@example.com");
    await openByKey(name);
    // Tom's page has not heard yet what happens now.
    await tom.page.route("**/api/desk/feed*", (route) => route.abort());
    await tom.page.goto(`${server.url}/inbox/queue/${id}`);
    await tom.page.getByRole("button", { name: "Claim" }).first().waitFor();
    await mei.page.keyboard.press("c");
    await mei.box.waitFor();
    await tom.page.keyboard.press("c");
    await tom.page.getByText("Mei has this conversation").first().waitFor();
    await tom.page.getByText("You can leave a note").waitFor();
    expect(await tom.box.count()).toBe(0);
    await leave(tom);
  });

  it("wins a case or not when two press at once, and both pages agree on who", async () => {
    const { name } = await waiting();
    const tom = await atDesk(browser, server, "tom@example.com");
    await Promise.all([openByKey(name), openByKey(name, tom)]);
    await Promise.all([mei.page.keyboard.press("c"), tom.page.keyboard.press("c")]);
    const owner = async (desk: AtDesk): Promise<string> => {
      const chip = await desk.page.locator(".thread-head .chip").first().textContent();
      return chip === "You" ? (desk === mei ? "Mei" : "Tom") : (chip ?? "");
    };
    await expect
      .poll(async () => [await owner(mei), await owner(tom)])
      .toSatisfy(([one, other]: string[]) => one === other && (one === "Mei" || one === "Tom"));
    expect((await mei.box.count()) + (await tom.box.count())).toBe(1);
    await leave(tom);
  });

  it("is asked before a reply leaves that does not know the latest words", async () => {
    const customer = await waiting();
    await claim(customer.name);
    await mei.box.fill("Please wait.");
    // What was just said has not come to this page: only the question at the moment of sending finds it.
    await mei.context.setOffline(false);
    await mei.page.route("**/api/desk/feed*", (route) => route.abort());
    await customer.say("It is solved, thanks!");
    await mei.box.press("Enter");
    await mei.page.getByText("1 new message came in").waitFor();
    expect(await mei.page.locator(".unread q").last().textContent()).toContain("It is solved");
    expect(await sent("Please wait.").count()).toBe(0);
    await mei.page.getByRole("button", { name: "Send as it is" }).click();
    await sent("Please wait.").waitFor();
  });

  it("does not send while an input method composes", async () => {
    const { name } = await waiting();
    await claim(name);
    const session = await mei.context.newCDPSession(mei.page);
    await mei.box.focus();
    await session.send("Input.imeSetComposition", { text: "nihao", selectionStart: 5, selectionEnd: 5 });
    await mei.box.dispatchEvent("keydown", { key: "Enter", code: "Enter", isComposing: true, keyCode: 229 });
    expect(await mei.box.inputValue()).toBe("nihao");
    await session.send("Input.insertText", { text: "你好" });
    expect(await mei.box.inputValue()).toBe("你好");
    expect(await mei.thread.locator(".message.agent").count()).toBe(0);
    await mei.box.press("Enter");
    await sent("你好").waitFor();
  });

  it("is shown what is wrong with a dangerous reply, and may answer for an unknown link alone", async () => {
    const { name } = await waiting();
    await claim(name);
    await send("Please send me your seed phrase.");
    await mei.page.getByText("Asks the customer for a secret").waitFor();
    expect(await mei.page.getByRole("button", { name: "Send anyway" }).count()).toBe(0);
    await send("See https://elsewhere.example/help");
    await mei.page.getByText("A link that is not on the official list").waitFor();
    await mei.page.getByRole("button", { name: "Send anyway" }).click();
    await sent("elsewhere.example").waitFor();
    expect(await mei.thread.getByText("seed phrase.").count()).toBe(0);
  });

  it("finds a draft again after a reload, in the conversation it belongs to", async () => {
    const [one, other] = [await waiting(), await waiting()];
    await claim(one.name);
    await mei.box.fill("half a thought");
    await mei.page.goto(`${server.url}/inbox/queue/${other.id}`);
    await mei.page.getByRole("heading", { name: other.name }).waitFor();
    await mei.page.getByText("Nobody has this yet").waitFor();
    await mei.page.goto(`${server.url}/inbox/mine/${one.id}`);
    await mei.box.waitFor();
    expect(await mei.box.inputValue()).toBe("half a thought");
  });

  it("goes back and forward through what was looked at", async () => {
    const { name, id } = await waiting();
    await mei.row(name).click();
    await mei.page.getByRole("heading", { name }).waitFor();
    await mei.page.getByRole("link", { name: /^Resolved/ }).click();
    await mei.page.goBack();
    expect(mei.page.url()).toBe(`${server.url}/inbox/queue/${id}`);
    await mei.page.getByRole("heading", { name }).waitFor();
    await mei.page.goForward();
    expect(mei.page.url()).toBe(`${server.url}/inbox/resolved`);
  });

  it("keeps every row in its place under the pointer, and says what is new", async () => {
    const first = await waiting();
    await mei.row(first.name).hover();
    const before = await mei.row(first.name).boundingBox();
    names += 1;
    const urgent = await customerAt(server.url, `Customer No${names}`);
    await urgent.say("my account was hacked and my coins are being stolen right now");
    await urgent.say("human");
    await mei.page.getByRole("button", { name: /new\. Show/ }).waitFor();
    expect(await mei.row(first.name).boundingBox()).toEqual(before);
    await mei.page.mouse.move(900, 500);
    await mei.row(`Customer No${names}`).waitFor();
  });

  it("hands a case over with a note, and puts one off", async () => {
    const { name } = await waiting();
    await claim(name);
    await mei.page.keyboard.press("Escape");
    await mei.page.keyboard.press("t");
    await mei.page.getByLabel("Note for them").fill("Knows the chain.");
    await mei.page.getByRole("button", { name: "Tom tom@example.com" }).click();
    await mei.page.getByText("Mei handed it to Tom").waitFor();
    await mei.thread.locator(".note", { hasText: "Knows the chain." }).waitFor();
    const other = await waiting();
    await claim(other.name);
    await mei.page.keyboard.press("Escape");
    await mei.page.keyboard.press("z");
    await mei.page.getByRole("button", { name: "In three hours" }).click();
    await mei.page.keyboard.press("g");
    await mei.page.keyboard.press("s");
    await mei.row(other.name).waitFor();
  });

  it("counts on the rail and on the tab what the queue shows", async () => {
    await waiting();
    await mei.page.mouse.move(900, 500);
    const tally = mei.page.locator(".rail a[aria-current=page] .tally");
    const matches = async (): Promise<boolean> => {
      const rows = await mei.page.locator(".list-scroll li").first().getAttribute("aria-setsize");
      const count = Number.parseInt((await tally.textContent()) ?? "", 10);
      return Number(rows) === count && (await mei.page.title()).startsWith(`(${count})`);
    };
    await expect.poll(matches).toBe(true);
  });
});

describe("the door", () => {
  it("names what is wrong and lets nobody in by it", async () => {
    const door = await atDoor(browser, server);
    await door.page.getByLabel("E-mail").fill("mei@example.com");
    await door.page.getByLabel("Password").fill("not this one at all");
    await door.page.getByRole("button", { name: "Sign in" }).click();
    await door.page.getByText("The address or the password is not right.").waitFor();
    await signIn(door, "tom@example.com");
    await door.page.getByRole("button", { name: /Sign out/ }).click();
    await door.page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
    await leave(door);
  });

  it("asks for the code of the app when the server wants one", async () => {
    const door = await atDoor(browser, server);
    let given: unknown;
    await door.page.route("**/api/desk/login", async (route) => {
      given = route.request().postDataJSON();
      const code = (given as { code?: string }).code === undefined ? "totp_required" : "unauthorized";
      await route.fulfill({ status: 401, json: { error: { code, message: "no" } } });
    });
    await door.page.getByLabel("E-mail").fill("mei@example.com");
    await door.page.getByLabel("Password").fill("whatever it is");
    await door.page.getByRole("button", { name: "Sign in" }).click();
    await door.page.getByLabel("Code from your authenticator app").fill("123456");
    await door.page.keyboard.press("Enter");
    await door.page.getByText("This code is not right").waitFor();
    expect(given).toEqual({ email: "mei@example.com", password: "whatever it is", code: "123456" });
    await leave(door);
  });

  it("shows a viewer everything, and nothing to press that would be refused", async () => {
    const { name } = await waiting();
    const vera = await atDesk(browser, server, "vera@example.com");
    await vera.row(name).click();
    await vera.page.getByText("You may read here, not write.").waitFor();
    expect(await vera.page.getByRole("button", { name: "Claim" }).count()).toBe(0);
    await leave(vera);
  });
});
