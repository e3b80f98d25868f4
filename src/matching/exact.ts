/**
 * Exponential and logarithm from additions, multiplications and divisions alone. `Math.exp` and `Math.log` may
 * differ in the last bit between machines; an index must not, since its bytes are compared and cached by hash.
 */

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const SMALLEST_POWER = -1022;
const LARGEST_POWER = 1023;

const POWERS = powersOfTwo();
const RECIPROCALS = Float64Array.from({ length: 14 }, (_, n) => 1 / n);

/** e to the power of `x`; 0 below -708 and Infinity above 709. Exact to about two units in the last place. */
export function exp(x: number): number {
  if (x < -708) return 0;
  if (x > 709) return Number.POSITIVE_INFINITY;
  const power = Math.round(x / (LN2_HIGH + LN2_LOW));
  const r = x - power * LN2_HIGH - power * LN2_LOW;
  let sum = 1;
  for (let n = 13; n >= 1; n--) sum = 1 + r * sum * (RECIPROCALS[n] ?? 1);
  return sum * (POWERS[power - SMALLEST_POWER] ?? 0);
}

/** Natural logarithm; -Infinity at 0 and below. Exact to about two units in the last place. */
export function log(x: number): number {
  if (x <= 0) return Number.NEGATIVE_INFINITY;
  let mantissa = x;
  let power = 0;
  for (; mantissa > Math.SQRT2; power++) mantissa /= 2;
  for (; mantissa < Math.SQRT1_2; power--) mantissa *= 2;
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let sum = 0;
  for (let n = 21; n >= 1; n -= 2) sum = sum * square + 1 / n;
  return 2 * s * sum + power * LN2_HIGH + power * LN2_LOW;
}

/** 1 / (1 + e^-x). */
export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + exp(-x)) : 1 - 1 / (1 + exp(x));
}

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(LARGEST_POWER - SMALLEST_POWER + 1);
  let value = 1;
  for (let power = 0; power <= LARGEST_POWER; power++, value *= 2) powers[power - SMALLEST_POWER] = value;
  value = 1;
  for (let power = 0; power >= SMALLEST_POWER; power--, value /= 2) powers[power - SMALLEST_POWER] = value;
  return powers;
}
