import { describe, expect, it } from "vitest";
import type { FileRef, OutboundPart } from "../../src/channel/contract.ts";
import { LARGEST_CARRIED_FILE } from "../../src/channel/contract.ts";
import { render } from "../../src/channel/render.ts";
import { AppError } from "../../src/errors.ts";
import { delivery, never, slackScene } from "./slack-scene.ts";

const ROOM = "C024STAFF";
const scene = slackScene("HTTP", { SLACK_STAFF_CHANNEL_ID: ROOM });

const bytes = (text: string) => new TextEncoder().encode(text);
const foreign = (name: string): FileRef => ({
  id: `tg-${name}`,
  account: "telegram:1",
  kind: "document",
  name,
});

/** The core hands these out, by id; whatever is not in it is gone. */
async function startWith(files: Record<string, string | AppError>): Promise<void> {
  scene.core.ports.file = async (file) => {
    const found = files[file.id];
    if (found === undefined) throw new AppError("not_found", "gone");
    if (found instanceof AppError) throw found;
    return { bytes: bytes(found), name: file.name ?? "file" };
  };
  await scene.start();
}

function fetchFile(file: FileRef) {
  if (!scene.channel.fetch) throw new Error("no files");
  return scene.channel.fetch(file, never());
}

const refusal = (file: FileRef): Promise<AppError> =>
  fetchFile(file).then(
    () => Promise.reject(new Error("it was handed out")),
    (error: AppError) => error,
  );

describe("a customer's file", () => {
  const ref = (id: string): FileRef => ({ id, kind: "image", name: "screen.png" });

  it("is handed out with its name and kind", async () => {
    const { id } = scene.platform.files.add("screen.png", "image/png", bytes("pixels"));
    const file = await fetchFile(ref(id));
    expect(new TextDecoder().decode(file.bytes)).toBe("pixels");
    expect(file).toMatchObject({ name: "screen.png", mime: "image/png" });
  });

  it.each([
    [
      "another host",
      { url_private_download: "https://evil.example/x", url_private: "https://evil.example/x" },
    ],
    [
      "a host that only looks like Slack's",
      { url_private_download: "https://files.slack.com.evil.example/x" },
    ],
    ["another of Slack's hosts", { url_private_download: "https://hooks.slack.com/x" }],
    ["an address without encryption", { url_private_download: "http://files.slack.com/x" }],
    ["another company's drive", { is_external: true }],
    ["nowhere", { url_private_download: "", url_private: "" }],
  ])("is not fetched from %s", async (_, told) => {
    const { id } = scene.platform.files.add("screen.png", "image/png", bytes("pixels"), told);
    expect(await refusal(ref(id))).toMatchObject({ code: "not_found" });
    expect(scene.platform.files.asked).toEqual([]);
  });

  it("is fetched where the token goes, and never on from there", async () => {
    const { id } = scene.platform.files.add("screen.png", "image/png", bytes("pixels"));
    const other = scene.platform.files.add("other.png", "image/png", bytes("other"));
    scene.platform.files.detour(id, (response) => {
      response.writeHead(302, { location: `/files/pri/${other.id}/download` }).end();
    });
    expect(await refusal(ref(id))).toMatchObject({ code: "not_found" });
    expect(scene.platform.files.asked).toEqual([
      { path: `/files/pri/${id}/download`, authorization: `Bearer ${scene.platform.token}` },
    ]);
  });

  it("is no page for signing in", async () => {
    const { id } = scene.platform.files.add("screen.png", "image/png", bytes("pixels"));
    scene.platform.files.detour(id, (response) => {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end("<html>sign in</html>");
    });
    expect(await refusal(ref(id))).toMatchObject({ code: "not_found" });
  });

  it.each([
    [0, undefined],
    [1, "too_large"],
  ])("of 20 MB and %i bytes: %s, whatever Slack says of its size", async (more, code) => {
    const large = new Uint8Array(LARGEST_CARRIED_FILE + more);
    const { id } = scene.platform.files.add("film.mp4", "video/mp4", large, { size: 12 });
    const result = fetchFile({ id, kind: "video" }).then((file) => file.bytes.length);
    if (code === undefined) expect(await result).toBe(LARGEST_CARRIED_FILE);
    else await expect(result).rejects.toMatchObject({ code });
  });

  it("is not asked for when it is known to be too large", async () => {
    const { id } = scene.platform.files.add("a", "b/c", bytes("x"), { size: LARGEST_CARRIED_FILE + 1 });
    expect(await refusal({ id, kind: "other" })).toMatchObject({ code: "too_large" });
    expect(await refusal({ id, kind: "other", bytes: LARGEST_CARRIED_FILE + 1 })).toMatchObject({
      code: "too_large",
    });
    expect(scene.platform.files.asked).toEqual([]);
  });

  it("says why it cannot be had, and never a secret", async () => {
    const { id } = scene.platform.files.add("screen.png", "image/png", bytes("pixels"));
    const errors: AppError[] = [await refusal(ref("F024NONE")), await refusal(ref("../auth.test"))];
    expect(errors.map(({ code }) => code)).toEqual(["not_found", "not_found"]);
    for (const [fault, code, retryable] of [
      [{ error: "missing_scope" }, "forbidden", false],
      [{ status: 503 }, "channel_unreachable", true],
      [{ drop: "before" as const }, "channel_unreachable", true],
    ] as const) {
      scene.platform.fail("files.info", fault);
      const error = await refusal(ref(id));
      expect(error).toMatchObject({ code, retryable });
      errors.push(error);
    }
    scene.platform.files.detour(id, (response) => response.destroy());
    errors.push(await refusal(ref(id)));
    for (const error of errors) {
      expect(`${error.stack} ${String(error.cause)}`).not.toContain(scene.platform.token);
    }
  });
});

