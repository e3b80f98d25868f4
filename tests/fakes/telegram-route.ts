import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ChannelRoute } from "../../src/channel/http.ts";

/** A server on 127.0.0.1 that hands every request to one route of a channel, whichever it is by then. */
export async function startRouteServer(
  route: () => ChannelRoute | undefined,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
    const answer = await route()?.handle({
      method: request.method ?? "",
      path: request.url ?? "",
      query: {},
      headers: Object.fromEntries(headers),
      body: Buffer.concat(chunks),
      ip: "127.0.0.1",
    });
    response.writeHead(answer?.status ?? 404).end(answer?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
