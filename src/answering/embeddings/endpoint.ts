import { z } from "zod";
import { reasonOf } from "../../errors.ts";
import { type Embedder, embeddingsError } from "./embedder.ts";

export interface EndpointSettings {
  /** Root of an OpenAI-compatible API, like `https://api.example.com/v1`. */
  url: string;
  model: string;
  key?: string | undefined;
}

const Answer = z.object({
  data: z.array(z.object({ index: z.int().nonnegative(), embedding: z.array(z.number()).min(1) })).min(1),
});

/** Any endpoint that speaks `POST /embeddings` as OpenAI's does. */
export function endpointEmbedder({ url, model, key }: EndpointSettings): Embedder {
  const address = `${url.replace(/\/+$/, "").replace(/\/embeddings$/, "")}/embeddings`;
  const host = new URL(address).host;
  return {
    id: `${address} ${model}`,
    async embed(texts, signal) {
      const response = await fetch(address, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        },
        body: JSON.stringify({ model, input: texts }),
        // Another address would get the texts: that is for the operator to say.
        redirect: "error",
        signal,
      }).catch((error: unknown) => {
        throw unreachable(host, error);
      });
      if (!response.ok) {
        await response.body?.cancel();
        throw refused(host, response.status);
      }
      const body: unknown = await response.json().catch(() => undefined);
      return vectorsIn(body, texts.length, host);
    },
    close: async () => {},
  };
}

function vectorsIn(body: unknown, expected: number, host: string): Float32Array[] {
  const result = Answer.safeParse(body);
  const vectors = new Map<number, Float32Array>();
  for (const { index, embedding } of result.data?.data ?? [])
    vectors.set(index, Float32Array.from(embedding));
  const inOrder = Array.from({ length: expected }, (_, i) => vectors.get(i) ?? new Float32Array(0));
  const size = inOrder[0]?.length ?? 0;
  if (size === 0 || vectors.size !== expected || inOrder.some(({ length }) => length !== size)) {
    throw embeddingsError(
      `What ${host} answers is no list of vectors, one a text. Check that EMBEDDINGS_URL is an OpenAI-compatible API and EMBEDDINGS_MODEL one for embeddings.`,
    );
  }
  return inOrder;
}

/** Says the cause by its code alone: a message may hold the address whole. */
function unreachable(host: string, error: unknown) {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
  const code = cause && "code" in cause ? String(cause.code) : (cause?.name ?? nameOf(error));
  return embeddingsError(`${host} cannot be reached (${code}). Check EMBEDDINGS_URL, and that it is up.`, {
    retryable: true,
  });
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : reasonOf(error);
}

function refused(host: string, status: number) {
  if (status === 429) {
    return embeddingsError(`${host} takes no more for now (429). Check the limits of the account.`, {
      retryable: true,
    });
  }
  if (status >= 500) return embeddingsError(`${host} failed (${status}).`, { retryable: true });
  if (status === 401 || status === 403) {
    return embeddingsError(`${host} refused the key (${status}). Check EMBEDDINGS_KEY.`);
  }
  return embeddingsError(
    `${host} refused the request (${status}). Check EMBEDDINGS_URL (it mostly ends in /v1) and EMBEDDINGS_MODEL.`,
  );
}