describe("an agent's file", () => {
  const files = { "tg-steps.pdf": "the steps", "tg-说明😀.png": "pixels" };
  const part = (text: string, ...names: string[]): Partial<OutboundPart> => ({
    text,
    files: names.map(foreign),
  });

  it("is sent to the customer with its words beside it, in one message", async () => {
    await startWith(files);
    const parts = render(
      { text: "**Here** <you> are", choices: [], files: [foreign("steps.pdf"), foreign("说明😀.png")] },
      scene.channel.capabilities,
    );
    expect(parts).toHaveLength(1);
    const result = await scene.channel.send(delivery(parts[0] ?? {}), never());
    const [sent] = scene.platform.sent("D024LIN");
    expect(result).toEqual({ outcome: "sent", ids: [sent?.ts] });
    expect(sent).toMatchObject({
      shown: "Here <you> are",
      raw: { files: [{ name: "steps.pdf" }, { name: "说明😀.png" }] },
    });
    expect(scene.platform.files.all().map((one) => new TextDecoder().decode(one.bytes))).toEqual([
      "the steps",
      "pixels",
    ]);
    expect(scene.platform.sent()).toHaveLength(1);
    // The address of an upload is the permission: the token stays here.
    expect(scene.platform.files.asked.every(({ authorization }) => authorization === undefined)).toBe(true);
  });

  it("goes into the thread it is for, in the staff's channel as well", async () => {
    await startWith(files);
    const space = { id: "C024HELP", kind: "channel" as const, thread: "1790000001.000200" };
    await scene.channel.send(delivery(part("", "steps.pdf"), { space }), never());
    const card = { text: "card", choices: [], files: [] };
    const open = await scene.channel.staff?.open({ idempotencyKey: "c", title: "KF-1", card }, never());
    const thread = open?.outcome === "opened" ? open.thread : "";
    const post = { text: "from Lin", choices: [], files: [foreign("steps.pdf")] };
    const result = await scene.channel.staff?.post({ idempotencyKey: "p", thread, part: post }, never());
    expect(scene.platform.sent("C024HELP")).toMatchObject([{ thread: "1790000001.000200" }]);
    expect(scene.platform.sent(ROOM)[1]).toMatchObject({ thread, shown: "from Lin" });
    expect(result).toEqual({ outcome: "sent", ids: [scene.platform.sent(ROOM)[1]?.ts] });
  });

  it("of this workspace is uploaded anew: another conversation may not see the first", async () => {
    await startWith({});
    const { id } = scene.platform.files.add("screen.png", "image/png", bytes("pixels"));
    await scene.channel.send(
      delivery({ text: "", files: [{ id, kind: "image", name: "screen.png" }] }),
      never(),
    );
    const copies = scene.platform.files.all();
    expect(copies).toHaveLength(2);
    expect(new TextDecoder().decode(copies[1]?.bytes)).toBe("pixels");
  });

  it("that cannot be had is named, with the words, and the others are sent", async () => {
    await startWith(files);
    await scene.channel.send(delivery(part("看这里", "steps.pdf", "gone.pdf")), never());
    await scene.channel.send(delivery(part("", "gone.pdf"), { idempotencyKey: "m2" }), never());
    expect(scene.platform.sent("D024LIN").map(({ shown }) => shown)).toEqual([
      "看这里\n\n📎 gone.pdf\n这个文件没能传过来。",
      expect.stringContaining("📎 gone.pdf\n"),
    ]);
  });

  it("that is not to be had for the moment is tried again, and named in the end", async () => {
    await startWith({
      "tg-steps.pdf": new AppError("channel_unreachable", "Telegram is away", { retryable: true }),
    });
    const one = delivery(part("here", "steps.pdf"));
    const outcomes = [];
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      outcomes.push((await scene.channel.send({ ...one, attempt }, never())).outcome);
    }
    expect(outcomes).toEqual(["retry", "retry", "sent"]);
    expect(scene.platform.sent("D024LIN")).toMatchObject([
      { shown: "here\n\n📎 steps.pdf\nThis file could not be sent here." },
    ]);
  });

  it.each(["missing_scope", "file_uploads_disabled"])(
    "is named when Slack does not take it: %s, before or after its bytes",
    async (error) => {
      await startWith(files);
      scene.platform.fail("files.getUploadURLExternal", { error });
      await scene.channel.send(delivery(part("here", "steps.pdf")), never());
      scene.platform.fail("files.completeUploadExternal", { error });
      const late = delivery(part("here", "steps.pdf"), { idempotencyKey: "m2" });
      expect((await scene.channel.send(late, never())).outcome).toBe("sent");
      expect(scene.platform.sent("D024LIN").map(({ shown }) => shown)).toEqual([
        "here\n\n📎 steps.pdf\nThis file could not be sent here.",
        "here\n\n📎 steps.pdf\nThis file could not be sent here.",
      ]);
    },
  );

  it("is not sent where nothing may be sent, and says why", async () => {
    await startWith(files);
    scene.platform.closeChannel("D024LIN", "is_archived");
    expect(await scene.channel.send(delivery(part("here", "steps.pdf")), never())).toMatchObject({
      outcome: "failed",
      reason: "space_gone",
    });
    scene.platform.fail("files.getUploadURLExternal", { status: 429, retryAfter: 4 });
    expect(await scene.channel.send(delivery(part("here", "steps.pdf")), never())).toMatchObject({
      outcome: "retry",
      afterMs: 4_000,
    });
  });

  it("stands under its words when those are long, and its words keep their buttons", async () => {
    await startWith(files);
    const long = "字".repeat(3_100);
    await scene.channel.send(
      delivery({ ...part(long, "steps.pdf"), choices: [{ token: "t", label: "好" }] }),
      never(),
    );
    const sent = scene.platform.sent("D024LIN");
    expect(sent.map(({ shown }) => shown.replaceAll("\n\n", ""))).toEqual([long, ""]);
    expect(sent[0]?.buttons).toHaveLength(1);
  });

  it("cannot call anybody by the words beside it or by its name", async () => {
    await startWith({ "tg-<!channel>.pdf": "x" });
    await scene.channel.send(delivery(part("<!channel>", "<!channel>.pdf")), never());
    await scene.channel.send(delivery(part("", "<!here>.pdf"), { idempotencyKey: "named" }), never());
    const comment = scene.platform.calls("files.completeUploadExternal")[0]?.payload.initial_comment;
    expect(comment).toBe("&lt;!channel&gt;");
    expect(JSON.stringify(scene.platform.calls("chat.postMessage"))).not.toMatch(/<!/);
  });
});

