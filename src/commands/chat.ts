import { randomUUID } from "node:crypto";
import { type ConsoleChannel, openConsole } from "../../adapters/console/index.ts";
import type { ChannelPorts, Choice, Receipt } from "../channel/contract.ts";
import { noOwnFiles } from "../channel/own-files.ts";
import { render } from "../channel/render.ts";
import { compose } from "../compose.ts";
import type { Config } from "../config.ts";
import { systemClock } from "../dispatch/clock.ts";
import { AppError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { DeskClient } from "./desk-client.ts";
import { serverSentEvents } from "./sse.ts";

export interface ChatStreams {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  output: NodeJS.WritableStream;
}

/** A message of the web channel's stream, as far as a terminal shows it. */
interface StreamMessage {
  id: string;
  author: "bot" | "agent" | "system" | "customer";
  name?: string;
  text: string;
  choices?: Choice[];
}

/** `kefu chat` beside a running server: a visitor of its website, in the terminal. */
export async function chatWithServer(
  client: DeskClient,
  streams: ChatStreams,
  locale?: string,
): Promise<void> {
  const visitor = await client.request<{ token: string; conversationId: string }>({
    method: "POST",
    path: "/api/web/sessions",
    body: locale === undefined ? {} : { locale },
  });
  const terminal = openTerminal(streams, locale);
  const over = new AbortController();
  const reading = follow(client, visitor, terminal, over.signal);
  await terminal.start(visitorPorts(client, visitor));
  await terminal.ended;
  over.abort();
  await reading;
  await terminal.close();
}

/** `kefu chat` without a server: the whole desk in this process, with the terminal as one more channel. */
export async function chatAlone(
  config: Config,
  log: Log,
  streams: ChatStreams,
  locale?: string,
): Promise<void> {
  const terminal = openTerminal(streams, locale);
  const parts = await compose(config, { log, clock: systemClock, only: [terminal] });
  try {
    await parts.dispatch.start();
    await terminal.ended;
  } finally {
    await parts.dispatch.stop();
    await parts.close();
  }
}

function openTerminal({ input, output }: ChatStreams, locale?: string): ConsoleChannel {
  return openConsole({
    input: input as NodeJS.ReadStream,
    output: output as NodeJS.WriteStream,
    now: systemClock.now,
    ...(locale === undefined ? {} : { locale }),
  });
}

/** The port as a visitor of the website has it: messages go in by the API; replies come by its stream. */
function visitorPorts(client: DeskClient, visitor: { token: string; conversationId: string }): ChannelPorts {
  const memory = new Map<string, string>();
  return {
    async receive({ events }): Promise<Receipt[]> {
      const receipts: Receipt[] = [];
      for (const event of events) {
        if (event.kind !== "message") continue;
        const { messageId } = await client.request<{ messageId: string }>({
          method: "POST",
          path: "/api/web/messages",
          bearer: visitor.token,
          body: { clientId: randomUUID(), text: event.text },
        });
        receipts.push({
          key: event.key,
          outcome: "accepted",
          messageId,
          conversationId: visitor.conversationId,
        });
      }
      return receipts;
    },
    cursor: {
      get: async (name) => memory.get(name),
      set: async (name, value) => {
        memory.set(name, value);
      },
    },
    conversationOf: async () => visitor.conversationId,
    replay: async () => [],
    state: async () => undefined,
    watch: () => () => {},
    form: async () => undefined,
    file: () => Promise.reject(new AppError("not_found", "The terminal shows no files.")),
    files: noOwnFiles,
    now: systemClock.now,
  };
}

async function follow(
  client: DeskClient,
  visitor: { token: string; conversationId: string },
  terminal: ConsoleChannel,
  over: AbortSignal,
): Promise<void> {
  const chunks = client.stream("/api/web/events", { authorization: `Bearer ${visitor.token}` }, over);
  try {
    for await (const { event, data } of serverSentEvents(chunks)) {
      if (event === "message")
        await print(terminal, visitor.conversationId, JSON.parse(data) as StreamMessage, over);
    }
  } catch (error) {
    if (!over.aborted) throw error;
  }
}

async function print(
  terminal: ConsoleChannel,
  conversationId: string,
  message: StreamMessage,
  signal: AbortSignal,
): Promise<void> {
  if (message.author === "customer") return;
  const whole = { text: message.text, choices: message.choices ?? [], files: [] };
  for (const [n, part] of render(whole, terminal.capabilities).entries()) {
    await terminal.send(
      {
        idempotencyKey: `${message.id}#${n}`,
        conversationId,
        space: { id: "local", kind: "dm" },
        author: message.author,
        ...(message.name === undefined ? {} : { authorName: message.name }),
        part,
        attempt: 1,
      },
      signal,
    );
  }
}
