/** What this browser keeps between visits; the page works on without it where storage is full or forbidden. */
export interface Memory {
  get(name: string): string | null;
  set(name: string, value: string | null): void;
}

const PREFIX = "kefu.inbox.";

export const memory: Memory = {
  get(name) {
    try {
      return localStorage.getItem(PREFIX + name);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      if (value === null) localStorage.removeItem(PREFIX + name);
      else localStorage.setItem(PREFIX + name, value);
    } catch {
      // Nothing is lost that is on the screen.
    }
  },
};
