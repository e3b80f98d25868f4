import { describe, expect, it } from "vitest";
import { bench, errorOf, post } from "./bench.ts";

/** Every operation of the document that belongs to the desk, with its parameters filled in. */
async function operations(app: Awaited<ReturnType<typeof bench>>["app"], id: string) {
  const document = await (await app.request("/api/openapi.json")).json();
  return Object.entries(document.paths as Record<string, Record<string, unknown>>)
    .filter(([path]) => path.startsWith("/api/desk/"))
    .flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({
        path: path.replace("{id}", id),
        method: method.toUpperCase(),
      })),
    );
}

const OPEN = ["/api/desk/setup", "/api/desk/login", "/api/desk/invitations/accept"];

describe("without a valid key or session", () => {
  it("every route of the desk but its doors is closed", async () => {
    const { app, customer, accounts, agent } = await bench();
    const id = await customer("c1");
    const disabled = await agent("gone@example.com", "Gone");
    await accounts.setDisabled("gone@example.com", true);
    const all = await operations(app, id);
    expect(all.length).toBeGreaterThanOrEqual(16);
    const wrong: Record<string, string>[] = [
      {},
      { authorization: "Bearer kf_nonsense" },
      { authorization: `Bearer kf_${"a".repeat(43)}` },
      { authorization: "Basic bWVpOm1laQ==" },
      { authorization: disabled.authorization },
      { cookie: `sid=${"a".repeat(43)}` },
      { cookie: "sid=" },
      { "x-kefu-as": "mei@example.com" },
    ];
    for (const { path, method } of all.filter((one) => !OPEN.includes(one.path))) {
      for (const headers of wrong) {
        const init = method === "GET" ? { headers } : post({}, { ...headers, "idempotency-key": "k" });
        const answer = await app.request(path, init);
        expect([answer.status, (await errorOf(answer)).code], `${method} ${path}`).toEqual([
          401,
          "unauthorized",
        ]);
      }
    }
    expect((await app.request("/api/desk/nothing-here")).status).toBe(401);
  });

  it("a wrong key is not helped by a good cookie", async () => {
    const { app, accounts } = await bench();
    await accounts.add({ email: "lin@example.com", password: "seven quiet herons" });
    const { token } = await accounts.signIn("lin@example.com", "seven quiet herons", "ip");
    const headers = { cookie: `sid=${token}`, authorization: "Bearer kf_nonsense" };
    expect((await app.request("/api/desk/me", { headers })).status).toBe(401);
  });
});

describe("a body", () => {
  it("that is not JSON is refused with what to do", async () => {
    const { app } = await bench();
    for (const body of ["{", "", "not json", '{"email": "lin@example.com",}']) {
      const answer = await app.request("/api/desk/login", post(body));
      expect([answer.status, (await errorOf(answer)).code], body).toEqual([400, "input_invalid"]);
    }
    const missing = await app.request("/api/desk/login", post({ password: "x" }));
    expect(await errorOf(missing)).toEqual({
      code: "input_invalid",
      message: "email: is missing; send an e-mail address.",
    });
  });

  it("of a form is refused, so that no foreign page can send one", async () => {
    const { app } = await bench();
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data",
      "application/jsonx",
    ]) {
      const answer = await app.request("/api/desk/login", post("{}", { "content-type": type }));
      expect([answer.status, (await errorOf(answer)).message], type).toEqual([
        415,
        expect.stringContaining("application/json"),
      ]);
    }
  });

  it("past a megabyte is refused, with its length told or not", async () => {
    const { app, agent } = await bench();
    const mei = await agent("mei@example.com", "Mei");
    const text = "x".repeat(1_048_577);
    const headers = { "content-length": String(text.length), authorization: mei.authorization };
    for (const init of [post(text, headers), post(text)]) {
      const answer = await app.request("/api/desk/login", init);
      expect([answer.status, (await errorOf(answer)).code]).toEqual([413, "too_large"]);
    }
  });
});

describe("an address", () => {
  it("that leads nowhere answers in JSON", async () => {
    const { app, agent } = await bench();
    const mei = await agent("mei@example.com", "Mei");
    for (const path of ["/api/nothing", "/api", "/nothing.php"]) {
      const answer = await app.request(path);
      expect([answer.status, (await errorOf(answer)).code], path).toEqual([404, "not_found"]);
    }
    expect((await mei.get("/api/desk/nothing")).status).toBe(404);
  });

  it("that breaks says nothing of the inside, and the log says why", async () => {
    const { agent, store, lines } = await bench();
    const mei = await agent("mei@example.com", "Mei");
    store.desk.lastSeq = () => Promise.reject(new Error("disk I/O error at /secret/place"));
    const answer = await mei.get("/api/desk/conversations");
    expect([answer.status, await answer.text()]).toEqual([500, expect.not.stringContaining("secret")]);
    expect(lines.join()).toContain("disk I/O error");
  });
});

describe("the document", () => {
  it("describes the whole API with the shape of every refusal", async () => {
    const { app } = await bench({ publicUrl: "https://desk.example.com" });
    const document = await (await app.request("/api/openapi.json")).json();
    expect(document).toMatchObject({ openapi: "3.1.0", info: { title: "kefu", version: "9.9.9" } });
    const paths = Object.keys(document.paths);
    const verbs = ["claim", "release", "transfer", "reply", "note", "resolve", "return", "snooze"];
    for (const path of [
      ...["sessions", "messages", "rating", "events"].map((one) => `/api/web/${one}`),
      ...["setup", "login", "logout", "me", "agents", "feed", "conversations", "conversations/{id}"].map(
        (one) => `/api/desk/${one}`,
      ),
      ...verbs.map((verb) => `/api/desk/conversations/{id}/${verb}`),
      "/api/desk/messages/{id}/resend",
    ])
      expect(paths).toContain(path);
    const claim = document.paths["/api/desk/conversations/{id}/claim"].post;
    expect(claim.parameters).toContainEqual(
      expect.objectContaining({ in: "header", name: "idempotency-key", required: true }),
    );
    const error = { "application/json": { schema: { $ref: "#/components/schemas/Error" } } };
    for (const status of ["401", "409", "default"]) expect(claim.responses[status].content).toEqual(error);
    expect(document.components.schemas.Error.properties.error.required).toEqual(["code", "message"]);
  });
});
