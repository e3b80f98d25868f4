import type { Embedder } from "./embedder.ts";

/** The operator's choice; at most one of `url` and `folder`. */
export interface EmbeddingSettings {
  url?: string | undefined;
  model?: string | undefined;
  key?: string | undefined;
  folder?: string | undefined;
}

/** Opens the embedder that was chosen; undefined when none was, and then nothing of it is loaded. */
export function embedderOf(settings: EmbeddingSettings): (() => Promise<Embedder>) | undefined {
  const { url, model, key, folder } = settings;
  if (folder !== undefined) return async () => (await import("./onnx.ts")).openOnnx(folder);
  if (url === undefined || model === undefined) return undefined;
  return async () => (await import("./endpoint.ts")).endpointEmbedder({ url, model, key });
}
