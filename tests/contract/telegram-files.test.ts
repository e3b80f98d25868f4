import { beforeEach, describe, expect, it } from "vitest";
import type { ChannelPorts, FileBytes, FileRef, OutboundPart } from "../../src/channel/contract.ts";
import { AppError } from "../../src/errors.ts";
import { telegramScene } from "./telegram-scene.ts";

const scene = telegramScene();
const group = -1_001_234_567_890;
const MB = 1024 * 1024;
let asked: FileRef[] = [];

describe("fetching a customer's file", () => {
  it("gives its bytes, a name and what it is", async () => {
    scene.platform.store("f1", "photos/file_1.jpg", Buffer.from("jpeg"));
    const got = await fetchFile({ id: "f1", kind: "image" });
    expect(got).toMatchObject({ name: "file_1.jpg", mime: "image/jpeg" });
    expect(Buffer.from(got?.bytes ?? []).toString()).toBe("jpeg");
  });

  it("keeps the name it came with, with an ending where a sticker has none", async () => {
    scene.platform.store("f1", "documents/文件 1.pdf", Buffer.from("pdf"));
    scene.platform.store("s1", "stickers/file_2.webp", Buffer.from("webp"));
    const named = { id: "f1", kind: "document", name: "收据.pdf", mime: "application/pdf" } as const;
    expect(await fetchFile(named)).toMatchObject({ name: "收据.pdf", mime: "application/pdf" });
    expect(await fetchFile({ id: "s1", kind: "sticker", name: "😀" })).toMatchObject({ name: "😀.webp" });
  });

  it("takes 20 MB and not a byte more, whatever Telegram says of its size", async () => {
    scene.platform.store("fits", "documents/a.bin", Buffer.alloc(20 * MB, 1));
    scene.platform.store("told", "documents/b.bin", Buffer.alloc(1), 20 * MB + 1);
    scene.platform.store("lied", "documents/c.bin", Buffer.alloc(20 * MB + 1, 1), 10);
    expect((await fetchFile({ id: "fits", kind: "document" }))?.bytes.byteLength).toBe(20 * MB);
    for (const id of ["told", "lied"]) {
      await expect(fetchFile({ id, kind: "document" })).rejects.toMatchObject({ code: "too_large" });
    }
    const known = { id: "fits", kind: "document", bytes: 20 * MB + 1 } as const;
    await expect(fetchFile(known)).rejects.toMatchObject({ code: "too_large" });
  });

  it("says that it is gone, or that it may come later", async () => {
    await expect(fetchFile({ id: "nope", kind: "image" })).rejects.toMatchObject({
      code: "not_found",
      retryable: false,
    });
    await expect(fetchFile({ id: "1,2", kind: "location" })).rejects.toMatchObject({ code: "not_found" });
    scene.platform.store("f1", "a.jpg", Buffer.from("x"));
    scene.platform.fail("getFile", { status: 429, retryAfter: 1 });
    scene.platform.fail("download", { status: 502 });
    scene.platform.fail("download", { drop: "before" });
    for (let n = 0; n < 3; n += 1) {
      await expect(fetchFile({ id: "f1", kind: "image" })).rejects.toMatchObject({ retryable: true });
    }
  });

  it.each(["../../secret", "/etc/passwd", "a/./b", "a//b", "..\\x", "//evil.example/x"])(
    "never leaves Telegram's folder of our files: %s",
    async (path) => {
      scene.platform.store("f1", path, Buffer.from("x"));
      await expect(fetchFile({ id: "f1", kind: "document" })).rejects.toMatchObject({ code: "not_found" });
    },
  );

  it("never names the token in an error", async () => {
    scene.platform.store("f1", "a.jpg", Buffer.from("x"));
    const secret = scene.platform.token.split(":")[1] ?? "";
    for (const [method, plan] of [
      ["getFile", { drop: "before" }],
      ["getFile", { status: 401 }],
      ["download", { drop: "before" }],
      ["download", { status: 404 }],
    ] as const) {
      scene.platform.fail(method, plan);
      const error = await fetchFile({ id: "f1", kind: "image" })?.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(AppError);
      const told = [error, Reflect.get(Object(error), "cause")].map(
        (one) => `${one} ${Reflect.get(Object(one), "stack")}`,
      );
      expect(told.join()).not.toContain(secret);
    }
  });
});

