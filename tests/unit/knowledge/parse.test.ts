import { describe, expect, it } from "vitest";
import { SLOTS } from "../../../src/knowledge/entry.ts";
import { faultLine, knowledgeError } from "../../../src/knowledge/fault.ts";
import { parseEntry, parseOfficial, parsePhrasings } from "../../../src/knowledge/parse.ts";

const FILE = "zh/account/reset-password.md";

function entryText(settings: string, body = "1. 打开登录页"): string {
  return `---\n${settings}\n---\n${body}\n`;
}

/** "line: reason" of every fault, and the mends beside them. */
function faultsOf(source: string, file = FILE): string[] {
  const result = parseEntry(file, source);
  return result.ok ? [] : result.faults.map(({ line, reason }) => `${line}: ${reason}`);
}

describe("reading an entry", () => {
  it("takes every setting and the answer, and makes the path the topic id", () => {
    const source = entryText(
      "title: 忘记密码如何重置?\nseverity: high   # 说明\nhandoff: always\ncollect: [registered-email, screenshot]\nrelated: [account.change-password]\nmenu: 3",
      "1. 打开登录页,点「忘记密码」\n2. 输入 `邮箱`",
    );
    expect(parseEntry(FILE, source)).toEqual({
      ok: true,
      entry: {
        id: "account.reset-password",
        locale: "zh",
        title: "忘记密码如何重置?",
        severity: "high",
        handoff: "always",
        collect: ["registered-email", "screenshot"],
        related: ["account.change-password"],
        menu: 3,
        body: "1. 打开登录页,点「忘记密码」\n2. 输入 `邮箱`",
        file: FILE,
      },
    });
  });

  it("takes 1 to 9 as a place in the menu and nothing else", () => {
    expect(faultsOf(entryText("title: a\nmenu: first"))).toEqual(['3: "first" is no place in the menu']);
    expect(faultsOf(entryText("title: a\nmenu: 10"))).toEqual(['3: "10" is no place in the menu']);
  });

  it("treats settings that are left out as an ordinary question with a person on offer", () => {
    const result = parseEntry("en/a/b/c.md", entryText("title: Hello"));
    expect(result).toMatchObject({
      ok: true,
      entry: { id: "a.b.c", locale: "en", severity: "normal", handoff: "offer", collect: [], related: [] },
    });
  });

  it("reads a file saved on Windows like one saved anywhere else", () => {
    const unix = entryText("title: Hello", "one\n\ntwo");
    const windows = `\uFEFF${unix.replaceAll("\n", "\r\n")}`;
    expect(parseEntry(FILE, windows)).toEqual(parseEntry(FILE, unix));
  });

  it("keeps a title of digits as the text it is", () => {
    expect(parseEntry(FILE, entryText("title: 404"))).toMatchObject({ ok: true, entry: { title: "404" } });
  });

  it("names every fault of the file at once, each with its line", () => {
    const source = entryText(
      "sevrity: high\nseverity: hgih\nhandoff: maybe\ncollect: [tx-hsh]\nrelated: [Bad Id]",
      "",
    );
    expect(faultsOf(source)).toEqual([
      '2: "sevrity" is not a setting',
      "1: The title is missing",
      '3: "hgih" is no severity',
      '4: "maybe" is no handoff',
      '5: "tx-hsh" is not something kefu can ask for',
      '6: "Bad Id" is no topic id',
      "7: The answer is empty",
    ]);
  });

  it("suggests what a misspelt setting, value or slot most likely meant", () => {
    const result = parseEntry(
      FILE,
      entryText("title: a\nsevrity: high\nseverity: urgnet\ncollect: [tx-hsh]"),
    );
    const mends = result.ok ? "" : result.faults.map(({ mend }) => mend).join("\n");
    expect(mends).toContain("Did you mean severity?");
    expect(mends).toContain("Did you mean urgent?");
    expect(mends).toContain("Did you mean tx-hash?");
    for (const slot of SLOTS) expect(mends).toContain(slot);
  });

  it.each([
    ["no settings at all", "hello", "1: The settings between two --- lines are missing"],
    ["settings that never end", "---\ntitle: a\nhello", "1: The settings between two --- lines are missing"],
    [
      "settings that are a list",
      "---\n- a\n---\nhi",
      "2: These settings are not lines of the form name: value",
    ],
    ["an empty title", entryText("title:"), "2: The title is missing"],
    ["a title in two places", entryText("title: a\ntitle: b"), "3: Map keys must be unique"],
    ["a title that is a list", entryText("title: [a]"), '2: "title" is a list'],
    [
      "a value borrowed by alias",
      entryText("title: a\nrelated: &x [b]\ncollect: *x"),
      '4: "collect" is neither text nor a list of text',
    ],
    [
      "a slot asked for twice",
      entryText("title: a\ncollect: [time, time]"),
      '3: "time" stands in collect twice',
    ],
    ["slots that are no list", entryText("title: a\ncollect: time"), '3: "collect" is not a list'],
  ])("refuses %s", (_what, source, fault) => {
    expect(faultsOf(source)).toEqual([fault]);
  });

  it.each([
    ["HTML", "hi <b>there</b>", "4: HTML is not allowed in an answer"],
    ["an HTML comment", "one\n\n<!-- later -->", "6: HTML is not allowed in an answer"],
    ["a picture", "one\n\n![a](https://x.example/a.png)", "6: Pictures cannot be shown on every channel"],
    ["a table", "one\n\n| a | b |\n|---|---|\n| 1 | 2 |", "6: Tables cannot be shown on every channel"],
    ["a bare table", "a | b\n--- | ---\n1 | 2", "4: Tables cannot be shown on every channel"],
    ["a script link", "[x](javascript:alert(1))", '4: "javascript:alert(1)" is not a web address'],
    ["a link to a file", "[x](../b.md)", '4: "../b.md" is not a web address'],
    ["struck-out text", "no ~~way~~", "4: Struck-out text is not understood on every channel"],
    ["tick boxes", "- [ ] a", "4: Tick-box lists are not understood on every channel"],
    ["a footnote", "a[^1]", "4: Footnotes are not understood on every channel"],
  ])("refuses %s in an answer", (_what, body, fault) => {
    expect(faultsOf(entryText("title: a", body))).toEqual([fault]);
  });

  it("lets headings, lists, quotes, code, bold and web links through, and anything inside code", () => {
    const body =
      "# A\n\n> q\n\n- **b** *i* `<b>|--|--|`\n\n```html\n<b>![x](y)</b>\n```\n\n[s](https://status.example/x) --- a | b";
    expect(faultsOf(entryText("title: a", body))).toEqual([]);
  });

  it.each([
    ["fr/a.md", "This file is in no language folder"],
    ["zh/Account/a.md", "The name is not made of small letters, digits and single hyphens"],
    ["zh/a_b.md", "The name is not made of small letters, digits and single hyphens"],
    ["zh/a.b.md", "The name is not made of small letters, digits and single hyphens"],
    ["zh/notes.txt", "This file is neither an entry nor phrasings"],
    ["zh/_other/greeting.md", "A folder that starts with _ holds phrasings of a detector only"],
    ["zh/human.md", '"human" is a name kefu uses itself'],
  ])("refuses the file name %s", (file, reason) => {
    expect(faultsOf(entryText("title: a"), file)).toEqual([`0: ${reason}`]);
  });

  it("ends quickly and with one plain fault on settings nested without end", () => {
    expect(faultsOf(entryText("[".repeat(20_000)))).toHaveLength(1);
    expect(faultsOf(entryText("title: a", ">".repeat(100_000)))).toEqual([
      "4: The answer has 100000 characters",
    ]);
  });
});

