import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faultLine } from "../../../src/knowledge/fault.ts";
import { type LoadResult, loadKnowledge } from "../../../src/knowledge/load.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kefu-knowledge-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function write(files: Record<string, string | Uint8Array>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

const entry = (title: string, more = "") => `---\ntitle: ${title}\n${more}---\n${title}.\n`;

const SMALL = {
  "zh/account/reset-password.md": entry("忘记密码", "related: [account.change-password]\n"),
  "en/account/reset-password.md": entry("Forgot password"),
  "zh/account/change-password.md": entry("修改密码"),
  "en/account/change-password.md": entry("Change password"),
  "zh/account/reset-password.phrasings.txt": "密码忘了\n",
  "zh/_other/greeting.phrasings.txt": "你好\n",
  "official.yml": "links: [https://wallet.example/help]\n",
};

function lines(result: LoadResult): string[] {
  return result.ok ? [] : result.faults.map(faultLine);
}

async function hash(): Promise<string> {
  const result = await loadKnowledge(folder);
  if (!result.ok) throw new Error(lines(result).join("\n"));
  return result.knowledge.hash;
}

describe("loading a knowledge folder", () => {
  it("brings together both languages of a topic, the phrasings and the official names", async () => {
    await write(SMALL);
    const result = await loadKnowledge(folder);
    if (!result.ok) throw new Error(lines(result).join("\n"));
    const { topics, phrasings, official } = result.knowledge;
    expect([...topics.keys()].sort()).toEqual(["account.change-password", "account.reset-password"]);
    expect(topics.get("account.reset-password")).toMatchObject({
      zh: { title: "忘记密码" },
      en: { title: "Forgot password" },
    });
    expect(phrasings.map(({ label }) => label).sort()).toEqual(["_other.greeting", "account.reset-password"]);
    expect(official.links).toEqual(["https://wallet.example/help"]);
    expect(result.warnings.map(({ file }) => file)).toContain("en/account/change-password.phrasings.txt");
  });

  it("reports the faults of all files together, in the same order each time", async () => {
    await write({
      ...SMALL,
      "zh/b.md": "nothing",
      "en/b.md": entry("B", "severity: bad\nhandoff: worse\n"),
      "official.yml": "link: []\n",
    });
    const first = lines(await loadKnowledge(folder));
    expect(first.map((line) => line.split(" ")[0])).toEqual([
      "en/b.md:3:",
      "en/b.md:4:",
      "official.yml:1:",
      "zh/b.md:1:",
    ]);
    expect(lines(await loadKnowledge(folder))).toEqual(first);
  });

  it("refuses a topic that customers of one language would not get", async () => {
    await write({ ...SMALL, "zh/only.md": entry("只有中文") });
    expect(lines(await loadKnowledge(folder))).toEqual([
      'zh/only.md: "only" has no entry in en. Write en/only.md: customers of every language get an answer.',
    ]);
  });

  it("says once that a whole language is missing", async () => {
    await write({ "zh/a.md": entry("甲"), "zh/b.md": entry("乙") });
    expect(lines(await loadKnowledge(folder))).toEqual([expect.stringMatching(/^en: No entry/)]);
  });

  it("refuses a related topic that does not exist, and suggests the one that was meant", async () => {
    await write({
      ...SMALL,
      "zh/account/reset-password.md": entry("忘记密码", "related: [account.chnage-password]\n"),
    });
    expect(lines(await loadKnowledge(folder))).toEqual([
      expect.stringContaining("Did you mean account.change-password?"),
    ]);
  });

  it("refuses phrasings without an entry and files it can make nothing of", async () => {
    await write({
      ...SMALL,
      "zh/account/nothing.phrasings.txt": "什么",
      "en/account/reset-password.phrasing.txt": "x",
    });
    expect(lines(await loadKnowledge(folder)).map((line) => line.split(":")[0])).toEqual([
      "en/account/reset-password.phrasing.txt",
      "zh/account/nothing.phrasings.txt",
    ]);
  });

  it("passes over what editors and file managers leave behind", async () => {
    await write({
      ...SMALL,
      "zh/.DS_Store": "x",
      "zh/account/.a.md.swp": "x",
      "zh/account/a.md~": "x",
      "zh/#a.md#": "x",
    });
    expect((await loadKnowledge(folder)).ok).toBe(true);
  });

  it("refuses text that is not UTF-8, and a file of more than 1 MB, by name", async () => {
    await write({
      ...SMALL,
      "zh/account/change-password.md": new Uint8Array([0x2d, 0x2d, 0x2d, 0xff, 0xfe]),
      "en/account/change-password.md": "x".repeat(1_000_001),
    });
    expect(lines(await loadKnowledge(folder))).toEqual([
      expect.stringMatching(/^en\/account\/change-password\.md: .*1 MB/),
      expect.stringMatching(/^zh\/account\/change-password\.md: .*UTF-8/),
    ]);
  });

  it("follows a link inside the folder, and refuses one that leads out or round in a ring", async () => {
    await write(SMALL);
    await symlink("account", join(folder, "zh", "konto"));
    await symlink("account", join(folder, "en", "konto"));
    expect((await loadKnowledge(folder)).ok).toBe(true);

    await symlink(tmpdir(), join(folder, "zh", "outside"));
    await symlink("..", join(folder, "zh", "account", "round"));
    await symlink("nowhere", join(folder, "zh", "dead"));
    const faults = lines(await loadKnowledge(folder));
    expect(faults).toContainEqual(expect.stringMatching(/^zh\/outside: This link leads out/));
    expect(faults).toContainEqual(expect.stringMatching(/^zh\/account\/round: This link leads back/));
    expect(faults).toContainEqual(expect.stringMatching(/^zh\/dead: This cannot be read/));
  });

  it("refuses an answer that asks for a secret or names what is not official, and says why", async () => {
    await write({
      ...SMALL,
      "zh/account/reset-password.md": "---\ntitle: 忘记密码\n---\n请把你的助记词发给我们核对。\n",
      "en/account/reset-password.md":
        "---\ntitle: Forgot password\n---\nWrite to help@wallet-support.example.\n",
    });
    const faults = lines(await loadKnowledge(folder));
    expect(faults).toContainEqual(
      expect.stringMatching(/^zh\/account\/reset-password\.md.*asks the customer/),
    );
    expect(faults).toContainEqual(expect.stringMatching(/^en\/account\/reset-password\.md.*e-mail address/));
    await write({
      ...SMALL,
      "en/account/reset-password.md": "---\ntitle: a\n---\nSee https://wallet.example/help\n",
    });
    expect(lines(await loadKnowledge(folder))).toEqual([]);
  });

  it("says which folder is missing instead of failing", async () => {
    const result = await loadKnowledge(join(folder, "absent"));
    expect(lines(result)).toEqual([
      expect.stringMatching(/absent: The folder cannot be read .*KNOWLEDGE_DIR/),
    ]);
  });

  it("has the same hash for the same content, whatever the order of writing, line ends or times", async () => {
    await write(SMALL);
    const before = await hash();
    await rm(folder, { recursive: true });
    const windows = Object.entries(SMALL).map(([path, text]) => [path, text.replaceAll("\n", "\r\n")]);
    await write(Object.fromEntries(windows.reverse()));
    expect(await hash()).toBe(before);
  });

  it("asks for no new training when only the words of an answer change", async () => {
    const training = async () => {
      const result = await loadKnowledge(folder);
      return result.ok ? result.knowledge.trainingHash : lines(result).join();
    };
    await write(SMALL);
    const before = await training();
    await write({
      "zh/account/reset-password.md": `${SMALL["zh/account/reset-password.md"]}请先检查邮箱。\n`,
    });
    expect(await training()).toBe(before);
    await write({ "zh/account/reset-password.phrasings.txt": "密码忘了\n密码忘记了\n" });
    expect(await training()).not.toBe(before);
  });

  it("has another hash when a letter or a file name changes", async () => {
    await write(SMALL);
    const before = await hash();
    await write({ "zh/_other/greeting.phrasings.txt": "您好\n" });
    const changed = await hash();
    await write(SMALL);
    await rename(
      join(folder, "zh/_other/greeting.phrasings.txt"),
      join(folder, "zh/_other/hello.phrasings.txt"),
    );
    expect(new Set([before, changed, await hash()]).size).toBe(3);
  });
});

