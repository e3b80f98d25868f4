/**
 * True for passwords that guessing programs try first. Only long ones are listed: shorter are refused by length.
 * The list holds stems; digits and punctuation around a stem do not make it a good password.
 */
export function isCommonPassword(password: string): boolean {
  const folded = password.toLowerCase();
  const stem = folded.replace(/^[\d\W_]+|[\d\W_]+$/g, "");
  return STEMS.has(folded) || STEMS.has(stem) || isRepeated(folded) || isRun(folded);
}

/** "aaaaaaaaaaaa", "abcabcabcabc": up to four characters over and over. */
function isRepeated(text: string): boolean {
  return /^(.{1,4}?)\1+.{0,3}$/su.test(text) && new Set(text).size <= 4;
}

/** "123456789012", "abcdefghijkl", "987654321098": each character next to the one before. */
function isRun(text: string): boolean {
  const steps = [...text].slice(1).map((char, at) => char.charCodeAt(0) - text.charCodeAt(at));
  return [1, -1].some((step) => steps.every((s) => s === step || s === -9 * step));
}

const STEMS = new Set(
  `password passwort passw0rd p@ssw0rd p@ssword passwordpassword mypassword changeme changemenow letmein
  letmeinplease welcome welcomehome welcomeback admin adminadmin administrator administrateur root rootroot
  qwerty qwertyqwerty qwertyuiop qwertyuiopasdf qwertyuiopasdfghjkl asdfghjkl asdfghjklqwerty zxcvbnm zxcvbnmasdfgh
  qazwsx qazwsxedc qazwsxedcrfv 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc 1qaz2wsx3edc4rfv q1w2e3r4t5y6 iloveyou iloveyouforever
  woaini woaini1314 woaini520 sunshine princess football baseball basketball superman batman dragon monkey
  starwars trustno trustnoone master masterkey secret topsecret default defaultpassword temporary temppassword
  testtest testpassword testing guest guestguest support supportsupport service customerservice kefu kefukefu
  kefuadmin wallet walletwallet bitcoin bitcoinbitcoin ethereum cryptocurrency whatever computer internet
  samsung michael jennifer abcdefghijkl abcd1234abcd a1b2c3d4e5f6 correcthorsebatterystaple
  correct-horse-battery-staple thisismypassword ilovemyself nevermind unbelievable`.split(/\s+/),
);
