/** A raw HTTP request as an adapter verifies it: the body is the bytes as received. */
export interface RawRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: Uint8Array;
  /** Address of the client, already resolved through trusted proxies. */
  ip: string;
}

/** `stream` answers with server-sent events: called once, its return value ends it. */
export interface RawResponse {
  status: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  stream?: (push: (chunk: string) => void, closed: AbortSignal) => void | Promise<void>;
}

/** An HTTP route an adapter answers itself. `path` is exact, or ends in `/*`. */
export interface ChannelRoute {
  method: "GET" | "POST" | "OPTIONS";
  path: string;
  handle(request: RawRequest): Promise<RawResponse>;
}
