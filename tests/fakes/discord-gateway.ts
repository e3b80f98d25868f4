import type { Server } from "node:http";
import type { Socket } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { applicationId, botUser, guildId, nextId } from "./discord-ids.ts";

interface Session {
  id: string;
  log: { t: string; s: number; d: unknown }[];
  socket?: WebSocket;
}

/** Intents that need Discord's leave: members, presences, message content. */
const PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15);

/** Discord's gateway: sessions that can be resumed, and every way it ends a connection. */
export function fakeGateway(options: {
  server: Server;
  token: string;
  url: () => string;
  /** What the server has, as a login is told. */
  listing: () => { channels: object[]; threads: object[] };
  changed: () => void;
}) {
  const sockets = new WebSocketServer({ noServer: true });
  const sessions = new Map<string, Session>();
  let current: Session | undefined;
  const counts = { connections: 0, identifies: 0, resumes: 0, resumed: 0, beats: 0 };
  const identified: Record<string, unknown>[] = [];
  const mood = {
    refusing: false,
    deaf: false,
    closeOnIdentify: 0,
    endAfterResume: false,
    listsThreads: true,
    interval: 41_250,
  };

  options.server.on("upgrade", (request, socket, head) => {
    if (mood.refusing) socket.destroy();
    else sockets.handleUpgrade(request, socket, head, (ws) => welcome(ws));
  });

  function welcome(ws: WebSocket): void {
    counts.connections += 1;
    ws.on("message", (raw) => {
      const { op, d } = JSON.parse(String(raw)) as { op: number; d: Record<string, unknown> };
      if (op === 1) beat(ws);
      if (op === 2) identify(ws, d);
      if (op === 6) resume(ws, d);
      options.changed();
    });
    ws.on("close", () => {
      for (const session of sessions.values()) if (session.socket === ws) delete session.socket;
      options.changed();
    });
    send(ws, { op: 10, d: { heartbeat_interval: mood.interval } });
  }

  function beat(ws: WebSocket): void {
    counts.beats += 1;
    if (!mood.deaf) send(ws, { op: 11, d: null });
  }

  function identify(ws: WebSocket, d: Record<string, unknown>): void {
    counts.identifies += 1;
    identified.push(d);
    const disallowed = (Number(d.intents) & PRIVILEGED) !== 0;
    const code = d.token !== options.token ? 4004 : disallowed ? 4014 : mood.closeOnIdentify;
    if (code !== 0) ws.close(code, "refused");
    else begin(ws);
  }

  function begin(ws: WebSocket): void {
    const session: Session = { id: nextId(), log: [], socket: ws };
    sessions.set(session.id, session);
    current = session;
    dispatch("READY", {
      v: 10,
      user: botUser,
      guilds: [{ id: guildId, unavailable: true }],
      session_id: session.id,
      resume_gateway_url: options.url(),
      application: { id: applicationId, flags: 0 },
    });
    dispatch("GUILD_CREATE", {
      id: guildId,
      name: "A server",
      channels: options.listing().channels,
      threads: mood.listsThreads ? options.listing().threads : [],
      members: [],
    });
  }

  function resume(ws: WebSocket, d: Record<string, unknown>): void {
    counts.resumes += 1;
    const session = sessions.get(String(d.session_id));
    if (session === undefined) {
      send(ws, { op: 9, d: false });
      return;
    }
    session.socket = ws;
    current = session;
    for (const { t, s, d: data } of session.log.filter((one) => one.s > Number(d.seq)))
      send(ws, { op: 0, t, s, d: data });
    counts.resumed += 1;
    const ends = mood.endAfterResume;
    mood.endAfterResume = false;
    together(ws, () => {
      dispatch("RESUMED", {});
      if (!ends) return;
      sessions.clear();
      current = undefined;
      send(ws, { op: 9, d: false });
    });
  }

  function dispatch(t: string, d: unknown): void {
    const session = current;
    if (session === undefined) return;
    const s = session.log.length + 1;
    session.log.push({ t, s, d });
    if (session.socket) send(session.socket, { op: 0, t, s, d });
  }

  const all = () => [...sockets.clients];
  return {
    /** Sends an event to the bot, or keeps it for its resume. */
    dispatch,
    counts,
    /** What the bot said of itself, with each login. */
    identified,
    mood,
    isOpen: () => current?.socket !== undefined,
    cut: () => all().forEach((ws) => void ws.terminate()),
    end: (code: number) => all().forEach((ws) => void ws.close(code)),
    askToReconnect: () => all().forEach((ws) => void send(ws, { op: 7, d: null })),
    invalidate: (resumable: boolean) => all().forEach((ws) => void send(ws, { op: 9, d: resumable })),
    forget() {
      sessions.clear();
      current = undefined;
    },
    close: () => all().forEach((ws) => void ws.terminate()),
  };
}

function send(ws: WebSocket, payload: object): void {
  ws.send(JSON.stringify(payload));
}

/** In one piece on the wire, so that the bot reads all of it in one go. */
function together(ws: WebSocket, act: () => void): void {
  const socket = Reflect.get(ws, "_socket") as Socket;
  socket.cork();
  act();
  socket.uncork();
}
