import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { endpointEmbedder } from "../../../../src/answering/embeddings/endpoint.ts";
import { type Act, type EmbeddingsServer, embeddingsServer } from "../../../fakes/embeddings-server.ts";
import { toyVector } from "../../../fakes/toy-language.ts";

let server: EmbeddingsServer;
const KEY = "sk-invented-key-of-a-test";
const never = new AbortController().signal;

beforeEach(async () => {
  server = await embeddingsServer();
});

afterEach(() => server.close());

function embedder(url = server.url) {
  return endpointEmbedder({ url, model: "toy-1", key: KEY });
}

async function faultAfter(act: Act): Promise<{ message: string; retryable: boolean }> {
  server.script = [act];
  const fault: unknown = await embedder()
    .embed(["a private question"], never)
    .catch((error: unknown) => error);
  expect(fault).toMatchObject({ code: "embeddings_failed" });
  return fault as { message: string; retryable: boolean };
}

describe("an endpoint", () => {
  it("is asked as OpenAI's is, and its vectors come in the order of the texts", async () => {
    const vectors = await embedder().embed(["one", "two", "three"], never);
    expect(vectors).toEqual(["one", "two", "three"].map((text) => toyVector(text)));
    expect(server.requests).toEqual([
      {
        path: "/v1/embeddings",
        authorization: `Bearer ${KEY}`,
        model: "toy-1",
        input: ["one", "two", "three"],
      },
    ]);
  });

  it("may be named with a slash at the end, or with the whole path, and needs no key", async () => {
    await endpointEmbedder({ url: `${server.url}/`, model: "m" }).embed(["x"], never);
    await endpointEmbedder({ url: `${server.url}/embeddings`, model: "m" }).embed(["x"], never);
    expect(server.requests.map(({ path }) => path)).toEqual(["/v1/embeddings", "/v1/embeddings"]);
    expect(server.requests[0]?.authorization).toBeUndefined();
  });

  it("is another embedder with another model", () => {
    const ids = ["a", "b"].map((model) => endpointEmbedder({ url: server.url, model }).id);
    expect(new Set(ids).size).toBe(2);
  });

  it.each([
    [401, "EMBEDDINGS_KEY", false],
    [404, "EMBEDDINGS_MODEL", false],
    [400, "EMBEDDINGS_URL", false],
    [429, "limits", true],
    [500, "failed (500)", true],
    ["not-json", "OpenAI-compatible", false],
    ["wrong-shape", "OpenAI-compatible", false],
    ["one-missing", "OpenAI-compatible", false],
    ["moved", "EMBEDDINGS_URL", true],
  ] as const)(
    "that answers %s is told in words the operator can act on (%s)",
    async (act, hint, retryable) => {
      const fault = await faultAfter(act);
      expect(fault.message).toContain(hint);
      expect(fault.retryable).toBe(retryable);
      expect(server.requests).toHaveLength(1);
    },
  );

  it("is never quoted, nor its key or a text told, when it fails", async () => {
    for (const act of [400, 401, 500, "not-json", "moved"] as const) {
      const { message } = await faultAfter(act);
      expect(message).not.toContain(KEY);
      expect(message).not.toContain("private");
    }
  });

  it("that is not there is named, with the system's own word for it", async () => {
    await server.close();
    await expect(embedder().embed(["x"], never)).rejects.toMatchObject({
      message: expect.stringMatching(/127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)/),
      retryable: true,
    });
  });

  it("that does not answer is given up when the caller does", async () => {
    server.script = ["hang"];
    const caller = new AbortController();
    const asked = embedder().embed(["x"], caller.signal);
    caller.abort();
    await expect(asked).rejects.toMatchObject({ code: "embeddings_failed" });
  });
});
