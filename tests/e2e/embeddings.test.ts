import { describe, expect, it, onTestFinished } from "vitest";
import { type EmbeddingsServer, embeddingsServer } from "../fakes/embeddings-server.ts";
import { dataFolder, type Kefu, kefuCommand, startKefu } from "./process.ts";
import { type Visitor, visit } from "./visitor.ts";

const KEY = "sk-invented-key-of-a-test";

async function started(): Promise<{ endpoint: EmbeddingsServer; kefu: Kefu; env: Record<string, string> }> {
  const endpoint = await embeddingsServer();
  onTestFinished(() => endpoint.close());
  const env = { EMBEDDINGS_URL: endpoint.url, EMBEDDINGS_MODEL: "toy", EMBEDDINGS_KEY: KEY };
  const kefu = await startKefu({ env });
  await kefu.untilReadyz(({ embeddings }) => embeddings?.state === "ok");
  return { endpoint, kefu, env };
}

async function answerTo(customer: Visitor, question: string): Promise<string> {
  return (await customer.answerTo(await customer.say(question))).text;
}

describe("an embeddings endpoint", () => {
  it("sees each question once, and no secret", async () => {
    const { endpoint, kefu } = await started();
    endpoint.requests.length = 0;
    const customer = await visit(kefu);
    expect(await answerTo(customer, "how do I change the language")).toMatch(/Open Settings, then Language/);
    expect(await answerTo(customer, "I forgot my password. My password is Kestrel#Harbour77")).toMatch(
      /On the login page tap/,
    );
    expect(endpoint.texts()[0]).toBe("how do I change the language");
    expect(endpoint.texts()).toHaveLength(2);
    expect(endpoint.texts()[1]).toContain("I forgot my password");
    expect(endpoint.texts().join()).not.toContain("Kestrel");
  });

  it("that fails costs no answer: /readyz says so, and nobody is told the key", async () => {
    const { endpoint, kefu } = await started();
    endpoint.usual = 500;
    for (let n = 0; n < 3; n++) {
      const customer = await visit(kefu);
      expect(await answerTo(customer, "how do I change the language")).toMatch(
        /Open Settings, then Language/,
      );
    }
    const { status, body } = await kefu.readyz();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: "degraded",
      embeddings: { state: "degraded", detail: expect.stringContaining("failed (500). Words alone decide") },
    });
    expect(JSON.stringify(body) + kefu.stderr()).not.toContain(KEY);
  });

  it("that is down from the start leaves the bot with its words", async () => {
    const kefu = await startKefu({
      env: { EMBEDDINGS_URL: "http://127.0.0.1:9/v1", EMBEDDINGS_MODEL: "toy", EMBEDDINGS_KEY: KEY },
    });
    const customer = await visit(kefu);
    expect(await answerTo(customer, "how do I change the language")).toMatch(/Open Settings, then Language/);
  });
});

it("kefu ask says how near the meaning is, and goes without where the endpoint fails", async () => {
  const endpoint = await embeddingsServer();
  onTestFinished(() => endpoint.close());
  const folder = await dataFolder();
  const env = { EMBEDDINGS_URL: endpoint.url, EMBEDDINGS_MODEL: "toy", EMBEDDINGS_KEY: KEY };
  const ask = () => kefuCommand(["ask", "how do I change the language", "--json"], { folder, env });
  const signals = async () => JSON.parse((await ask()).stdout).signals;
  expect(await signals()).toHaveProperty("senseCentre");
  endpoint.usual = 401;
  // What was asked for before is kept; of another model there is nothing.
  const other = await kefuCommand(["ask", "how do I change the language", "--json"], {
    folder,
    env: { ...env, EMBEDDINGS_MODEL: "another" },
  });
  expect(other.code).toBe(0);
  expect(JSON.parse(other.stdout).signals).not.toHaveProperty("senseCentre");
  expect(other.stderr).toMatch(/words alone.*EMBEDDINGS_KEY/);
  expect(other.stderr).not.toContain(KEY);
  expect(await signals()).toHaveProperty("senseCentre");
});