describe("a file of another channel", () => {
  const picture: FileRef = {
    id: "up-1",
    account: "web",
    kind: "image",
    name: "screen.png",
    mime: "image/png",
  };

  beforeEach(async () => {
    asked = [];
    await startWith(async (file) => bytesOf(file, "PNG"));
  });

  it("is uploaded for a customer, with the words beside it, as an answer", async () => {
    expect(await send({ text: "**Look**", files: [picture] })).toMatchObject({ outcome: "sent" });
    const [sent] = scene.platform.sent(42);
    expect(sent).toMatchObject({
      method: "sendPhoto",
      text: "Look",
      replyTo: 7,
      upload: { name: "screen.png" },
    });
    expect(sent?.upload?.bytes.toString()).toBe("PNG");
    expect(asked).toEqual([picture]);
  });

  it("is uploaded into a case's topic", async () => {
    scene.platform.makeForum(group);
    const room = await scene.openRoom(group);
    await scene.channel.start({ ...scene.core.ports, file: async (file) => bytesOf(file, "PNG") });
    const choices = [{ token: "claim", label: "Take it" }];
    const card = { text: "Lin sends a picture", choices, files: [picture] };
    expect(await room.open({ idempotencyKey: "k", title: "Lin", card }, never())).toMatchObject({
      outcome: "opened",
    });
    expect(scene.platform.sent(group)[0]).toMatchObject({
      method: "sendPhoto",
      thread: scene.platform.topics(group)[0]?.id,
      upload: { name: "screen.png" },
      buttons: [{ data: "claim" }],
    });
  });

  it("is never asked for where it is Telegram's own", async () => {
    const own: FileRef = { id: "AgAC", kind: "image", account: scene.channel.account };
    const files: FileRef[] = [own, { id: "AgAD", kind: "image" }];
    await send({ text: "", files });
    expect(asked).toEqual([]);
    expect(scene.platform.sent(42).map(({ file }) => file)).toEqual(["AgAC", "AgAD"]);
  });

  it("stands in one album with Telegram's own", async () => {
    await send({ text: "Both", files: [{ id: "AgAC", kind: "image" }, picture] });
    const sent = scene.platform.sent(42);
    expect(sent.map(({ file, text }) => [file, text])).toEqual([
      ["AgAC", "Both"],
      ["screen.png", ""],
    ]);
    expect(new Set(sent.map(({ album }) => album)).size).toBe(1);
  });

  it.each([
    ["image", "image/jpeg", "sendPhoto"],
    ["image", "image/svg+xml", "sendDocument"],
    ["image", "image/gif", "sendAnimation"],
    ["sticker", "image/webp", "sendSticker"],
    ["sticker", "image/png", "sendPhoto"],
    ["video", "video/mp4", "sendVideo"],
    ["video", "video/webm", "sendDocument"],
    ["voice", "audio/ogg; codecs=opus", "sendVoice"],
    ["voice", "audio/mp4", "sendAudio"],
    ["audio", "audio/mpeg", "sendAudio"],
    ["audio", "audio/flac", "sendDocument"],
    ["document", "image/png", "sendDocument"],
    ["other", "", "sendDocument"],
  ] as const)("that is %s of type %s goes out by %s", async (kind, mime, method) => {
    await startWith(async () => ({ bytes: Buffer.from("x"), name: "f.bin", mime }));
    await send({ text: "", files: [{ id: "u", account: "web", kind }] });
    expect(scene.platform.sent(42).map((one) => one.method)).toEqual([method]);
  });

  it("that is a picture of more than 10 MB goes out as a document", async () => {
    for (const extra of [0, 1]) {
      await startWith(async () => ({
        bytes: Buffer.alloc(10 * MB + extra, 1),
        name: "b.png",
        mime: "image/png",
      }));
      await send({ text: "", files: [picture] });
    }
    expect(scene.platform.sent(42).map(({ method }) => method)).toEqual(["sendPhoto", "sendDocument"]);
  });

  it("goes out as a document when Telegram cannot show it", async () => {
    const description = "Bad Request: PHOTO_INVALID_DIMENSIONS";
    scene.platform.fail("sendPhoto", { status: 400, description });
    expect(await send({ text: "Look", files: [picture] })).toMatchObject({ outcome: "sent" });
    scene.platform.fail("sendMediaGroup", { status: 400, description });
    expect(await send({ text: "Two", files: [picture, picture] })).toMatchObject({ outcome: "sent" });
    expect(scene.platform.sent(42).map(({ method, text }) => [method, text])).toEqual([
      ["sendDocument", "Look"],
      ["sendDocument", "Two"],
      ["sendDocument", ""],
    ]);
  });

  it("keeps its name, and nothing in it reaches the form around it", async () => {
    const name = '收据"\r\nContent-Type: text/html\r\n\r\n../x\\y.pdf';
    await startWith(async () => ({ bytes: Buffer.from("x"), name, mime: "application/pdf" }));
    await send({ text: "ok", files: [{ id: "u", account: "web", kind: "document" }] });
    const [sent] = scene.platform.sent(42);
    expect(sent?.upload?.name).toMatch(/^收据_+Content-Type: text_html.*x_y\.pdf$/);
    expect(sent).toMatchObject({ text: "ok" });
  });

  it("that cannot be had is named, and the words go out all the same", async () => {
    await startWith(() => Promise.reject(new AppError("not_found", "gone")));
    const lost: FileRef = { ...picture, name: "*a*_b_.png" };
    expect(await send({ text: "请看截图", files: [lost] })).toMatchObject({ outcome: "sent" });
    expect(await send({ text: "See here", files: [lost] })).toMatchObject({ outcome: "sent" });
    expect(await send({ text: "", files: [lost, { id: "AgAC", kind: "image" }] })).toMatchObject({
      outcome: "sent",
    });
    const [zh, en, both] = scene.platform.sent(42);
    expect(zh?.text).toBe("请看截图\n\n📎 *a*_b_.png\n这个文件没能传过来。");
    expect(en?.text).toBe("See here\n\n📎 *a*_b_.png\nThis file could not be carried over.");
    expect(both).toMatchObject({ file: "AgAC", text: expect.stringMatching(/没能传过来.*could not be/) });
  });

  it("is asked for again where its channel is down for the moment, and given up in the end", async () => {
    await startWith(() => Promise.reject(new AppError("channel_unreachable", "down", { retryable: true })));
    const files = [picture];
    expect(await send({ text: "x", files }, 1)).toMatchObject({ outcome: "retry" });
    expect(await send({ text: "x", files }, 2)).toMatchObject({ outcome: "retry" });
    expect(scene.platform.sent(42)).toEqual([]);
    expect(await send({ text: "x", files }, 3)).toMatchObject({ outcome: "sent" });
  });

  it("holds no more in memory than 50 MB for one message", async () => {
    await startWith(async (file) => ({
      bytes: Buffer.alloc(20 * MB, 1),
      name: file.id,
      mime: "application/pdf",
    }));
    const files = ["a", "b", "c"].map(
      (id): FileRef => ({ id, account: "web", kind: "document", name: `${id}.pdf` }),
    );
    expect(await send({ text: "three", files })).toMatchObject({ outcome: "sent" });
    const sent = scene.platform.sent(42);
    expect(sent.filter(({ upload }) => upload)).toHaveLength(2);
    expect(sent[0]?.text).toContain("📎 c.pdf");
  });

  it("posts nothing when the send is stopped while the file is fetched", async () => {
    const stop = new AbortController();
    await startWith(async (file) => {
      stop.abort();
      return bytesOf(file, "PNG");
    });
    expect(await send({ text: "x", files: [picture] }, 1, stop.signal)).toMatchObject({ outcome: "retry" });
    expect(scene.platform.sent(42)).toEqual([]);
  });
});

async function startWith(file: ChannelPorts["file"]): Promise<void> {
  await scene.channel.start({ ...scene.core.ports, file });
}

async function bytesOf(file: FileRef, content: string): Promise<FileBytes> {
  asked.push(file);
  return {
    bytes: Buffer.from(content),
    name: file.name ?? "file",
    ...(file.mime ? { mime: file.mime } : {}),
  };
}

function fetchFile(file: FileRef) {
  return scene.channel.fetch?.(file, never());
}

function send(part: Partial<OutboundPart>, attempt = 1, signal = never()) {
  const delivery = {
    idempotencyKey: "out-1#0",
    conversationId: "c1",
    space: { id: "42", kind: "dm" as const },
    author: "agent" as const,
    part: { text: "", choices: [], files: [], ...part },
    replyTo: "7",
    attempt,
  };
  return scene.channel.send(delivery, signal);
}

function never(): AbortSignal {
  return new AbortController().signal;
}
