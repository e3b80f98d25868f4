/**
 * The public key of an Ed25519 secret (RFC 8032, 5.1.5), to tell a Solana secret key (secret and its public key, 64
 * bytes) from a signature of the same length. For checking what was pasted only: not constant-time, signs nothing.
 */
import { sha512 } from "@noble/hashes/sha2.js";

const P = 2n ** 255n - 19n;
const D = mod(-121665n * power(121666n, P - 2n));
/** Extended coordinates X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z. */
type Point = readonly [bigint, bigint, bigint, bigint];
const BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202n;
const BASE_Y = 46316835694926478169428394003475163141307993866256225615783033603165251855960n;
const BASE: Point = [BASE_X, BASE_Y, 1n, mod(BASE_X * BASE_Y)];

/** Whether the last 32 of 64 bytes are the public key of the first 32. */
export function isKeyPair(bytes: Uint8Array): boolean {
  if (bytes.length !== 64) return false;
  const derived = publicKey(bytes.subarray(0, 32));
  return derived.every((byte, i) => byte === bytes[32 + i]);
}

export function publicKey(secret: Uint8Array): Uint8Array {
  const digest = sha512(secret).slice(0, 32);
  digest[0] = (digest[0] ?? 0) & 248;
  digest[31] = ((digest[31] ?? 0) & 127) | 64;
  let scalar = littleEndian(digest);
  let result: Point = [0n, 1n, 1n, 0n];
  for (let doubling = BASE; scalar > 0n; scalar >>= 1n, doubling = add(doubling, doubling)) {
    if (scalar & 1n) result = add(result, doubling);
  }
  const inverse = power(result[2], P - 2n);
  const x = mod(result[0] * inverse);
  let y = mod(result[1] * inverse);
  const out = new Uint8Array(32);
  for (let i = 0; i < 32; i++, y >>= 8n) out[i] = Number(y & 255n);
  out[31] = (out[31] ?? 0) | (x & 1n ? 128 : 0);
  return out;
}

function add(a: Point, b: Point): Point {
  const A = mod((a[1] - a[0]) * (b[1] - b[0]));
  const B = mod((a[1] + a[0]) * (b[1] + b[0]));
  const C = mod(2n * a[3] * b[3] * D);
  const E = mod(2n * a[2] * b[2]);
  const [e, f, g, h] = [B - A, E - C, E + C, B + A];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function mod(value: bigint): bigint {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = mod(base), left = exponent; left > 0n; left >>= 1n, square = mod(square * square)) {
    if (left & 1n) result = mod(result * square);
  }
  return result;
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}
