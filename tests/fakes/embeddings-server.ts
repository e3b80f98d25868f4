import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { toyVector } from "./toy-language.ts";

/** What the stand-in does with a request. Numbers are HTTP statuses. */
export type Act = "ok" | "hang" | "not-json" | "wrong-shape" | "one-missing" | "short" | "moved" | number;

export interface EmbeddingsServer {
  /** What to give as EMBEDDINGS_URL. */
  url: string;
  requests: { path: string; authorization: string | undefined; model: string; input: string[] }[];
  /** What it does with the next requests; then it goes on with `usual`. */
  script: Act[];
  usual: Act;
  /** All texts it has been sent. */
  texts(): string[];
  close(): Promise<void>;
}

/** A small OpenAI-compatible API with the vectors of the toy language, on this machine. */
export async function embeddingsServer(): Promise<EmbeddingsServer> {
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const { model, input } = JSON.parse(body) as { model: string; input: string[] };
      fake.requests.push({
        path: request.url ?? "",
        authorization: request.headers.authorization,
        model,
        input,
      });
      answer(fake.script.shift() ?? fake.usual, input, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const fake: EmbeddingsServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests: [],
    script: [],
    usual: "ok",
    texts: () => fake.requests.flatMap(({ input }) => input),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fake;
}

function answer(act: Act, input: string[], response: ServerResponse): void {
  if (act === "hang") return;
  if (act === "moved") {
    response.writeHead(307, { location: "http://127.0.0.1:9/v1/embeddings" }).end();
    return;
  }
  response.writeHead(typeof act === "number" ? act : 200, { "content-type": "application/json" });
  if (typeof act === "number") response.end(JSON.stringify({ error: { message: `no: ${input.join()}` } }));
  else if (act === "not-json") response.end("<html>hello</html>");
  else if (act === "wrong-shape") response.end(JSON.stringify({ embeddings: [[1, 2]] }));
  else {
    const vectors = input.map((text) => [...toyVector(text, act === "short" ? 7 : undefined)]);
    // The protocol promises an index each, not an order.
    const data = vectors.map((embedding, index) => ({ object: "embedding", index, embedding })).reverse();
    response.end(JSON.stringify({ object: "list", data: act === "one-missing" ? data.slice(1) : data }));
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
