import { randomBytes } from "node:crypto";
import type { ChannelPorts } from "../../src/channel/contract.ts";

const NAME = "signing-key";
const BYTES = 32;

/**
 * The key visitor tokens are signed with, made at the first start and kept in the store:
 * a token outlives a restart, and every instance on the same store knows it.
 */
export async function signingKey(cursor: ChannelPorts["cursor"]): Promise<Uint8Array> {
  const stored = decode(await cursor.get(NAME));
  if (stored !== undefined) return stored;
  const made = randomBytes(BYTES);
  await cursor.set(NAME, made.toString("base64url"));
  // Read back: of two instances that start for the first time together, the later writer's key holds.
  return decode(await cursor.get(NAME)) ?? made;
}

function decode(text: string | undefined): Uint8Array | undefined {
  const key = Buffer.from(text ?? "", "base64url");
  return key.length === BYTES ? key : undefined;
}
