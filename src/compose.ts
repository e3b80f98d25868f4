import { join } from "node:path";
import { ADAPTERS } from "../adapters/index.ts";
import { type Answering, openAnswering } from "./answering/answering.ts";
import { type EmbeddingSettings, embedderOf } from "./answering/embeddings/open.ts";
import { type EmbeddingsHealth, withEmbeddings } from "./answering/embeddings/with-embeddings.ts";
import type { Channel } from "./channel/contract.ts";
import { buildStamp, type Config, deskTimes, ROOT, ratesOf } from "./config.ts";
import { commandMenus } from "./conversation/phrases/phrases.ts";
import { type DeskFiles, deskFiles } from "./desk/files.ts";
import { keptBytes } from "./desk/kept-bytes.ts";
import { customerUploads } from "./desk/uploads.ts";
import type { Clock } from "./dispatch/clock.ts";
import type { DispatchHealth } from "./dispatch/dispatch.ts";
import { createDispatch, type RunningDispatch } from "./dispatch/run.ts";
import { AppError, reasonOf } from "./errors.ts";
import { FLOOD_LIMITS } from "./guard/flood.ts";
import { checkOutbound } from "./guard/outbound.ts";
import type { Knowledge } from "./knowledge/entry.ts";
import { knowledgeError } from "./knowledge/fault.ts";
import { loadKnowledge } from "./knowledge/load.ts";
import type { ParsedCache } from "./knowledge/parsed-cache.ts";
import { watchKnowledge } from "./knowledge/watch.ts";
import type { Log } from "./log.ts";
import { type Corpus, corpusOf } from "./matching/corpus.ts";
import type { Match } from "./matching/match.ts";
import { createNotify, type Notify } from "./notify/notify.ts";
import { createRooms, type Rooms } from "./rooms/rooms.ts";
import { openSqlite } from "./store/sqlite/open.ts";
import type { Store } from "./store/store.ts";

/** Everything below the HTTP doors, opened and wired, not yet started. */
export interface Parts {
  config: Config;
  log: Log;
  clock: Clock;
  store: Store;
  channels: Channel[];
  dispatch: RunningDispatch;
  /** The staff's rooms; they are started and stopped by whoever serves. */
  rooms: Rooms;
  /** Calls people; started and stopped by whoever serves. */
  notify: Notify;
  /** What agents uploaded. */
  files: DeskFiles;
  knowledge(): Knowledge;
  /** Ends what was opened, in the reverse order. */
  close(): Promise<void>;
}

/** Folders where a finished index may lie: the build's, then this installation's own. */
export function indexFolders(config: Pick<Config, "dataFolder">): { read: string[]; write: string } {
  const own = join(config.dataFolder, "cache");
  return { read: [join(ROOT, "dist", "index"), own], write: own };
}

/** Where knowledge is kept as read; nowhere when the program runs from source, since it may differ at every start. */
function parsedCache(config: Pick<Config, "dataFolder">): ParsedCache | undefined {
  const version = buildStamp();
  return version === undefined ? undefined : { ...indexFolders(config), version };
}

/** Loads the knowledge folder; throws `knowledge_invalid` with every fault. Warnings are logged. */
export async function readKnowledge(
  config: Pick<Config, "knowledgeFolder" | "dataFolder">,
  log: Log,
): Promise<Knowledge> {
  const result = await loadKnowledge(config.knowledgeFolder, parsedCache(config));
  if (!result.ok) throw knowledgeError(result.faults);
  for (const { file, line, reason } of result.warnings) log.warn({ file, line }, reason);
  return result.knowledge;
}

/**
 * Opens the store, the knowledge, the matcher and every configured channel, or `only` the given ones;
 * with `matcher: false` nothing can be matched, for commands that only act for agents.
 * Throws an AppError that says what to do; then nothing stays open.
 */
