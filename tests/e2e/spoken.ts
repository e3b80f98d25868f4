/**
 * Finds one of the program's phrases in a chat, by its first sentence: placeholders and markup look different there,
 * and how a phrase goes on is no matter of these tests.
 */
export function spoken(phrase: string): RegExp {
  const [opening = ""] = phrase.replaceAll("**", "").split(/[.?!。？！：{(（\n]/);
  return new RegExp(opening.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&"));
}

/** The same, after a name: "{name} is now looking after your question." */
export function spokenBy(phrase: string, name: string): RegExp {
  return spoken(phrase.replace("{name}", name));
}
