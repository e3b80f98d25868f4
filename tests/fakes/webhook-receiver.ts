import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
  id: string;
  type: string;
}

/** How the next calls are answered: a status, or not at all. */
type Mood = number | "hang";

/** A program on 127.0.0.1 that is told what happens, gone after the test. */
export async function webhookReceiver() {
  const received: Received[] = [];
  const state: { mood: Mood; location?: string } = { mood: 204 };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const { type } = JSON.parse(body) as { type: string };
      received.push({ headers: request.headers, body, id: String(request.headers["webhook-id"]), type });
      if (state.mood === "hang") return;
      if (state.location !== undefined) response.setHeader("location", state.location);
      response.writeHead(state.mood).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hook`, received, state };
}