export async function compose(
  config: Config,
  context: { log: Log; clock: Clock; only?: Channel[]; matcher?: false },
): Promise<Parts> {
  const { log, clock } = context;
  const store = openSqlite({ folder: config.dataFolder, now: clock.now });
  try {
    const opening = context.matcher === false ? knowledgeAlone(config, log) : openBrain(config, context);
    // Side by side: the matcher's thread reads its index while the channels' SDKs are loaded.
    const [brain, channels] = await bothOrNeither(opening, context.only ?? openChannels(config, context));
    const rates = ratesOf(config);
    const rooms = createRooms({
      store,
      channels,
      clock,
      log,
      locale: config.STAFF_LOCALE,
      check: (text) => checkOutbound(text, brain.knowledge().official),
    });
    const kept = keptBytes({ files: store.files, folder: join(config.dataFolder, "files"), now: clock.now });
    const files = deskFiles({ files: store.files, kept, now: clock.now });
    const dispatch = createDispatch({
      files,
      uploads: customerUploads({ files: store.files, kept, now: clock.now }),
      store,
      channels,
      clock,
      log,
      match: brain.match,
      knowledge: brain.knowledge,
      perSecond: rates.perSecond,
      paceFactor: rates.factor,
      floodLimitsOf: (account) => floodLimits(rates.factor(account)),
      times: deskTimes(config),
      staff: rooms.door,
      answerWithin: config.ANSWER_WITHIN * 1_000,
      parts: () => ({ ...brain.parts(), rooms: rooms.health() }),
      others: context.only === undefined ? undefined : "leave",
    });
    const notify = createNotify({
      store,
      channels,
      clock,
      log,
      ladder: config.ALERT_STEPS,
      locale: config.STAFF_LOCALE,
      publicUrl: config.PUBLIC_URL,
      mail: bothOf(config.SMTP_URL, config.MAIL_FROM, (url, from) => ({ url, from })),
      webhook: bothOf(config.WEBHOOK_URL, config.WEBHOOK_SECRET, (url, secret) => ({ url, secret })),
    });
    return {
      config,
      log,
      clock,
      store,
      channels,
      dispatch,
      files,
      rooms,
      notify,
      knowledge: brain.knowledge,
      async close() {
        await brain.close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function bothOf<T>(a: string | undefined, b: string | undefined, make: (a: string, b: string) => T) {
  return a === undefined || b === undefined ? undefined : make(a, b);
}

/** Both, or the failure of one, with the brain closed again should it have opened. */
async function bothOrNeither(
  opening: Promise<Brain>,
  loading: Channel[] | Promise<Channel[]>,
): Promise<[Brain, Channel[]]> {
  const [brain, channels] = await Promise.allSettled([opening, loading]);
  if (brain.status === "rejected") throw brain.reason;
  if (channels.status === "fulfilled") return [brain.value, channels.value];
  await brain.value.close();
  throw channels.reason;
}

function floodLimits(factor: number) {
  return {
    burst: FLOOD_LIMITS.burst * factor,
    refillMs: FLOOD_LIMITS.refillMs / factor,
    storedPerHour: FLOOD_LIMITS.storedPerHour * factor,
  };
}

async function openChannels(config: Config, context: { log: Log; clock: Clock }): Promise<Channel[]> {
  const channels: Channel[] = [];
  for (const adapter of ADAPTERS) {
    const channel = await adapter.open(config.channels, {
      log: context.log,
      now: context.clock.now,
      ...(config.PUBLIC_URL === undefined ? {} : { publicUrl: config.PUBLIC_URL }),
      commands: commandMenus(),
    });
    if (channel !== undefined) channels.push(channel);
  }
  return channels;
}

/** What the dispatch asks of knowledge and matcher. */
interface Brain {
  match(text: string, before?: string): Promise<Match>;
  knowledge(): Knowledge;
  parts(): Pick<DispatchHealth, "matcher" | "knowledge" | "embeddings">;
  close(): Promise<void>;
}

async function knowledgeAlone(config: Config, log: Log): Promise<Brain> {
  const knowledge = await readKnowledge(config, log);
  return {
    match: () =>
      Promise.reject(new AppError("index_missing", "Nothing is matched here: no matcher was opened.")),
    knowledge: () => knowledge,
    parts: () => ({ matcher: { state: "failed" }, knowledge: { state: "ok", hash: knowledge.hash } }),
    close: async () => {},
  };
}

/** Knowledge and matcher, kept in step: a changed folder serves as soon as an index for it does, a bad one never. */
async function openBrain(config: Config, context: { log: Log; clock: Clock }): Promise<Brain> {
  const { log } = context;
  let knowledge = await readKnowledge(config, log);
  let fault: string | undefined;
  const { answering, embeddings } = await openMatcher(config, corpusOf(knowledge), context);
  const watching = watchKnowledge(
    config.knowledgeFolder,
    (result) => {
      if (!result.ok) {
        fault = knowledgeError(result.faults).message;
        log.error({ faults: result.faults.length }, `${fault}\nThe last good knowledge stays in use.`);
        return;
      }
      answering.reload(corpusOf(result.knowledge)).then(
        () => {
          knowledge = result.knowledge;
          fault = undefined;
          log.info(
            { hash: knowledge.hash.slice(0, 12), topics: knowledge.topics.size },
            "knowledge reloaded",
          );
        },
        (error) => log.error({ reason: reasonOf(error) }, "no index could be made of the changed knowledge"),
      );
    },
    { hash: knowledge.hash, log, cache: parsedCache(config) },
  );
  return {
    match: (text: string, before?: string) => answering.match(text, { before }),
    knowledge: () => knowledge,
    parts: () => ({
      matcher: { state: answering.info().ready ? ("ready" as const) : ("building" as const) },
      embeddings: embeddings(),
      knowledge: {
        hash: knowledge.hash,
        ...(fault === undefined ? { state: "ok" as const } : { state: "stale" as const, detail: fault }),
      },
    }),
    async close() {
      watching.close();
      await answering.close();
    },
  };
}

/** The matcher; where the operator named an embedder, with its vectors as a second opinion. */
async function openMatcher(
  config: Config,
  corpus: Corpus,
  { log, clock }: { log: Log; clock: Clock },
): Promise<{ answering: Answering; embeddings(): EmbeddingsHealth }> {
  const folders = indexFolders(config);
  const warn = (message: string, details: Record<string, unknown>) => log.warn(details, message);
  const answering = await openAnswering({
    corpus,
    cacheFolders: folders.read,
    writeFolder: folders.write,
    log: warn,
  });
  const open = embedderOf(embeddingSettings(config));
  if (open === undefined) return { answering, embeddings: () => ({ state: "off" }) };
  const embedded = withEmbeddings(answering, corpus, {
    open,
    folder: folders.write,
    timing: clock,
    log: warn,
  });
  return { answering: embedded, embeddings: () => embedded.embeddings() };
}

/** The operator's embedder, as the settings name it. */
export function embeddingSettings(config: Config): EmbeddingSettings {
  return {
    url: config.EMBEDDINGS_URL,
    model: config.EMBEDDINGS_MODEL,
    key: config.EMBEDDINGS_KEY,
    folder: config.EMBEDDINGS_DIR,
  };
}