describe("a file of which nobody heard the end", () => {
  const one = () => delivery({ text: "here", files: [foreign("steps.pdf")] });
  const files = { "tg-steps.pdf": "the steps" };

  it("is known by its id, when only Slack's answer was lost", async () => {
    await startWith(files);
    scene.platform.fail("files.completeUploadExternal", { drop: "after" });
    const [result, sent] = [await scene.channel.send(one(), never()), scene.platform.sent("D024LIN")];
    expect(result).toEqual({ outcome: "sent", ids: [sent[0]?.ts] });
    expect(sent).toHaveLength(1);
  });

  it("is sent only once Slack shows it, which may take a moment", async () => {
    await startWith(files);
    scene.platform.files.showAfter(2);
    expect((await scene.channel.send(one(), never())).outcome).toBe("sent");
  });

  it("is found by the lookup when Slack took longer, also after a restart", async () => {
    await startWith(files);
    scene.platform.files.showAfter(5);
    expect((await scene.channel.send(one(), never())).outcome).toBe("unknown");
    await scene.reopen();
    await startWith(files);
    expect(await scene.channel.lookup?.(one(), never())).toBe("posted");
  });

  it("is not taken for absent until nobody shows it for minutes: then it is sent again", async () => {
    await startWith(files);
    scene.platform.fail("files.completeUploadExternal", { drop: "before" });
    expect((await scene.channel.send(one(), never())).outcome).toBe("unknown");
    expect(await scene.channel.lookup?.(one(), never())).toBe("cannot_tell");
    scene.ahead = 3 * 60_000;
    expect(await scene.channel.lookup?.(one(), never())).toBe("absent");
    expect((await scene.channel.send({ ...one(), attempt: 2 }, never())).outcome).toBe("sent");
    expect(scene.platform.sent("D024LIN")).toHaveLength(1);
  });

  it("is never called sent when Slack said yes and showed nothing", async () => {
    await startWith(files);
    scene.platform.files.drop();
    expect((await scene.channel.send(one(), never())).outcome).toBe("unknown");
  });

  it("is posted once in the staff's channel, whatever became of the first attempt", async () => {
    await startWith(files);
    const card = { text: "card", choices: [], files: [] };
    const open = await scene.channel.staff?.open({ idempotencyKey: "c", title: "KF-1", card }, never());
    const thread = open?.outcome === "opened" ? open.thread : "";
    const post = {
      idempotencyKey: "p",
      thread,
      part: { text: "from Lin", choices: [], files: [foreign("steps.pdf")] },
    };
    scene.platform.files.showAfter(5);
    expect((await scene.channel.staff?.post(post, never()))?.outcome).toBe("unknown");
    await scene.reopen();
    await startWith(files);
    const result = await scene.channel.staff?.post(post, never());
    const sent = scene.platform.sent(ROOM);
    expect(sent).toHaveLength(2);
    expect(result).toEqual({ outcome: "sent", ids: [sent[1]?.ts] });
  });

  it("that was named is not named twice in the staff's channel", async () => {
    await startWith({});
    const part = { text: "from Lin", choices: [], files: [foreign("gone.pdf")] };
    const card = { text: "card", choices: [], files: [] };
    const open = await scene.channel.staff?.open({ idempotencyKey: "c", title: "KF-1", card }, never());
    const thread = open?.outcome === "opened" ? open.thread : "";
    scene.platform.fail("chat.postMessage", { drop: "after" });
    const post = { idempotencyKey: "p", thread, part };
    expect((await scene.channel.staff?.post(post, never()))?.outcome).toBe("unknown");
    expect((await scene.channel.staff?.post(post, never()))?.outcome).toBe("sent");
    expect(scene.platform.sent(ROOM)).toHaveLength(2);
  });
});
