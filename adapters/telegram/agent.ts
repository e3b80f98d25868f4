import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Duplex } from "node:stream";
import { connectTimeoutCode } from "./errors.ts";

/** Idle connections are closed by us before the far side does it under a request being written. */
const idleMs = 15_000;

/**
 * A keep-alive agent for `root` whose connections must be up (TLS included) within `connectMs`.
 * One that is not fails with a code of its own, so that a send over it counts as surely not sent.
 */
export function agentFor(root: string, connectMs = 8_000): HttpAgent {
  const secure = root.startsWith("https:");
  const options = { keepAlive: true, timeout: idleMs, scheduling: "lifo" as const };
  const agent = secure ? new HttpsAgent(options) : new HttpAgent(options);
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (target, done) => {
    const socket = connect(target, done);
    if (socket) boundConnect(socket, secure ? "secureConnect" : "connect", connectMs);
    return socket;
  };
  return agent;
}

function boundConnect(socket: Duplex, ready: string, ms: number): void {
  const timer = setTimeout(() => {
    const error = new Error(`no connection within ${ms} ms`);
    socket.destroy(Object.assign(error, { code: connectTimeoutCode }));
  }, ms);
  const settled = () => clearTimeout(timer);
  socket.once(ready, settled);
  socket.once("close", settled);
}
