import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { bench, folder } from "./bench.ts";

async function built(tenantName = "Acme") {
  const root = folder();
  const pagesFolder = join(root, "pages");
  mkdirSync(join(pagesFolder, "assets"), { recursive: true });
  writeFileSync(join(root, "secret.txt"), "the secret");
  writeFileSync(
    join(pagesFolder, "index.html"),
    '<meta name="kefu-tenant" content="%TENANT%"><title>%TENANT%</title>',
  );
  mkdirSync(join(pagesFolder, "inbox"));
  writeFileSync(join(pagesFolder, "inbox/index.html"), "the inbox");
  writeFileSync(join(pagesFolder, "assets/main-abc123.js"), 'console.log("%TENANT%")');
  writeFileSync(join(pagesFolder, "assets/main-abc123.css"), "body{}");
  writeFileSync(join(pagesFolder, "assets/main-abc123.js.map"), "{}");
  symlinkSync(join(root, "secret.txt"), join(pagesFolder, "linked.txt"));
  return bench({ pagesFolder, tenantName });
}

it("serves the page with the tenant's name in it, as text", async () => {
  const { app } = await built(`O'Neil & <script>alert(1)</script> "$& $1"`);
  const answer = await app.request("/");
  const html = await answer.text();
  expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(answer.headers.get("cache-control")).toBe("no-cache");
  const safe = "O&#39;Neil &#38; &#60;script&#62;alert(1)&#60;/script&#62; &#34;$&#38; $1&#34;";
  expect(html).toBe(`<meta name="kefu-tenant" content="${safe}"><title>${safe}</title>`);
});

it("serves hashed files for good, and only what the build is for", async () => {
  const { app } = await built();
  const script = await app.request("/assets/main-abc123.js");
  expect(script.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(await script.text()).toBe('console.log("%TENANT%")');
  expect((await app.request("/assets/main-abc123.css")).headers.get("content-type")).toContain("text/css");
  const head = await app.request("/", { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
  for (const path of ["/assets/other.js", "/assets/main-abc123.js.map", "/assets/", "/index.html"])
    expect((await app.request(path)).status, path).toBe(404);
  expect((await app.request("/", { method: "POST" })).status).toBe(404);
});

it("serves the inbox at every address of its own, and no missing file as a page", async () => {
  const { app } = await built();
  for (const path of ["/inbox", "/inbox/", "/inbox/setup", "/inbox/queue/c_123/details"])
    expect(await (await app.request(path)).text(), path).toBe("the inbox");
  for (const path of ["/inbox/icon.svg", "/inboxes", "/inbox.html"])
    expect((await app.request(path)).status, path).toBe(404);
});

it("never leaves its folder", async () => {
  const { app } = await built();
  const ways = [
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/%2e%2e%2fsecret.txt",
    "/..\\secret.txt",
    "/..%5csecret.txt",
    "//secret.txt",
    "/assets/..%252f..%252fsecret.txt",
    "/linked.txt",
    "/secret.txt%00.js",
  ];
  for (const way of ways) {
    const answer = await app.request(way);
    expect([answer.status, await answer.text()], way).toEqual([
      404,
      expect.not.stringContaining("the secret"),
    ]);
  }
});

it("sends the strict policy with every answer", async () => {
  const { app } = await built();
  for (const path of ["/", "/assets/main-abc123.js", "/healthz", "/api/desk/me", "/nothing", "/metrics"]) {
    const { headers } = await app.request(path);
    const policy = headers.get("content-security-policy") ?? "";
    const rules = new Map(
      policy.split("; ").map((rule) => [rule.split(" ")[0], rule.slice(rule.indexOf(" ") + 1)]),
    );
    expect(Object.fromEntries(rules), path).toEqual({
      "default-src": "'none'",
      "script-src": "'self'",
      "style-src": "'self'",
      "img-src": "'self' data:",
      "connect-src": "'self'",
      "form-action": "'self'",
      "frame-ancestors": "'none'",
      "base-uri": "'none'",
    });
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
  }
});

it("works without the pages, and says in the log how to build them", async () => {
  const { app, lines } = await bench({ pagesFolder: "/nowhere" });
  expect((await app.request("/")).status).toBe(404);
  expect(lines.join()).toContain("npm run build");
});
