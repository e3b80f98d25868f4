import type { WebSocket } from "ws";
import { signatureOf } from "../../adapters/slack/signature.ts";

export interface SlackDelivery {
  type: "events_api" | "interactive" | "slash_commands";
  body: Record<string, unknown>;
  envelopeId: string;
  tries: number;
  state: "waiting" | "sent" | "acked" | "given up";
  /** How long the receiver took, of all tries; what took over three seconds is late. */
  ackMs: number[];
  late: number;
}

interface DeliveryParts {
  signingSecret: string;
  /** Where deliveries go by HTTP; undefined: by socket. */
  target(): string | undefined;
  changed(): void;
}

/** Slack's three tries: at once, after one minute, after five. Here the later ones come as soon as the last has failed. */
const MOST_TRIES = 3;

/** What Slack has to hand over, by either way, until it is acknowledged or three tries have failed. */
export function slackDeliveries({ signingSecret, target, changed }: DeliveryParts) {
  const all: SlackDelivery[] = [];
  const sockets = new Set<WebSocket>();
  let deadlineMs = 3_000;
  let closed = false;
  let turn = 0;

  /** To one of the connections, whichever: as Slack does. */
  function bySocket(delivery: SlackDelivery): void {
    const open = [...sockets].filter((socket) => socket.readyState === 1);
    const socket = open[turn % Math.max(1, open.length)];
    turn += 1;
    if (!socket) return;
    begin(delivery);
    const { envelopeId, type, body, tries } = delivery;
    const retry =
      type === "events_api" ? { retry_attempt: tries - 1, retry_reason: tries > 1 ? "timeout" : "" } : {};
    socket.send(
      JSON.stringify({
        envelope_id: envelopeId,
        type,
        accepts_response_payload: type !== "events_api",
        payload: body,
        ...retry,
      }),
    );
    const began = performance.now();
    const fail = () => {
      clearTimeout(timer);
      socket.off("message", heard);
      socket.off("close", fail);
      failed(delivery);
    };
    const heard = (data: unknown) => {
      const said: unknown = JSON.parse(String(data));
      if (typeof said !== "object" || said === null || Reflect.get(said, "envelope_id") !== envelopeId)
        return;
      clearTimeout(timer);
      socket.off("message", heard);
      socket.off("close", fail);
      acked(delivery, performance.now() - began);
    };
    const timer = setTimeout(() => {
      delivery.late += 1;
      fail();
    }, deadlineMs);
    timer.unref();
    socket.on("message", heard);
    socket.on("close", fail);
  }

  async function byHttp(delivery: SlackDelivery, url: string): Promise<void> {
    begin(delivery);
    const began = performance.now();
    const { body, contentType } = encoded(delivery);
    const retry =
      delivery.tries > 1
        ? { "x-slack-retry-num": String(delivery.tries - 1), "x-slack-retry-reason": "http_error" }
        : {};
    try {
      const answer = await fetch(url, {
        method: "POST",
        body,
        headers: { ...signed(signingSecret, body), "content-type": contentType, ...retry },
        signal: AbortSignal.timeout(deadlineMs),
      });
      await answer.text();
      if (answer.ok) return acked(delivery, performance.now() - began);
    } catch (error) {
      if (error instanceof DOMException && error.name === "TimeoutError") delivery.late += 1;
    }
    failed(delivery);
  }

  function begin(delivery: SlackDelivery): void {
    delivery.tries += 1;
    delivery.state = "sent";
  }

  function acked(delivery: SlackDelivery, ms: number): void {
    delivery.state = "acked";
    delivery.ackMs.push(ms);
    changed();
  }

  function failed(delivery: SlackDelivery): void {
    // Only events come again: a person presses or types anew.
    const over = delivery.tries >= MOST_TRIES || (delivery.type !== "events_api" && target() !== undefined);
    delivery.state = over ? "given up" : "waiting";
    changed();
    if (!over && !closed) setTimeout(() => attempt(delivery), 20).unref();
  }

  function attempt(delivery: SlackDelivery): void {
    if (closed || delivery.state !== "waiting") return;
    const url = target();
    if (url === undefined) bySocket(delivery);
    else void byHttp(delivery, url);
  }

  return {
    push(type: SlackDelivery["type"], body: Record<string, unknown>): SlackDelivery {
      const envelopeId = `env-${all.length + 1}`;
      const delivery: SlackDelivery = {
        type,
        body,
        envelopeId,
        tries: 0,
        state: "waiting",
        ackMs: [],
        late: 0,
      };
      all.push(delivery);
      attempt(delivery);
      return delivery;
    },
    connect(socket: WebSocket): void {
      sockets.add(socket);
      socket.on("close", () => {
        sockets.delete(socket);
        changed();
      });
      for (const delivery of all) attempt(delivery);
    },
    sockets,
    all,
    pending: () => all.filter(({ state }) => state === "waiting" || state === "sent").length,
    setDeadline: (ms: number) => {
      deadlineMs = ms;
    },
    close: () => {
      closed = true;
      for (const socket of sockets) socket.terminate();
    },
  };
}

export function signed(secret: string, body: string, at = Date.now()): Record<string, string> {
  const timestamp = String(Math.floor(at / 1_000));
  return {
    "x-slack-request-timestamp": timestamp,
    "x-slack-signature": signatureOf(secret, timestamp, body),
  };
}

function encoded({ type, body }: SlackDelivery): { body: string; contentType: string } {
  if (type === "events_api") return { body: JSON.stringify(body), contentType: "application/json" };
  const fields =
    type === "slash_commands" ? (body as Record<string, string>) : { payload: JSON.stringify(body) };
  return { body: new URLSearchParams(fields).toString(), contentType: "application/x-www-form-urlencoded" };
}
