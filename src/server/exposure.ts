import { isLoopback, type TrustProxy } from "./client-ip.ts";

/**
 * What to tell the operator about an address that others can reach without encryption; undefined when all is well.
 * A warning and no refusal: a container must listen on all addresses, and knows nothing of the proxy before it.
 */
export function exposureWarning(settings: {
  host: string;
  publicUrl?: string | undefined;
  trustProxy?: TrustProxy | undefined;
}): string | undefined {
  const { host, publicUrl, trustProxy } = settings;
  if (isLoopback(host)) return undefined;
  if (isHttps(publicUrl) || (trustProxy !== undefined && trustProxy !== 0)) return undefined;
  return (
    `HOST=${host} can be reached from other machines, and nothing says that it stands behind HTTPS: passwords would ` +
    "travel in the clear. Put a proxy with TLS in front and set PUBLIC_URL=https://… and TRUST_PROXY, or set HOST=127.0.0.1."
  );
}

export function isHttps(url: string | undefined): boolean {
  return url?.toLowerCase().startsWith("https://") ?? false;
}
