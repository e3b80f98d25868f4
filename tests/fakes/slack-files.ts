import type { IncomingMessage, ServerResponse } from "node:http";
import { SlackRefusal } from "./slack-faults.ts";
import { read, type SlackRooms } from "./slack-rooms.ts";

interface KeptFile {
  id: string;
  name: string;
  mime: string;
  bytes: Uint8Array;
  /** Fields of files.info that are told instead of the usual ones. */
  told: Record<string, unknown>;
  shares: { channel: string; ts: string; thread?: string }[];
  /** files.info tells of a share only after so many questions more. */
  hiddenFor: number;
  completed: boolean;
}

/** The files of a workspace, and their own addresses below /files: the token opens what is there, an upload needs none. */
export function slackFiles(parts: {
  rooms: SlackRooms;
  token: string;
  bot: { user: string; botId: string };
  base(): string;
  changed(): void;
}) {
  const files = new Map<string, KeptFile>();
  /** Authorization of every call to an address of files, whichever it was. */
  const asked: { path: string; authorization: string | undefined }[] = [];
  const detours = new Map<string, (response: ServerResponse) => void>();
  let hiddenFor = 0;
  let dropping = false;

  function add(name: string, mime: string, bytes: Uint8Array, told: Record<string, unknown> = {}): KeptFile {
    const id = `F024FAKE${files.size + 1}`;
    const file = { id, name, mime, bytes, told, shares: [], hiddenFor: 0, completed: true };
    files.set(id, file);
    return file;
  }

  function known(id: unknown): KeptFile {
    const file = files.get(String(id));
    if (!file) throw new SlackRefusal("file_not_found");
    return file;
  }

  function info(payload: Record<string, unknown>): Record<string, unknown> {
    const file = known(payload.file);
    if (!file.completed) throw new SlackRefusal("file_not_found");
    const visible = file.hiddenFor <= 0;
    file.hiddenFor -= 1;
    const channels = Object.fromEntries(
      (visible ? file.shares : []).map(({ channel, ts, thread }) => [
        channel,
        [{ ts, ...(thread === undefined ? {} : { thread_ts: thread }) }],
      ]),
    );
    return {
      file: {
        id: file.id,
        name: file.name,
        mimetype: file.mime,
        size: file.bytes.byteLength,
        url_private: `${parts.base()}/files/pri/${file.id}`,
        url_private_download: `${parts.base()}/files/pri/${file.id}/download`,
        shares: { private: channels },
        ...file.told,
      },
    };
  }

  function ask(payload: Record<string, unknown>): Record<string, unknown> {
    if (!(Number(payload.length) > 0)) throw new SlackRefusal("invalid_arguments");
    const file = add(String(payload.filename), "", new Uint8Array());
    file.completed = false;
    return { upload_url: `${parts.base()}/files/upload/${file.id}`, file_id: file.id };
  }

  function complete(payload: Record<string, unknown>): Record<string, unknown> {
    const list = Array.isArray(payload.files) ? (payload.files as Record<string, unknown>[]) : [];
    const found = list.map(({ id }) => known(id));
    const channel = String(payload.channel_id);
    const thread = payload.thread_ts === undefined ? {} : { thread: String(payload.thread_ts) };
    parts.rooms.open(channel, thread.thread);
    for (const file of found) file.completed = true;
    if (dropping) return { files: found.map(({ id }) => ({ id, shares: {} })) };
    const comment = String(payload.initial_comment ?? "");
    const message = parts.rooms.add({
      channel,
      ts: parts.rooms.nextTs(),
      ...thread,
      user: parts.bot.user,
      shown: read(comment),
      buttons: [],
      raw: { text: comment, files: found.map(({ id, name }) => ({ id, name })) },
      ephemeral: false,
    });
    for (const file of found) {
      file.shares.push({ channel, ts: message.ts, ...thread });
      file.hiddenFor = hiddenFor;
    }
    return { files: found.map(({ id }) => ({ id, shares: {} })) };
  }

  /** Answers what is asked of an address of files. */
  function serve(path: string, request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const authorization = request.headers.authorization;
    asked.push({ path, authorization });
    const id = path.split("/")[3] ?? "";
    const file = files.get(id);
    const detour = detours.get(id);
    if (detour) return void detour(response);
    if (!file) return void response.writeHead(404).end();
    if (path.startsWith("/files/upload/")) {
      file.bytes = new Uint8Array(body);
      parts.changed();
      return void response.writeHead(200).end(`OK - ${body.byteLength}`);
    }
    if (authorization !== `Bearer ${parts.token}`)
      return void response.writeHead(302, { location: "https://works.example/signin" }).end();
    response.writeHead(200, { "content-type": file.mime }).end(file.bytes);
  }

  return {
    add,
    info,
    ask,
    complete,
    serve,
    asked,
    kept: (id: string) => files.get(id),
    all: () => [...files.values()],
    /** Answers for this file something else than its bytes. */
    detour: (id: string, answer: (response: ServerResponse) => void) => void detours.set(id, answer),
    /** Shares show only after so many questions. */
    showAfter: (questions: number) => {
      hiddenFor = questions;
    },
    /** Says yes to a share and shows nothing, as Slack has been seen to do. */
    drop: () => {
      dropping = true;
    },
  };
}
