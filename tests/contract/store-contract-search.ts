import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SearchRequest } from "../../src/store/search.ts";
import type { Bench } from "./store-contract.ts";
import { acceptOne, command, handleNext, inboundOf, MEI, messageOf, say, TOM } from "./store-scene.ts";

/** Two-character words of the trade, each inside a sentence where no space marks it. */
const WORDS: [word: string, sentence: string][] = [
  ["转账", "我昨天转账了一笔还没到"],
  ["哈希", "这是交易的哈希值请看"],
  ["到账", "什么时候才能到账呢?"],
  ["提现", "提现按钮是灰色的"],
  ["冻结", "账户被冻结了怎么办"],
  ["客服", "请帮我转人工客服"],
  ["助记", "我的助记词抄错了"],
  ["换机", "换机以后余额不见了"],
];
const HASH = "0x9f3c5e1b7a2d4860c1e8f7a6b5d4c3b2a1908f7e6d5c4b3a291807f6e5d4c3b2";
const TRON = "TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE";

export function searchContract({ store, restart }: Bench): void {
  let n = 0;
  const wrote = async (text: string, who = `c${n}`, more: Parameters<typeof acceptOne>[2] = {}) => {
    n += 1;
    const { at = 2000 } = more;
    const event = messageOf(`s${n}`, text, {
      at,
      space: { id: who, kind: "dm" },
      actor: { id: who, name: `Name of ${who}` },
    });
    return acceptOne(store(), event, more);
  };
  const find = (text: string, more: Partial<SearchRequest> = {}) =>
    store().search.find({ text, agentId: MEI.id, limit: 20, ...more });
  const marked = async (text: string, more: Partial<SearchRequest> = {}) =>
    (await find(text, more)).hits.map(({ snippet }) =>
      snippet.marks.map(([from, to]) => snippet.text.slice(from, to)).join("|"),
    );

  describe("search", () => {
    it("finds every two-character word inside a sentence, and says where it stands", async () => {
      for (const [, sentence] of WORDS) await wrote(sentence);
      for (const [word] of WORDS) expect(await marked(word), word).toEqual([word]);
      expect(await marked("账")).toEqual(["账", "账", "账"]);
      expect(await marked("轉賬")).toEqual(["转账"]);
      expect(await marked("账转")).toEqual([]);
    });

    it("finds words by their beginning whatever their case, width or accents, phrases in quotes whole", async () => {
      await wrote("My WITHDRAWAL to the Ｂinance café is stuck, v2.3.1");
      expect(await marked("withdraw")).toEqual(["WITHDRAWAL"].map((word) => word.slice(0, 8)));
      expect(await marked("stuck binance")).toEqual(["Ｂinance|stuck"]);
      for (const text of ["cafe", "CAFÉ", "v2.3.1", '"binance cafe"', "“is stuck”"]) {
        expect(await marked(text), text).toHaveLength(1);
      }
      for (const text of ["drawal", '"withdraw"', '"stuck binance"', "stuck nowhere", "is-to"]) {
        expect(await marked(text), text).toEqual([]);
      }
    });

    it("finds hashes and addresses whole, by their beginning, and by the short form a wallet shows", async () => {
      await wrote(`看这个 ${HASH} 谢谢`);
      await wrote(`sent to ${TRON}`);
      await wrote("my address is 0x9f3c...c3b2 or TQn9Y2…bLSE");
      expect(await marked(HASH)).toEqual(["0x9f3c...c3b2", HASH]);
      expect(await marked(HASH.toUpperCase())).toHaveLength(2);
      expect(await marked(HASH.slice(0, 12))).toEqual([HASH.slice(0, 12)]);
      for (const short of ["0x9f3c…c3b2", "0x9f3c...c3b2", "0x9f3c****c3b2"]) {
        expect(await marked(short), short).toEqual(["0x9f3c...c3b2", HASH]);
      }
      expect(await marked("tqn9…cblse")).toEqual([TRON]);
      expect(await marked("0x9f3c…0000")).toEqual([]);
    });

    it("finds Chinese and Latin written together", async () => {
      await wrote("我用USDT转账到TRC20地址");
      for (const text of ["usdt转账", "转账到trc20", "用usdt", "trc20地", "usdt 地址"]) {
        expect(await marked(text), text).toHaveLength(1);
      }
      expect(await marked("usdt地址")).toEqual([]);
    });

    it("finds what was said by the bot, by agents and in notes, and a case by what is known of it", async () => {
      const { conversationId } = await wrote("hello there", "zhang");
      await handleNext(store(), conversationId, {
        actions: [
          say("b.1", "Open the **settings** page"),
          { type: "note", id: "n.1", agentId: MEI.id, name: MEI.name, text: "smells of phishing" },
        ],
        change: { collected: { details: "ORD-77123" } },
      });
      expect((await find("settings")).hits).toMatchObject([{ message: { id: "b.1", author: "bot" } }]);
      expect((await find("phishing")).hits).toMatchObject([{ message: { id: "n.1", author: "note" } }]);
      expect(await marked("phishing", { author: "customer" })).toEqual([]);
      const { conversation } = (await store().desk.show(conversationId)) ?? {};
      for (const text of [conversation?.reference ?? "", "name zhang", "ord-77123", "ORD-77"]) {
        const { hits } = await find(text);
        expect(hits, text).toMatchObject([{ conversation: { id: conversationId } }]);
        expect(hits[0]).not.toHaveProperty("message");
      }
    });

    it("forgets what is edited away or deleted with the change itself, and what a crash undoes never counted", async () => {
      const { conversationId } = await wrote("the fee is 77", "ed");
      await acceptOne(
        store(),
        inboundOf("edit", {
          key: "ed1",
          msgId: `s${n}`,
          text: "the charge is 88",
          space: { id: "ed", kind: "dm" },
          actor: { id: "ed" },
        }),
      );
      expect(await marked("fee")).toEqual([]);
      expect(await marked("charge 88")).toEqual(["charge|88"]);
      const message = (await store().desk.show(conversationId))?.messages[0]?.id ?? "";
      await handleNext(store(), conversationId);
      await command(store(), conversationId, "del", {
        actions: [{ type: "delete-messages", messageIds: [message] }],
      });
      expect(await marked("charge")).toEqual([]);
    });

    it("narrows by view, owner, account, language, author and time", async () => {
      const mine = await wrote("refund please", "a1", { at: 10_000_000 });
      const bots = await wrote("refund please", "b1", { at: 20_000_000 });
      const other = await wrote("refund please", "c1", { at: 30_000_000, account: "web" });
      const owner = { kind: "agent", agentId: MEI.id, agentName: MEI.name, since: 1 } as const;
      await command(store(), mine.conversationId, "k1", { change: { owner, epoch: 2, waitingSince: 5 } });
      await command(store(), other.conversationId, "k2", { change: { locale: "zh", status: "resolved" } });
      const ids = async (more: Partial<SearchRequest>) =>
        (await find("refund", more)).hits.map(({ conversation }) => conversation.id);
      const all = [other, bots, mine].map(({ conversationId }) => conversationId);
      expect(await ids({})).toEqual(all);
      expect(await ids({ view: "mine" })).toEqual([mine.conversationId]);
      expect(await ids({ view: "mine", agentId: TOM.id })).toEqual([]);
      expect(await ids({ view: "bot" })).toEqual([bots.conversationId]);
      expect(await ids({ view: "resolved" })).toEqual([other.conversationId]);
      expect(await ids({ owner: MEI.id })).toEqual([mine.conversationId]);
      expect(await ids({ owner: "bot" })).toEqual([other.conversationId, bots.conversationId]);
      expect(await ids({ account: "web" })).toEqual([other.conversationId]);
      expect(await ids({ locale: "zh" })).toEqual([other.conversationId]);
      expect(await ids({ author: "customer" })).toEqual(all);
      expect(await ids({ author: "agent" })).toEqual([]);
      expect(await ids({ from: 20_000_000 })).toEqual([other.conversationId, bots.conversationId]);
      expect(await ids({ to: 20_000_000 })).toEqual([bots.conversationId, mine.conversationId]);
      expect(await ids({ from: 20_000_001, to: 29_999_999 })).toEqual([]);
      expect(await ids({ from: 30_000_000, to: 10_000_000 })).toEqual([]);
    });

    it("shows each conversation once, newest first, however small the pages, and counts them", async () => {
      for (let i = 0; i < 30; i++) await wrote(`order ${i}`, `p${i % 7}`);
      await wrote("nothing of that", "order");
      const whole = await find("order");
      expect(whole.hits.map(({ conversation }) => conversation.customer.id)).toEqual([
        "order",
        "p1",
        "p0",
        "p6",
        "p5",
        "p4",
        "p3",
        "p2",
      ]);
      expect(whole.total).toEqual({ count: 8, more: false });
      expect(whole).not.toHaveProperty("next");
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await find("order", { limit: 3, ...(cursor === undefined ? {} : { cursor }) });
        seen.push(...page.hits.map(({ conversation }) => conversation.customer.id));
        cursor = page.next;
      } while (cursor !== undefined);
      expect(seen).toEqual(whole.hits.map(({ conversation }) => conversation.customer.id));
    });

    it("survives a restart", async () => {
      await wrote("我昨天转账了");
      await restart();
      expect(await marked("转账")).toEqual(["转账"]);
    });

    it("takes any text for words and never for commands, and any text for a cursor", async () => {
      await wrote("plain words and 中文 here");
      const pieces = fc.constantFrom(
        '"',
        "*",
        "(",
        ")",
        " AND ",
        " OR ",
        " NOT ",
        "NEAR(",
        ":",
        "^",
        "-",
        "{",
        "words",
        "中文",
        "…",
        "0x1",
        "\0",
        "'",
        ";--",
        "_w",
      );
      const texts = fc.oneof(
        fc.string({ unit: "binary", maxLength: 60 }),
        fc.array(pieces, { maxLength: 12 }).map((list) => list.join("")),
      );
      await fc.assert(
        fc.asyncProperty(texts, fc.string(), async (text, cursor) => {
          const page = await find(text, { cursor });
          expect(page.hits.length).toBeLessThanOrEqual(1);
        }),
        { numRuns: 300 },
      );
      expect(await marked("words OR nothing")).toEqual([]);
      expect(await marked("words) (here")).toEqual(["words|here"]);
      expect((await find(" ?! … ")).hits).toEqual([]);
    });
  });
}
