import { describe, expect, it } from "vitest";
import { keyReader, type Press, SHEET } from "../../../../src/pages/inbox/keys.ts";
import { PHRASES } from "../../../../src/pages/inbox/phrases.ts";

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  code: `Key${key.toUpperCase()}`,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  keyCode: 0,
  ...more,
});
const free = (at = 0) => ({ typing: false, at });

describe("the keys", () => {
  it("do nothing where somebody writes, but Escape leaves", () => {
    const read = keyReader();
    expect(read(press("e"), { typing: true, at: 0 })).toBeUndefined();
    expect(read(press("Escape"), { typing: true, at: 0 })).toBe("back");
  });

  it("leave the browser's and the input method's own alone", () => {
    const read = keyReader();
    for (const own of [
      { ctrlKey: true },
      { metaKey: true },
      { altKey: true },
      { isComposing: true },
      { keyCode: 229 },
    ])
      expect(read(press("c", own), free())).toBeUndefined();
    expect(read(press("c"), free())).toBe("claim");
  });

  it("go to a view by g and its letter, for a moment", () => {
    const read = keyReader();
    expect(read(press("g"), free(0))).toBeUndefined();
    expect(read(press("q"), free(400))).toBe("go-queue");
    expect(read(press("r"), free(500))).toBe("reply");
    read(press("g"), free(1_000));
    expect(read(press("r"), free(9_000))).toBe("reply");
  });

  it("lie where they are on keyboards of other scripts", () => {
    expect(keyReader()(press("с", { code: "KeyC" }), free())).toBe("claim");
    expect(keyReader()(press("Е", { code: "KeyE", shiftKey: true }), free())).toBe("resolve-next");
  });

  it("do what the sheet says, every one of them", () => {
    for (const [command, keys] of SHEET) {
      const read = keyReader();
      const names: Record<string, string> = { Esc: "Escape" };
      const shifted = keys[0] === "Shift";
      const typed = (shifted ? keys.slice(1) : keys).map(
        (key) => names[key] ?? (key.length > 1 || shifted ? key : key.toLowerCase()),
      );
      const said = typed.map((key) => read(press(key, { shiftKey: shifted }), free()));
      expect(said.at(-1), command).toBe(command);
      expect(PHRASES.zh.commands[command]).toBeTruthy();
    }
  });
});