it("names the line on which an answer says what it must not, or breaks the style", async () => {
  const answer = (text: string) => `---\ntitle: T\nseverity: normal\n---\n\nOpen it.\n\n${text}\n`;
  await write({ ...SMALL, "en/account/change-password.md": answer("Or go to https://evil.example/x now.") });
  expect(lines(await loadKnowledge(folder))).toEqual([
    expect.stringMatching(/^en\/account\/change-password\.md:8: The answer names a link/),
  ]);
  await write({ "en/account/change-password.md": answer("Hurry!") });
  const result = await loadKnowledge(folder);
  expect(result.ok ? result.warnings.map(faultLine) : []).toContainEqual(
    expect.stringMatching(/^en\/account\/change-password\.md:8: An exclamation mark/),
  );
});

it("names both lines of a text that stands under two topics", async () => {
  await write({
    ...SMALL,
    "zh/account/reset-password.phrasings.txt": "# one\n密码忘了\n",
    "zh/account/change-password.phrasings.txt": "换密码\n\n密码忘了！\n",
  });
  const result = await loadKnowledge(folder);
  expect(result.ok ? result.warnings.map(faultLine) : []).toContainEqual(
    expect.stringMatching(
      /^zh\/account\/reset-password\.phrasings\.txt:2: .* in zh\/account\/change-password\.phrasings\.txt:3/,
    ),
  );
});
