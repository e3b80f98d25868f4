import { describe, expect, it } from "vitest";
import { bench, errorOf, PASSWORD, post } from "./bench.ts";

const JSON_BODY = (body: unknown) => post(body);

describe("the operator's door", () => {
  it("adds people, shows them, shuts them out and lets them in again", async () => {
    const { local, accounts } = await bench();
    const added = await local.request("/local/agents", JSON_BODY({ email: "Mei@example.com", name: "Mei" }));
    const { agent, password } = await added.json();
    expect(agent).toMatchObject({ email: "mei@example.com", name: "Mei", role: "admin" });
    expect((await accounts.signIn("mei@example.com", password, "ip")).agent.name).toBe("Mei");
    const robot = await (
      await local.request("/local/agents", JSON_BODY({ email: "robot@example.com", key: true }))
    ).json();
    expect(Object.keys(robot)).toEqual(["agent", "key"]);
    expect(await accounts.byKey(robot.key)).toBeDefined();
    await local.request("/local/agents/robot@example.com/disable", { method: "POST" });
    expect(await accounts.byKey(robot.key)).toBeUndefined();
    const enabled = await local.request("/local/agents/robot%40example.com/enable", { method: "POST" });
    expect((await enabled.json()).agent.disabledAt).toBeUndefined();
    const listed = await (await local.request("/local/agents")).json();
    expect(listed.agents.map((one: { email: string }) => one.email)).toEqual([
      "mei@example.com",
      "robot@example.com",
    ]);
  });

  it("resets with a given password, a made-up one, or a new key", async () => {
    const { local, accounts } = await bench();
    await accounts.add({ email: "mei@example.com" });
    const reset = async (body?: unknown) =>
      (
        await local.request(
          "/local/agents/mei@example.com/reset",
          body === undefined ? { method: "POST" } : JSON_BODY(body),
        )
      ).json();
    const made = await reset();
    expect((await accounts.signIn("mei@example.com", made.password, "ip")).token).toBeDefined();
    expect(await reset({ password: PASSWORD })).toEqual({ agent: expect.anything() });
    expect((await accounts.signIn("mei@example.com", PASSWORD, "ip")).token).toBeDefined();
    expect(await accounts.byKey((await reset({ key: true })).key)).toBeDefined();
  });

  it("says what is wrong in JSON, whatever is wrong", async () => {
    const { local } = await bench();
    const faults: [string, RequestInit, number, string][] = [
      ["/local/agents", JSON_BODY({ email: "nope" }), 400, "email: send an e-mail address."],
      [
        "/local/agents",
        JSON_BODY({ email: "a@example.com", role: "king" }),
        400,
        "role: send one of viewer, agent",
      ],
      [
        "/local/agents",
        JSON_BODY({ email: "a@example.com", password: "short" }),
        400,
        "password: is shorter",
      ],
      ["/local/agents", post("{"), 400, "not JSON"],
      ["/local/agents/a@example.com/disable", { method: "POST" }, 404, "kefu agents list"],
      ["/local/nothing", {}, 404, "nothing at this address"],
    ];
    for (const [path, init, status, words] of faults) {
      const answer = await local.request(path, init);
      expect([answer.status, (await errorOf(answer)).message], path).toEqual([
        status,
        expect.stringContaining(words),
      ]);
    }
  });

  it("tells how the server is", async () => {
    const { local, health } = await bench();
    health.phase = "starting";
    const answer = await local.request("/local/health");
    expect([answer.status, await answer.json()]).toEqual([
      200,
      expect.objectContaining({ version: "9.9.9", status: "unavailable", phase: "starting" }),
    ]);
  });
});

describe("acting for an agent", () => {
  it("keeps a name on one line, as customers will read it", async () => {
    const { local } = await bench();
    const add = (name: string) =>
      local.request("/local/agents", JSON_BODY({ email: `a${name.length}@example.com`, name }));
    const odd = await add("Mei\r\nX-Admin: 1\u202Etxt");
    expect((await odd.json()).agent.name).toBe("Mei X-Admin: 1txt");
    expect((await add("\u200B \u0007")).status).toBe(400);
    expect((await add("x".repeat(65))).status).toBe(400);
  });

  it("works the queue under the agent's name", async () => {
    const { local, accounts, customer } = await bench();
    await accounts.add({ email: "mei@example.com", name: "Mei" });
    const id = await customer("c1");
    const headers = { "x-kefu-as": "mei@example.com" };
    const list = await local.request("/api/desk/conversations?view=all", { headers });
    expect((await list.json()).conversations).toHaveLength(1);
    const init = post({}, { ...headers, "idempotency-key": "1" });
    const claimed = await local.request(`/api/desk/conversations/${id}/claim`, init);
    expect((await claimed.json()).conversation.owner).toMatchObject({ kind: "agent", agentName: "Mei" });
  });

  it("needs one who is there, and says how to find them", async () => {
    const { local, accounts } = await bench();
    await accounts.add({ email: "gone@example.com" });
    await accounts.setDisabled("gone@example.com", true);
    for (const headers of [{}, { "x-kefu-as": "nobody@example.com" }, { "x-kefu-as": "gone@example.com" }]) {
      const answer = await local.request("/api/desk/conversations", { headers });
      expect([answer.status, await errorOf(answer)]).toEqual([
        401,
        { code: "unauthorized", message: expect.stringContaining("kefu agents list") },
      ]);
    }
  });
});

it("is not there on the listener that others reach", async () => {
  const { app } = await bench();
  expect((await app.request("/local/agents")).status).toBe(404);
  expect((await app.request("/local/agents", post({ email: "eve@example.com" }))).status).toBe(404);
});
