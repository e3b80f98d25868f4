import { randomUUID } from "node:crypto";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type {
  Actor,
  Capabilities,
  Channel,
  ChannelPorts,
  Delivery,
  Space,
} from "../../src/channel/contract.ts";
import { parseMarkdown, plainText } from "../../src/channel/markdown.ts";
import { type After, replyWait } from "./reply-wait.ts";

export interface ConsoleContext {
  input: Readable & { isTTY?: boolean };
  output: Writable;
  now(): number;
  /** Shown as the customer's language until their words tell. */
  locale?: string;
  /** Runs once after so many milliseconds; returns the cancel. Default: a real timer. */
  after?: After;
}

/** A channel with an end: `ended` resolves once the input is over and the replies to it have come. */
export interface ConsoleChannel extends Channel {
  readonly ended: Promise<void>;
}

const CAPABILITIES: Capabilities = {
  text: { limit: 16_000, unit: "codepoint", counts: "visible" },
  caption: 16_000,
  buttons: 0,
  buttonLabel: 0,
  files: 0,
  edits: false,
  deletes: false,
  typing: false,
  idempotent: true,
};

const SPACE: Space = { id: "local", kind: "dm" };
const PROMPT = "> ";

/**
 * The terminal as a channel: one customer, this one. A person at a TTY gets a prompt; lines from a pipe are taken
 * one by one, each after the replies to the one before, so that a transcript reads in order. Text only, no colours.
 */
export function openConsole(context: ConsoleContext): ConsoleChannel {
  const { input, output, now } = context;
  const tty = input.isTTY === true;
  const actor: Actor = { id: "local", ...(context.locale === undefined ? {} : { locale: context.locale }) };
  const wait = replyWait(context.after ?? afterTimeout);
  const printed = new Set<string>();
  const run = randomUUID();
  let lines: Interface | undefined;
  let count = 0;
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });

  const say = async (ports: ChannelPorts, text: string): Promise<void> => {
    count += 1;
    const msgId = `${run}.${count}`;
    // Before the store is asked: the reply may be there before its receipt is.
    wait.expect();
    const [receipt] = await ports.receive({
      events: [
        {
          kind: "message",
          key: `c:${msgId}`,
          msgId,
          at: now(),
          space: SPACE,
          actor,
          addressed: "dm",
          text,
          files: [],
        },
      ],
    });
    if (receipt?.outcome !== "accepted") wait.came();
  };

  const listen = async (ports: ChannelPorts, source: Interface): Promise<void> => {
    if (tty) source.prompt();
    for await (const line of source) {
      if (line.trim() === "/quit") break;
      if (line.trim() !== "") await say(ports, line);
      if (tty) source.prompt();
      else await wait.settled();
    }
    source.close();
    await wait.settled();
  };

  return {
    account: "console",
    capabilities: CAPABILITIES,
    ended,
    async start(ports) {
      // No `output` for a pipe: readline would echo and move the cursor.
      lines = tty ? createInterface({ input, output, prompt: PROMPT }) : createInterface({ input });
      void listen(ports, lines)
        .catch((error: unknown) =>
          output.write(`${error instanceof Error ? error.message : String(error)}\n`),
        )
        .finally(end);
    },
    async send(delivery) {
      if (!printed.has(delivery.idempotencyKey)) {
        printed.add(delivery.idempotencyKey);
        // At a prompt the reply goes on a line of its own, and what is being typed stays below it.
        output.write(tty ? `\n${shown(delivery)}\n\n` : `${shown(delivery)}\n\n`);
        if (tty) lines?.prompt(true);
        wait.came();
      }
      return { outcome: "sent", ids: [delivery.idempotencyKey] };
    },
    health: () => ({ state: "up" }),
    async stop() {
      lines?.close();
    },
    async close() {
      lines?.close();
      end();
    },
  };
}

/** One reply as it stands in the terminal: who speaks is said where it is not the bot. */
function shown(delivery: Delivery): string {
  const text = plainText(parseMarkdown(delivery.part.text));
  if (delivery.author === "agent") return `${delivery.authorName ?? "Agent"}: ${text}`;
  return delivery.author === "system" ? `* ${text}` : text;
}

function afterTimeout(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