describe("reading phrasings", () => {
  it("takes one a line and leaves comments and blank lines out", () => {
    const file = "en/account/reset-password.phrasings.txt";
    const result = parsePhrasings(file, "# comment\n\n  forgot my password \r\n# x\nreset pwd #2\n");
    const lines = ["forgot my password", "reset pwd #2"];
    expect(result).toEqual({
      ok: true,
      phrasings: { label: "account.reset-password", locale: "en", lines, file },
    });
  });

  it.each(["_other", "_human", "_urgent"])("labels a file of %s with folder and name", (folder) => {
    const result = parsePhrasings(`zh/${folder}/small-talk.phrasings.txt`, "你好");
    expect(result).toMatchObject({ ok: true, phrasings: { label: `${folder}.small-talk` } });
  });

  it("refuses a folder of detectors it does not know, and one below a detector", () => {
    expect(parsePhrasings("zh/_others/a.phrasings.txt", "你好").ok).toBe(false);
    expect(parsePhrasings("zh/_other/a/b.phrasings.txt", "你好").ok).toBe(false);
  });

  it("refuses a file with nothing in it, and names the line that is an essay", () => {
    expect(parsePhrasings("zh/a.phrasings.txt", "# later\n")).toMatchObject({ ok: false });
    expect(parsePhrasings("zh/a.phrasings.txt", `ok\n${"长".repeat(501)}`)).toMatchObject({
      faults: [{ line: 2 }],
    });
  });
});

describe("reading official.yml", () => {
  it("knows no link, account or number unless one is written", () => {
    const none = { links: [], accounts: [], phones: [], emails: [] };
    expect(parseOfficial("official.yml", "")).toEqual({ ok: true, official: none });
    expect(parseOfficial("official.yml", "# nothing yet\nlinks: []\nphones:\n")).toEqual({
      ok: true,
      official: none,
    });
  });

  it("takes the lists that are written", () => {
    const source =
      "links:\n  - https://wallet.example/help\naccounts: ['@wallet_help']\nphones: [+86 400 000 0000]\nemails: [help@wallet.example]";
    expect(parseOfficial("official.yml", source)).toEqual({
      ok: true,
      official: {
        links: ["https://wallet.example/help"],
        accounts: ["@wallet_help"],
        phones: ["+86 400 000 0000"],
        emails: ["help@wallet.example"],
      },
    });
  });

  it("names the line of a link that is not https, a mail address that is none, and an unknown list", () => {
    const result = parseOfficial(
      "official.yml",
      "links:\n  - https://a.example\n  - http://b.example\nemails: [nobody]\nfaxes: [1]",
    );
    expect(result).toMatchObject({ ok: false, faults: [{ line: 5 }, { line: 3 }, { line: 4 }] });
  });
});

describe("the error start-up stops with", () => {
  it("lists file, line, reason and what to do, one fault a line", () => {
    const faults = [
      { file: "zh/a.md", line: 3, reason: '"x" is no severity', mend: "Use normal." },
      { file: "en", line: 0, reason: "No entry is in this language", mend: "Write one." },
    ];
    const error = knowledgeError(faults);
    expect(error.code).toBe("knowledge_invalid");
    expect(error.message.split("\n")).toEqual([
      "The knowledge folder has 2 faults:",
      '  zh/a.md:3: "x" is no severity. Use normal.',
      "  en: No entry is in this language. Write one.",
    ]);
    expect(faultLine(faults[0] ?? { file: "", line: 0, reason: "", mend: "" })).toContain("zh/a.md:3:");
  });
});
