/** An id no other message of this customer has. Works on plain HTTP too, where `crypto.randomUUID` is absent. */
export function newClientId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
