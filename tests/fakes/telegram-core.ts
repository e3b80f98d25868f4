import type { ChannelPorts, InboundEvent } from "../../src/channel/contract.ts";
import type { FormDialog } from "../../src/channel/dialog.ts";

/** The core, in memory: stores each key once, keeps cursors, and refuses to store on demand. */
export function memoryPorts() {
  const events: InboundEvent[] = [];
  const all: InboundEvent[] = [];
  const cursors = new Map<string, string>();
  const dialogs = new Map<string, FormDialog>();
  let refusals = 0;
  let look: () => void = () => undefined;
  const absent = () => Promise.reject(new Error("not a thing an adapter like this asks for"));
  const ports: ChannelPorts = {
    async receive(batch) {
      if (refusals > 0) {
        refusals -= 1;
        throw new Error("database or disk is full");
      }
      look();
      if (batch.cursor) cursors.set(batch.cursor.name, batch.cursor.value);
      return batch.events.map((event) => {
        all.push(event);
        const known = events.some(({ key }) => key === event.key);
        if (!known) events.push(event);
        return { key: event.key, outcome: known ? ("duplicate" as const) : ("accepted" as const) };
      });
    },
    cursor: {
      get: async (name) => cursors.get(name),
      set: async (name, value) => void cursors.set(name, value),
    },
    conversationOf: absent,
    replay: absent,
    state: absent,
    watch: () => () => undefined,
    form: async (token) => dialogs.get(token),
    file: absent,
    files: { keep: absent, find: absent, fetch: absent },
    now: () => 1_790_000_000_000,
  };
  return {
    ports,
    /** Each key once, and every event handed in. */
    events,
    all,
    cursors,
    /** The dialogs that choices open, by token. */
    dialogs,
    texts: () => events.flatMap((event) => (event.kind === "message" ? [event.text] : [])),
    refuse: (times: number) => {
      refusals = times;
    },
    onReceive: (act: () => void) => {
      look = act;
    },
  };
}
